using FacetExplorer.Search;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What someone sees who starts the program for the first time.</summary>
public sealed partial class DemoTests(Chromium chromium, DemoSite site) : BrowserTest(chromium, site), IClassFixture<DemoSite>
{
    /// <summary>Where the pictures go, for README.md and to be looked at; unset, none are kept.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("FACETEXPLORER_PICTURES");

    private static readonly AccessionList List = AccessionList.Of(["DEMO-E0045", "DEMO-S003892", "GSE1"]);

    private static readonly (string Name, string Address)[] Pages =
    [
        ("start", "/"),
        ("search", "/?disease=glioblastoma&scope=experiment"),
        ("filters", "/?tissue=liver&tissue=lung&sex.not=male&published.from=2010&published.to=2020&by=sex"),
        ("text", "/?q=liver"),
        ("problems", "/?tissue=liver&tisue=lung&published.from=yesterday&page=0"),
        ("find", "/?find=liv&sex=female"),
        ("values", "/values/tissue?sex=female&tissue.order=value"),
        ("past-end", "/?tissue=liver&page=99"),
        ("design", "/?disease=glioblastoma&sex=female&sex.also=male&min=10"),
        ("nothing", "/?q=liver&disease=glioblastoma"),
        ("failure", $"/?q={Failing}"),
        ("samples", "/?tissue=liver&view=samples"),
        ("matrix", "/?view=matrix&rows=tissue&cols=organism"),
        ("overlap", "/?disease=glioblastoma&scope=experiment&view=overlap"),
        ("timeline", "/?view=timeline&by=organism"),
        ("experiment", "/experiments/DEMO-E0045"),
        ("experiment-narrowed", "/experiments/DEMO-E0045?sex=female&search=q%3Dliver%26sex%3Dfemale"),
        ("sample", "/samples/DEMO-S003892"),
        ("data", "/data"),
        ("lists", "/lists?tissue=liver&_problem=none"),
        ("version", "/?tissue=liver&generation=9"),
        ("cite", "/cite?tissue=liver&sex.not=male"),
        ("my-list", "/my-list"),
        ("list", $"/?list={List.Hash}&list.not={List.Hash}"),
        ("no-record", "/experiments/DEMO-E9999"),
    ];

    private static readonly (string Name, int Width, int Height)[] Sizes = [("wide", 1440, 900), ("tablet", 768, 1024), ("phone", 390, 844)];

    private const string Failing = "failing";

    public override ValueTask InitializeAsync()
    {
        var engine = (WatchedEngine)Site.Services.GetRequiredService<ISearchEngine>();
        engine.Before = request => request.Text?.Source == Failing ? throw new InvalidOperationException("as asked") : Task.CompletedTask;
        Site.Services.GetRequiredService<AccessionLists>().Keep(List);
        return base.InitializeAsync();
    }

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

    /// <summary>
    /// Result rows, chips and numbers are written anew for each answer, so none of them moves. Of what stays, nothing does, and the browser
    /// sees no layout shift at all (but for the footer, after the end of the results), except where something has to make room: a facet whose list gets longer than it was
    /// since the page was opened, or chips that need another line. Even then the value that was clicked stays in its place.
    /// </summary>
    [Theory]
    [InlineData(1440, 900, "/")]
    [InlineData(768, 1024, "/")]
    [InlineData(1440, 900, "/?tissue=liver&tissue=lung&sex=male")]
    public async Task Clicks_on_facets_move_nothing(int width, int height, string start)
    {
        const int Clicks = 20;
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var page = await BlankAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        await page.AddInitScriptAsync(Stillness.Script);
        await page.GotoAsync(start);
        await InteractiveAsync(page);
        await page.WaitForFunctionAsync("() => facetExplorer.isInteractive");

        var still = 0;
        for (var i = 0; i < Clicks; i++)
        {
            var click = await Stillness.OfClickAsync(page, random.NextDouble());
            var said = $"Seed {seed}, click {i}: {System.Text.Json.JsonSerializer.Serialize(click)}";
            Assert.True(!click.Stays || click is { Focused: true, Moved: < 1 }, said);
            if (click.Grown.Length > 0) continue;
            Assert.True(click is { Scrolled: 0, Displaced: [], Shifted: [] }, said);
            still++;
        }
        Assert.True(still >= Clicks / 2, $"Seed {seed}: only {still} of {Clicks} clicks had nothing to make room for.");
    }

    [Fact]
    public async Task Every_page_fits_and_is_accessible()
    {
        ExpectError("404");
        ExpectError("503");
        var page = await BlankAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.AddInitScriptAsync("""
            localStorage.setItem("facetexplorer / list", JSON.stringify([["DEMO-E0045", "experiment"], ["DEMO-S003892", "sample"], ["DEMO-S003893", "sample"]]));
            localStorage.setItem("facetexplorer / saved", JSON.stringify([["?tissue=liver", "Tissue liver – 1,204 samples in 31 experiments"]]));
            """);
        foreach (var (name, address) in Pages)
        {
            await page.GotoAsync(address);
            await InteractiveAsync(page);
            foreach (var (size, width, height) in Sizes)
            {
                await page.SetViewportSizeAsync(width, height);
                await AssertFitsAsync(page);
                await AssertAccessibleInBothThemesAsync(page, scheme => KeepPictureAsync(page, name, size, scheme));
            }
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task What_a_phone_opens_fits_and_is_accessible(ColorScheme scheme)
    {
        var page = await OpenAsync(
            "/?tissue=liver&tissue=lung&sex.not=male&published.from=2010&by=sex",
            new() { ViewportSize = new() { Width = 390, Height = 844 }, ColorScheme = scheme });
        await page.GetByRole(AriaRole.Button, new() { Name = "Filters (4)" }).ClickAsync();
        await LookAsync("menu");
        foreach (var facet in (string[])["Tissue", "Published"])
        {
            await page.Locator(".facet-menu").GetByRole(AriaRole.Button, new() { Name = facet }).ClickAsync();
            await LookAsync($"facet-{facet}");
            await page.GetByRole(AriaRole.Button, new() { Name = "All filters" }).ClickAsync();
        }
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sort" }).ClickAsync();
        await LookAsync("sort");

        async Task LookAsync(string name)
        {
            Assert.True(await page.EvaluateAsync<bool>("() => { const panel = document.querySelector(':popover-open'); return panel.scrollWidth <= innerWidth; }"));
            await AssertAccessibleAsync(page);
            await KeepPictureAsync(page, name, "phone", scheme);
        }
    }

    /// <summary>As other languages and larger nouns would make it: every text on the page, those of buttons and fields included.</summary>
    [Theory]
    [InlineData(1440)]
    [InlineData(768)]
    [InlineData(390)]
    public async Task Nothing_breaks_when_all_texts_are_forty_percent_longer(int width)
    {
        var page = await BlankAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = ColorScheme.Light });
        foreach (var name in (string[])["start", "filters", "find", "values", "nothing", "experiment-narrowed", "sample", "data"])
        {
            await page.GotoAsync(Pages.Single(p => p.Name == name).Address);
            await InteractiveAsync(page);
            await page.EvaluateAsync("""
                () => {
                  const longer = text => text + " " + "abcde fghi klm ".repeat(text.length).slice(0, Math.ceil(text.trim().length * 0.4));
                  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  for (const found = []; ;) {
                    const text = texts.nextNode();
                    if (text) { found.push(text); continue; }
                    for (const each of found) if (each.data.trim() && !each.parentElement.closest("script, style, code, [aria-hidden]")) each.data = longer(each.data.trimEnd());
                    break;
                  }
                  for (const field of document.querySelectorAll("input[placeholder]")) field.placeholder = longer(field.placeholder);
                }
                """);
            var broken = await page.EvaluateAsync<string[]>("""
                () => {
                  const seen = element => element.checkVisibility() && !element.closest(".unseen, .table, .skip, .thin, .sum, [popover]:not(:popover-open, .panel)");
                  const cut = [...document.querySelectorAll("main *, header *, footer *")].filter(element => seen(element) && element.matches("a, button, h1, h2, h3, p, li, span, td, th, dt, dd, summary")
                    && (element.getBoundingClientRect().right > innerWidth + 1 || (getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)));
                  return [document.documentElement.scrollWidth > innerWidth ? "the page itself" : "", ...cut.map(element => element.outerHTML.slice(0, 200))].filter(text => text);
                }
                """);
            Assert.True(broken.Length == 0, $"{name} at {width}:\n{string.Join('\n', broken.Take(5))}");
            await KeepPictureAsync(page, $"longer-{name}", $"{width}", ColorScheme.Light);
        }
    }

    [Theory]
    [InlineData("wide", 1440)]
    [InlineData("phone", 390)]
    public async Task The_figure_draws_every_experiment_of_a_long_page_in_little_space(string size, int width)
    {
        var page = await OpenAsync("/?size=100", new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = ColorScheme.Light });
        await page.GetByText("Show which").ClickAsync();
        var figure = page.Locator(".figure");
        await Expect(figure.Locator("svg")).ToHaveCountAsync(101);
        Assert.InRange((await figure.BoundingBoxAsync())!.Height, 300, 800);
        await Expect(page.GetByText("The 100 experiments of this page, of 2,400.")).ToBeVisibleAsync();
        await KeepPictureAsync(page, "figure", size, ColorScheme.Light);

        await page.GetByText("Numbers of all bars").ClickAsync();
        var last = figure.Locator(".thin").Last;
        Assert.InRange((await last.Locator("th span").BoundingBoxAsync())!.Width, 50, 200);
        await AssertAccessibleAsync(page);
    }

    private static async Task KeepPictureAsync(IPage page, string name, string size, ColorScheme scheme)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{size}-{scheme}.png".ToLowerInvariant()) });
    }
}

/// <summary>The site as it starts on an empty folder; its engine can be made to fail.</summary>
public sealed class DemoSite : Site
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureTestServices(WatchedEngine.Watch);
    }
}
