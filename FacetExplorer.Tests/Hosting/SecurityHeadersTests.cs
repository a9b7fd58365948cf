using System.Net;
using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Search;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Hosting;

/// <summary>Every response has the security headers, once: of every route there is, and every kind of error.</summary>
public sealed class SecurityHeadersTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static readonly string[] None = ["default-src 'none'", "object-src 'none'"];

    private static readonly Dictionary<string, string> Parts = new()
    {
        ["accession"] = "E1",
        ["records"] = "experiments",
        ["number"] = "1",
        ["facet"] = "organism",
        ["key"] = "organism",
        ["hash"] = new string('a', 64),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_has_them()
    {
        using var client = Client(site);
        var routes = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, Address(route.RoutePattern)))).Distinct().ToList();
        Assert.InRange(routes.Count, 60, 2000);
        Assert.Contains(("GET", "/experiments/E1"), routes);
        Assert.Contains(("POST", "/lists/new"), routes);
        foreach (var (method, address) in routes)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = method == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            AssertSafe(response, $"{method} {address}");
        }
    }

    [Theory]
    [InlineData("GET", "/no-such-page", HttpStatusCode.NotFound)]
    [InlineData("GET", "/experiments/NONE", HttpStatusCode.NotFound)]
    [InlineData("GET", "/js/none.js", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/no-such-thing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/experiments?page=0", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "/api/experiments", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/samples?format=png", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/search/", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/experiments?generation=7", HttpStatusCode.Gone)]
    [InlineData("GET", "/_blazor", HttpStatusCode.BadRequest)]
    public async Task Every_error_has_them(string method, string address, HttpStatusCode status)
    {
        using var client = Client(site);
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address), Cancel);
        Assert.Equal(status, response.StatusCode);
        AssertSafe(response, address);
    }

    [Fact]
    public async Task What_fails_in_the_server_has_them_and_says_nothing_of_it()
    {
        await using var failing = new FailingSite();
        await failing.InitializeAsync();
        using var client = Client(failing);
        foreach (var address in (string[])["/?tissue=liver", "/values/tissue", "/api/experiments?tissue=liver", "/api/samples?tissue=liver", "/cite?tissue=liver"])
        {
            using var response = await client.GetAsync(address, Cancel);
            Assert.True(response.StatusCode >= HttpStatusCode.InternalServerError, $"{address} answers {response.StatusCode}");
            AssertSafe(response, address);
            Assert.DoesNotMatch(@"Exception|secret of the engine|\bat FacetExplorer\b|\.cs:", await response.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task Over_TLS_a_browser_is_told_to_stay_there()
    {
        await using var own = new ConfiguredSite(("Proxy:Trusted", "127.0.0.0/8, ::1"), ("AllowedHosts", "portal.example"));
        await own.InitializeAsync();
        using var client = Client(own);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/lists") { Headers = { { "X-Forwarded-Proto", "https" }, { "X-Forwarded-Host", "portal.example" } } };
        using var tls = await client.SendAsync(request, Cancel);
        Assert.Equal("max-age=31536000", Assert.Single(tls.Headers.GetValues("Strict-Transport-Security")));
        Assert.Contains("secure", Assert.Single(tls.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        using var plain = await client.GetAsync("/lists", Cancel);
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
    }

    private static void AssertSafe(HttpResponseMessage response, string what)
    {
        var policy = Only("Content-Security-Policy").Split("; ");
        Assert.True(None.All(policy.Contains), $"{what}: {string.Join("; ", policy)}");
        foreach (var directive in (string[])["script-src", "style-src", "connect-src", "form-action", "base-uri", "frame-ancestors"])
            Assert.True(policy.Contains($"{directive} 'self'"), $"{what} lacks {directive}");
        Assert.DoesNotContain("unsafe", string.Concat(policy), StringComparison.Ordinal);
        Assert.Equal("nosniff", Only("X-Content-Type-Options"));
        Assert.Equal("strict-origin-when-cross-origin", Only("Referrer-Policy"));
        Assert.Equal("same-origin", Only("Cross-Origin-Opener-Policy"));
        Assert.False(response.Headers.Contains("Server") || response.Headers.Contains("X-Powered-By"), $"{what} says what the server is");

        string Only(string name) => response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : throw new InvalidOperationException($"{what} ({response.StatusCode}) has no {name}");
    }

    private static string Address(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => Parts.GetValueOrDefault(parameter.Name, "x"),
        _ => throw new NotSupportedException(part.ToString()),
    }))));

    private static HttpClient Client(Site site) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };

    private sealed class FailingSite : WorkedExampleSite
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.AddSingleton<ISearchEngine, FailingEngine>());
        }
    }

    private sealed class FailingEngine : ISearchEngine
    {
        public string Name => "Failing";

        public Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel) => throw new InvalidOperationException("secret of the engine");

        public IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, CancellationToken cancel) => throw new InvalidOperationException("secret of the engine");
    }
}
