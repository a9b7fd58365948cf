using System.Net;
using System.Text.Json;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

public sealed class ProblemsTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound, "/api/nothing")]
    [InlineData("POST", "/api/experiments", HttpStatusCode.MethodNotAllowed, "GET, HEAD")]
    [InlineData("GET", "/api/experiments?page=0", HttpStatusCode.BadRequest, "page")]
    public async Task An_error_is_told_as_problem_details_whatever_is_accepted(string method, string address, HttpStatusCode status, string named)
    {
        using var client = site.CreateClient();
        foreach (var accept in (string[])["*/*", "text/csv", "application/json"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Headers = { { "Accept", accept } } };
            using var response = await client.SendAsync(request, Cancel);

            Assert.Equal(status, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Cancel));
            Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
            Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_method_that_is_not_there_is_refused_with_those_that_are()
    {
        using var client = site.CreateClient();
        using var response = await client.DeleteAsync(new Uri("/api/experiments", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Options_lists_the_methods()
    {
        using var client = site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/experiments");
        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow.Order());
    }

    [Theory]
    [InlineData("/api/experiments?organism=mouse")]
    [InlineData("/api/experiments?page=0")]
    public async Task Head_is_the_same_without_the_body(string address)
    {
        using var client = site.CreateClient();
        using var get = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await client.SendAsync(request, Cancel);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }
}
