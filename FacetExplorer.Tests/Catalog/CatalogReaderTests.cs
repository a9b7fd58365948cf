using FacetExplorer.Catalog;
using FacetExplorer.Tests.Import;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Tests.Catalog;

public sealed class CatalogReaderTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private readonly CatalogReader _reader;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public CatalogReaderTests()
    {
        _catalog.Write("in/experiments.jsonl",
            """{"accession": "E1", "title": "one", "alternate_accessions": ["ALT-1", "ALT-2"], "sample_accession_codes": ["S1", "S2", "S\uFFFD", "S🧬"]}""",
            """{"accession": "E2", "sample_accession_codes": ["S2", "S3", "S3"]}""",
            """{"accession": "E3", "sample_accession_codes": ["S1", "S2"]}""",
            """{"accession": "E4"}""");
        _catalog.Write("in/samples.jsonl", """{"accession": "S1", "organism": "human"}""", """{"accession": "S9"}""");
        _catalog.Import(_catalog.PathOf("in"), "first");
        _reader = _catalog.Open();
    }

    [Fact]
    public void Streams_GiveEverythingByIdAndPairsOnce()
    {
        Assert.Equal(["E1", "E2", "E3", "E4"], _reader.Experiments(Cancel).Select(record => record.Accession));
        var samples = _reader.Samples(Cancel).ToDictionary(record => record.Id, record => record.Accession);
        Assert.Equal(samples.Keys.Order(), samples.Keys);
        var pairs = _reader.Memberships(Cancel).ToList();
        Assert.Equal(pairs.Distinct().Order(), pairs);
        Assert.Equal(8, pairs.Count);
        Assert.Equal((4, 6L, 8L), ((int)_reader.Generation.Experiments, _reader.Generation.Samples, _reader.Generation.Memberships));
    }

    [Theory]
    [InlineData("E1", "E1")]
    [InlineData(" E1 ", "E1")]
    [InlineData("ALT-2", "E1")]
    [InlineData("S1", null)]
    [InlineData("e1", null)]
    [InlineData(" ", null)]
    public async Task FindExperiment_ByOwnOrAlternateAccession(string asked, string? found) =>
        Assert.Equal(found, (await _reader.FindExperimentAsync(asked, Cancel))?.Accession);

    [Fact]
    public async Task SamplesOf_PagesInCodePointOrder()
    {
        var e1 = (await _reader.FindExperimentAsync("E1", Cancel))!;
        var first = await _reader.SamplesOfAsync(e1.Id, 1, 3, Cancel);
        var second = await _reader.SamplesOfAsync(e1.Id, 2, 3, Cancel);
        Assert.Equal(["S1", "S2", "S\uFFFD"], first.Items.Select(sample => sample.Accession));
        Assert.Equal(["S🧬"], second.Items.Select(sample => sample.Accession));
        Assert.Equal(4, second.Total);
    }

    [Fact]
    public async Task Neighbours_OfExperimentsAndSamples()
    {
        var e2 = (await _reader.FindExperimentAsync("E2", Cancel))!;
        var s2 = (await _reader.FindSampleAsync("S2", Cancel))!;
        Assert.Equal(["E1", "E2", "E3"], (await _reader.ExperimentsOfAsync(s2.Id, Cancel)).Select(record => record.Accession));
        Assert.Equal([("E1", 1L), ("E3", 1L)], (await _reader.SharingWithAsync(e2.Id, Cancel)).Select(other => (other.Experiment.Accession, other.Samples)));
        var e3 = (await _reader.FindExperimentAsync("E3", Cancel))!;
        Assert.Equal([("E1", 2L), ("E2", 1L)], (await _reader.SharingWithAsync(e3.Id, Cancel)).Select(other => (other.Experiment.Accession, other.Samples)));
        Assert.Equal(["E3", "E2"], (await _reader.ExperimentsAsync([e3.Id, 999, e2.Id], Cancel)).Select(record => record.Accession));
    }

    [Fact]
    public async Task Sources_OfDescribedAndOfListedRecords()
    {
        var s1 = (await _reader.FindSampleAsync("S1", Cancel))!;
        var s3 = (await _reader.FindSampleAsync("S3", Cancel))!;
        var source = Assert.Single(await _reader.SourcesOfSampleAsync(s1.Id, Cancel));
        Assert.Equal(("first", "samples.jsonl", "jsonl", _catalog.Now), (source.Source, source.File, source.Format, source.ImportedAt));
        Assert.Equal(Sha256Of(_catalog.PathOf("in/samples.jsonl")), source.Sha256);
        Assert.Equal("experiments.jsonl", Assert.Single(await _reader.SourcesOfSampleAsync(s3.Id, Cancel)).File);
    }

    [Fact]
    public void Open_SaysWhatIsWrong()
    {
        var missing = Assert.Throws<CatalogUnavailableException>(() => CatalogReader.Open(_catalog.PathOf("none.db")));
        Assert.Contains("none.db", missing.Message, StringComparison.Ordinal);
        var noCatalog = _catalog.Write("text.db", "this is no database, however long it is");
        Assert.Throws<CatalogUnavailableException>(() => CatalogReader.Open(noCatalog));
    }

    [Fact]
    public async Task Interrupt_EndsALongStatement()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SqliteInterrupt.RunAsync(connection, command.ExecuteScalar, cancel.Token));
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        command.CommandText = "SELECT 42";
        Assert.Equal(42L, await SqliteInterrupt.RunAsync(connection, command.ExecuteScalar, Cancel));
    }

    private static string Sha256Of(string file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    public void Dispose()
    {
        _reader.Dispose();
        _catalog.Dispose();
    }
}
