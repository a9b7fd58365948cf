namespace FacetExplorer.Catalog;

/// <summary>How many of one kind were added, changed, removed, and are as they were.</summary>
/// <param name="Added">There now, and not before.</param>
/// <param name="Changed">There before and now, with other fields.</param>
/// <param name="Removed">There before, and not now.</param>
/// <param name="Unchanged">The same before and now.</param>
public sealed record Changes(long Added, long Changed, long Removed, long Unchanged)
{
    /// <summary>How many there were before.</summary>
    public long Before => Changed + Removed + Unchanged;

    /// <summary>Whether nothing was added, changed or removed.</summary>
    public bool None => Added + Changed + Removed == 0;
}

/// <summary>The difference between two states of a catalog, or of what one source says.</summary>
/// <param name="Experiments">Experiments by accession.</param>
/// <param name="Samples">Samples by accession.</param>
/// <param name="Memberships">Pairs of both; they do not change, they come and go.</param>
public sealed record CatalogChanges(Changes Experiments, Changes Samples, Changes Memberships)
{
    /// <summary>What is different from nothing.</summary>
    public static CatalogChanges AllNew(Generation generation) =>
        new(new(generation.Experiments, 0, 0, 0), new(generation.Samples, 0, 0, 0), new(generation.Memberships, 0, 0, 0));

    /// <summary>Whether both are the same.</summary>
    public bool None => Experiments.None && Samples.None && Memberships.None;
}
