using FacetExplorer.Benchmarks;
using FacetExplorer.Catalog;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

/// <summary>The disk fails, or the machine stops, before each step that makes something durable.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private readonly string _first, _second;

    public DiskFaultTests()
    {
        _first = _catalog.Write("first/samples.jsonl", """{"accession": "S1"}""");
        _second = _catalog.Write("second/samples.jsonl", """{"accession": "S2"}""", """{"accession": "S3"}""");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFaultAtAnyStep_LosesNothing_AndTheNextImportSucceeds()
    {
        var steps = await StepsAsync();
        for (var failing = 0; failing < steps.Count; failing++)
        {
            var state = _catalog.PathOf($"fault-{failing}");
            await KilledImports.ImportAsync(state, _first, Cancel);
            var (step, name) = steps[failing];
            var error = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(state, failing, () => throw new IOException("no space left")));
            Assert.Contains("no space left", error.Message, StringComparison.Ordinal);
            var isCurrent = error.Message.StartsWith("Generation 2 is current", StringComparison.Ordinal);
            Assert.Equal((step, name) == (DiskStep.FlushFolder, "current"), isCurrent);
            await AssertRecoversAsync(state, isCurrent ? 2 : 1);
        }
    }

    [Fact]
    public async Task AStopBeforeAnyStep_LosesNothing_AndTheNextImportSucceeds()
    {
        var steps = await StepsAsync();
        for (var last = 0; last < steps.Count; last++)
        {
            var (state, stopped) = (_catalog.PathOf($"going-{last}"), _catalog.PathOf($"stopped-{last}"));
            await KilledImports.ImportAsync(state, _first, Cancel);
            await ImportAsync(state, last, () => KilledImports.Copy(state, stopped));
            await AssertRecoversAsync(stopped, steps[last] == (DiskStep.FlushFolder, "current") ? 2 : 1);
        }
    }

    [Fact]
    public async Task Steps_AreAllFilesInTheirOrder_CurrentLast()
    {
        var renamed = (await StepsAsync()).Where(step => step.Step == DiskStep.Rename).Select(step => step.Name);
        Assert.Equal(["generation-000002.db", "generation-000002.db.sha256", "generation-000002.text.db", "generation-000002.text.db.sha256",
            "generation-000002.counts", "generation-000002.counts.sha256", "current"], renamed);
    }

    private async Task<List<(DiskStep Step, string Name)>> StepsAsync()
    {
        var state = _catalog.PathOf("steps");
        await KilledImports.ImportAsync(state, _first, Cancel);
        return await ImportAsync(state, -1, () => { });
    }

    /// <summary>Imports the second source and does something before one of the steps.</summary>
    private async Task<List<(DiskStep Step, string Name)>> ImportAsync(string state, int at, Action before)
    {
        var steps = new List<(DiskStep, string)>();
        DurableFile.Before.Value = (step, file) =>
        {
            steps.Add((step, Path.GetFileName(file)));
            if (steps.Count - 1 == at)
                before();
        };
        try
        {
            await KilledImports.ImportAsync(state, _second, Cancel);
            return steps;
        }
        finally
        {
            DurableFile.Before.Value = null;
        }
    }

    private async Task AssertRecoversAsync(string state, int number)
    {
        Assert.Equal(number == 1 ? 1 : 3, (await KilledImports.ServedAsync(state, number, Cancel)).Samples);
        await KilledImports.ImportAsync(state, _second, Cancel);
        Assert.Equal(3, (await KilledImports.ServedAsync(state, 2, Cancel)).Samples);
        Assert.Equal(
            ["current", .. KilledImports.FilesOf(1), .. KilledImports.FilesOf(2), "import.lock"],
            Directory.EnumerateFileSystemEntries(state).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _catalog.Dispose();
}
