using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

/// <summary>What is too much is refused with the limit, whichever route it is asked of.</summary>
public sealed class LimitTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static readonly string Values = string.Concat(Enumerable.Range(0, 501).Select(i => $"&organism=v{i}"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> TooMuch => new()
    {
        { "/api/experiments?page=401", "10000" },
        { "/api/experiments?organism.limit=1001", "1000" },
        { $"/api/experiments?{Values[1..]}", "500" },
        { $"/api/samples?{Values[1..]}", "500" },
        { $"/api/memberships?{Values[1..]}", "500" },
        { $"/api/search/?{Values[1..]}", "500" },
        { $"/api/search/facets/?{Values[1..].Replace("organism=", "selected_facets=sex_exact:", StringComparison.Ordinal)}", "500" },
        { "/api/search/?page=101&page_size=100", "10000" },
        { "/api/search/?page_size=101", "100" },
        { "/api/search/facets/?organism=limit:1001", "1000" },
        { "/api/search/autocomplete/?q=m&limit=51", "50" },
        { "/api/search/E1/more-like-this/?page_size=51", "50" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task Too_much_is_400_and_names_the_limit(string address, string limit)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Contains(problem.GetProperty("errors").EnumerateArray(), e => e.GetProperty("allowed").GetString()!.Contains(limit, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_body_is_413_and_names_the_limit(bool lengthIsSaid)
    {
        await using var own = new ConfiguredSite(("Limits:BodyKilobytes", "2"));
        await own.InitializeAsync();
        using var client = own.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/search/")
        {
            Content = new StringContent($$"""{"accessions": ["{{new string('x', 3000)}}"]}""", Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = !lengthIsSaid },
        };
        using var response = await client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("2048", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "{", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "[]", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "", HttpStatusCode.BadRequest)]
    [InlineData("application/json", """{"accessions": "E1"}""", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", "{}", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_that_is_none_is_refused_without_a_word_of_the_program(string type, string body, HttpStatusCode status)
    {
        using var client = site.CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await client.PostAsync(new Uri("/api/search/", UriKind.Relative), content, Cancel);
        Assert.Equal(status, response.StatusCode);
        var detail = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString();
        Assert.NotEmpty(detail!);
        Assert.DoesNotMatch("SearchBody|FacetExplorer|System", detail);
    }
}

/// <summary>README.md's examples of the API, asked of the demo they are written for.</summary>
public sealed partial class ReadmeTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Every_address_in_the_readme_is_answered()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "README.md"), TestContext.Current.CancellationToken);
        using var client = site.CreateClient();
        var calls = Curl().Matches(readme).Select(m => (Address: m.Groups[1].Value, Body: m.Groups[2].Value)).ToList();
        Assert.True(calls.Count >= 10, "The README shows the API in ten lines.");
        foreach (var (address, body) in calls)
        {
            using var request = new HttpRequestMessage(body.Length > 0 ? HttpMethod.Post : HttpMethod.Get, address);
            if (body.Length > 0)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
    }

    [GeneratedRegex("""^ +curl .*?'http://localhost:5080(/api/[^']*)'(?: --json '([^']*)')?""", RegexOptions.Multiline)]
    private static partial Regex Curl();
}
