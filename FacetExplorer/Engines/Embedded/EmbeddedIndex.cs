using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>What the embedded engine keeps with an open generation.</summary>
internal sealed class EmbeddedIndex : IDisposable
{
    private readonly Dictionary<Scope, ValueCounts> _counts;

    /// <summary>Counts everything once.</summary>
    public EmbeddedIndex(Snapshot snapshot, TextIndex text, ListLookup lists)
    {
        (Snapshot, Text, Lists) = (snapshot, text, lists);
        var all = new ExperimentSet(snapshot.ExperimentCount).Invert();
        Everything = new Selection(snapshot, all, [], null, new ListedCohorts(snapshot, ListedInGeneration.None, Scope.Sample), null, CancellationToken.None);
        _counts = Enum.GetValues<Scope>().AsParallel().ToDictionary(scope => scope, scope => ValueCounts.Of(snapshot, Everything, scope, null, null, [], CancellationToken.None));
    }

    public Snapshot Snapshot { get; }

    public TextIndex Text { get; }

    public ListLookup Lists { get; }

    /// <summary>The whole catalog, which searches begin with.</summary>
    public Selection Everything { get; }

    /// <summary>All facets of the whole catalog.</summary>
    public ValueCounts CountsOfEverything(Scope scope) => _counts[scope];

    /// <summary>Opens the snapshot and the text index; the work of moving to a generation.</summary>
    public static Task<IDisposable?> OpenAsync(
        CatalogReader catalog, FacetRegistry facets, IReadOnlyList<Clause> counted, CancellationToken cancel, ILogger? log = null) =>
        Task.Run(IDisposable? () => new EmbeddedIndex(
            new SnapshotStore(facets, counted, log).Open(catalog, cancel), TextIndex.Open(catalog, cancel), new ListLookup(counted)), cancel);

    public void Dispose()
    {
        Text.Dispose();
        Lists.Dispose();
    }
}

/// <summary>Writes what the engine keeps beside a generation before it is made current.</summary>
internal sealed class EmbeddedIndexer(FacetRegistry facets, IReadOnlyList<Clause> counted) : ISearchIndexer
{
    public Task RebuildAsync(CatalogReader catalog, IProgress<IndexProgress>? progress, CancellationToken cancel) => Task.Run(() =>
    {
        TextIndexWriter.Write(catalog, TextIndex.FileOf(catalog), progress, cancel);
        new SnapshotStore(facets, counted).Rebuild(catalog, cancel);
    }, cancel);
}
