using Bunit;
using FacetExplorer.Components;
using FacetExplorer.Components.Results;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Components;

public sealed class ResultTests : PageTest
{
    private IRenderedComponent<Chips> ShowChips(string query) => Render<Chips>(parameters => parameters.Add(chips => chips.Request, Request(query)).Add(chips => chips.Response, Response()));

    [Fact]
    public void A_facet_has_one_chip_and_each_value_can_be_removed()
    {
        var chips = ShowChips("?tissue=liver&tissue=blood");

        Assert.Equal(["liver, remove", "blood, remove"], chips.FindAll(".chip-part").Select(part => part.GetAttribute("aria-label")));
        Assert.Equal(["./?tissue=blood", "./?tissue=liver"], chips.FindAll(".chip-part").Select(part => part.GetAttribute("href")));
        Assert.Equal("or", chips.Find(".chip-joint").TextContent);
        Assert.Equal("./?tissue.not=blood&tissue.not=liver", chips.Find(".chip-mode").GetAttribute("href"));
        Assert.Equal("./", chips.Find(".clear").GetAttribute("href"));
    }

    [Theory]
    [InlineData("?sex.not=male", "is not, change to is", "./?sex=male")]
    [InlineData("?sex.missing=false", "is not, change to is", "./?sex.missing=true")]
    [InlineData("?sex.missing=true", "is, change to is not", "./?sex.missing=false")]
    [InlineData("?sex.all=male&sex.all=female", "is, change to is not", "./?sex.not=female&sex.not=male")]
    public void A_chip_switches_between_is_and_is_not(string query, string sound, string href)
    {
        var mode = ShowChips(query).Find(".chip-mode");

        Assert.Equal((sound, href), (mode.GetAttribute("aria-label"), mode.GetAttribute("href")));
    }

    [Fact]
    public void A_typed_range_is_a_chip_without_switch()
    {
        var chips = ShowChips("?published.from=2010&published.to=2015&q=liver");

        Assert.Equal(["liver, remove", "from 2010 to 2015, remove"], chips.FindAll(".chip-part").Select(part => part.GetAttribute("aria-label")));
        Assert.Empty(chips.FindAll(".chip-mode"));
    }

    [Fact]
    public void Study_design_has_chips_of_its_own()
    {
        var chips = ShowChips("?sex=male&sex.also=female&min=10&tissue.also=liver&tissue.also=blood");

        Assert.Equal(["Sex", "Also contains Sex:", "Also contains Tissue:"], chips.FindAll(".chip-label").Select(label => label.TextContent));
        Assert.Equal(["male", "female", "liver", "blood", "at least 10 matching samples"], chips.FindAll(".chip-value").Select(value => value.TextContent));
        Assert.Equal("./?min=10&sex=male&tissue.also=blood&tissue.also=liver", chips.FindAll(".chip-part")[1].GetAttribute("href"));
        Assert.Equal("./?sex=male&sex.also=female&tissue.also=blood&tissue.also=liver", chips.FindAll(".chip-part")[^1].GetAttribute("href"));
        Assert.Equal("./", chips.Find(".clear").GetAttribute("href"));
    }

    [Fact]
    public void Each_chip_says_what_removing_it_brings()
    {
        var counts = new Dictionary<string, SearchResponse>
        {
            ["sex=male&tissue=blood"] = Response(50, 10),
            ["sex=male&tissue=liver"] = Response(90, 19),
            ["tissue=blood&tissue=liver"] = Response(2091) with { Samples = new Count(2091, Exact: false) },
        };
        Engine.Count = (request, _) => Task.FromResult(counts[SearchUrl.Format(request with { Size = 25 })]);
        var chips = ShowChips("?tissue=liver&tissue=blood&sex=male");

        Assert.Equal(["liver, remove, −40 samples", "blood, remove, +3 experiments", "male, remove, +≈2,001 samples"], chips.FindAll(".chip-part").Select(part => part.GetAttribute("aria-label")));
        Assert.Equal(["−40 samples", "+3 experiments", "+≈2,001 samples"], chips.FindAll(".gain").Select(gain => gain.TextContent));
    }

    [Fact]
    public void Of_many_chips_the_first_twelve_are_counted()
    {
        var counted = 0;
        Engine.Count = (_, _) => Task.FromResult(Response(100 + ++counted));
        var chips = ShowChips("?" + string.Join('&', Enumerable.Range(0, 30).Select(i => $"tissue=t{i:00}")));

        Assert.Equal(12, counted);
        Assert.Equal(30, chips.FindAll(".chip-part").Count);
        Assert.Equal(["+11 samples", "+12 samples"], chips.FindAll(".gain").Select(gain => gain.TextContent).Take(2));
        Assert.Equal(12, chips.FindAll(".gain").Count);
    }

    [Fact]
    public void Without_filters_there_are_no_chips() => Assert.Empty(ShowChips("?sort=title").FindAll(".chip"));

    [Fact]
    public void A_row_says_what_an_experiment_is_and_how_much_of_it_matches()
    {
        var hit = HitOf("GSE1") with
        {
            Title = "Livers of mice",
            Values = new Dictionary<string, IReadOnlyList<FacetValue>> { ["technology"] = [new FacetValue("RNA-SEQ")], ["published"] = [new FacetValue("2014-05-20")] },
            FoundIn = [new TextPlace(true, "title", "a mouse liver")],
            Breakdown = [new Bucket(new FacetValue("tumour"), new Count(12), 1), new Bucket(null, new Count(3), 1)],
        };
        var row = Render<ResultRow>(parameters => parameters.Add(r => r.Hit, hit).Add(r => r.Search, Request("?tissue=liver&page=2")).Add(r => r.Text, TextQuery.Parse("liver")).Add(r => r.By, Tissue));

        Assert.Equal("experiments/GSE1?search=page%3D2%26tissue%3Dliver", row.Find(".hit-title a").GetAttribute("href"));
        Assert.Equal(["Livers", "liver"], row.FindAll("mark").Select(mark => mark.TextContent));
        Assert.Equal("10 of 361 samples", row.Find(".hit-samples span").TextContent.Trim());
        Assert.Equal(["GSE1↗", "RNA-SEQ", "2014"], row.FindAll(".hit-facts > span").Select(fact => fact.TextContent.Trim()));
        Assert.Equal("https://archive.example/GSE1", row.Find(".archive").GetAttribute("href"));
        Assert.Equal(["Found in sample title: a mouse liver", "12 tumour · 3 not recorded"], row.FindAll(".hit-strip").Select(strip => strip.TextContent.Trim()));
    }

    [Theory]
    [InlineData("IL-6", "about IL 6 and 6 others", "IL|6")]
    [InlineData("\"mouse liver\"", "liver of mouse, mouse livers", "mouse|livers")]
    [InlineData("hepa*", "Hepatitis, alpha", "Hepatitis")]
    [InlineData("cafe -mouse", "Café for a mouse", "Café")]
    [InlineData(null, "nothing", "")]
    public void Words_searched_for_are_marked_as_the_search_sees_them(string? query, string text, string marked)
    {
        var pieces = Highlights.Of(text, TextQuery.Parse(query)).ToList();

        Assert.Equal(text, string.Concat(pieces.Select(piece => piece.Piece)));
        Assert.Equal(marked, string.Join('|', pieces.Where(piece => piece.Marked).Select(piece => piece.Piece)));
    }

    [Fact]
    public void A_long_text_is_cut_around_the_first_word_found()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 100)) + " hippocampus " + string.Join(' ', Enumerable.Repeat("more", 100));
        var excerpt = Highlights.Excerpt(text, TextQuery.Parse("hippocampus"), 60);

        Assert.Contains("hippocampus", excerpt, StringComparison.Ordinal);
        Assert.InRange(excerpt.Length, 30, 70);
        Assert.StartsWith("… word", excerpt, StringComparison.Ordinal);
        Assert.EndsWith("more …", excerpt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?tissue=liver", "?tissue=liver&sex.not=male", "Sex not male added. 90 samples in 16 experiments.")]
    [InlineData("?tissue=liver&tissue=lung", "?tissue=lung", "Tissue liver removed. 90 samples in 16 experiments.")]
    [InlineData("?tissue=liver", "?tissue.not=liver", "Tissue not liver added. Tissue liver removed. 90 samples in 16 experiments.")]
    [InlineData("", "?q=brain", "Searched for “brain”. 90 samples in 16 experiments.")]
    [InlineData("", "?scope=experiment", "Counting all samples of these experiments. 90 samples in 16 experiments.")]
    [InlineData("", "?sort=-published", "Sorted by newest. 90 samples in 16 experiments.")]
    [InlineData("?page=2", "?page=3", "Page 3. 90 samples in 16 experiments.")]
    [InlineData("?tissue=a&tissue=b&sex=c&sex=d", "", "Filters changed. 90 samples in 16 experiments.")]
    public void One_sentence_says_what_changed_and_one_what_is_there(string before, string after, string said) =>
        Assert.Equal(said, Announcement.Of(Request(before), Request(after), Response(), new Words(new Nouns())));

    [Theory]
    [InlineData("?size=10&page=5", 95, "./?page=4&size=10|./?size=10|…|./?page=4&size=10|./?page=5&size=10|./?page=6&size=10|…|./?page=10&size=10|./?page=6&size=10")]
    [InlineData("", 26, "./|./?page=2|./?page=2")]
    [InlineData("", 25, "")]
    public void The_pager_has_the_first_the_last_and_the_pages_around(string query, int total, string links)
    {
        var pager = Render<Pager>(parameters => parameters.Add(p => p.Request, Request(query)).Add(p => p.Total, total));

        Assert.Equal(links, string.Join('|', pager.FindAll(".pager > *").Select(part => part.GetAttribute("href") ?? part.TextContent)));
    }

    [Fact]
    public void Pages_end_where_results_can_no_longer_be_reached() => Assert.Equal(400, Pager.Last(50_000, 25));
}
