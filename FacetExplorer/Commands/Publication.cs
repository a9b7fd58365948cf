using FacetExplorer.Catalog;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Import;

namespace FacetExplorer.Commands;

/// <summary>The last step of an import: the engine's index beside the new generation, then <c>current</c>.</summary>
internal static class Publication
{
    public static async Task PublishAsync(PreparedImport import, CancellationToken cancel)
    {
        if (import.File is { } file)
        {
            using var catalog = CatalogReader.Open(file);
            await new EmbeddedIndexer().RebuildAsync(catalog, null, cancel);
        }
        import.Publish();
    }
}
