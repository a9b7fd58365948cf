namespace FacetExplorer.Tests.Engines;

/// <summary>Cases of the counting rules that are easily got wrong, one by one.</summary>
public abstract partial class EngineContract
{
    [Fact]
    public async Task ExperimentLevelFacet_CountsSamplesOfItsExperimentsOnce()
    {
        await using var catalog = await OpenAsync([Technology, Organism],
            """
            {'accession': 'E1', 'technology': ['array', 'seq'], 'sample_accession_codes': ['s1', 's2']}
            {'accession': 'E2', 'technology': 'seq', 'sample_accession_codes': ['s2', 's3']}
            {'accession': 'E3', 'sample_accession_codes': ['s3']}
            """,
            """
            {'accession': 's1', 'organism': 'mouse'}
            {'accession': 's2', 'organism': 'mouse'}
            {'accession': 's3', 'organism': 'human'}
            """);
        var answer = await catalog.AskAsync("organism=mouse");
        Assert.Equal("2 samples in 2 experiments", answer.Totals);
        Assert.Equal("2 in 2", answer["technology"]["seq"]);
        Assert.Equal("2 in 1", answer["technology"]["array"]);
        Assert.Equal("0 in 0", answer["technology"][null]);
        Assert.Equal((2, 2), (answer["technology"].Recorded, answer["technology"].Of));

        var byExperiment = await catalog.AskAsync("organism=mouse&scope=experiment");
        Assert.Equal("3 in 2", byExperiment["technology"]["seq"]);
        Assert.Equal("3 samples in 2 experiments", byExperiment.Totals);
    }

    [Fact]
    public async Task SelectedAndExcludedValues_AreShownAtZeroAndBeyondTheLimit()
    {
        await using var catalog = await OpenAsync([Organism with { Limit = 1 }, Tissue],
            "{'accession': 'E1', 'sample_accession_codes': ['s1', 's2', 's3', 's4']}",
            """
            {'accession': 's1', 'organism': 'mouse'}
            {'accession': 's2', 'organism': 'mouse'}
            {'accession': 's3', 'organism': 'ape'}
            {'accession': 's4', 'organism': 'bee'}
            """);
        var answer = await catalog.AskAsync("organism=unheard of&organism.not=bee&organism.find=mo");
        Assert.Equal("mouse bee unheard of", answer["organism"].Values);
        Assert.Equal(0, answer["organism"].More);
        Assert.True(answer["organism"].Buckets[1].Excluded);
        Assert.True(answer["organism"].Buckets[2] is { Selected: true, Samples: 0, Experiments: 0 });
        Assert.Equal(2, (await catalog.AskAsync(""))["organism"].More);
    }

    [Fact]
    public async Task Buckets_OfEqualCountsComeInCodePointOrder()
    {
        await using var catalog = await OpenAsync([Organism],
            "{'accession': 'E1', 'sample_accession_codes': ['s1']}",
            "{'accession': 's1', 'organism': ['b', '\U00010400', '\uFF41', 'B', 'a', 'é']}");
        Assert.Equal("B a b é \uFF41 \U00010400", (await catalog.AskAsync(""))["organism"].Values);
        Assert.Equal("\U00010400 \uFF41 é b a B", (await catalog.AskAsync("organism.order=-value"))["organism"].Values);
        Assert.Equal("B a", (await catalog.AskAsync("organism.order=samples&organism.limit=2"))["organism"].Values);
    }

    [Fact]
    public async Task Values_AreTrimmedComposedAndComparedOrdinally()
    {
        await using var catalog = await OpenAsync([Organism],
            "{'accession': 'E1', 'sample_accession_codes': ['s1', 's2', 's3', 's4']}",
            $$"""
            {'accession': 's1', 'organism': ' caf\u00e9 '}
            {'accession': 's2', 'organism': 'cafe\u0301'}
            {'accession': 's3', 'organism': ['Caf\u00e9', '', null, { 'kept': 'apart'}]}
            {'accession': 's4', 'organism': '{{new string('x', 513)}}'}
            """);
        var facet = (await catalog.AskAsync("organism=cafe%CC%81+"))["organism"];
        Assert.Equal("café Café", facet.Values);
        Assert.Equal("2 in 1", facet["café"]);
        Assert.Equal("1 in 1", facet[null]);
        Assert.Equal((3, 4), (facet.Recorded, facet.Of));
    }

    [Fact]
    public async Task LongValues_AreMeasuredInCodePoints()
    {
        var helix = string.Concat(Enumerable.Repeat("\U0001F9EC", 512));
        await using var catalog = await OpenAsync([Organism],
            "{'accession': 'E1', 'sample_accession_codes': ['s1', 's2']}",
            $$"""
            {'accession': 's1', 'organism': '{{helix}}'}
            {'accession': 's2', 'organism': '{{helix + "\U0001F9EC"}}'}
            """);
        var answer = await catalog.AskAsync($"organism={helix}&organism.find={helix}");
        Assert.Equal(helix, answer["organism"].Values);
        Assert.Equal(("1 in 1", "1 in 1"), (answer["organism"][helix], answer["organism"][null]));
        Assert.Equal(1, answer.Samples);
        Assert.Equal(2, (await catalog.AskAsync($"organism={helix}\U0001F9EC")).Samples); // impossible, so ignored
    }

    [Theory]
    [InlineData("M×300", "E1 E3")]
    [InlineData("M×300*", "E1 E3")]
    [InlineData("M×255", "E1 E3")]
    [InlineData("M×254", "")]
    [InlineData("M×254*", "E1 E2 E3")]
    [InlineData("M×254x*", "E2")]
    [InlineData("M×45", "")]
    [InlineData("x", "")]
    [InlineData("\"first M×300 last\"", "E1 E3")]
    [InlineData("\"first last\"", "")]
    [InlineData("-M×300", "E2 E4")]
    [InlineData("\U00010400×127", "")]
    [InlineData("a\U00010400×127", "E4")]
    [InlineData("a\U00010400×128", "E4")]
    public async Task LongWords_AreTheirFirst255Letters(string text, string accessions)
    {
        await using var catalog = await OpenAsync([Organism],
            $$"""
            {'accession': 'E1', 'title': 'first {{new string('m', 300)}} last'}
            {'accession': 'E2', 'title': 'first {{new string('m', 254)}}x{{new string('m', 45)}} last'}
            {'accession': 'E3', 'title': 'first {{new string('m', 40000)}} last'}
            {'accession': 'E4', 'title': 'a{{string.Concat(Enumerable.Repeat("\U00010400", 200))}}'}
            """, "");
        var query = LongWord().Replace(text, m => string.Concat(Enumerable.Repeat(m.Groups[1].Value, int.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(accessions, (await catalog.AskAsync($"q={Uri.EscapeDataString(query)}&sort=accession")).Accessions);
    }

    [System.Text.RegularExpressions.GeneratedRegex("(M|\U00010400)×([0-9]+)")]
    private static partial System.Text.RegularExpressions.Regex LongWord();

    [Fact]
    public async Task Numbers_AreOneValueHoweverWritten()
    {
        await using var catalog = await OpenAsync([new("age", "sample", "number", "5")],
            "{'accession': 'E1', 'sample_accession_codes': ['s1', 's2', 's3', 's4', 's5', 's6']}",
            """
            {'accession': 's1', 'age': 4}
            {'accession': 's2', 'age': '4.0'}
            {'accession': 's3', 'age': ['-0.5', '10.5']}
            {'accession': 's4', 'age': 'adult'}
            {'accession': 's5', 'age': 1e1}
            {'accession': 's6', 'age': '-0'}
            """);
        var answer = await catalog.AskAsync("");
        Assert.Equal("-5..0 0..5 10..15", answer["age"].Values);
        Assert.Equal("3 in 1", answer["age"]["0..5"]);
        Assert.Equal("1 in 1", answer["age"][null]);
        Assert.Equal(2, (await catalog.AskAsync("age=4.00")).Samples);
        Assert.Equal("2 in 1", (await catalog.AskAsync("age=4.00"))["age"]["4"]);
        Assert.Equal(1, (await catalog.AskAsync("age=0")).Samples);
        Assert.Equal(1, (await catalog.AskAsync("age.from=5&age.to=10")).Samples);
        Assert.Equal(2, (await catalog.AskAsync("age=10..10.6")).Samples);
        Assert.Equal(1, (await catalog.AskAsync("age=10..10.5")).Samples);
        Assert.Equal(2, (await catalog.AskAsync("age.to=0")).Samples);
    }

    [Fact]
    public async Task Dates_LieInARangeWithTheirWholePeriod()
    {
        await using var catalog = await OpenAsync(
            [new("published", "experiment", "date", "month") { Fields = ["published", "year"] }],
            """
            {'accession': 'E1', 'published': '2014-05-20T23:59:59-11:00'}
            {'accession': 'E2', 'published': '2014-05'}
            {'accession': 'E3', 'published': 'unknown', 'year': 2014}
            {'accession': 'E4', 'published': '2014-06-01'}
            {'accession': 'E5', 'published': 'unknown'}
            """, "");
        var answer = await catalog.AskAsync("sort=published");
        Assert.Equal("2014-05 2014-06", answer["published"].Values);
        Assert.Equal("0 in 2", answer["published"]["2014-05"]);
        Assert.Equal("0 in 1", answer["published"][null]);
        Assert.Equal((4, 5), (answer["published"].Recorded, answer["published"].Of));
        Assert.Equal("E3 E2 E1 E4 E5", answer.Accessions);
        Assert.Equal("E4 E1 E2 E3 E5", (await catalog.AskAsync("sort=-published")).Accessions);
        Assert.Equal(4, (await catalog.AskAsync("published=2014")).Experiments);
        Assert.Equal(2, (await catalog.AskAsync("published.from=2014-05&published.to=2014-05-31")).Experiments);
        Assert.Equal(1, (await catalog.AskAsync("published.from=2014-05&published.to=2014-05-30")).Experiments);
        Assert.Equal(1, (await catalog.AskAsync("published.from=2014-06")).Experiments);
        Assert.Equal(2, (await catalog.AskAsync("published.not=2014-05&published.missing=false")).Experiments);
    }

    [Fact]
    public async Task CountedSamples_AreTheOnlyOnesCountedButAllAreSearched()
    {
        await using var catalog = await OpenAsync([Organism, Tissue],
            """
            {'accession': 'E1', 'sample_accession_codes': ['s1', 's2']}
            {'accession': 'E2', 'sample_accession_codes': ['s2']}
            """,
            """
            {'accession': 's1', 'organism': 'mouse', 'tissue': 'liver'}
            {'accession': 's2', 'organism': 'zebrafish', 'tissue': 'fin'}
            """, counted: "organism=mouse");
        var answer = await catalog.AskAsync("q=fin");
        Assert.Equal("1 samples in 2 experiments", answer.Totals);
        Assert.Equal(["1 of 1", "0 of 0"], answer.Hits.OrderBy(h => h.Accession, StringComparer.Ordinal).Select(h => h.Counts));
        Assert.Equal("liver", answer["tissue"].Values);
        Assert.Equal("0 samples in 0 experiments", (await catalog.AskAsync("tissue.not=liver")).Totals);
        Assert.Equal("0 samples in 1 experiments", (await catalog.AskAsync("tissue.not=liver&scope=experiment")).Totals);
        Assert.Equal("1 samples in 2 experiments", (await catalog.AskAsync("q=S2")).Totals);
    }

    [Theory]
    [InlineData("q=liver", "E1 E2")]
    [InlineData("q=LIVERS", "E1 E2")]
    [InlineData("q=liv*", "E1 E2 E4")]
    [InlineData("q=livers*", "E1 E2")]
    [InlineData("q=\"mouse liver\"", "E1")]
    [InlineData("q=\"liver mouse\"", "")]
    [InlineData("q=liver+-mouse", "E2")]
    [InlineData("q=-liver", "E3 E4")]
    [InlineData("q=-\"mouse liver\"", "E2 E3 E4")]
    [InlineData("q=IL-6", "E3")]
    [InlineData("q=6-IL", "")]
    [InlineData("q=naive", "E3")]
    [InlineData("q=NAÏVE", "E3")]
    [InlineData("q=human+naive", "E3")]
    [InlineData("q=%3F!", "E1 E2 E3 E4")]
    [InlineData("q=s3", "E3")]
    [InlineData("q=e1", "E1")]
    [InlineData("q=ALT-1", "E4")]
    [InlineData("q=alt-2", "E2")]
    [InlineData("q=\"OR\"+NEAR(mouse)+*", "")]
    public async Task Text_Matches(string query, string accessions)
    {
        await using var catalog = await OpenAsync([Organism],
            """
            {'accession': 'E1', 'title': 'Mouse livers', 'sample_accession_codes': ['s1']}
            {'accession': 'E2', 'title': 'Atlas', 'list': ['two', 'liver'], 'sample_accession_codes': ['s2']}
            {'accession': 'E3', 'title': 'il 6 and IL-60', 'sample_accession_codes': ['s3']}
            {'accession': 'E4', 'title': 'Livid', 'alternate_accessions': ['ALT-1'], 'hidden': {'title': 'mouse liver'}}
            """,
            """
            {'accession': 's1', 'organism': 'mouse'}
            {'accession': 's2', 'alternate_accessions': ['ALT-2']}
            {'accession': 's3', 'state': 'naïve', 'organism': 'human'}
            """);
        var answer = await catalog.AskAsync(query + "&sort=accession");
        Assert.Equal(accessions, answer.Accessions);
    }

    [Fact]
    public async Task Accession_ComesFirst()
    {
        await using var catalog = await OpenAsync([Organism],
            """
            {'accession': 'E1', 'title': 'GSM7 GSM7 GSM7 and GSM7 again'}
            {'accession': 'E2', 'title': 'something else altogether, with a long title and a long text', 'sample_accession_codes': ['GSM7', 'b', 'c', 'd']}
            {'accession': 'E3', 'title': 'GSM7'}
            """, "");
        Assert.StartsWith("E2 ", (await catalog.AskAsync("q=gsm7")).Accessions, StringComparison.Ordinal);
        Assert.Equal("E1 E2 E3", (await catalog.AskAsync("q=gsm7&sort=accession")).Accessions);
    }

    [Fact]
    public async Task Titles_SortFoldedAndMissingOnesLast()
    {
        await using var catalog = await OpenAsync([Organism],
            """
            {'accession': 'E1', 'title': 'beta'}
            {'accession': 'E5'}
            {'accession': 'E4', 'title': 'Álpha'}
            {'accession': 'E3', 'title': 'ALPHA'}
            {'accession': 'E2', 'title': ''}
            """, "");
        Assert.Equal("E3 E4 E1 E2 E5", (await catalog.AskAsync("sort=title")).Accessions);
        Assert.Equal("E1 E3 E4 E2 E5", (await catalog.AskAsync("sort=-title")).Accessions);
    }

    [Fact]
    public async Task Breakdown_CountsTheMatchingSamplesOfEachHit()
    {
        await using var catalog = await OpenAsync([Organism, Tissue],
            "{'accession': 'E1', 'sample_accession_codes': ['s1', 's2', 's3', 's4', 's5']}",
            """
            {'accession': 's1', 'organism': 'mouse', 'tissue': ['skin', 'liver']}
            {'accession': 's2', 'organism': 'mouse', 'tissue': 'skin'}
            {'accession': 's3', 'organism': 'mouse'}
            {'accession': 's4', 'organism': 'mouse'}
            {'accession': 's5', 'organism': 'human', 'tissue': 'brain'}
            """);
        Assert.Equal("4 of 5 by \"skin\" 2, \"liver\" 1, missing 2", (await catalog.AskAsync("organism=mouse&by=tissue")).Hits[0].Counts);
    }

    [Fact]
    public async Task Pages_EndWhereTheHitsEnd()
    {
        await using var catalog = await OpenAsync([Organism],
            string.Join('\n', Enumerable.Range(1, 23).Select(i => $"{{'accession': 'E{i:00}'}}")), "");
        Assert.Equal(10, (await catalog.AskAsync("size=10&sort=accession")).Hits.Count);
        Assert.Equal("E21 E22 E23", (await catalog.AskAsync("size=10&page=3&sort=accession")).Accessions);
        var beyond = await catalog.AskAsync("size=10&page=4&sort=accession");
        Assert.Equal((23, 0), (beyond.Experiments, beyond.Hits.Count));
    }
}
