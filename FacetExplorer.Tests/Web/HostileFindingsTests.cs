using System.Net;
using System.Text;

namespace FacetExplorer.Tests.Web;

/// <summary>What long hostile runs found, each pinned by itself.</summary>
public sealed class HostileFindingsTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task What_is_sent_to_the_form_of_lists_and_is_no_form_leads_back_to_it(string? type)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await client.PostAsync(new Uri("lists/new", UriKind.Relative), content, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/lists?_problem=", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_a_record_is_shown_and_is_no_link()
    {
        await using var own = new AddressSite();
        await own.InitializeAsync();
        using var client = new HttpClient { BaseAddress = own.Address };
        var page = await client.GetStringAsync("experiments/E1", Cancel);
        Assert.Contains("https://evil.example/x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://evil.example", page, StringComparison.Ordinal);
    }

    private sealed class AddressSite : Site
    {
        protected override Task PrepareAsync() => ImportAsync("""{"accession": "E1", "note": "https://evil.example/x"}""", "");
    }
}
