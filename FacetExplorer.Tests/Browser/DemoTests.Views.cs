using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The same search, seen in different ways.</summary>
public sealed partial class DemoTests
{
    private const string Glioblastoma = "/?disease=glioblastoma&scope=experiment";

    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Tab(IPage page, string name) => page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static async Task<List<int>> NumbersAsync(ILocator cells) =>
        [.. (await cells.AllInnerTextsAsync()).Select(text => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))];

    [Fact]
    public async Task Views_of_the_same_search_are_a_click_apart_and_announced()
    {
        var page = await OpenAsync(Glioblastoma);
        foreach (var (tab, view) in new[] { ("Samples", "samples"), ("Cross-table", "matrix"), ("Shared samples", "overlap"), ("Timeline", "timeline"), ("Experiments", null) })
        {
            await Tab(page, tab).ClickAsync();
            await Expect(page).ToHaveURLAsync(new Uri(Site.Address, Glioblastoma + (view is null ? "" : $"&view={view}")).ToString());
            await Expect(Tab(page, tab)).ToHaveAttributeAsync("aria-current", "page");
            await Expect(Heading(page)).ToContainTextAsync("360 unique samples in 5 experiments");
            await Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync($"{tab}. 360 samples in 5 experiments.");
        }
        await Expect(page.Locator(".hit")).ToHaveCountAsync(5);
    }

    [Fact]
    public async Task The_matching_samples_come_once_each_with_the_columns_one_chooses_and_can_be_downloaded_so()
    {
        var page = await OpenAsync($"{Glioblastoma}&view=samples");
        await Expect(page.Locator(".view-found tbody tr")).ToHaveCountAsync(25);
        await page.GetByText("Choose columns").ClickAsync();
        foreach (var column in (string[])["Title", "Organism", "Tissue", "Disease", "Platform"])
            await page.GetByLabel(column, new() { Exact = true }).And(page.Locator(".column-choice input")).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show these" }).ClickAsync();
        await Expect(page.Locator(".view-found thead th")).ToHaveTextAsync(["Accession", "Experiments", "Sex"]);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "TSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), Cancel);
        Assert.Equal("accession\texperiments\tnotice\tsex", lines[0]);
        Assert.Equal(361, lines.Length);

        await page.GetByRole(AriaRole.Link, new() { Name = "Page 15", Exact = true }).ClickAsync();
        await Expect(page.Locator(".view-found tbody tr")).ToHaveCountAsync(10);
        await page.Locator(".view-found tbody th a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/samples/DEMO-S"));
    }

    [Fact]
    public async Task A_cell_of_the_cross_table_leads_to_exactly_its_samples()
    {
        var page = await OpenAsync("/?tissue=liver&view=matrix");
        await page.GetByLabel("Rows").SelectOptionAsync("technology");
        await page.GetByLabel("Columns").SelectOptionAsync("organism");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cross" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Technology by organism" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Totals are counted, not added up")).ToBeVisibleAsync();

        var cell = page.Locator(".cross tbody tr:first-child td:nth-child(2) a");
        var samples = (await NumbersAsync(cell)).Single();
        await cell.ClickAsync();
        await Expect(Heading(page)).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"{samples:N0} unique samples"));
        await Expect(page.Locator(".chip")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Experiments_whose_samples_are_all_in_another_can_be_hidden_and_no_sample_is_lost()
    {
        var page = await OpenAsync($"{Glioblastoma}&view=overlap");
        await Expect(page.GetByText("experiments share matching samples")).ToBeVisibleAsync();
        var before = await page.Locator(".overlaps tbody tr").CountAsync();
        var hide = page.GetByRole(AriaRole.Link, new() { Name = "Hide experiments whose samples are all in another" });
        var contained = int.Parse((await hide.InnerTextAsync()).Split('(')[1].TrimEnd(')'), CultureInfo.InvariantCulture);
        Assert.InRange(contained, 1, 4);
        await hide.ClickAsync();

        await Expect(page.Locator(".overlaps tbody tr")).ToHaveCountAsync(before - contained);
        await Expect(hide).ToHaveAttributeAsync("aria-current", "true");
        await Expect(Heading(page)).ToContainTextAsync("360 unique samples in 5 experiments");
        await Expect(page.GetByText("together they have all samples found")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task In_the_timeline_a_shared_sample_counts_in_each_year_or_in_the_earliest_only()
    {
        var page = await OpenAsync("/?disease=glioblastoma&view=timeline&by=sex");
        var totals = page.Locator(".cross tbody td:nth-child(2)");
        var each = await NumbersAsync(totals);
        await page.GetByRole(AriaRole.Link, new() { Name = "in the earliest only" }).ClickAsync();
        await Expect(page.GetByText("Each sample is in one bar")).ToBeVisibleAsync();
        var earliest = await NumbersAsync(totals);

        Assert.Equal(210, earliest.Sum());
        Assert.True(each.Sum() > 210);
        await Expect(page.Locator(".timeline rect")).Not.ToHaveCountAsync(0);
        await page.Locator(".cross tbody th a").First.ClickAsync();
        await Expect(Heading(page)).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"{each[0]:N0} unique samples"));
    }

    [Fact]
    public async Task On_a_phone_a_wide_table_scrolls_in_its_own_box_by_finger_and_by_keyboard()
    {
        var page = await OpenAsync("/?view=matrix&rows=tissue&cols=organism", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        var box = page.GetByRole(AriaRole.Region, new() { Name = "Cross-table" });
        await box.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(box).Not.ToHaveJSPropertyAsync("scrollLeft", 0);
        await AssertFitsAsync(page);
    }
}
