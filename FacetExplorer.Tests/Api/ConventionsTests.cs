using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

/// <summary>What holds for every route of the API.</summary>
public sealed class ConventionsTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_client_has_is_not_sent_again()
    {
        using var first = await GetAsync("/api/experiments?organism=mouse&sort=accession");
        var tag = first.Headers.ETag!;
        Assert.True(tag.IsWeak);

        using var again = await GetAsync("/api/experiments?sort=accession&organism=mouse&page=1", ("If-None-Match", $"\"other\", {tag}"));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(tag, again.Headers.ETag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Contains("Accept", again.Headers.Vary);

        using var other = await GetAsync("/api/experiments?organism=human&sort=accession", ("If-None-Match", tag.ToString()));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(tag, other.Headers.ETag);
    }

    [Fact]
    public async Task Another_generation_has_another_tag()
    {
        await using var own = new WorkedExampleSite();
        await own.InitializeAsync();
        using var client = own.CreateClient();
        using var before = await client.GetAsync(new Uri("/api/experiments", UriKind.Relative), Cancel);
        await own.ImportAsync("""{"accession": "N1", "sample_accession_codes": ["n1"]}""", "");
        for (var i = 0; i < 300 && (await client.GetFromJsonAsync<JsonElement>("/api/experiments", Cancel)).GetProperty("generation").GetInt32() == 1; i++)
            await Task.Delay(100, Cancel);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/experiments") { Headers = { IfNoneMatch = { before.Headers.ETag! } } };
        using var after = await client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Pages_and_the_description_are_linked()
    {
        using var response = await GetAsync("/api/experiments?sort=accession&size=10&page=3");
        var links = Links(response);

        Assert.Equal($"{site.Address}api/openapi.json", links["service-desc describedby"]);
        Assert.Equal($"{site.Address}api/experiments?page=2&size=10&sort=accession", links["prev"]);
        Assert.Equal($"{site.Address}api/experiments?size=10&sort=accession", links["first"]);
        Assert.Equal($"{site.Address}api/experiments?size=10&sort=accession", links["last"]);
        Assert.Equal($"{site.Address}api/experiments?page=3&size=10&sort=accession", links["self"]);
        Assert.DoesNotContain("next", links.Keys);
    }

    [Fact]
    public async Task A_page_of_any_origin_may_read_but_not_with_the_readers_cookies()
    {
        using var read = await GetAsync("/api/experiments?page=0", ("Origin", "https://elsewhere.example"));
        Assert.Equal("*", Header(read, "Access-Control-Allow-Origin"));
        Assert.Null(Header(read, "Access-Control-Allow-Credentials"));
        foreach (var header in (string[])["Link", "ETag", "Retry-After"])
            Assert.Contains(header, Header(read, "Access-Control-Expose-Headers"), StringComparison.Ordinal);

        using var asked = await SendAsync(HttpMethod.Options, "/api/experiments", ("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "GET"));
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Contains("GET", Header(asked, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.DoesNotContain("DELETE", Header(asked, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origins_can_be_named_or_none_allowed()
    {
        await using var some = new ConfiguredSite(("Cors:Origins", "https://a.example, https://b.example"));
        await some.InitializeAsync();
        Assert.Equal("https://b.example", await AllowedAsync(some, "https://b.example"));
        Assert.Null(await AllowedAsync(some, "https://c.example"));

        await using var none = new ConfiguredSite(("Cors:Origins", ""));
        await none.InitializeAsync();
        Assert.Null(await AllowedAsync(none, "https://b.example"));

        static async Task<string?> AllowedAsync(Site site, string origin)
        {
            using var response = await SendAsync(site, HttpMethod.Get, "/api/experiments", ("Origin", origin));
            return Header(response, "Access-Control-Allow-Origin");
        }
    }

    [Fact]
    public async Task Pages_of_the_site_itself_are_not_for_other_origins()
    {
        using var response = await GetAsync("/", ("Origin", "https://elsewhere.example"));
        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_long_address_is_refused_with_its_limit()
    {
        using var response = await GetAsync($"/api/experiments?q={new string('x', 16_000)}");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, response.StatusCode);
        Assert.Contains("16000", await DetailAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarded_headers_of_strangers_are_not_believed()
    {
        foreach (var trusted in (string[])["", "10.0.0.7,192.168.0.0/16"])
        {
            await using var own = new ConfiguredSite(("Proxy:Trusted", trusted));
            await own.InitializeAsync();
            using var response = await SendAsync(own, HttpMethod.Get, "/api/experiments", ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/p"));
            Assert.Equal($"{own.Address}api/experiments", Links(response)["self"]);
        }
    }

    [Fact]
    public async Task Forwarded_headers_of_the_configured_proxy_are()
    {
        await using var own = new ConfiguredSite(("Proxy:Trusted", "127.0.0.0/8, ::1"), ("AllowedHosts", "portal.example"));
        await own.InitializeAsync();
        using var response = await SendAsync(own, HttpMethod.Get, "/api/experiments", ("X-Forwarded-Host", "portal.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/explorer"));
        Assert.Equal("https://portal.example/explorer/api/experiments", Links(response)["self"]);
        Assert.Equal("https://portal.example/explorer/api/openapi.json", Links(response)["service-desc describedby"]);
        Assert.Contains("\"self\":\"/explorer/api/experiments\"", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_can_be_mounted_under_a_path()
    {
        await using var own = new ConfiguredSite(("Proxy:PathBase", "/explorer"));
        await own.InitializeAsync();
        using var api = await SendAsync(own, HttpMethod.Get, "/explorer/api/experiments");
        Assert.Equal($"{own.Address}explorer/api/experiments", Links(api)["self"]);
        using var page = await SendAsync(own, HttpMethod.Get, "/explorer/");
        Assert.Contains("<base href=\"/explorer/\"", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync(site, HttpMethod.Get, address, headers);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers) => SendAsync(site, method, address, headers);

    private static async Task<HttpResponseMessage> SendAsync(Site site, HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var client = site.CreateClient();
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request, Cancel);
    }

    private static Dictionary<string, string> Links(HttpResponseMessage response) => response.Headers.GetValues("Link").SelectMany(l => l.Split(", "))
        .ToDictionary(l => l.Split("rel=\"")[1].TrimEnd('"'), l => l[1..l.IndexOf('>', StringComparison.Ordinal)]);

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static async Task<string> DetailAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!;
}
