using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

public sealed class MergeTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ImportReport Samples(string source, params string[] lines) => _catalog.Import(_catalog.Write("samples.jsonl", lines), source);

    /// <summary>Rows of one sample add up: what is listed, and what is kept and not shown.</summary>
    [Theory]
    [InlineData("""{"tissue":"liver"}""", """{"tissue":["lung","liver"]}""", """{"tissue":["liver","lung"]}""")]
    [InlineData("""{"private":{"mail":["a"]}}""", """{"private":{"mail":["b","a"],"phone":["1"]}}""", """{"private":{"mail":["a","b"],"phone":["1"]}}""")]
    [InlineData("""{"private":{"mail":null}}""", """{"private":{"mail":"a"}}""", """{"private":{"mail":"a"}}""")]
    [InlineData("""{"protocol":{"name":"lysis"}}""", """{"protocol":"none"}""", """{"protocol":[{"name":"lysis"},"none"]}""")]
    public void WhatTwoRowsSay_AddsUp(string first, string second, string both) => Assert.Equal(both, new CanonicalFields().AddUp(first, second));

    [Fact]
    public async Task WithinOneFile_TheLaterRecordWinsWhereItHasAValue()
    {
        var report = Samples("a", """{"accession": "S1", "sex": "male", "age": 3}""", """{"accession": " S1\u00a0", "sex": "female", "age": " ", "tissue": ["liver", "blood"]}""");
        Assert.Equal((1L, 1L), (report.Samples, report.Merged));
        Assert.Equal(("female", "3", "liver|blood"), (await _catalog.Sample("S1", "sex"), await _catalog.Sample("S1", "age"), await _catalog.Sample("S1", "tissue")));
    }

    [Fact]
    public async Task WithinOneSource_TheLaterImportWins()
    {
        Samples("a", """{"accession": "S1", "sex": "male", "age": 3}""");
        Samples("a", """{"accession": "S1", "sex": "female"}""");
        Assert.Equal(("female", "3"), (await _catalog.Sample("S1", "sex"), await _catalog.Sample("S1", "age")));
        using var reader = _catalog.Open();
        var sample = (await reader.FindSampleAsync("S1", Cancel))!;
        Assert.Equal("a", Assert.Single(await reader.SourcesOfSampleAsync(sample.Id, Cancel)).Source);
    }

    [Theory]
    [InlineData("", "b")]
    [InlineData("a", "a")]
    [InlineData("b", "b")]
    [InlineData("b,a", "b")]
    [InlineData("a,b", "a")]
    public async Task BetweenSources_PriorityWins_ThenTheLaterImport(string priority, string winner)
    {
        _catalog.Priority = priority.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Samples("a", """{"accession": "S1", "sex": "a", "only_a": "x"}""");
        Samples("b", """{"accession": "S1", "sex": "b", "only_b": "y"}""");
        Assert.Equal((winner, "x", "y"), (await _catalog.Sample("S1", "sex"), await _catalog.Sample("S1", "only_a"), await _catalog.Sample("S1", "only_b")));
        using var reader = _catalog.Open();
        var sample = (await reader.FindSampleAsync("S1", Cancel))!;
        Assert.Equal(["b", "a"], (await reader.SourcesOfSampleAsync(sample.Id, Cancel)).Select(source => source.Source));
    }

    [Fact]
    public async Task BetweenThreeSources_EachKeepsItsOwnContribution()
    {
        _catalog.Priority = ["top"];
        Samples("top", """{"accession": "S1", "sex": "top"}""");
        Samples("b", """{"accession": "S1", "sex": "b", "age": 1}""");
        Samples("c", """{"accession": "S1", "sex": "c", "age": 2}""");
        Samples("b", """{"accession": "S1", "age": 3}""");
        Assert.Equal(("top", "3"), (await _catalog.Sample("S1", "sex"), await _catalog.Sample("S1", "age")));
        _catalog.Priority = ["c"];
        Samples("other", """{"accession": "S2"}""");
        Assert.Equal(("c", "2"), (await _catalog.Sample("S1", "sex"), await _catalog.Sample("S1", "age")));
    }

    [Fact]
    public async Task Listings_CreateSamplesAndMembershipsAddUp()
    {
        var first = _catalog.Import(_catalog.Write("experiments.jsonl", """{"accession": "E1", "sample_accession_codes": ["S1", "S2 ", "S1", null, ""]}"""), "a");
        Assert.Equal((2L, 2L, 2L), (first.Samples, first.Memberships, first.CreatedFromListings));
        var second = _catalog.Import(_catalog.Write("experiments.jsonl", """{"accession": "E1", "sample_accession_codes": ["S2", "S3"]}""", """{"accession": "E2", "sample_accession_codes": ["S3"]}"""), "b");
        Assert.Equal((3L, 4L, 1L, 1L), (second.Samples, second.Memberships, second.CreatedFromListings, second.SharedSamples));
        var third = Samples("a", """{"accession": "S3", "sex": "male"}""", """{"accession": "S4"}""");
        Assert.Equal((0L, 0L, 1L), (third.Merged, third.CreatedFromListings, third.SamplesWithoutExperiment));
        Assert.Equal("male", await _catalog.Sample("S3", "sex"));
    }

    [Fact]
    public async Task AlternateAccessions_AreUniquePerLevel()
    {
        Samples("a", """{"accession": "S1", "alternate_accessions": ["X", "Y", "S1"]}""");
        _catalog.Import(_catalog.Write("experiments.jsonl", """{"accession": "E1", "alternate_accessions": "X", "sample_accession_codes": ["Y"]}"""), "a");
        using (var reader = _catalog.Open())
        {
            Assert.Equal("S1", (await reader.FindSampleAsync("X", Cancel))!.Accession);
            Assert.Equal("E1", (await reader.FindExperimentAsync("X", Cancel))!.Accession);
            Assert.Equal((1L, 1L), (reader.Generation.Samples, reader.Generation.Memberships));
        }
        Samples("a", """{"accession": "S1", "alternate_accessions": ["Z"]}""");
        using var after = _catalog.Open();
        Assert.Null(await after.FindSampleAsync("X", Cancel));
        Assert.Equal("S1", (await after.FindSampleAsync("Z", Cancel))!.Accession);
    }

    [Fact]
    public async Task AnotherSource_FindsTheRecordByAnyOfItsAccessions()
    {
        Samples("geo", """{"accession": "GSM1", "alternate_accessions": ["SRX1"], "tissue": "liver"}""");
        var runs = Samples("sra", """{"accession": "SAMN1", "alternate_accessions": ["GSM1", "SRR1"], "sex": "male"}""", """{"accession": "SRX1", "age": 3}""");
        Assert.Equal((1L, 2L), (runs.Samples, runs.Merged));
        using var reader = _catalog.Open();
        foreach (var accession in new[] { "GSM1", "SRX1", "SAMN1", "SRR1" })
            Assert.Equal("GSM1", (await reader.FindSampleAsync(accession, Cancel))!.Accession);
        Assert.Equal(("liver", "male", "3"), (await _catalog.Sample("GSM1", "tissue"), await _catalog.Sample("GSM1", "sex"), await _catalog.Sample("GSM1", "age")));
    }

    [Fact]
    public async Task RecordsThatTurnOutToBeOne_BecomeOne()
    {
        Samples("geo", """{"accession": "GSM1", "tissue": "liver"}""");
        Samples("sra", """{"accession": "SAMN1", "sex": "male"}""");
        _catalog.Import(_catalog.Write("experiments.jsonl",
            """{"accession": "E1", "sample_accession_codes": ["GSM1"]}""", """{"accession": "E2", "sample_accession_codes": ["SAMN1"]}""",
            """{"accession": "E3", "sample_accession_codes": ["GSM1", "SAMN1"]}"""), "lab");
        var report = Samples("biosample", """{"accession": "SAMEA1", "alternate_accessions": ["SAMN1", "GSM1"]}""");
        Assert.Equal((1L, 3L, 1L), (report.Samples, report.Memberships, report.SharedSamples));
        using var reader = _catalog.Open();
        foreach (var accession in new[] { "GSM1", "SAMN1", "SAMEA1" })
            Assert.Equal("GSM1", (await reader.FindSampleAsync(accession, Cancel))!.Accession);
        Assert.Equal(("liver", "male"), (await _catalog.Sample("GSM1", "tissue"), await _catalog.Sample("GSM1", "sex")));
    }

    [Fact]
    public async Task WhatOneSourceTellsApart_StaysApart()
    {
        var report = Samples("a", """{"accession": "S1", "alternate_accessions": ["X"]}""", """{"accession": "S2", "alternate_accessions": ["X", "S1"]}""");
        Assert.Equal(2, report.Samples);
        Samples("b", """{"accession": "S3", "alternate_accessions": ["S1", "S2"]}""");
        using var reader = _catalog.Open();
        Assert.Equal(2, reader.Generation.Samples);
        foreach (var (accession, record) in new[] { ("S1", "S1"), ("S2", "S2"), ("S3", "S1"), ("X", "S1") })
            Assert.Equal(record, (await reader.FindSampleAsync(accession, Cancel))!.Accession);
    }

    [Fact]
    public void IdenticalContent_MakesNoNewGeneration()
    {
        string[] lines = ["""{"accession": "S1", "sex": "male", "age": [1, 2]}""", """{"accession": "S2"}"""];
        Samples("a", lines);
        _catalog.Now = _catalog.Now.AddDays(1);
        using (var again = _catalog.Prepare(new ImportRequest([_catalog.Write("samples.jsonl", lines[1], """{"age": [1.0, 1], "accession": "S1 "}""".Replace("1.0, 1", "1, 2"), lines[0])]) { Source = "a" }))
        {
            Assert.False(again.IsNew);
            Assert.Equal(1, again.Generation!.Number);
            again.Publish();
        }
        Assert.Equal(1, _catalog.Files.CurrentNumber());
        Assert.Equal(["current", "generation-000001.db", "generation-000001.db.sha256", "import.lock"], Directory.GetFiles(_catalog.Folder).Select(Path.GetFileName).Order());
        Samples("b", lines);
        Assert.Equal(2, _catalog.Files.CurrentNumber());
    }

    [Fact]
    public void ContentHash_ForgetsOrderAndNumbers()
    {
        string Hash(params string[] lines)
        {
            _catalog.Import(new ImportRequest([_catalog.Write("samples.jsonl", lines)]) { Source = "a", Replace = true });
            using var reader = _catalog.Open();
            return reader.Generation.ContentHash;
        }
        var one = Hash("""{"accession": "S1", "a": 1, "b": 2}""", """{"accession": "S2"}""");
        Assert.Equal(one, Hash("""{"accession": "S2"}""", """{"b": 2, "a": 1, "accession": "S1"}"""));
        Assert.NotEqual(one, Hash("""{"accession": "S2"}""", """{"b": 2, "a": "2", "accession": "S1"}"""));
        Assert.NotEqual(one, Hash("""{"accession": "S1", "a": 1, "b": 2}"""));
    }

    public void Dispose() => _catalog.Dispose();
}
