using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>Rule 4 of counting by the records themselves: the samples Y of the matching experiments X.</summary>
internal sealed class MatchingSamples(CatalogReader catalog, IdSet experiments, CancellationToken cancel)
{
    /// <summary>The counted samples of the experiments.</summary>
    public IdSet Counted { get; } = new();

    /// <summary>Those of them that match.</summary>
    public IdSet Samples { get; private set; } = new();

    /// <summary>Pairs of a matching sample and one of the experiments.</summary>
    public long Memberships { get; private set; }

    /// <summary>The names of all their fields; null where nothing had to be read of them.</summary>
    public HashSet<string>? FieldNames { get; private set; }

    /// <summary>Finds them.</summary>
    /// <param name="counted">What must hold for a sample that is counted at all.</param>
    /// <param name="clauses">What must hold for one that matches.</param>
    /// <param name="lists">The list it must be on, and the one it must not be on.</param>
    public async Task FindAsync(IReadOnlyList<Clause> counted, IReadOnlyList<Clause> clauses, ListedInGeneration lists)
    {
        await ForEachSampleAsync(Counted.Add);
        var wanted = lists.Listed is { List.WholeExperiments: false } ? await OnListAsync(lists.Listed) : null;
        var unwanted = lists.NotListed is null ? null : await OnListAsync(lists.NotListed);
        if (counted.Count + clauses.Count == 0 && wanted is null && unwanted is null)
            Samples = Counted;
        else
            await SiftAsync(counted, clauses, id => wanted?.Contains(id) != false && unwanted?.Contains(id) != true);
        await ForEachSampleAsync(sample => Memberships += Samples.Contains(sample) ? 1 : 0);
    }

    private async Task ForEachSampleAsync(Action<int> action)
    {
        foreach (var piece in experiments.InPieces(Download.Piece))
            await catalog.ForEachSampleOfAsync(piece, (_, sample) => action(sample), cancel);
    }

    /// <summary>The samples on a list: those listed, and those of experiments listed.</summary>
    private async Task<IdSet> OnListAsync(ListedRecords list)
    {
        var samples = new IdSet();
        foreach (var sample in list.Samples)
            samples.Add(sample);
        await catalog.ForEachSampleOfAsync([.. list.Experiments], (_, sample) => samples.Add(sample), cancel);
        return samples;
    }

    private async Task SiftAsync(IReadOnlyList<Clause> counted, IReadOnlyList<Clause> clauses, Func<int, bool> isLeft)
    {
        FieldNames = new(StringComparer.Ordinal);
        foreach (var piece in Counted.InPieces(Download.Piece))
            foreach (var sample in await catalog.SamplesAsync(piece, cancel))
                if (!Hold(counted, sample))
                    Counted.Remove(sample.Id);
                else if (isLeft(sample.Id) && Hold(clauses, sample))
                {
                    Samples.Add(sample.Id);
                    FieldNames.UnionWith(sample.Fields.Names);
                }
    }

    private static bool Hold(IReadOnlyList<Clause> clauses, Record sample) =>
        clauses.All(c => c.Holds(FacetValue.Of(c.Facet, sample.Fields)));
}
