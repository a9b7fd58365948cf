using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What the browser keeps for its reader, and what it offers while typing.</summary>
[Collection(LibraryGroup.Name)]
public sealed class MyListTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    [Fact]
    public async Task My_list_collects_records_and_searches_and_warns_of_samples_that_come_in_twice()
    {
        var page = await OpenAsync("/?q=SUPER");
        await Button(page, "SUPER: add to my list").ClickAsync();
        await Expect(Button(page, "SUPER: in my list, remove")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "My list (1)" })).ToBeVisibleAsync();
        await page.GotoAsync("/samples/S001");
        await InteractiveAsync(page);
        await Button(page, "S001: add to my list").ClickAsync();
        await page.GotoAsync("/?tissue=liver&published.from=2001&published.to=2002");
        await InteractiveAsync(page);
        await Button(page, "+ My list: ").Last.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "My list (" })).Not.ToHaveTextAsync("My list (2)");

        await page.GetByRole(AriaRole.Link, new() { Name = "My list (" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("My list");
        await Expect(page.Locator(".my-list-summary")).ToContainTextAsync("come in more than once, and count once:");
        await Expect(page.Locator(".my-list-summary")).ToContainTextAsync("unique samples");
        await AssertAccessibleAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "See what is on it" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/\?list=[0-9a-f]{32}$"));
        await Expect(page.Locator(".chips")).ToContainTextAsync("In your list");

        await page.GotoAsync("/my-list");
        await InteractiveAsync(page);
        await Button(page, "Remove SUPER").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "SUPER", Exact = true })).ToHaveCountAsync(0);
        await Button(page, "Empty my list").ClickAsync();
        await Expect(page.GetByText("Nothing is in it yet.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "My list (0)" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_there_is_no_button_that_does_nothing()
    {
        var page = await OpenAsync("/?tissue=liver", new() { JavaScriptEnabled = false });
        await Expect(page.GetByText("My list")).ToBeHiddenAsync();
        await Expect(page.Locator(".onward button:visible")).ToHaveCountAsync(0);
        await page.GetByText("Copy as curl, Python or R").ClickAsync();
        await Expect(page.GetByLabel("curl", new() { Exact = true })).ToHaveValueAsync(new Regex(@"^curl 'http://.*/api/experiments\?tissue=liver'"));
        await page.GotoAsync("/my-list");
        await page.GetByRole(AriaRole.Link, new() { Name = "Paste or upload one" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Use a list of accessions");
    }

    [Fact]
    public async Task Typing_offers_values_with_their_samples_and_choosing_one_narrows()
    {
        var page = await OpenAsync("/?tissue=liver");
        var box = page.Locator("#search");
        await box.PressSequentiallyAsync("mus mus");
        var option = page.GetByRole(AriaRole.Option, new() { Name = "Organism: Mus musculus · 120 samples" });
        await Expect(option).ToBeVisibleAsync();
        await AssertAccessibleAsync(page);
        await box.PressAsync("ArrowDown");
        await Expect(option).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(box).ToHaveAttributeAsync("aria-activedescendant", "suggestion-0");
        await box.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex(@"/\?tissue=liver&organism=Mus"));
        await Expect(page.Locator(".chips")).ToContainTextAsync("Mus musculus");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToHaveCountAsync(0);

        await box.FillAsync("");
        await box.PressSequentiallyAsync("Study E0");
        await Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await box.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToHaveCountAsync(0);
        await box.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("q=Study"));
    }

    [Fact]
    public async Task A_late_suggestion_is_given_up_when_more_is_typed()
    {
        var page = await OpenAsync("/");
        await page.RouteAsync("**/api/search/autocomplete/**", route =>
            route.Request.Url.EndsWith("q=hom", StringComparison.Ordinal) ? Task.CompletedTask : route.ContinueAsync()); // the first one hangs
        var box = page.Locator("#search");
        await page.RunAndWaitForRequestAsync(() => box.PressSequentiallyAsync("hom"), new Regex("q=hom$"));
        var givenUp = new TaskCompletionSource();
        page.RequestFailed += (_, request) =>
        {
            if (request.Url.EndsWith("q=hom", StringComparison.Ordinal))
                givenUp.TrySetResult();
        };
        await box.PressSequentiallyAsync("o");
        await givenUp.Task.WaitAsync(Cancel);
        await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Homo sapiens");
    }

    [Fact]
    public async Task Searches_are_remembered_and_can_be_saved_and_forgotten()
    {
        var page = await OpenAsync("/?tissue=lung");
        await Button(page, "Save this search").ClickAsync();
        await Expect(Button(page, "Search saved")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => facetExplorer.kept.read('searches').length === 1");
        await page.GotoAsync("/");
        await InteractiveAsync(page);
        foreach (var label in (string[])["Saved searches", "Last searches"])
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = label })).ToBeVisibleAsync();
        await page.Locator("kept-searches[data-kept=saved]").GetByRole(AriaRole.Link, new() { Name = "Tissue lung" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"\?tissue=lung$"));
        await page.GotoAsync("/my-list");
        await InteractiveAsync(page);
        await page.Locator("kept-searches[data-kept=saved]").GetByRole(AriaRole.Button, new() { Name = "Forget Tissue lung" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Saved searches" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_search_can_be_cited_and_copied_without_scripts()
    {
        var page = await OpenAsync("/?tissue=liver&organism=Mus+musculus", new() { JavaScriptEnabled = false });
        await page.GetByRole(AriaRole.Link, new() { Name = "Cite this search" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Cite this search");
        await Expect(page.GetByLabel("Reference", new() { Exact = true })).ToHaveValueAsync(new Regex("^FacetExplorer. Data version 1, .*Organism Mus musculus.*unique samples in .*generation=1"));
        await Expect(page.GetByLabel("BibTeX", new() { Exact = true })).ToHaveValueAsync(new Regex("^@misc{"));
        var pinned = await page.GetByLabel("Link to these numbers", new() { Exact = true }).InputValueAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download as .ris" }).ClickAsync());
        Assert.Equal("facetexplorer-v1.ris", download.SuggestedFilename);
        await page.GotoAsync(pinned);
        await Expect(page.Locator(".chips")).ToContainTextAsync("Mus musculus");
    }
}
