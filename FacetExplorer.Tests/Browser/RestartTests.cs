using System.Text.RegularExpressions;
using FacetExplorer.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The server is stopped under an open page, and started again.</summary>
public sealed partial class RestartTests(Chromium chromium, Site site) : BrowserTest(chromium, site), IClassFixture<Site>
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(8);

    [GeneratedRegex("[?]scope=experiment&tissue=liver$")]
    private static partial Regex WholeExperiments();

    [Fact]
    public async Task The_page_comes_back_by_itself_with_what_it_showed()
    {
        await using var first = await StartAsync();
        var page = await OpenLiverAsync(first);
        var (heading, chips) = (await Heading(page).InnerTextAsync(), await page.Locator(".chip-value").AllInnerTextsAsync());
        await using var second = await RestartAsync(page, first);

        await page.WaitForFunctionAsync("() => !('before' in window) && window.facetExplorer?.isInteractive");
        await Expect(page).ToHaveURLAsync(new Uri(first.Address, "/?tissue=liver").ToString());
        await Expect(Heading(page)).ToHaveTextAsync(heading);
        Assert.Equal(chips, await page.Locator(".chip-value").AllInnerTextsAsync());

        await page.EvaluateAsync("() => { window.after = true; }");
        await page.Locator(".count-switch a:not([aria-current])").ClickAsync();
        await Expect(page).ToHaveURLAsync(WholeExperiments());
        await Expect(page.Locator(".count-switch a").Last).ToHaveAttributeAsync("aria-current", "true");
        Assert.True(await page.EvaluateAsync<bool>("() => window.after === true"));
    }

    [Fact]
    public async Task A_link_works_as_soon_as_the_server_is_back()
    {
        await using var first = await StartAsync();
        var page = await OpenLiverAsync(first);
        await using var second = await RestartAsync(page, first);

        await page.Locator(".count-switch a:not([aria-current])").ClickAsync();
        await Expect(page).ToHaveURLAsync(WholeExperiments());
        await InteractiveAsync(page);
        await Expect(page.Locator(".count-switch a").Last).ToHaveAttributeAsync("aria-current", "true");
        Assert.False(await page.EvaluateAsync<bool>("() => 'before' in window"));
    }

    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private async Task<IPage> OpenLiverAsync(WorkedExampleSite from)
    {
        ExpectError(""); // Blazor's script reports what it tries in many words.
        var page = await BlankAsync();
        await page.GotoAsync(new Uri(from.Address, "/?tissue=liver").ToString());
        await InteractiveAsync(page);
        await page.EvaluateAsync("() => { window.before = true; }");
        return page;
    }

    private static async Task<WorkedExampleSite> StartAsync(int port = 0)
    {
        var started = new WorkedExampleSite { Port = port };
        await started.InitializeAsync();
        return started;
    }

    private static async Task<WorkedExampleSite> RestartAsync(IPage page, WorkedExampleSite running)
    {
        var port = running.Address.Port;
        await running.DisposeAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Task.Delay(Away, Cancel);
        return await StartAsync(port);
    }
}
