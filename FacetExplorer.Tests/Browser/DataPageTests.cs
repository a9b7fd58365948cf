using FacetExplorer.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The page that says what the data is.</summary>
public sealed class DataPageTests(Chromium chromium, TwoSourcesSite site) : BrowserTest(chromium, site), IClassFixture<TwoSourcesSite>
{
    [Fact]
    public async Task Every_page_links_to_what_its_data_is()
    {
        var page = await OpenAsync("/");
        await page.GetByRole(AriaRole.Contentinfo).GetByRole(AriaRole.Link, new() { Name = "What this data is" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("What this data is");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(["Data version 3", "Source archive", "Source lab", "Changes between versions"]);
        await Expect(page.GetByText("Describes 1 experiment and 2 samples; 3 of them are described by other sources too.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_tells_what_each_version_changed()
    {
        var page = await OpenAsync("/data", new() { JavaScriptEnabled = false });
        var versions = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Version" });
        await Expect(versions).ToHaveCountAsync(3);
        await Expect(versions.Nth(0)).ToContainTextAsync("Version 3");
        await Expect(versions.Nth(0)).ToContainTextAsync("experiments as before; samples 1 changed.");
        await Expect(versions.Nth(1)).ToContainTextAsync("experiments 1 changed; samples 1 changed.");
        await Expect(versions.Nth(2)).ToContainTextAsync("experiments 4 added; samples 3 added.");
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900, true)]
    [InlineData(ColorScheme.Light, 390, 844, true)]
    [InlineData(ColorScheme.Dark, 1440, 900, false)]
    [InlineData(ColorScheme.Dark, 390, 844, true)]
    public async Task Files_stand_with_their_checksums_whole_though_shown_short(ColorScheme scheme, int width, int height, bool scripts)
    {
        var page = await OpenAsync("/data", new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, JavaScriptEnabled = scripts });
        var sum = page.Locator(".sources .sum").First;
        Assert.Equal(64, (await sum.TextContentAsync())!.Length);
        Assert.Equal(await sum.TextContentAsync(), await sum.GetAttributeAsync("title"));
        Assert.InRange((await sum.BoundingBoxAsync())!.Width, 40, 160);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        if (scripts)
            await AssertAccessibleAsync(page);
        if (Environment.GetEnvironmentVariable("FACETEXPLORER_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"sources-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
    }
}

/// <summary>What readers see of a data version that is damaged.</summary>
public sealed class DamagedPageTests(Chromium chromium, DamagedSite site) : BrowserTest(chromium, site), IClassFixture<DamagedSite>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1440, "/data")]
    [InlineData(ColorScheme.Dark, 390, "/data")]
    [InlineData(ColorScheme.Light, 1440, "/?tissue=liver")]
    public async Task It_is_told_where_the_version_is_told(ColorScheme scheme, int width, string address)
    {
        var page = await OpenAsync(address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await Expect(page.GetByText("Data version 1,")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Contentinfo).GetByText("A newer data version cannot be read, so this is version 1.")).ToBeVisibleAsync();
        await AssertAccessibleAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        if (Environment.GetEnvironmentVariable("FACETEXPLORER_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"damaged-{width}-{address.Length}.png"), FullPage = true });
    }
}
