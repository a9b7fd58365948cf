using System.Net.WebSockets;
using FacetExplorer.Tests.Hosting;
using FacetExplorer.Tests.Web;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What a reader notices of others who misuse connections, and of the limits on them.</summary>
public sealed class CircuitTests(Chromium chromium, WorkedExampleSite site) : BrowserTest(chromium, site), IClassFixture<WorkedExampleSite>
{
    [Fact]
    public async Task A_reader_notices_nothing_of_oversized_messages_and_foreign_pages()
    {
        var page = await OpenAsync("/");
        await page.EvaluateAsync("() => { window.sameDocument = true; }");

        for (var i = 0; i < 20; i++)
        {
            await using var greedy = await RawCircuit.OpenAsync(Site);
            await greedy.ReadAsync();
            await greedy.SendCallAsync(1024 * 1024);
            await Assert.ThrowsAsync<WebSocketException>(() => RawCircuit.OpenAsync(Site, origin: "https://evil.example"));
        }

        await page.Locator(".values .value a").First.ClickAsync();
        await Expect(page.Locator(".chip-value").First).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"));
    }

    [Fact]
    public async Task A_page_too_many_of_an_address_still_searches_by_its_links()
    {
        ExpectError("429");
        ExpectError("");
        await using var full = new ConfiguredSite(("Circuits:PerAddress", "1"), ("RateLimit:Loopback", "true"));
        await full.InitializeAsync();
        await using var other = await RawCircuit.OpenAsync(full);
        await other.ReadAsync();
        var page = await BlankAsync();
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync(full.Address.ToString()), response => response.Url.Contains("/_blazor/negotiate", StringComparison.Ordinal));

        await page.Locator(".values .value a").First.ClickAsync();
        await Expect(page.Locator(".chip-value").First).ToBeVisibleAsync();
    }
}
