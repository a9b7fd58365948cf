using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Import;
using FacetExplorer.Search;
using Microsoft.Data.Sqlite;

namespace FacetExplorer.Commands;

/// <summary>The last step of an import, and the engine's index.</summary>
internal static class Publication
{
    /// <summary>
    /// The embedded engine's index stands beside the new generation before <c>current</c> names it. A server's index follows: until it
    /// is there the page says that it is behind, and when it fails the import is not lost.
    /// </summary>
    public static async Task PublishAsync(PreparedImport import, Settings settings, CancellationToken cancel)
    {
        var file = import.File;
        try
        {
            if (file is not null && !settings.UsesElasticsearch)
                await IndexAsync(file, settings, null, cancel);
            import.Publish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new ImportException(new CatalogFiles(settings.Catalog.Path).CurrentNumber() is { } current && current == import.Generation?.Number
                ? FormattableString.Invariant($"Generation {current} is current, but what was still to be done failed: {e.Message}")
                : $"The import failed, and the catalog is as it was: {e.Message}", e);
        }
        if (file is not null && settings.UsesElasticsearch)
            await IndexCurrentAsync(settings, IndexConsole.Progress, cancel);
    }

    /// <summary>Makes another generation current. Its embedded index is beside it, or made by the server that opens it; a server's index follows.</summary>
    public static async Task RollBackAsync(GenerationFolder folder, int number, Settings settings, CancellationToken cancel)
    {
        folder.RollBack(number);
        if (settings.UsesElasticsearch)
            await IndexCurrentAsync(settings, IndexConsole.Progress, cancel);
    }

    /// <summary>Indexes the current generation anew.</summary>
    /// <exception cref="CatalogUnavailableException">There is none.</exception>
    public static async Task<Generation> IndexCurrentAsync(Settings settings, IProgress<IndexProgress>? progress, CancellationToken cancel)
    {
        var files = new CatalogFiles(settings.Catalog.Path);
        var number = files.CurrentNumber() ?? throw new CatalogUnavailableException($"There is no catalog in {files.Folder} to index: import one first.");
        return await IndexAsync(files.GenerationFile(number), settings, progress, cancel);
    }

    private static async Task<Generation> IndexAsync(string file, Settings settings, IProgress<IndexProgress>? progress, CancellationToken cancel)
    {
        using var catalog = CatalogReader.OpenSound(file, cancel);
        if (settings.UsesElasticsearch)
        {
            using var client = new ElasticsearchClient(settings.Elasticsearch);
            await new ElasticsearchIndexer(client, settings.Elasticsearch, settings.Facets, settings.Counted, IndexConsole.Warn).RebuildAsync(catalog, progress, cancel);
        }
        else
            await new EmbeddedIndexer(settings.Facets, settings.Counted).RebuildAsync(catalog, progress, cancel);
        return catalog.Generation;
    }
}
