using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What a phone opens over the page: the filters in two levels, and the order.</summary>
[Collection(LibraryGroup.Name)]
public sealed class PhoneTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1, IncludeHidden = true });

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Dialog(IPage page, string name) => page.GetByRole(AriaRole.Dialog, new() { Name = name });

    private static ILocator Facet(IPage page, string name) => Dialog(page, "Filters").Locator(".facet-menu button", new() { HasText = name });

    private static ILocator Value(IPage page, string name) => Dialog(page, "Filters").GetByRole(AriaRole.Link, new() { Name = $"{name}, " });

    private Task<IPage> OpenPhoneAsync(string path, int width = 390, ColorScheme scheme = ColorScheme.Light) =>
        OpenAsync(path, new() { ViewportSize = new() { Width = width, Height = 844 }, ColorScheme = scheme });

    [Fact]
    public async Task Filters_open_as_a_list_of_facets_and_each_opens_its_values()
    {
        var page = await OpenPhoneAsync("/?tissue=heart&sex.not=male");
        await Expect(page.Locator("#filters")).ToBeHiddenAsync();
        await Button(page, "Filters (2)").ClickAsync();

        await Expect(Dialog(page, "Filters")).ToBeFocusedAsync();
        await Expect(Facet(page, "Tissue")).ToContainTextAsync("heart");
        await Expect(Facet(page, "Sex")).ToContainTextAsync("not male");
        await Expect(Facet(page, "Organism")).ToContainTextAsync("recorded for all");
        await Expect(Value(page, "lung")).ToBeHiddenAsync();

        await Facet(page, "Tissue").ClickAsync();
        await Expect(Value(page, "lung")).ToBeVisibleAsync();
        await Expect(Value(page, "Homo sapiens")).ToBeHiddenAsync();
        await Expect(page.Locator("#facet-tissue-name")).ToBeFocusedAsync();

        await Button(page, "All filters").ClickAsync();
        await Expect(Facet(page, "Tissue")).ToBeFocusedAsync();
        await Expect(Value(page, "lung")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Choosing_a_value_stays_in_its_facet_with_new_counts_and_showing_the_samples_gives_the_focus_back()
    {
        var page = await OpenPhoneAsync("/");
        await Button(page, "Filters").ClickAsync();
        await Facet(page, "Tissue").ClickAsync();
        await Value(page, "heart").ClickAsync();
        await Expect(Button(page, "Show 12 samples")).ToBeVisibleAsync();
        await Expect(Value(page, "heart")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(Value(page, "heart")).ToBeFocusedAsync();
        await Expect(Value(page, "lung")).ToBeVisibleAsync();
        await Expect(page.Locator("[role=status]:not([inert] *)").First).ToContainTextAsync("Tissue heart added. 12 samples in 13 experiments.");

        await Value(page, "lung").ClickAsync();
        await Expect(Button(page, "Show 24 samples")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(Button(page, "Show 12 samples")).ToBeVisibleAsync();
        await Button(page, "All filters").ClickAsync();
        await Expect(Facet(page, "Tissue")).ToContainTextAsync("heart");

        await Button(page, "Show 12 samples").ClickAsync();
        await Expect(page.Locator("#filters")).ToBeHiddenAsync();
        await Expect(Heading(page)).ToContainTextAsync("12 unique samples");
        await Expect(Button(page, "Filters (1)")).ToBeFocusedAsync();
        await Expect(page.Locator("[inert]")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("Filters", null)]
    [InlineData("Filters", "Tissue")]
    [InlineData("Sort", null)]
    public async Task Escape_closes_what_was_opened_and_gives_the_focus_back(string name, string? facet)
    {
        var page = await OpenPhoneAsync("/");
        await Button(page, name).ClickAsync();
        if (facet is not null)
            await Facet(page, facet).ClickAsync();
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Locator(":popover-open")).ToHaveCountAsync(0);
        await Expect(Button(page, name)).ToBeFocusedAsync();
        await Button(page, name).ClickAsync();
        await Expect(page.Locator("[data-level=facet]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task All_of_it_works_by_keyboard()
    {
        var page = await OpenPhoneAsync("/");
        await TabToAsync(page, "Filters");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Sex");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "female, 30 samples");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Button(page, "Show 30 samples")).ToBeVisibleAsync();
        await TabToAsync(page, "All filters", "Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Show 30 samples");
        await page.Keyboard.PressAsync("Enter");

        await Expect(Button(page, "Filters (1)")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "newest");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sort=-published"));
        await Expect(page.Locator("#sort")).ToBeHiddenAsync();
        await Expect(Button(page, "Sort")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("Filters", "#filters")]
    [InlineData("Sort", "#sort")]
    public async Task The_focus_stays_inside_what_is_open(string name, string panel)
    {
        var page = await OpenPhoneAsync("/");
        await Button(page, name).ClickAsync();
        foreach (var key in (string[])["Tab", "Shift+Tab"])
            for (var step = 0; step < 30; step++)
            {
                await page.Keyboard.PressAsync(key);
                Assert.True(
                    await page.EvaluateAsync<bool>("panel => document.activeElement === document.body || document.activeElement.closest(panel) !== null", panel),
                    $"{key} {step} left {panel}");
            }
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_what_is_open(int width, ColorScheme scheme)
    {
        var page = await OpenPhoneAsync("/?tissue=liver&tissue=lung&sex.not=male&published.from=2001&q=study", width, scheme);
        await Button(page, "Filters (4)").ClickAsync();
        await LookAsync();
        foreach (var facet in (string[])["Tissue", "Published"])
        {
            await Facet(page, facet).ClickAsync();
            await LookAsync();
            await Button(page, "All filters").ClickAsync();
        }
        await page.Keyboard.PressAsync("Escape");
        await Button(page, "Sort").ClickAsync();
        await LookAsync();

        async Task LookAsync()
        {
            await AssertAccessibleAsync(page);
            Assert.True(await page.EvaluateAsync<bool>("() => document.querySelector(':popover-open').scrollWidth <= innerWidth"));
        }
    }

    [Fact]
    public async Task What_was_opened_before_the_circuit_came_stays_open()
    {
        var page = await BlankAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        var come = new TaskCompletionSource();
        await page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await come.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync("/");
        await Button(page, "Filters").ClickAsync();
        await Facet(page, "Tissue").ClickAsync();
        await Expect(Value(page, "heart")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => { window.first = document.getElementById('filters'); }");
        come.SetResult();
        await InteractiveAsync(page);

        await page.WaitForFunctionAsync("() => !window.first.isConnected");
        await Expect(Value(page, "heart")).ToBeVisibleAsync();
        await Expect(Value(page, "Homo sapiens")).ToBeHiddenAsync();
        await Value(page, "heart").ClickAsync();
        await Button(page, "Show 12 samples").ClickAsync();
        await Expect(Button(page, "Filters (1)")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Turned_so_that_it_is_wide_the_page_is_as_if_nothing_had_been_opened()
    {
        var page = await OpenPhoneAsync("/");
        await Button(page, "Filters").ClickAsync();
        await Facet(page, "Tissue").ClickAsync();
        await page.SetViewportSizeAsync(844, 390);

        await Expect(page.Locator(":popover-open")).ToHaveCountAsync(0);
        await Expect(page.Locator("[inert]")).ToHaveCountAsync(0);
        await page.Locator(".values a", new() { HasText = "Homo sapiens" }).ClickAsync();
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["Homo sapiens"]);
    }

    [Fact]
    public async Task Where_nothing_matches_there_is_nothing_to_sort()
    {
        var page = await OpenPhoneAsync("/?q=nowhere");

        await Expect(Button(page, "Filters")).ToBeVisibleAsync();
        await Expect(Button(page, "Sort")).ToHaveCountAsync(0);
    }

    /// <summary>Goes on until what has the focus is called so.</summary>
    private static async Task TabToAsync(IPage page, string name, string key = "Tab")
    {
        for (var step = 0; step < 120; step++)
        {
            await page.Keyboard.PressAsync(key);
            if (await page.EvaluateAsync<bool>(
                "name => [document.activeElement.ariaLabel, (document.activeElement.querySelector('.facet-menu-name') ?? document.activeElement).textContent.trim()].includes(name)", name))
                return;
        }
        Assert.Fail($"{key} never reached {name}.");
    }
}
