using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Tests.Hosting;

/// <summary>What open pages may take of the server.</summary>
public sealed class CircuitLimitsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_too_many_of_an_address_is_refused_and_told_why_and_nobody_else()
    {
        await using var site = new ConfiguredSite(("Circuits:PerAddress", "2"), ("Proxy:Trusted", "127.0.0.1"));
        await site.InitializeAsync();
        await using var first = await RawCircuit.OpenAsync(site, "203.0.113.5");
        await using var second = await RawCircuit.OpenAsync(site, "203.0.113.5");
        Assert.Equal("{}\u001e", await first.ReadAsync());
        Assert.Equal("{}\u001e", await second.ReadAsync());

        await using (var third = await RawCircuit.OpenAsync(site, "203.0.113.5"))
            Assert.InRange((await third.ReadToEndAsync()).Length, 0, 50); // cut off
        using (var refused = await NegotiateAsync(site, "203.0.113.5"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.Contains("2 pages of one address may be connected", (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        await using var other = await RawCircuit.OpenAsync(site, "203.0.113.6");
        Assert.Equal("{}\u001e", await other.ReadAsync());

        await first.DisposeAsync();
        HttpStatusCode status;
        do
        {
            using var again = await NegotiateAsync(site, "203.0.113.5");
            status = again.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests); // until the server noticed that the first one left
        Assert.Equal(HttpStatusCode.OK, status);
        await using var next = await RawCircuit.OpenAsync(site, "203.0.113.5");
        Assert.Equal("{}\u001e", await next.ReadAsync());
    }

    [Fact]
    public async Task A_message_too_long_ends_its_connection_and_no_other()
    {
        await using var site = new ConfiguredSite(("Circuits:MessageKilobytes", "16"));
        await site.InitializeAsync();
        await using var honest = await RawCircuit.OpenAsync(site);
        await honest.ReadAsync();

        await using (var greedy = await RawCircuit.OpenAsync(site))
        {
            await greedy.ReadAsync();
            await greedy.SendCallAsync(17 * 1024);
            Assert.Contains("Connection closed with an error.", await greedy.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await honest.SendCallAsync(8 * 1024);
        Assert.Contains("Failed to invoke 'None'", await honest.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_from_a_foreign_page_is_refused()
    {
        await using var site = new WorkedExampleSite();
        await site.InitializeAsync();
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => RawCircuit.OpenAsync(site, origin: "https://evil.example"));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        await using var own = await RawCircuit.OpenAsync(site, origin: site.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal("{}\u001e", await own.ReadAsync());
    }

    [Fact]
    public async Task The_configured_limits_are_those_of_the_server()
    {
        await using var site = new ConfiguredSite(
            ("Circuits:Retained", "7"), ("Circuits:RetainedMinutes", "2"), ("Circuits:Batches", "4"), ("Circuits:InteropSeconds", "5"));
        await site.InitializeAsync();
        var options = site.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;
        Assert.Equal((7, TimeSpan.FromMinutes(2), 4, TimeSpan.FromSeconds(5), false), (options.DisconnectedCircuitMaxRetained, options.DisconnectedCircuitRetentionPeriod,
            options.MaxBufferedUnacknowledgedRenderBatches, options.JSInteropDefaultCallTimeout, options.DetailedErrors));
    }

    private static Task<HttpResponseMessage> NegotiateAsync(Site site, string from)
    {
        var client = new HttpClient { BaseAddress = site.Address };
        return client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1") { Headers = { { "X-Forwarded-For", from } } }, Cancel);
    }
}
