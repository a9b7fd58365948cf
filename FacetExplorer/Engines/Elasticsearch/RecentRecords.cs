using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>Reads the records of experiments that share samples, keeping the last ones: classes of one experiment follow each other.</summary>
internal sealed class RecentRecords(CatalogReader catalog, Snapshot snapshot, IReadOnlyList<Clause> counted, int capacity, CancellationToken cancel)
{
    private readonly Dictionary<int, ExperimentRecords> _kept = [];
    private readonly Queue<int> _order = [];

    public ExperimentRecords Of(int experiment)
    {
        if (_kept.TryGetValue(experiment, out var known))
            return known;
        if (_kept.Count == capacity)
            _kept.Remove(_order.Dequeue());
        _order.Enqueue(experiment);
        return _kept[experiment] = Read(snapshot.ExperimentIds[experiment]);
    }

    private ExperimentRecords Read(int id)
    {
        // Documents are made on a thread of their own.
        var record = catalog.ExperimentsAsync([id], cancel).GetAwaiter().GetResult().Single();
        return ExperimentRecords.Of(record, [.. catalog.SamplesOf(id, cancel)], counted);
    }
}
