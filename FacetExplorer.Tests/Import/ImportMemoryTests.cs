using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

/// <summary>What the whole process holds, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(ImportMemoryTests), DisableParallelization = true)]
[Collection(nameof(ImportMemoryTests))]
public sealed class ImportMemoryTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Memory_DoesNotGrowWithTheFile()
    {
        var path = _catalog.PathOf("aggregated_metadata.json");
        using (var file = File.CreateText(path))
        {
            file.Write("{\"samples\": {");
            for (var i = 0; i < 16_000; i++)
                file.Write($"{(i == 0 ? "" : ",")}\"S{i}\": {{\"accession_code\": \"S{i}\", \"annotations\": [{{\"x\": \"{new string('x', 2000)}\"}}]}}");
            file.Write("}}");
        }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        using var import = new Importer(_catalog.Files, new ImportOptions()).Prepare(new ImportRequest([path]),
            new Watch(() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true))), Cancel);
        Assert.Equal(16_000, import.Report.Samples);
        Assert.True(most - before < new FileInfo(path).Length / 8, $"{most - before} bytes more than before");
        Assert.NotEqual(0, most);
    }

    public void Dispose() => _catalog.Dispose();

    private sealed class Watch(Action look) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => look();
    }
}
