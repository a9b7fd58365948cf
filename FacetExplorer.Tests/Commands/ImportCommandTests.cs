using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using FacetExplorer.Benchmarks;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Tests.Import;

namespace FacetExplorer.Tests.Commands;

/// <summary>What an update that runs by itself relies on: exit codes, <c>--if-changed</c>, the report as a file.</summary>
[Collection("console")]
public sealed class ImportCommandTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<(int Code, string Text)> Run(params string[] args) => Verbs.RunAsync(["import", .. args, "--catalog", _catalog.Folder]);

    private string Samples(int from, int to) => _catalog.Write("samples.jsonl", [.. Enumerable.Range(from, to - from).Select(i => $$"""{"accession": "S{{i}}"}""")]);

    private async Task Ends(int code, string text, params string[] args)
    {
        var run = await Run(args);
        Assert.Contains(text, run.Text, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
    }

    [Fact]
    public async Task ASource_IsGivenWhole_AndWhatWouldGoIsAskedFor()
    {
        await Ends(0, "    samples 20 added, 0 changed, 0 removed, 0 unchanged", "--source", "lab", Samples(0, 20));
        await Ends(0, "    samples 1 added, 0 changed, 1 removed, 19 unchanged", "--source", "lab", Samples(1, 21));
        await Ends(3, "3 of 20 samples (S1, S2, S3) of lab", "--source", "lab", Samples(4, 21));
        await Ends(3, "--accept-removals", "--source", "lab", Samples(4, 21), "--dry-run");
        Assert.Equal(2, _catalog.Files.CurrentNumber());
        await Ends(0, "Of lab:", "--source", "lab", "--accept-removals", Samples(4, 21));
        await Ends(0, "Of the catalog:", Samples(30, 31));
        Assert.Equal(18, _catalog.Open().Generation.Samples);
    }

    [Fact]
    public async Task HowTheLastOneEnded_IsWrittenDown_ForTheMetrics()
    {
        await Ends(1, "does not exist", _catalog.PathOf("none.jsonl"));
        Assert.Null(LastImport.Read(_catalog.Files)); // a folder that is only named is not made
        await Ends(0, "20 samples", "--source", "lab", Samples(0, 20));
        AssertLast(ImportOutcome.Done);
        await Ends(3, "--accept-removals", "--source", "lab", Samples(0, 2));
        AssertLast(ImportOutcome.RemovalsRefused);
        var bad = _catalog.Write("bad.jsonl", """{"accession": "S1"}""", "{}");
        await Ends(1, "no accession", bad);
        AssertLast(ImportOutcome.Failed);
        await Ends(2, "1 records refused", bad, "--lenient");
        AssertLast(ImportOutcome.DoneInPart);
        await Ends(0, "this would be", "--dry-run", _catalog.Write("more.jsonl", """{"accession": "S9"}"""));
        using (_catalog.Prepare(new ImportRequest([Samples(0, 30)])))
            await Ends(4, "Another import", Samples(0, 1));
        AssertLast(ImportOutcome.DoneInPart);

        void AssertLast(ImportOutcome outcome)
        {
            var last = LastImport.Read(_catalog.Files)!;
            Assert.Equal(outcome, last.Outcome);
            Assert.InRange(DateTimeOffset.UtcNow - last.EndedAt, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        }
    }

    [Fact]
    public async Task WhileAnotherImportRuns_ItIsBusy()
    {
        using (_catalog.Prepare(new ImportRequest([Samples(0, 1)])))
            await Ends(4, "Another import", Samples(0, 1));
        await Ends(0, "1 samples", Samples(0, 1));
    }

    [Fact]
    public async Task Cancelled_LeavesTheCatalogAsItWas()
    {
        Samples(0, 1);
        await Run(_catalog.PathOf("samples.jsonl"));
        var endless = _catalog.PathOf("endless.jsonl");
        await using (var packed = new GZipStream(File.Create(endless), CompressionLevel.Fastest))
            for (var i = 0; i < 6000; i++)
                await packed.WriteAsync(Thousand, Cancel);
        string[] command = [Path.Combine(AppContext.BaseDirectory, "FacetExplorer.dll"), "import", endless, "--catalog", _catalog.Folder];
        using var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", command)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        while (!File.Exists(_catalog.Files.GenerationFile(2) + ".tmp"))
            await Task.Delay(50, Cancel);
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync(Cancel);
        Assert.Contains("the catalog is as it was", await process.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal(ImportOutcome.Cancelled, LastImport.Read(_catalog.Files)?.Outcome);
        Assert.Equal(["current", .. KilledImports.FilesOf(1), "import.lock", "last-import.json"], Directory.GetFiles(_catalog.Folder).Select(Path.GetFileName).Order());
    }

    private static readonly byte[] Thousand = [.. Enumerable.Repeat("{\"accession\": \"S1\"}\n"u8.ToArray(), 1000).SelectMany(line => line)];

    [Fact]
    public async Task IfChanged_ReadsNothingThatTheCatalogHas()
    {
        string[] all = ["--source", "lab", "--if-changed"];
        const string nothing = "Nothing has changed: generation 1 has these files already.";
        var file = Samples(0, 20);
        await Ends(0, "20 sample records read", [.. all, file]);
        await Ends(0, nothing, [.. all, file]);
        using (_catalog.Prepare(new ImportRequest([_catalog.Write("other.jsonl", """{"accession": "S99"}""")])))
            await Ends(0, nothing, [.. all, file]);
        await Ends(0, "Nothing is new", ["--source", "lab", file]);
        File.AppendAllText(file, "\n");
        await Ends(0, "Nothing is new", [.. all, file]);
        await Ends(0, "Generation 2 is current", [.. all, Samples(0, 21)]);
        await Ends(0, "Generation 3 is current", [.. all, file, _catalog.Write("more/samples.jsonl", """{"accession": "S50"}""")]);
        await Ends(0, "1 removed", [.. all, file]);
        await Ends(0, "Generation 5 is current", ["--source", "another", "--if-changed", file]);
        await Ends(0, "21 sample records read", ["--source", "another", "--if-changed", file, "--Import:Priority:0=lab"]);
        await Ends(1, "--replace throws away", [.. all, file, "--replace"]);
        await Ends(1, "does not exist", [.. all, _catalog.PathOf("none.jsonl")]);
    }

    [Fact]
    public async Task IfChanged_WithoutASource_LooksForTheLastFileOfThatName()
    {
        await Ends(0, "20 sample records read", "--if-changed", Samples(0, 20));
        await Ends(0, "Nothing has changed: generation 1", "--if-changed", Samples(0, 20));
        await Ends(0, "21 sample records read", "--if-changed", Samples(0, 21));
        await Ends(0, "20 sample records read", "--if-changed", Samples(0, 20));
    }

    [Fact]
    public async Task Report_TellsEverythingInOneFile()
    {
        var page = _catalog.PathOf("report.html");
        var file = _catalog.Write("<b>&lab/samples.jsonl", """{"accession": "S1"}""", """{"accession": "S2"}""", """{"accession": "S1"}""", "{<script>alert(1)</script>}", """["S3"]""");
        await Ends(2, "2 records refused", file, "--lenient", "--report", page);
        var html = await File.ReadAllTextAsync(page, Cancel);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains("Generation 1 is current.", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;lab", html, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, Cancel))), html, StringComparison.Ordinal);
        Assert.Contains(", line 4", html, StringComparison.Ordinal);
        Assert.Contains("not a JSON object", html, StringComparison.Ordinal);
        Assert.Matches("<h3>Samples</h3>\\s*<dl>\\s*<div><dt>added</dt><dd>2</dd></div>\\s*<div><dt>changed</dt><dd>0</dd></div>", html);
        Assert.Contains("<dt>sample records</dt><dd>3</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>records merged</dt><dd>1</dd>", html, StringComparison.Ordinal);
        foreach (var foreign in new[] { "<script", "http:", "https:", "<link", "<img", "@import", "url(" })
            Assert.DoesNotContain(foreign, html, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(page + ".tmp"));
    }

    [Fact]
    public async Task Report_IsWrittenWhateverComesOfTheImport()
    {
        var page = _catalog.PathOf("report.html");
        async Task Says(string text)
        {
            Assert.Contains(text, await File.ReadAllTextAsync(page, Cancel), StringComparison.Ordinal);
            File.Delete(page);
        }
        await Ends(0, "20 added", "--source", "lab", Samples(0, 20), "--report", page);
        await Says("What is different in lab");
        await Ends(0, "Nothing has changed", "--source", "lab", "--if-changed", Samples(0, 20), "--report", page);
        await Says("Nothing has changed: generation 1");
        await Ends(3, "of lab", "--source", "lab", Samples(0, 10), "--report", page);
        await Says("10 of 20 samples");
        await Ends(1, "line 2", _catalog.Write("bad.jsonl", """{"accession": "S1"}""", "{}"), "--report", page);
        await Says("--lenient leaves such records out");
        using (_catalog.Prepare(new ImportRequest([Samples(5, 6)])))
            await Ends(4, "Another import", Samples(5, 6), "--report", page);
        await Says("Another import");
        await Ends(1, "there is no folder", Samples(5, 6), "--report", _catalog.PathOf("none/report.html"));
        await Ends(1, "is a folder", Samples(5, 6), "--report", _catalog.Folder);
        Assert.Equal(1, _catalog.Files.CurrentNumber());
    }

    public void Dispose() => _catalog.Dispose();
}
