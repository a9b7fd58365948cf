using FacetExplorer.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The page about the API, and what of the pages is for machines.</summary>
public sealed class ApiPageTests(Chromium chromium, WorkedExampleSite site) : BrowserTest(chromium, site), IClassFixture<WorkedExampleSite>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900, true)]
    [InlineData(ColorScheme.Dark, 390, 844, false)]
    public async Task Every_operation_is_shown_with_how_to_ask_it(ColorScheme scheme, int width, int height, bool scripts)
    {
        var page = await BlankAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, JavaScriptEnabled = scripts });
        await page.GotoAsync("/api");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The API");
        foreach (var path in (await Site.ContractAsync()).Document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                var card = page.Locator($"#{operation.Value.GetProperty("operationId").GetString()}");
                await Expect(card.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync($"{operation.Name.ToUpperInvariant()} {path.Name}");
                await Expect(card.Locator("pre").First).ToContainTextAsync($"curl '{Site.Address}api/");
            }
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        if (scripts)
            await AssertAccessibleAsync(page);
        if (Environment.GetEnvironmentVariable("FACETEXPLORER_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"api-{width}.png"), FullPage = true });
    }

    [Fact]
    public async Task It_is_linked_from_every_page_and_leads_on()
    {
        var page = await OpenAsync("/");
        await page.GetByRole(AriaRole.Contentinfo).GetByRole(AriaRole.Link, new() { Name = "API" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The API");
        await page.Locator(".operations a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync($"{Site.Address}api#searchExperiments");
        await page.Locator("#searchExperiments .names a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync($"{Site.Address}api#p-q");
    }

    [Fact]
    public async Task The_description_of_a_dataset_is_data_to_the_browser_and_no_violation()
    {
        var page = await OpenAsync("/experiments/E1"); // a violation would fail the test at its end
        Assert.Equal("E1", await page.EvaluateAsync<string>("() => JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).identifier"));
    }
}
