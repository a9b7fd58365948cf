namespace FacetExplorer.Catalog;

/// <summary>All that is counted of a catalog, in the order of its ids. Each sequence is read anew whenever it is asked for.</summary>
public interface ICatalogRecords
{
    /// <summary>All experiments by id.</summary>
    IEnumerable<Record> Experiments(CancellationToken cancel);

    /// <summary>All samples by id.</summary>
    IEnumerable<Record> Samples(CancellationToken cancel);

    /// <summary>Who belongs to whom, each pair once, by sample, then experiment.</summary>
    IEnumerable<(int Sample, int Experiment)> Memberships(CancellationToken cancel);
}
