using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The whole way through the page with scripts switched off.</summary>
[Collection(LibraryGroup.Name)]
public sealed class WithoutScriptsTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private static readonly BrowserNewContextOptions NoScripts = new() { JavaScriptEnabled = false };

    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    [Fact]
    public async Task A_reader_searches_narrows_excludes_pages_and_opens_a_record()
    {
        var page = await OpenAsync("/?size=10", NoScripts);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search experiments" }).FillAsync("study");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "liver, " }).ClickAsync();
        await Expect(Heading(page)).ToContainTextAsync("12 unique samples in 22 experiments");

        await page.GetByRole(AriaRole.Link, new() { Name = "is, change to is not" }).ClickAsync();
        await Expect(page.Locator(".chip-not")).ToContainTextAsync("liver");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("tissue.not=liver"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(page.Locator(".pager a[aria-current=page]")).ToHaveTextAsync("2");
        var title = await page.Locator(".hit-title a").First.InnerTextAsync();
        await page.Locator(".hit-title a").First.ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync(title);
    }

    [Fact]
    public async Task Forms_are_plain_forms()
    {
        var page = await OpenAsync("/?tissue=liver", NoScripts);
        await page.GetByLabel("From").First.FillAsync("2005");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply to Published" }).ClickAsync();

        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["from 2005", "liver"]);
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task All_facets_are_open_and_help_and_the_phones_filters_can_be_opened()
    {
        var options = new BrowserNewContextOptions(NoScripts) { ViewportSize = new() { Width = 390, Height = 844 } };
        var page = await BlankAsync(options);
        await page.Context.AddCookiesAsync([new() { Name = "collapsed", Value = "tissue", Url = Site.Address.ToString() }]);
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "liver, " })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).ClickAsync();
        foreach (var value in (string[])["RNA-SEQ, ", "liver, ", "Mus musculus, ", "male, "])
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = value }).First).ToBeVisibleAsync();
        await Expect(page.Locator(".facet-menu")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "All filters" })).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "About Tissue" }).ClickAsync();
        await Expect(page.Locator("#facet-tissue-help")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_value_is_found_in_all_filters_at_once_and_all_that_are_found_are_selected(bool scripts)
    {
        var page = await OpenAsync("/?sort=title", new() { JavaScriptEnabled = scripts });
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Find a value in every filter" }).FillAsync("MA");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".found-in-all")).ToContainTextAsync("3 values contain “MA”.");
        await Expect(page.Locator(".facet")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "Select all 2 shown of Sex" }).ClickAsync();
        await Expect(Heading(page)).ToContainTextAsync("60 unique samples");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?find=MA&sex=female&sex=male&sort=title$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all filters" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "RNA-SEQ, " })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_values_of_a_facet_have_a_page_of_their_own_by_count_or_from_A_to_Z(bool scripts)
    {
        var page = await OpenAsync("/?sex.missing=true", new() { JavaScriptEnabled = scripts });
        await page.GetByRole(AriaRole.Link, new() { Name = "all values of Tissue" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Tissue: 15 values");
        await page.GetByRole(AriaRole.Link, new() { Name = "A–Z" }).ClickAsync();
        await Expect(page.Locator(".values .value-name").First).ToHaveTextAsync("blood");
        await page.GetByRole(AriaRole.Link, new() { Name = "thymus, 12 samples" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "thymus, 12 samples, selected, remove" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "‹ Show 12 samples in " }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(Site.Address, "?sex.missing=true&tissue=thymus").ToString());
    }
}
