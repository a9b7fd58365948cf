using System.IO.Compression;
using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Import;

/// <summary>A state folder and a folder for source files, both gone afterwards.</summary>
internal sealed class TempCatalog : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("facet-explorer-test-");

    public string Folder => Path.Combine(_root.FullName, "state");
    public CatalogFiles Files => new(Folder);
    public string[] Priority { get; set; } = [];
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public string PathOf(string name) => Path.Combine(_root.FullName, name);

    public string Write(string name, params string[] lines)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join("\n", lines) + "\n");
        return path;
    }

    public string WriteGzip(string name, params string[] lines)
    {
        var path = PathOf(name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n"));
        return path;
    }

    public PreparedImport Prepare(ImportRequest request) =>
        new Importer(Files, new ImportOptions { Priority = Priority }, new FixedClock(Now)).Prepare(request, null, TestContext.Current.CancellationToken);

    public ImportReport Import(ImportRequest request)
    {
        using var import = Prepare(request);
        import.Publish();
        return import.Report;
    }

    public ImportReport Import(string path, string? source = null) => Import(new ImportRequest([path]) { Source = source });

    public CatalogReader Open() => CatalogReader.Open(Files.GenerationFile(Files.CurrentNumber()!.Value));

    public async Task<string> Sample(string accession, string field)
    {
        using var reader = Open();
        var record = await reader.FindSampleAsync(accession, TestContext.Current.CancellationToken);
        return record is null ? "no such sample" : string.Join("|", record.Fields[field]);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
