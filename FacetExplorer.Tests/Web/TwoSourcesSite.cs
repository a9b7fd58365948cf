using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Import;

namespace FacetExplorer.Tests.Web;

/// <summary>The worked example as the source "archive", and a lab that describes some of it too, in two imports.</summary>
public sealed class TwoSourcesSite : Site
{
    protected override async Task PrepareAsync()
    {
        await AddAsync("archive", WorkedExampleSite.Experiments, WorkedExampleSite.Samples);
        await AddAsync("lab", """{"accession": "E2", "title": "Our mice"}""", """{"accession": "s3", "age": 8}""");
        await AddAsync("lab", "", """{"accession": "s2", "age": 9}""");
    }

    private async Task AddAsync(string source, string experiments, string samples)
    {
        var folder = Directory.CreateTempSubdirectory("facetexplorer-import-");
        if (experiments.Length > 0)
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "experiments.jsonl"), experiments);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "samples.jsonl"), samples);
        using (var import = new Importer(new CatalogFiles(Catalog), new ImportOptions()).Prepare(new ImportRequest([folder.FullName]) { Source = source }, progress: null, CancellationToken.None))
            await Publication.PublishAsync(import, Settings.Load(Switches, Catalog), CancellationToken.None);
        folder.Delete(recursive: true);
    }
}
