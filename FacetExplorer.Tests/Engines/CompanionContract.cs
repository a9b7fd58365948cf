using System.Globalization;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

/// <summary>What completes, corrects and compares must say of one small catalog, and of random ones, with every engine.</summary>
public abstract partial class CompanionContract
{
    private static readonly PlainCatalog Small = new(
        [
            """{"accession": "E1", "title": "Liver of mice", "technology": "RNA-SEQ", "published": "2014", "alternate_accessions": ["AE-1"], "sample_accession_codes": ["S1", "S2"]}""",
            """{"accession": "E2", "title": "Livers of rats", "technology": "MICROARRAY", "sample_accession_codes": ["S3"]}""",
            """{"accession": "E3", "title": "Heart of mice", "technology": "RNA-SEQ", "sample_accession_codes": ["S4", "S5", "S6"]}""",
            """{"accession": "E4", "title": "Glioblastoma cells", "sample_accession_codes": ["S6"]}""",
            """{"accession": "E5", "sample_accession_codes": []}""",
        ],
        [
            """{"accession": "S1", "organism": "mouse", "tissue": "liver", "alternate_accessions": ["AS-1"]}""",
            """{"accession": "S2", "organism": "mouse"}""",
            """{"accession": "S3", "organism": "rat", "tissue": "liver"}""",
            """{"accession": "S4", "organism": "mouse", "tissue": "heart"}""",
            """{"accession": "S5", "organism": "mouse", "tissue": "heart"}""",
            """{"accession": "S6", "organism": "human", "tissue": "cerebral cortex"}""",
        ],
        [new("technology", "experiment"), new("published", "experiment", "date", "year"), new("organism", "sample"), new("tissue", "sample")]);

    private protected abstract Task<Companions> OpenAsync(PlainCatalog catalog, Random? random);

    [Fact]
    public async Task Completions_are_titles_accessions_and_values()
    {
        await using var catalog = await OpenAsync(Small, null);
        foreach (var (typed, titles, accessions, values) in new[]
        {
            ("li", "E1 E2", "", "tissue=liver: 2 in 2"),
            ("LI", "E1 E2", "", "tissue=liver: 2 in 2"),
            ("of mi", "E3 E1", "", ""), // by samples
            ("mice liv", "E1", "", ""),
            ("livers", "E2", "", ""),
            ("h", "E3", "", "tissue=heart: 2 in 1, organism=human: 1 in 2"),
            ("cort cereb", "", "", "tissue=cerebral cortex: 1 in 2"),
            ("rna-s", "", "", "technology=RNA-SEQ: 5 in 2"),
            ("201", "", "", ""),
            ("e", "", "E1 E2 E3 E4 E5", ""),
            ("E3", "", "E3", ""),
            ("a", "", "AE-1=E1 AS-1=S1", ""),
            ("ae-1", "", "AE-1=E1", ""),
            ("s", "", "S1 S2 S3 S4 S5 S6", "technology=RNA-SEQ: 5 in 2"),
            ("liver brain", "", "", ""),
            ("-", "", "", ""),
            ("", "", "", ""),
        })
            Assert.Equal((typed, titles, accessions, values), (typed, Titles(await catalog.CompleteAsync(typed)), Accessions(await catalog.CompleteAsync(typed)), Values(await catalog.CompleteAsync(typed))));

        var first = await catalog.CompleteAsync("e", 2);
        Assert.Equal("E1 E2", Accessions(first));
        Assert.Equal("E3", Titles(await catalog.CompleteAsync("o", 1)));
        Assert.Equal("Heart of mice", (await catalog.CompleteAsync("hea")).Titles.Single().Title);
    }

    [Fact]
    public async Task A_misspelled_text_that_finds_nothing_is_corrected_to_what_finds_something()
    {
        await using var catalog = await OpenAsync(Small, null);
        foreach (var (query, expected) in new[]
        {
            ("q=livr", "q=liver: 3 in 2"),
            ("q=Haert", "q=heart: 3 in 1"),
            ("q=gliobalstoma", "q=glioblastoma: 1 in 1"),
            ("q=glioblastma+cels", "q=glioblastoma%20cells: 1 in 1"),
            ("q=mice+livr+-heart", "q=mice%20liver%20-heart: 2 in 1"),
            ("q=livr&organism=rat", "organism=rat&q=liver: 1 in 1"), // filters stay
            ("q=livr&organism=human", "q=liver: 3 in 2"), // unless nothing is found with them
            ("q=liver&organism=human", ""), // the filter is to blame
            ("q=mice+glioblastoma", ""), // each is known, together they are nowhere
            ("q=liver", ""),
            ("q=\"livr\"", ""),
            ("q=livr*", ""),
            ("q=mice+-livr", ""),
            ("q=liv", ""),
            ("q=E17", ""),
            ("q=unheardof", ""),
            ("q=livr+unheardof", ""),
            ("", ""),
        })
            Assert.Equal((query, expected), (query, await CorrectedAsync(catalog, query, always: false)));

        Assert.Equal("q=livr%20%22heart%20of%22%20-x", SearchUrl.Format(catalog.Url.Parse("q=livr+\"heart of\"+-x").Request));
        Assert.Equal("q=mice%20%22heart%20of%22%20-x: 3 in 1", await CorrectedAsync(catalog, "q=micce+\"heart of\"+-x", always: false));
        Assert.Equal("q=liver: 3 in 2", await CorrectedAsync(catalog, "q=livr", always: true));
    }

    [Fact]
    public async Task On_asking_a_word_that_finds_something_is_changed_too()
    {
        await using var catalog = await OpenAsync(new PlainCatalog(
            ["""{"accession": "E1", "title": "A river"}""", """{"accession": "E2", "title": "The liver"}""", """{"accession": "E3", "title": "One liver"}""", """{"accession": "E4", "title": "A rivet"}"""],
            [], Small.Facets), null);

        Assert.Equal("", await CorrectedAsync(catalog, "q=river", always: false));
        Assert.Equal("q=liver: 0 in 2, q=rivet: 0 in 1", await CorrectedAsync(catalog, "q=river", always: true));
    }

    [Fact]
    public async Task More_like_this_adds_up_what_is_shared_and_says_what()
    {
        await using var catalog = await OpenAsync(Small, null);
        var (inTwo, inThree) = (Math.Log(5 / 2.0), Math.Log(5 / 3.0)); // of five experiments

        var like = await catalog.LikeAsync("E1");
        Assert.Equal("E1 Liver of mice", $"{like!.Hit.Accession} {like.Hit.Title}");
        Assert.Equal(["E3", "E2"], like.Others.Select(o => o.Hit.Accession));
        Assert.Equal(["mice", "technology RNA-SEQ", "organism mouse", "of"], Shared(like.Others[0]));
        Assert.Equal((3 * inTwo) + inThree, like.Others[0].Score, 12);
        Assert.Equal(["liver", "tissue liver", "of"], Shared(like.Others[1]));
        Assert.Equal((2 * inTwo) + inThree, like.Others[1].Score, 12);

        Assert.Equal(["E3"], (await catalog.LikeAsync("AE-1", 1))!.Others.Select(o => o.Hit.Accession));
        Assert.Equal(["organism human", "tissue cerebral cortex"], Shared(Assert.Single((await catalog.LikeAsync("E4"))!.Others)));
        Assert.Empty((await catalog.LikeAsync("E5"))!.Others);
        Assert.Null(await catalog.LikeAsync("S1"));
        Assert.Null(await catalog.LikeAsync(""));
    }

    [Fact]
    public async Task What_all_have_says_nothing_and_equals_come_by_accession()
    {
        await using var catalog = await OpenAsync(new PlainCatalog(
            [.. new[] { "E9", "E10", "\U00010400", "\uFF5E" }.Select(a => $$"""{"accession": "{{a}}", "title": "the liver", "technology": "x"}"""), """{"accession": "E1", "title": "the"}"""],
            [], Small.Facets), null);

        Assert.Equal(["E10", "\uFF5E", "\U00010400"], (await catalog.LikeAsync("E9"))!.Others.Select(o => o.Hit.Accession));
        Assert.Empty((await catalog.LikeAsync("E1"))!.Others);
    }

    private static IEnumerable<string> Shared(Similar similar) => similar.Shared.Select(f => f.Facet is null ? f.Shown : $"{f.Facet.Key} {f.Shown}");

    private static string Titles(Completions found) => string.Join(' ', found.Titles.Select(t => t.Accession));

    private static string Accessions(Completions found) =>
        string.Join(' ', found.Accessions.Select(a => a.Asked == a.Accession ? a.Asked : $"{a.Asked}={a.Accession}"));

    private static string Values(Completions found) => string.Join(", ", found.Values.Select(v =>
        string.Create(CultureInfo.InvariantCulture, $"{v.Facet.Key}={v.Value.Text}: {v.Samples.Value} in {v.Experiments}")));

    private static async Task<string> CorrectedAsync(Companions catalog, string query, bool always) =>
        string.Join(", ", (await catalog.CorrectAsync(query, always)).Select(c => $"{SearchUrl.Format(c.Request)}: {c.Samples.Value} in {c.Experiments}"));
}
