using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>What the embedded engine keeps with an open generation.</summary>
internal sealed class EmbeddedIndex(Snapshot snapshot, TextIndex text, ListLookup lists) : IDisposable
{
    public Snapshot Snapshot => snapshot;

    public TextIndex Text => text;

    public ListLookup Lists => lists;

    /// <summary>Builds the snapshot and opens the text index; the work of moving to a generation.</summary>
    public static Task<IDisposable?> OpenAsync(CatalogReader catalog, FacetRegistry facets, IReadOnlyList<Clause> counted, CancellationToken cancel) =>
        Task.Run(IDisposable? () => new EmbeddedIndex(
            SnapshotBuilder.Build(catalog, facets, counted, cancel), TextIndex.Open(catalog, cancel), new ListLookup(counted)), cancel);

    public void Dispose()
    {
        text.Dispose();
        lists.Dispose();
    }
}

/// <summary>Writes the text index of a generation before it is made current.</summary>
internal sealed class EmbeddedIndexer : ISearchIndexer
{
    public Task RebuildAsync(CatalogReader catalog, IProgress<IndexProgress>? progress, CancellationToken cancel) =>
        Task.Run(() => TextIndexWriter.Write(catalog, TextIndex.FileOf(catalog), progress, cancel), cancel);
}
