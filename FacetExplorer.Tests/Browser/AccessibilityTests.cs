using Microsoft.Playwright;

namespace FacetExplorer.Tests.Browser;

/// <summary>Every page in every state, theme and width.</summary>
public sealed class AccessibilityTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site), IClassFixture<LibrarySite>
{
    private static readonly string[] Pages =
    [
        "/",
        "/?q=study&tissue=liver&tissue=lung&sex.not=male&disease.missing=true&published.from=2001&by=tissue&tissue.limit=40&tissue.order=value&size=10",
        "/?tissue=liver&tissue.all=lung&nonsense=1&page=0",
        "/?size=10&page=3&scope=experiment&age=10..20",
        "/?page=99",
        "/?find=li&tissue=lung",
        "/values/tissue?tissue.find=l&tissue=liver",
        "/experiments/SUPER",
        "/experiments/SUPER?sex=male&search=q%3Dsuper",
        "/samples/S000",
        "/data",
        "/experiments/none",
        "/nowhere",
        "/error",
    ];

    // What says that there is no page, or that one failed, needs no circuit.
    private static readonly string[] StaticPages = ["/nowhere", "/error"];

    [Fact]
    public async Task Axe_finds_nothing_and_nothing_sticks_out()
    {
        ExpectError("404");
        var page = await BlankAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var address in Pages)
        {
            await page.GotoAsync(address);
            if (!StaticPages.Contains(address))
                await InteractiveAsync(page);
            foreach (var width in (int[])[320, 768, 1440])
            {
                await page.SetViewportSizeAsync(width, 900);
                await AssertAccessibleInBothThemesAsync(page);
                await AssertFitsAsync(page);
            }
        }
    }
}
