using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace FacetExplorer.Tests.Web;

/// <summary>The views as the server sends them, without a script.</summary>
public sealed partial class ViewPagesTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private async Task<IDocument> OpenAsync(string query)
    {
        using var client = site.CreateClient();
        return new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri($"/{query}", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> Table(IParentNode page, string table) =>
        [.. page.QuerySelectorAll($"{table} tr").Select(row => string.Join(" | ", row.QuerySelectorAll("th, td").Select(cell => Text(cell) is { Length: > 0 } text ? text : "–")))];

    [Theory]
    [InlineData("?tissue=liver", "Experiments", "Tissue liver – 2 samples in 3 experiments – FacetExplorer")]
    [InlineData("?tissue=liver&view=samples", "Samples", "Tissue liver – Samples – 2 samples in 3 experiments – FacetExplorer")]
    [InlineData("?tissue=liver&view=matrix", "Cross-table", "Tissue liver – Cross-table – 2 samples in 3 experiments – FacetExplorer")]
    [InlineData("?view=overlap", "Shared samples", "Shared samples – 3 samples in 4 experiments – FacetExplorer")]
    [InlineData("?view=timeline", "Timeline", "Timeline – 3 samples in 4 experiments – FacetExplorer")]
    public async Task A_view_is_a_tab_and_stands_in_the_title(string query, string tab, string title)
    {
        using var page = await OpenAsync(query);
        Assert.Equal(["Experiments", "Samples", "Cross-table", "Shared samples", "Timeline"], page.QuerySelectorAll(".views a").Select(Text));
        Assert.Equal(tab, Text(Assert.Single(page.QuerySelectorAll(".views a[aria-current=page]"))));
        Assert.Equal(title, page.Title);
    }

    [Fact]
    public async Task Tabs_keep_the_search()
    {
        using var page = await OpenAsync("?tissue=liver&scope=experiment&by=organism&page=1&size=10");
        Assert.Equal(
            ["by=organism&scope=experiment&size=10&tissue=liver", "scope=experiment&size=10&tissue=liver&view=samples", "scope=experiment&size=10&tissue=liver&view=matrix",
                "scope=experiment&size=10&tissue=liver&view=overlap", "by=organism&scope=experiment&size=10&tissue=liver&view=timeline"],
            page.QuerySelectorAll(".views a").Select(a => a.GetAttribute("href")!.Split('?')[1]));
    }

    [Theory]
    [InlineData("experiments", "api/experiments?organism=mouse&size=10")]
    [InlineData("samples", "api/samples?organism=mouse&format=jsonl")]
    [InlineData("matrix", "api/matrix?organism=mouse&format=json")]
    [InlineData("overlap", "api/overlap?organism=mouse&size=10")]
    [InlineData("timeline", "api/timeline?organism=mouse&format=json")]
    public async Task Every_view_can_be_cited_and_asked_for_by_programs(string view, string json)
    {
        using var page = await OpenAsync($"?organism=mouse&size=10&view={view}");
        var links = page.QuerySelectorAll(".onward .as-json a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal([view == "experiments" ? "cite?organism=mouse&size=10" : $"cite?organism=mouse&size=10&view={view}", json], links);
        using var client = site.CreateClient();
        foreach (Match address in Address().Matches(page.QuerySelector("#copy-curl")!.TextContent))
            links.Add(address.Value);
        Assert.Equal(4, links.Count);
        foreach (var address in links)
            Assert.NotEmpty(await client.GetStringAsync(new Uri(site.Address, address), TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("http[^']+")]
    private static partial Regex Address();

    [Fact]
    public async Task Samples_are_listed_once_with_their_experiments_and_the_columns_chosen()
    {
        using var usual = await OpenAsync("?view=samples");
        Assert.Equal(["Accession | Experiments | Title | Organism | Tissue", "s1 | E1, E3 | – | human | liver", "s2 | E1, E2, E3 | – | mouse | –", "s3 | E2, E3 | – | mouse | liver"], Table(usual, ".view-found .table"));
        Assert.Equal("samples/s1", usual.QuerySelector(".view-found tbody th a")!.GetAttribute("href"));

        using var chosen = await OpenAsync("?view=samples&tissue=liver&cols=tissue");
        Assert.Equal(["Accession | Experiments | Tissue", "s1 | E1, E3 | liver", "s3 | E2, E3 | liver"], Table(chosen, ".view-found .table"));
        Assert.Equal(["tissue"], chosen.QuerySelectorAll(".column-choice input[checked]").Select(i => i.GetAttribute("value")));
        Assert.Equal(["api/samples?cols=tissue&tissue=liver&format=tsv", "api/samples?cols=tissue&tissue=liver&format=csv", "api/samples?cols=tissue&tissue=liver&format=jsonl"],
            chosen.QuerySelectorAll(".view-found .as-json a").Select(a => a.GetAttribute("href")));

        using var past = await OpenAsync("?view=samples&page=7&size=10");
        Assert.Equal("There is no page 7. Go to the last page", Text(past.QuerySelector(".past-end")!));
    }

    [Fact]
    public async Task A_cross_table_has_a_link_in_every_cell_and_says_that_totals_are_no_sums()
    {
        using var page = await OpenAsync("?view=matrix&rows=tissue&cols=organism");
        Assert.Equal(["Tissue by organism | mouse | human | All", "liver | 1 | 1 | 2", "Not recorded | 1 | 0 | 1", "All | 2 | 1 | 3"], Table(page, ".cross"));
        var cells = page.QuerySelectorAll(".cross td").ToList();
        Assert.Equal(8, cells.Count(cell => cell.QuerySelector("a") is not null));
        var link = cells[0].QuerySelector("a")!;
        Assert.Equal(("./?organism=mouse&tissue=liver", "liver, mouse: 1 sample"), (link.GetAttribute("href"), link.GetAttribute("aria-label")));
        Assert.Contains("Totals are counted, not added up", Text(page.QuerySelector(".view-found p.caption")!), StringComparison.Ordinal);
        Assert.Equal("./?cols=tissue&rows=organism&view=matrix", page.QuerySelector(".axes .clear")!.GetAttribute("href"));
    }

    [Fact]
    public async Task What_has_no_row_of_its_own_is_said_and_counted_together()
    {
        using var page = await OpenAsync("?view=matrix&rows=organism&cols=tissue&organism.limit=1");
        Assert.Equal(["Organism by tissue | liver | Not recorded | All", "mouse | 1 | 1 | 2", "Other values | 1 | 0 | 1", "All | 2 | 1 | 3"], Table(page, ".cross"));
        var left = page.QuerySelectorAll(".view-found p.caption")[^1];
        Assert.StartsWith("One more value of organism has no rows of their own", Text(left), StringComparison.Ordinal);
        Assert.Equal("./?cols=tissue&organism.limit=100&rows=organism&view=matrix", left.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_timeline_has_a_bar_for_no_year_and_counts_a_sample_in_each_year_or_in_the_earliest()
    {
        using var each = await OpenAsync("?view=timeline&by=organism");
        Assert.Equal(["Year | All | mouse | human", "2014 | 2 | 2 | 0", "Year not recorded | 3 | 2 | 1"], Table(each, ".cross"));
        Assert.Equal(["2014, mouse: 2 samples", "Year not recorded, mouse: 2 samples", "Year not recorded, human: 1 sample"], each.QuerySelectorAll(".timeline rect title").Select(Text));
        Assert.Contains("All bars together are 5", Text(each.QuerySelector(".view-found p.caption")!), StringComparison.Ordinal);

        using var earliest = await OpenAsync(each.QuerySelectorAll(".choices a").Single(a => Text(a) == "in the earliest only").GetAttribute("href")!.TrimStart('.', '/'));
        Assert.Equal(["Year | All | mouse | human", "2014 | 2 | 2 | 0", "Year not recorded | 1 | 0 | 1"], Table(earliest, ".cross"));
        Assert.Contains("all bars together are 3 samples", Text(earliest.QuerySelector(".view-found p.caption")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pairs_that_share_samples_are_listed_and_what_another_one_contains_can_be_hidden()
    {
        using var page = await OpenAsync("?view=overlap");
        Assert.Equal(["E3 | 3 | E1 | 2 | 2 | 100%", "E3 | 3 | E2 | 2 | 2 | 100%", "E1 | 2 | E2 | 2 | 1 | 50%"], Table(page, ".pairs").Skip(1));
        Assert.Equal(["E3 | All of them | 3 | 3 | –", "E1 | Human and mouse | 2 | 2 | E3", "E2 | Mice | 2 | 2 | E3", "E4 | None of them | 0 | 0 | –"], Table(page, ".overlaps").Skip(1));
        Assert.Equal(9, page.QuerySelectorAll(".overlap-grid rect").Length);
        var hide = page.QuerySelector(".view-found .choices a")!;
        Assert.Equal("Hide experiments whose samples are all in another (2)", Text(hide));

        using var hidden = await OpenAsync(hide.GetAttribute("href")!.TrimStart('.', '/'));
        Assert.Equal(["E3 | All of them | 3 | 3 | –", "E4 | None of them | 0 | 0 | –"], Table(hidden, ".overlaps").Skip(1));
        Assert.Equal("3 unique samples in 4 experiments", Text(hidden.QuerySelector("h1")!));
        Assert.Equal("2 experiments listed; together they have all samples found.", Text(hidden.QuerySelector(".view-found p.caption")!));
        Assert.Equal("./?view=overlap", hidden.QuerySelector(".view-found .choices a[aria-current=true]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("samples")]
    [InlineData("matrix")]
    [InlineData("overlap")]
    [InlineData("timeline")]
    public async Task Where_nothing_matches_every_view_says_so(string view)
    {
        using var page = await OpenAsync($"?organism=yeti&view={view}");
        Assert.Equal("Nothing matches all of this", Text(page.QuerySelector(".nothing h2")!));
        Assert.Empty(page.QuerySelectorAll(".view-found"));
    }

    [Fact]
    public async Task A_number_that_a_minimum_would_change_is_no_link_and_says_why()
    {
        const string Why = "All numbers are of the experiments found, each with at least 2 matching samples. Where a number is no link, fewer of them have as many of those samples alone.";
        using var page = await OpenAsync("?view=matrix&rows=organism&cols=tissue&min=2");
        Assert.Equal(["mouse | 1 | 1 | 2", "human | 1 | 0 | 1", "All | 2 | 1 | 3"], Table(page, ".cross").Skip(1));
        Assert.Equal(["./?min=2"], page.QuerySelectorAll(".cross td a").Select(a => a.GetAttribute("href")));
        Assert.Contains(Why, Text(page.QuerySelector(".view-found .caption")!), StringComparison.Ordinal);

        using var whole = await OpenAsync("?view=matrix&rows=organism&cols=tissue&min=2&scope=experiment");
        Assert.Equal(Table(whole, ".cross tbody").Count * 3, whole.QuerySelectorAll(".cross td a").Length);
        Assert.DoesNotContain(Why, Text(whole.QuerySelector(".view-found .caption")!), StringComparison.Ordinal);
    }
}
