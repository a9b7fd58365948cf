using System.Diagnostics;
using System.Globalization;
using FacetExplorer.Benchmarks;

namespace FacetExplorer.Tests.Import;

/// <summary>Imports in processes of their own, killed, hindered by the disk, and two at once.</summary>
public sealed class KilledImportTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 20;

    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnImportKilledAtAnyInstant_LosesNothing()
    {
        var stages = await KilledImports.RunAsync(Seeds.Number("FACETEXPLORER_KILLS") ?? Kills, Seeds.Next(output), Cancel);
        output.WriteLine(string.Join(", ", stages.Select(stage => $"{stage.Value} {stage.Key}")));
    }

    [Fact]
    public async Task OfTwoImportsAtOnce_OneWins_AndTheOtherSaysAtOnceThatItIsBusy()
    {
        await BeginAsync();
        var source = WriteSamples(40_000);
        File.Delete(_catalog.Files.LockFile);
        using var first = KilledImports.ImportProcess(source, _catalog.Folder);
        while (!File.Exists(_catalog.Files.LockFile))
            await Task.Delay(1, Cancel);
        using var second = KilledImports.ImportProcess(source, _catalog.Folder);
        await second.WaitForExitAsync(Cancel);
        Assert.False(first.HasExited);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains("Another import", await second.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        await first.WaitForExitAsync(Cancel);
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(40_001, (await KilledImports.ServedAsync(_catalog.Folder, 2, Cancel)).Samples);
    }

    /// <summary>The longest file a process may write stands for the space that is left: the file that reaches it first gets a true error of the system.</summary>
    [Fact]
    public async Task AFullDisk_IsSaidInOneSentence_AndLosesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux limits files so.");
        await BeginAsync();
        var source = WriteSamples(4_000);
        var failures = 0;
        for (var kilobytes = 8; ; kilobytes *= 4)
        {
            using var process = Limited(source, kilobytes);
            await process.WaitForExitAsync(Cancel);
            var said = await process.StandardError.ReadToEndAsync(Cancel);
            if (process.ExitCode == 0)
                break;
            failures++;
            Assert.Equal((1, kilobytes), (process.ExitCode, kilobytes));
            Assert.StartsWith("The import failed", said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
            Assert.Equal(1, (await KilledImports.ServedAsync(_catalog.Folder, 1, Cancel)).Samples);
            Assert.DoesNotContain(Directory.GetFiles(_catalog.Folder), file => file.Contains(".tmp", StringComparison.Ordinal) || file.Contains("000002", StringComparison.Ordinal));
        }
        Assert.InRange(failures, 3, 30);
        Assert.Equal(4_001, (await KilledImports.ServedAsync(_catalog.Folder, 2, Cancel)).Samples);
    }

    private async Task BeginAsync() =>
        await KilledImports.ImportAsync(_catalog.Folder, _catalog.Write("first.jsonl", """{"accession": "first"}"""), Cancel);

    /// <summary>Samples of two experiments, so that the text index is a large file too.</summary>
    private string WriteSamples(int count)
    {
        _catalog.Write("second/experiments.jsonl", [.. Enumerable.Range(0, count / 4).Select(i => $$"""{"accession": "E{{i}}", "title": "word{{i}} of many", "sample_accession_codes": ["S{{i}}"]}""")]);
        _catalog.Write("second/samples.jsonl", [.. Enumerable.Range(0, count).Select(i => $$"""{"accession": "S{{i}}", "organism": "mouse"}""")]);
        return _catalog.PathOf("second");
    }

    private Process Limited(string source, int kilobytes) => Process.Start(new ProcessStartInfo("bash")
    {
        ArgumentList = { "-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "bash", kilobytes.ToString(CultureInfo.InvariantCulture),
            "dotnet", typeof(Program).Assembly.Location, "import", source, "--catalog", _catalog.Folder },
        // Its pages of code would count as files too.
        Environment = { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public void Dispose() => _catalog.Dispose();
}
