using FacetExplorer.Import;
using FacetExplorer.Import.Demo;

namespace FacetExplorer.Tests.Import;

public sealed class ImporterTests : IDisposable
{
    private const string Good = """{"accession": "S1", "sex": "male"}""";

    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ImportRequest Samples(params string[] lines) => new([_catalog.Write("samples.jsonl", lines)]);

    private string[] Contents => [.. Directory.GetFiles(_catalog.Folder).Select(Path.GetFileName).OfType<string>().Where(name => name != "import.lock" && !name.EndsWith(".sha256", StringComparison.Ordinal)).Order()];

    [Theory]
    [InlineData("{\"accession\": \"S2\"", "not JSON")]
    [InlineData("sample S2", "not JSON")]
    [InlineData("""["S2"]""", "not a JSON object")]
    [InlineData("""{"accession": "S2"} {"accession": "S3"}""", "not JSON")]
    [InlineData("""{"sex": "male"}""", "no accession")]
    [InlineData("""{"accession": "  "}""", "no accession")]
    [InlineData("""{"accession": ["S2"]}""", "is a list")]
    [InlineData("""{"accession": {}}""", "is an object")]
    [InlineData("""{"accession": "S\u0000"}""", "NUL")]
    [InlineData("""{"accession": "S2", "title": "\ud83e"}""", "not valid Unicode")]
    [InlineData("""{"accession": "S2", "kept": {"deep": "\udc00"}}""", "not valid Unicode")]
    [InlineData("""{"accession": "S2", "alternate_accessions": {}}""", "alternate_accessions")]
    public void BadRecord_StopsAStrictImportAndIsLeftOutOfALenientOne(string bad, string reason)
    {
        _catalog.Import(Samples("""{"accession": "S0"}"""));
        var strict = Assert.Throws<ImportException>(() => _catalog.Import(Samples(Good, "", bad)));
        Assert.Contains("samples.jsonl, line 3: ", strict.Message, StringComparison.Ordinal);
        Assert.Contains(reason, strict.Message, StringComparison.Ordinal);
        Assert.Contains("--lenient", strict.Message, StringComparison.Ordinal);
        Assert.Equal(["current", "generation-000001.db"], Contents);
        var lenient = _catalog.Import(Samples(Good, "", bad) with { Lenient = true });
        Assert.Equal((2L, 1L), (lenient.Samples, lenient.Refused));
        Assert.Equal(3, Assert.Single(lenient.Refusals).Line);
    }

    [Theory]
    [InlineData("\"S1\"")]
    [InlineData("{}")]
    [InlineData("[[\"S1\"]]")]
    [InlineData("7")]
    public void ListOfSamples_OfTheWrongType_IsRefused(string list)
    {
        var path = _catalog.Write("experiments.jsonl", $$"""{"accession": "E1", "sample_accession_codes": {{list}}}""");
        Assert.Contains("sample_accession_codes", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accession_HasAtMost512Characters()
    {
        var report = _catalog.Import(Samples($$"""{"accession": "{{new string('x', 512)}}", "text": "{{new string('y', 5000)}}"}""", $$"""{"accession": "{{new string('x', 513)}}"}""") with { Lenient = true });
        Assert.Equal((1L, 1L, 1L), (report.Samples, report.Refused, report.LongValues));
    }

    [Fact]
    public void InvalidUtf8_IsRefused()
    {
        var path = _catalog.PathOf("samples.jsonl");
        File.WriteAllBytes(path, [.. "{\"accession\": \"S1\"}\n{\"accession\": \"S2\", \"a\": \"caf"u8, 0xE9, .. "\"}\n"u8]);
        Assert.Contains("line 2: text that is not valid Unicode", Assert.Throws<ImportException>(() => _catalog.Import(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_IsKnownByContent_AndACutOneIsRefused()
    {
        var lines = Enumerable.Range(0, 5000).Select(i => $$"""{"accession": "S{{i}}", "x": "{{Guid.NewGuid()}}"}""").ToArray();
        var packed = _catalog.WriteGzip("samples.jsonl", lines);
        Assert.Equal(5000, _catalog.Import(packed).Samples);
        Assert.Equal(36, (await _catalog.Sample("S4999", "x")).Length);
        var bytes = File.ReadAllBytes(packed);
        File.WriteAllBytes(packed, bytes[..(bytes.Length / 2)]);
        Assert.Contains("damaged or cut off", Assert.Throws<ImportException>(() => _catalog.Import(packed)).Message, StringComparison.Ordinal);
        var lenient = _catalog.Import(new ImportRequest([packed]) { Lenient = true, Replace = true });
        Assert.InRange(lenient.Samples, 1, 4999);
        Assert.Contains(lenient.Refusals, refusal => refusal.Line is null);
    }

    [Fact]
    public void ByteOrderMark_Crlf_AndBlankLinesAreNoRecords()
    {
        var path = _catalog.PathOf("samples.jsonl");
        File.WriteAllText(path, "\uFEFF{\"accession\": \"S1\"}\r\n \t\r\n{\"accession\": \"S2\"}");
        Assert.Equal(2, _catalog.Import(path).Samples);
    }

    [Fact]
    public async Task RecordLongerThanTheBuffer_IsReadWhole_AndOneBeyondTheLimitIsRefused()
    {
        var big = new string('x', 1_000_000);
        _catalog.Import(Samples(Good, $$"""{"accession": "S2", "x": "{{big}}"}""", """{"accession": "S3"}"""));
        Assert.Equal(big.Length, (await _catalog.Sample("S2", "x")).Length);
        var path = _catalog.PathOf("samples.jsonl");
        using (var file = File.CreateText(path))
        {
            file.WriteLine("""{"accession": "S4"}""");
            file.Write("{\"accession\": \"S5\", \"x\": \"");
            for (var i = 0; i < 70; i++)
                file.Write(new string('y', 1 << 20));
            file.WriteLine("\"}");
            file.WriteLine("""{"accession": "S6"}""");
        }
        var report = _catalog.Import(new ImportRequest([path]) { Lenient = true });
        Assert.Equal((5L, 1L), (report.Samples, report.Refused));
        Assert.Equal((2L, "a record of more than 64 MB"), (report.Refusals[0].Line!.Value, report.Refusals[0].Reason));
    }

    [Fact]
    public void UnknownNames_AreToldByContent()
    {
        Assert.Equal(1, _catalog.Import(_catalog.Write("a.txt", """{"accession": "E1", "sample_accession_codes": ["S1"]}""")).Experiments);
        Assert.Equal(2, _catalog.Import(_catalog.Write("b.txt", """{"accession": "S2"}""")).Samples);
        Assert.Contains("--format", Assert.Throws<ImportException>(() => _catalog.Import(_catalog.Write("c.txt", "accession\tS1"))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<ImportException>(() => _catalog.Import(_catalog.PathOf("none"))).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to import", Assert.Throws<ImportException>(() => _catalog.Import(_catalog.Write("empty.jsonl"))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_catalog.PathOf("folder"));
        Assert.Contains("nothing to import", Assert.Throws<ImportException>(() => _catalog.Import(_catalog.PathOf("folder"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SourceName_IsThatOfTheFolderOrFile()
    {
        _catalog.Write("lab one/samples.jsonl", Good);
        _catalog.Import(new ImportRequest([_catalog.PathOf("lab one") + "/", _catalog.Write("more.jsonl", """{"accession": "S2"}""")]));
        using var reader = _catalog.Open();
        Assert.Equal(["lab one", "more.jsonl"], reader.Stream("SELECT Name FROM Sources ORDER BY Id", row => row.GetString(0), Cancel));
    }

    [Fact]
    public void Replace_AndDemo_StartFromNothing()
    {
        using (var demo = DemoCatalog.Prepare(new Importer(_catalog.Files, new ImportOptions()), new DemoSize(20, 100), null, Cancel))
        {
            Assert.True(demo.Generation!.IsDemo);
            demo.Publish();
        }
        var first = _catalog.Import(Samples(Good));
        Assert.Equal((1L, 1, true), (first.Samples, first.Replaced!.Value, first.ReplacedDemo));
        var second = _catalog.Import(Samples("""{"accession": "S2"}"""));
        Assert.Equal((2L, null), (second.Samples, second.Replaced));
        var third = _catalog.Import(Samples("""{"accession": "S3"}""") with { Replace = true });
        Assert.Equal((1L, 3, false), (third.Samples, third.Replaced!.Value, third.ReplacedDemo));
    }

    [Fact]
    public void Unpublished_LeavesNoTrace()
    {
        _catalog.Import(Samples(Good));
        using (var dry = _catalog.Prepare(Samples("""{"accession": "S2"}""")))
        {
            Assert.True(dry.IsNew);
            Assert.Equal(2, dry.Report.Samples);
            Assert.True(File.Exists(dry.File));
            Assert.Equal(1, _catalog.Files.CurrentNumber());
        }
        Assert.Equal(["current", "generation-000001.db"], Contents);
    }

    [Fact]
    public void SecondImport_IsTurnedAwayAtOnce()
    {
        using (_catalog.Prepare(Samples(Good)))
            Assert.Contains("Another import", Assert.Throws<BusyException>(() => _catalog.Import(Samples(Good))).Message, StringComparison.Ordinal);
        Assert.Equal(1, _catalog.Import(Samples(Good)).Samples);
    }

    [Fact]
    public void LeftoversOfAKilledImport_AreCleanedAndNeverServed()
    {
        _catalog.Import(Samples(Good));
        var two = _catalog.Files.GenerationFile(2);
        File.WriteAllText(two + ".tmp", "half");
        File.WriteAllText(two + ".tmp-journal", "half");
        File.WriteAllText(two, "whole but never named");
        File.WriteAllText(_catalog.Files.FileBeside(2, "text.db"), "its index");
        File.WriteAllText(_catalog.Files.CurrentFile + ".tmp", "generation-00");
        using (var reader = _catalog.Open())
            Assert.Equal(1, reader.Generation.Number);
        Assert.Equal(2, _catalog.Import(Samples("""{"accession": "S2"}""")).Samples);
        Assert.Equal(["current", "generation-000001.db", "generation-000002.db"], Contents);
    }

    [Fact]
    public void Cancelled_LeavesTheOldGeneration()
    {
        _catalog.Import(Samples(Good));
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new Importer(_catalog.Files, new ImportOptions()).Prepare(Samples("""{"accession": "S2"}"""), null, cancel.Token));
        Assert.Equal(["current", "generation-000001.db"], Contents);
    }

    [Fact]
    public void MissingCurrent_IsNotTakenForAnEmptyFolder()
    {
        _catalog.Import(Samples(Good));
        _catalog.Import(Samples("""{"accession": "S2"}"""));
        File.Delete(_catalog.Files.CurrentFile);
        Assert.Contains("generation-000002.db", Assert.Throws<ImportException>(() => _catalog.Import(Samples(Good))).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], _catalog.Files.Numbers());
    }

    [Fact]
    public void EveryFieldIsKept_ObjectsToo()
    {
        _catalog.Import(Samples("""{"b": [{"k": [1, "é"]}, " x "], "accession": "S1", "a": {"n": 1.50}, "none": {}, "list": []}"""));
        using var reader = _catalog.Open();
        Assert.Equal("""{"a":{"n":1.50},"b":[{"k":[1,"é"]},"x"]}""", reader.Stream("SELECT Fields FROM Samples", row => row.GetString(0), Cancel).Single());
    }

    public void Dispose() => _catalog.Dispose();
}
