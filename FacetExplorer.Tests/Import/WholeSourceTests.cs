using FacetExplorer.Catalog;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

/// <summary><c>import --source NAME</c>: the files are all that the source says.</summary>
public sealed class WholeSourceTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ImportReport All(string source, string[] samples, string[]? experiments = null, bool accept = true)
    {
        _catalog.Write($"{source}/samples.jsonl", samples);
        _catalog.Write($"{source}/experiments.jsonl", experiments ?? []);
        return _catalog.Import(new ImportRequest([_catalog.PathOf(source)]) { Source = source, IsWhole = true, AcceptRemovals = accept });
    }

    private List<string> Accessions(string table)
    {
        using var reader = _catalog.Open();
        return [.. reader.Stream($"SELECT Accession FROM {table} ORDER BY Accession", row => row.GetString(0), Cancel)];
    }

    private Dictionary<string, int> Ids()
    {
        using var reader = _catalog.Open();
        return reader.Samples(Cancel).ToDictionary(sample => sample.Accession, sample => sample.Id);
    }

    [Fact]
    public async Task WhatIsGone_IsRemoved_AndABlankClearsAValue()
    {
        All("a", ["""{"accession": "S1", "sex": "male", "age": 3}""", """{"accession": "S2", "sex": "male"}""", """{"accession": "S3"}"""],
            ["""{"accession": "E1", "title": "one", "sample_accession_codes": ["S1", "S2", "S9"]}""", """{"accession": "E2", "sample_accession_codes": ["S2"]}"""]);
        var before = Ids();
        var report = All("a", ["""{"accession": "S4"}""", """{"accession": "S1", "sex": " ", "age": 4}""", """{"accession": "S1", "tissue": "liver"}""", """{"accession": "S3"}"""],
            ["""{"accession": "E1", "title": "one", "sample_accession_codes": ["S1", "S4"]}"""]);
        Assert.Equal(["E1"], Accessions("Experiments"));
        Assert.Equal(["S1", "S3", "S4"], Accessions("Samples"));
        Assert.Equal(("", "4", "liver"), (await _catalog.Sample("S1", "sex"), await _catalog.Sample("S1", "age"), await _catalog.Sample("S1", "tissue")));
        Assert.Equal(("a", 1L), (report.Whole, report.Merged));
        Assert.Equal(new CatalogChanges(new(0, 0, 1, 1), new(1, 1, 2, 1), new(1, 0, 3, 1)), report.Changes);
        Assert.Equal((before["S1"], before["S3"]), (Ids()["S1"], Ids()["S3"]));
        Assert.Empty(GenerationCheck.Problems(_catalog.Files.GenerationFile(2), Cancel));
    }

    [Fact]
    public async Task WhatAnotherSourceSays_Stays()
    {
        All("a", ["""{"accession": "S1", "sex": "a", "age": 1}""", """{"accession": "S2", "sex": "a"}""", """{"accession": "S3", "sex": "a"}"""],
            ["""{"accession": "E1", "title": "a", "sample_accession_codes": ["S1", "S3"]}"""]);
        All("b", ["""{"accession": "S1", "sex": "b"}""", """{"accession": "S2", "tissue": "b"}"""], ["""{"accession": "E1", "other": "b", "sample_accession_codes": ["S1"]}"""]);
        All("c", ["""{"accession": "S2", "disease": "c"}"""]);
        var report = All("a", ["""{"accession": "S4"}"""]);
        Assert.Equal(["E1"], Accessions("Experiments"));
        Assert.Equal(["S1", "S2", "S4"], Accessions("Samples"));
        Assert.Equal(("b", ""), (await _catalog.Sample("S1", "sex"), await _catalog.Sample("S1", "age")));
        Assert.Equal(("", "b", "c"), (await _catalog.Sample("S2", "sex"), await _catalog.Sample("S2", "tissue"), await _catalog.Sample("S2", "disease")));
        Assert.Equal(new CatalogChanges(new(0, 0, 1, 0), new(1, 0, 3, 0), new(0, 0, 2, 0)), report.Changes);
        using var reader = _catalog.Open();
        var sample = (await reader.FindSampleAsync("S1", Cancel))!;
        Assert.Equal("b", Assert.Single(await reader.SourcesOfSampleAsync(sample.Id, Cancel)).Source);
        Assert.Equal(1, reader.Generation.Memberships);
    }

    [Fact]
    public async Task AlternateAccessions_GoWithWhatTheSourceSaid()
    {
        All("a", ["""{"accession": "S1", "alternate_accessions": ["X", "Y"]}""", """{"accession": "S2", "alternate_accessions": ["Z"]}"""]);
        All("b", ["""{"accession": "S2", "sex": "b"}"""]);
        All("a", ["""{"accession": "S3", "alternate_accessions": ["X", "Z"]}""", """{"accession": "S1"}"""]);
        using var reader = _catalog.Open();
        Assert.Equal(("S3", null, "S3"), ((await reader.FindSampleAsync("X", Cancel))?.Accession, (await reader.FindSampleAsync("Y", Cancel))?.Accession, (await reader.FindSampleAsync("Z", Cancel))?.Accession));
    }

    [Fact]
    public async Task ASampleThatIsOnlyListedNow_IsKeptWithoutItsFields()
    {
        string[] experiments = ["""{"accession": "E1", "sample_accession_codes": ["S1"]}"""];
        All("a", ["""{"accession": "S1", "sex": "male"}""", """{"accession": "S2"}"""], experiments);
        var report = All("a", ["""{"accession": "S2"}"""], experiments);
        Assert.Equal("", await _catalog.Sample("S1", "sex"));
        Assert.Equal(new Changes(0, 1, 0, 1), report.Changes!.Samples);
    }

    [Fact]
    public void TheSameAgain_MakesNoNewGeneration_EvenAfterAnotherSource()
    {
        string[] a = ["""{"accession": "S1", "sex": "a"}"""], b = ["""{"accession": "S1", "sex": "b"}"""];
        All("a", a);
        All("b", b);
        Assert.True(All("a", a).Changes!.None);
        Assert.Equal(2, _catalog.Files.CurrentNumber());
        _catalog.Priority = ["a"];
        Assert.True(All("a", a).Changes!.None);
        Assert.Equal(3, _catalog.Files.CurrentNumber());
    }

    [Fact]
    public void MoreThanATenth_IsRefused_AndNamed()
    {
        string[] Samples(int from) => [.. Enumerable.Range(from, 20 - from).Select(i => $$"""{"accession": "S{{i:D2}}"}""")];
        All("a", Samples(0), ["""{"accession": "E1"}""", """{"accession": "E2"}"""], accept: false);
        All("a", Samples(2), ["""{"accession": "E1"}""", """{"accession": "E2"}"""], accept: false);
        var samples = Assert.Throws<RemovalsRefusedException>(() => All("a", Samples(10), ["""{"accession": "E1"}""", """{"accession": "E2"}"""], accept: false));
        Assert.StartsWith("8 of 18 samples (S02, S03, S04, S05, S06, …) of a are no more in its files.", samples.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-removals", samples.Message, StringComparison.Ordinal);
        var experiments = Assert.Throws<RemovalsRefusedException>(() => All("a", Samples(2), ["""{"accession": "E2"}"""], accept: false));
        Assert.StartsWith("1 of 2 experiments (E1) of a", experiments.Message, StringComparison.Ordinal);
        Assert.Equal((2, 18), (_catalog.Files.CurrentNumber(), Accessions("Samples").Count));
        Assert.Equal([1, 2], _catalog.Files.Numbers());
        Assert.Empty(Directory.GetFiles(_catalog.Folder, "*.tmp*"));
        Assert.Equal(10, All("a", Samples(10), ["""{"accession": "E2"}"""]).Samples);
    }

    [Fact]
    public void AFileThatIsCutOff_IsNotTakenForAll()
    {
        string[] lines = [.. Enumerable.Range(0, 3000).Select(i => $$"""{"accession": "S{{i}}", "x": "{{Guid.NewGuid()}}"}""")];
        var packed = _catalog.WriteGzip("samples.jsonl", lines);
        var all = new ImportRequest([packed]) { Source = "a", IsWhole = true, Lenient = true };
        Assert.Equal(3000, _catalog.Import(all).Samples);
        File.WriteAllBytes(packed, File.ReadAllBytes(packed)[..^100]);
        Assert.Contains("would be taken for removed from a", Assert.Throws<ImportException>(() => _catalog.Import(all)).Message, StringComparison.Ordinal);
        Assert.Equal(1, _catalog.Files.CurrentNumber());
    }

    [Fact]
    public void WithoutAName_TheReportTellsWhatIsNewInTheCatalog()
    {
        _catalog.Import(_catalog.Write("samples.jsonl", """{"accession": "S1", "sex": "male"}""", """{"accession": "S2"}"""));
        var report = _catalog.Import(_catalog.Write("samples.jsonl", """{"accession": "S1", "age": 3}""", """{"accession": "S3"}"""));
        Assert.Null(report.Whole);
        Assert.Equal(new CatalogChanges(new(0, 0, 0, 0), new(1, 1, 0, 1), new(0, 0, 0, 0)), report.Changes);
    }

    [Fact]
    public void ADamagedCatalog_CanBeReplaced()
    {
        string[] lines = [.. Enumerable.Range(0, 3000).Select(i => $$"""{"accession": "S{{i}}", "x": "{{Guid.NewGuid()}}"}""")];
        _catalog.Import(_catalog.Write("samples.jsonl", lines));
        var file = _catalog.Files.GenerationFile(1);
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(bytes.Length / 3, bytes.Length / 3).Fill(0x5A);
        File.WriteAllBytes(file, bytes);
        Assert.Throws<ImportException>(() => _catalog.Import(_catalog.PathOf("samples.jsonl")));
        var report = _catalog.Import(new ImportRequest([_catalog.PathOf("samples.jsonl")]) { Replace = true });
        Assert.Equal((3000L, new Changes(3000, 0, 0, 0)), (report.Samples, report.Changes!.Samples));
        Assert.Empty(GenerationCheck.Problems(_catalog.Files.GenerationFile(2), Cancel));
    }

    [Fact]
    public void Replaced_TheReportTellsWhatIsDifferent()
    {
        All("a", ["""{"accession": "S1", "sex": "male"}""", """{"accession": "S2"}"""], ["""{"accession": "E1", "sample_accession_codes": ["S1", "S2"]}"""]);
        _catalog.Write("b/samples.jsonl", """{"accession": "S3"}""", """{"accession": "S1", "sex": "female"}""");
        _catalog.Write("b/experiments.jsonl", """{"accession": "E1", "sample_accession_codes": ["S1"]}""");
        var report = _catalog.Import(new ImportRequest([_catalog.PathOf("b")]) { Source = "a", IsWhole = true, Replace = true });
        Assert.Equal((1, null), (report.Replaced, report.Whole));
        Assert.Equal(new CatalogChanges(new(0, 0, 0, 1), new(1, 1, 1, 0), new(0, 0, 1, 1)), report.Changes);
    }

    public void Dispose() => _catalog.Dispose();
}
