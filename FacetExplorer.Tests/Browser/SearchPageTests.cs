using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The search page with its circuit: a click updates in place.</summary>
[Collection(LibraryGroup.Name)]
public sealed class SearchPageTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Value(IPage page, string name) => page.Locator(".values a", new() { HasText = name });

    private static Task MarkAsync(IPage page) => page.EvaluateAsync("() => { window.sameDocument = true; }");

    private static async Task StayedAsync(IPage page) => Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"));

    private static Task<int> TopAsync(IPage page) => page.EvaluateAsync<int>("() => Math.round(scrollY)");

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()");

    [Fact]
    public async Task Choosing_a_value_narrows_in_place_keeps_scroll_and_focus_and_says_so()
    {
        var page = await OpenAsync("/");
        await MarkAsync(page);
        var heart = Value(page, "heart");
        await heart.ScrollIntoViewIfNeededAsync();
        await page.EvaluateAsync("() => scrollBy(0, 120)");
        var (top, place) = (await TopAsync(page), (await heart.BoundingBoxAsync())!.Y);

        await heart.ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("tissue=heart$"));
        await Expect(Value(page, "heart")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Tissue heart added. 12 samples in 13 experiments.");

        await StayedAsync(page);
        Assert.Equal(top, await TopAsync(page));
        Assert.Equal(place, (await Value(page, "heart").BoundingBoxAsync())!.Y, 1.0);
        Assert.Equal("heart, 12 samples, selected, remove", await page.EvaluateAsync<string>("() => document.activeElement.ariaLabel"));
        Assert.Equal("Tissue heart – 12 samples in 13 experiments – FacetExplorer", await page.TitleAsync());
    }

    [Fact]
    public async Task The_value_used_stays_in_its_place_when_lists_above_it_change()
    {
        var page = await OpenAsync("/", new() { ViewportSize = new() { Width = 1440, Height = 500 } });
        var male = Value(page, "male").Last;
        await male.ScrollIntoViewIfNeededAsync();
        var place = (await male.BoundingBoxAsync())!.Y;
        foreach (var count in (int[])[1, 0, 1])
        {
            await male.ClickAsync();
            await Expect(page.Locator(".chip")).ToHaveCountAsync(count);
            await Expect(page.Locator(".search[aria-busy]")).ToHaveCountAsync(0);
            Assert.Equal(place, (await male.BoundingBoxAsync())!.Y, 1.0);
        }
    }

    [Fact]
    public async Task Back_and_forward_restore_address_numbers_chips_and_scroll()
    {
        var page = await OpenAsync("/");
        await MarkAsync(page);
        var start = await Heading(page).InnerTextAsync();
        await page.EvaluateAsync("() => scrollTo(0, 500)");
        await Value(page, "lung").ClickAsync();
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["lung"]);
        await Expect(Heading(page)).Not.ToHaveTextAsync(start);
        var narrowed = await Heading(page).InnerTextAsync();

        await page.GoBackAsync();
        await Expect(Heading(page)).ToHaveTextAsync(start);
        await Expect(page.Locator(".chip")).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(Site.Address.ToString());
        await page.WaitForFunctionAsync("() => Math.abs(scrollY - 500) < 2");

        await page.GoForwardAsync();
        await Expect(Heading(page)).ToHaveTextAsync(narrowed);
        await Expect(page.Locator(".chip")).ToHaveCountAsync(1);
        await StayedAsync(page);
    }

    [Fact]
    public async Task One_page_load_asks_the_engine_once_and_going_back_not_at_all()
    {
        site.Engine.TakeAsked();
        var page = await OpenAsync("/?tissue=spleen&size=10");
        await Expect(Heading(page)).ToContainTextAsync("unique samples");
        Assert.Single(site.Engine.TakeAsked());

        await Value(page, "colon").ClickAsync();
        await Expect(page.Locator(".chip-part")).ToHaveCountAsync(2);
        Assert.Single(site.Engine.TakeAsked());

        await page.GoBackAsync();
        await Expect(page.Locator(".chip-part")).ToHaveCountAsync(1);
        Assert.Empty(site.Engine.TakeAsked());

        page = await OpenAsync("/?tissue.limit=7");
        await Expect(page.Locator(".stats > div")).ToHaveCountAsync(5);
        Assert.Single(site.Engine.TakeAsked());
    }

    [Fact]
    public async Task Searching_keeps_the_filters_and_stays_on_the_page()
    {
        var page = await OpenAsync("/?organism=Mus musculus&page=2&size=10");
        await MarkAsync(page);

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search experiments" }).FillAsync("E07");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Heading(page)).ToContainTextAsync("6 unique samples in 1 experiment");

        await StayedAsync(page);
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?(?!.*page=).*organism=Mus\+musculus"));
        await Expect(page.Locator(".hit mark")).ToHaveTextAsync(["E07", "E07"]);
    }

    [Fact]
    public async Task A_typed_range_is_applied_and_let_go()
    {
        var page = await OpenAsync("/");
        await MarkAsync(page);
        await page.GetByLabel("From").First.FillAsync("2003");
        await page.GetByLabel("To", new() { Exact = true }).First.FillAsync("2004");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply to Published" }).ClickAsync();

        await Expect(Heading(page)).ToContainTextAsync("24 unique samples in 4 experiments");
        await page.GetByRole(AriaRole.Link, new() { Name = "from 2003 to 2004, remove" }).ClickAsync();
        await Expect(page.Locator(".chip")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("From").First).ToHaveValueAsync("");
        await StayedAsync(page);
    }

    [Fact]
    public async Task A_list_can_be_searched_lengthened_and_ordered()
    {
        var page = await OpenAsync("/");
        await MarkAsync(page);
        var tissues = page.GetByRole(AriaRole.Group, new() { Name = "Tissue", Exact = true });
        await tissues.GetByRole(AriaRole.Link, new() { Name = "Show 5 more of Tissue" }).ClickAsync();
        await Expect(tissues.Locator(".value")).ToHaveCountAsync(16);
        Assert.Equal("Show fewer of Tissue", await FocusedAsync(page));

        await tissues.GetByRole(AriaRole.Link, new() { Name = "by name" }).ClickAsync();
        await Expect(tissues.Locator(".value-name").First).ToHaveTextAsync("blood");

        await tissues.GetByRole(AriaRole.Searchbox).FillAsync("MARR");
        await page.Keyboard.PressAsync("Enter");
        await Expect(tissues.Locator(".value-name")).ToHaveTextAsync(["bone marrow", "Not recorded"]);
        await StayedAsync(page);
    }

    [Fact]
    public async Task The_next_page_begins_at_its_beginning()
    {
        var page = await OpenAsync("/?size=10");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(page.Locator(".pager a[aria-current=page]")).ToHaveTextAsync("2");

        await page.WaitForFunctionAsync("() => Math.abs(document.getElementById('results').getBoundingClientRect().top) < 60");
        Assert.Equal("results", await page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task Everything_is_reached_and_used_by_keyboard()
    {
        var page = await OpenAsync("/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to results", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("filters", await page.EvaluateAsync<string>("() => document.activeElement.id"));

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("find-in-all", await page.EvaluateAsync<string>("() => document.activeElement.id"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Find in every filter", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Technology", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#facet-technology")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Technology", Exact = true })).ToHaveAttributeAsync("aria-expanded", "false");

        await page.ReloadAsync();
        await Expect(page.Locator("#facet-technology")).ToBeHiddenAsync();
        await Expect(page.Locator("#facet-tissue")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_removed_chip_hands_the_focus_to_the_chips_and_then_to_the_answer()
    {
        var page = await OpenAsync("/?tissue=heart&sex=male");
        await page.GetByRole(AriaRole.Link, new() { Name = "heart, remove" }).ClickAsync();
        await Expect(page.Locator(".chip")).ToHaveCountAsync(1);
        Assert.Equal("chips", await page.EvaluateAsync<string>("() => document.activeElement.id"));

        await page.GetByRole(AriaRole.Link, new() { Name = "male, remove" }).ClickAsync();
        await Expect(page.Locator(".chip")).ToHaveCountAsync(0);
        Assert.Equal("answer", await page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task What_was_typed_before_the_circuit_came_is_kept()
    {
        var typed = new TaskCompletionSource();
        var page = await BlankAsync();
        await page.RouteAsync("**/_framework/blazor.web*.js", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("#search").FillAsync("half a wo");
        typed.SetResult();
        await page.WaitForFunctionAsync("() => window.facetExplorer?.isInteractive");

        await Expect(page.Locator("#search")).ToHaveValueAsync("half a wo");
        await Expect(page.Locator("#search")).ToBeFocusedAsync();
    }
}
