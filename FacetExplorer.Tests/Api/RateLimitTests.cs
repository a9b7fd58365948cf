using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Api;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

public sealed class RateLimitTests
{
    private const string Expensive = "/api/samples?format=csv", Cheap = "/api/experiments";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_too_much_is_told_when_to_ask_again_and_nobody_else_is_kept_waiting()
    {
        await using var site = new ConfiguredSite(("RateLimit:Burst", "2"), ("RateLimit:PerMinute", "1"), ("Proxy:Trusted", "127.0.0.1"));
        await site.InitializeAsync();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], await AskAsync(site, "203.0.113.5", Expensive, Expensive, Expensive));
        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.OK], await AskAsync(site, "203.0.113.5", "/api/experiments?format=csv", Cheap));
        Assert.Equal([HttpStatusCode.OK], await AskAsync(site, "203.0.113.6", Expensive));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(site, "2001:db8::1", Expensive, Expensive));
        Assert.Equal([HttpStatusCode.TooManyRequests], await AskAsync(site, "2001:db8::2:3:4", Expensive));
        Assert.Equal([HttpStatusCode.OK], await AskAsync(site, "2001:db8:0:1::1", Expensive));

        using var refused = await SendAsync(site, "203.0.113.5", Expensive);
        Assert.InRange(int.Parse(Assert.Single(refused.Headers.GetValues("Retry-After")), CultureInfo.InvariantCulture), 1, 120);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Contains("1 requests of this kind a minute", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_page_after_page_of_many_filters_is_told_to_wait_and_may_still_read_all_others()
    {
        const string deep = "/?organism=mouse&organism=human&tissue=liver&page=1";
        await using var site = new ConfiguredSite(("RateLimit:PageParameters", "3"), ("RateLimit:Burst", "2"), ("RateLimit:PerMinute", "1"), ("Proxy:Trusted", "127.0.0.1"));
        await site.InitializeAsync();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], await AskAsync(site, "203.0.113.5", deep, deep, deep));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(site, "203.0.113.5", "/?organism=mouse", "/experiments/E1", Expensive));
        Assert.Equal([HttpStatusCode.OK], await AskAsync(site, "203.0.113.6", deep));
        using var refused = await SendAsync(site, "203.0.113.5", deep);
        Assert.InRange(int.Parse(Assert.Single(refused.Headers.GetValues("Retry-After")), CultureInfo.InvariantCulture), 1, 120);
    }

    [Fact]
    public async Task This_machine_is_not_limited_unless_configured()
    {
        await using var free = new ConfiguredSite(("RateLimit:Burst", "1"), ("RateLimit:PerMinute", "1"));
        await free.InitializeAsync();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(free, null, Expensive, Expensive, Expensive));

        await using var limited = new ConfiguredSite(("RateLimit:Burst", "1"), ("RateLimit:PerMinute", "1"), ("RateLimit:Loopback", "true"));
        await limited.InitializeAsync();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], await AskAsync(limited, null, Expensive, Expensive));
    }

    [Fact]
    public async Task None_a_minute_is_no_limit()
    {
        await using var site = new ConfiguredSite(("RateLimit:Burst", "1"), ("RateLimit:PerMinute", "0"), ("RateLimit:Loopback", "true"));
        await site.InitializeAsync();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(site, null, Expensive, Expensive));
    }

    [Theory]
    [InlineData("203.0.113.5", "203.0.113.5")]
    [InlineData("::ffff:203.0.113.5", "203.0.113.5")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void A_client_is_an_address_or_a_network_of_64_bits(string address, string client) =>
        Assert.Equal(client, RateLimitOptions.Client(IPAddress.Parse(address)));

    private static async Task<HttpStatusCode[]> AskAsync(Site site, string? from, params string[] addresses)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var address in addresses)
        {
            using var response = await SendAsync(site, from, address);
            statuses.Add(response.StatusCode);
        }
        return [.. statuses];
    }

    private static async Task<HttpResponseMessage> SendAsync(Site site, string? from, string address)
    {
        using var client = site.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from is not null)
            request.Headers.Add("X-Forwarded-For", from);
        return await client.SendAsync(request, Cancel);
    }
}
