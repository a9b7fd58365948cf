using System.Net;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Hosting;

/// <summary>Which names the server answers to, and whose pages may open a circuit.</summary>
public sealed class HostNamesTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost:5080", HttpStatusCode.OK)]
    [InlineData("LOCALHOST", HttpStatusCode.OK)]
    [InlineData("192.168.7.7", HttpStatusCode.OK)]
    [InlineData("[2001:db8::1]:80", HttpStatusCode.OK)]
    public async Task Unless_configured_only_names_that_nobody_outside_can_point_here_are_answered(string host, HttpStatusCode expected) =>
        Assert.Equal(expected, await StatusAsync(site, "/", ("Host", host)));

    [Fact]
    public async Task The_configured_names_are_answered_and_no_others()
    {
        await using var own = new ConfiguredSite(("AllowedHosts", "explorer.example;*.lab.example"));
        await own.InitializeAsync();
        foreach (var host in (string[])["explorer.example", "explorer.example:8443", "a.lab.example", "127.0.0.1", "localhost"])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, "/", ("Host", host)));
        foreach (var host in (string[])["evil.example", "lab.example", "explorer.example.evil.example", "192.168.7.7"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(own, "/", ("Host", host)));
            Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(own, "/api/experiments", ("Host", host)));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, "/health/ready", ("Host", host)));
        }
    }

    [Fact]
    public async Task A_name_that_a_proxy_forwards_must_be_allowed_too()
    {
        await using var own = new ConfiguredSite(("Proxy:Trusted", "127.0.0.0/8, ::1"), ("AllowedHosts", "explorer.example"));
        await own.InitializeAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, "/", ("X-Forwarded-Host", "explorer.example")));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(own, "/", ("X-Forwarded-Host", "evil.example")));
    }

    [Fact]
    public async Task Links_that_stand_elsewhere_begin_with_an_allowed_name()
    {
        await using var own = new ConfiguredSite(("AllowedHosts", "explorer.example"));
        await own.InitializeAsync();
        foreach (var address in (string[])["/robots.txt", "/sitemap.xml", "/sitemaps/experiments-1.xml", "/experiments/E1", "/cite?tissue=liver", "/api/search/E1/", "/api/search/facets/?organism=mouse"])
        {
            Assert.Contains("explorer.example", await TextAsync(own, address, "explorer.example"), StringComparison.Ordinal);
            Assert.DoesNotContain("<loc>", await TextAsync(own, address, "evil.example"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("chrome-extension://localhost", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost", HttpStatusCode.OK)]
    [InlineData("https://localhost", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task A_circuit_is_for_pages_of_the_server_itself(string? origin, HttpStatusCode expected)
    {
        Assert.Equal(expected, await NegotiateAsync(site, "localhost", origin));
        foreach (var address in (string[])["/_blazor", "/_blazor/initializers", "/_BLAZOR/disconnect"])
            Assert.Equal(expected == HttpStatusCode.Forbidden, await StatusAsync(site, address, ("Host", "localhost"), ("Origin", origin)) == HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(site, "/", ("Host", "localhost"), ("Origin", origin)));
    }

    [Fact]
    public async Task A_page_of_a_configured_name_may_open_one_though_a_proxy_took_the_name_away()
    {
        await using var own = new ConfiguredSite(("AllowedHosts", "explorer.example"));
        await own.InitializeAsync();
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(own, "127.0.0.1:8080", "https://explorer.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(own, "127.0.0.1:8080", "https://evil.example"));

        await using var any = new ConfiguredSite(("AllowedHosts", "*"));
        await any.InitializeAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(any, "explorer.example", "https://evil.example"));
    }

    private static async Task<HttpStatusCode> NegotiateAsync(Site site, string host, string? origin)
    {
        using var response = await SendAsync(site, HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", ("Host", host), ("Origin", origin));
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusAsync(Site site, string address, params (string Name, string? Value)[] headers)
    {
        using var response = await SendAsync(site, HttpMethod.Get, address, headers);
        return response.StatusCode;
    }

    private static async Task<string> TextAsync(Site site, string address, string host)
    {
        using var response = await SendAsync(site, HttpMethod.Get, address, ("Host", host));
        return await response.Content.ReadAsStringAsync(Cancel) + string.Join(", ", response.Headers.TryGetValues("Link", out var links) ? links : []);
    }

    private static async Task<HttpResponseMessage> SendAsync(Site site, HttpMethod method, string address, params (string Name, string? Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers.Where(h => h.Value is not null))
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Cancel);
    }
}
