using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What the browser keeps for its reader, and what it offers while typing.</summary>
[Collection(LibraryGroup.Name)]
public sealed class MyListTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    private static async Task<string> CopiedAsync(IPage page, ILocator button)
    {
        await page.EvaluateAsync("() => navigator.clipboard.writeText('')");
        await button.ClickAsync();
        await page.WaitForFunctionAsync("async () => await navigator.clipboard.readText() !== ''");
        return await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
    }

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
    public async Task My_list_is_handed_on_as_an_address_as_tables_and_as_accessions_of_records_and_runs()
    {
        var page = await BlankAsync();
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync("/my-list");
        await InteractiveAsync(page);
        await page.EvaluateAsync("() => facetExplorer.kept.write('list', [['E00', 'experiment'], ['S007', 'sample'], ['S008', 'sample']])");
        await Expect(page.Locator(".my-list-total")).ToHaveTextAsync("8 unique samples on 3 accessions");
        foreach (var (button, copied) in new[] { ("Copy 1 experiment accession", "E00"), ("Copy 2 sample accessions", "S007\nS008"), ("Copy 2 run accessions", "SRR901\nSRR902") })
            Assert.Equal(copied, await CopiedAsync(page, Button(page, button)));
        foreach (var (name, lines) in new[] { ("Samples as TSV", 9), ("Samples as JSON", 8), ("The list as JSON", 1) })
        {
            using var client = Site.CreateClient();
            var file = await client.GetStringAsync(new Uri(Site.Address, await page.GetByRole(AriaRole.Link, new() { Name = name }).GetAttributeAsync("href")), Cancel);
            Assert.Equal(lines, file.TrimEnd('\n').Split('\n').Length);
        }
        foreach (var width in (int[])[390, 1440])
        {
            await page.SetViewportSizeAsync(width, 844);
            await AssertFitsAsync(page);
            await AssertAccessibleAsync(page);
        }

        var elsewhere = await OpenAsync(await CopiedAsync(page, Button(page, "Copy its address")), new() { JavaScriptEnabled = false });
        await Expect(Heading(elsewhere)).ToContainTextAsync("8 unique samples");
        await Button(page, "Remove E00").ClickAsync();
        await Expect(Button(page, "Remove S007")).ToBeFocusedAsync();
        await Expect(page.Locator(".my-list-total")).ToHaveTextAsync("2 unique samples on 2 accessions");
        await Expect(Button(page, "run accession")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task In_every_view_a_search_can_be_saved_collected_cited_and_copied()
    {
        var page = await BlankAsync();
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync("/?tissue=liver");
        await InteractiveAsync(page);
        foreach (var (tab, route) in new[] { ("Experiments", "experiments"), ("Samples", "samples"), ("Cross-table", "matrix"), ("Shared samples", "overlap"), ("Timeline", "timeline") })
        {
            await page.Locator(".views a", new() { HasTextRegex = new Regex($"^{tab}$") }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "This search as JSON" })).ToHaveAttributeAsync("href", new Regex($"^api/{route}\\?tissue=liver"));
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Cite this search" })).ToBeVisibleAsync();
            await Expect(Button(page, "Save this search")).ToBeVisibleAsync();
            await Expect(Button(page, "+ My list: 12 samples")).ToBeVisibleAsync();
            await page.GetByText("Copy as curl, Python or R").ClickAsync();
            Assert.Matches($"^curl 'http.*/api/{(route == "samples" ? "experiments" : route)}\\?tissue=liver", await CopiedAsync(page, Button(page, "Copy: curl")));
        }
    }

    [Fact]
    public async Task A_button_of_my_list_shows_that_it_has_the_focus_and_is_no_small_target()
    {
        var page = await OpenAsync("/?size=10", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        var button = Button(page, ": add to my list").First;
        await page.Locator(".hit-title a").First.FocusAsync();
        for (var step = 0; step < 5 && !await button.EvaluateAsync<bool>("button => button === document.activeElement"); step++)
            await page.Keyboard.PressAsync("Tab");
        await Expect(button).ToBeFocusedAsync();
        await Expect(button).ToHaveCSSAsync("outline-style", "solid");
        await Expect(button).ToHaveCSSAsync("outline-width", "2px");
        var box = (await button.BoundingBoxAsync())!;
        Assert.True(box is { Width: >= 24, Height: >= 24 }, $"{box.Width} × {box.Height}");
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
}
