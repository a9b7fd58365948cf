using FacetExplorer.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What someone sees who starts the program for the first time.</summary>
public sealed class DemoTests(Chromium chromium, DemoSite site) : BrowserTest(chromium, site), IClassFixture<DemoSite>
{
    /// <summary>Where the pictures go, for README.md and to be looked at; unset, none are kept.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("FACETEXPLORER_PICTURES");

    private static readonly (string Name, string Address)[] Pages =
    [
        ("start", "/"),
        ("search", "/?disease=glioblastoma&scope=experiment"),
        ("filters", "/?tissue=liver&tissue=lung&sex.not=male&published.from=2010&published.to=2020&by=sex"),
        ("text", "/?q=liver"),
        ("nothing", "/?q=liver&disease=glioblastoma"),
        ("experiment", "/experiments/DEMO-E0045"),
        ("sample", "/samples/DEMO-S003892"),
    ];

    [Fact]
    public async Task The_first_example_tells_that_experiments_share_samples()
    {
        var page = await OpenAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("unique samples in 2,400 experiments");
        await page.Locator(".landing a").First.ClickAsync();

        await Expect(page).ToHaveURLAsync(new Uri(Site.Address, "?disease=glioblastoma&scope=experiment").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("360 unique samples in 5 experiments");
        await Expect(page.GetByText("Adding the experiments up gives 740: 260 samples appear in more than one.")).ToBeVisibleAsync();
        await Expect(page.Locator(".count-switch")).ToContainTextAsync("samples that match (210)");
        await Expect(page.Locator(".count-switch")).ToContainTextAsync("all samples of these experiments (360)");
        await Expect(page.GetByText("220, 120 also in others")).ToBeVisibleAsync();
        await Expect(page.GetByText("invented data, do not cite", new() { Exact = false }).First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("wide", 1440, 900, ColorScheme.Light)]
    [InlineData("wide", 1440, 900, ColorScheme.Dark)]
    [InlineData("tablet", 768, 1024, ColorScheme.Light)]
    [InlineData("tablet", 768, 1024, ColorScheme.Dark)]
    [InlineData("phone", 390, 844, ColorScheme.Light)]
    [InlineData("phone", 390, 844, ColorScheme.Dark)]
    public async Task Every_page_fits_and_is_accessible(string size, int width, int height, ColorScheme scheme)
    {
        var page = await BlankAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        foreach (var (name, address) in Pages)
        {
            await page.GotoAsync(address);
            await InteractiveAsync(page);
            Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, $"{address} is wider than {width}");
            await AssertAccessibleAsync(page);
            if (Pictures is not null)
                await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{size}-{scheme}.png".ToLowerInvariant()) });
        }
    }
}

/// <summary>The site as it starts on an empty folder.</summary>
public sealed class DemoSite : Site;
