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

    /// <summary>Finds them.</summary>
    /// <param name="counted">What must hold for a sample that is counted at all.</param>
    /// <param name="clauses">What must hold for one that matches.</param>
    public async Task FindAsync(IReadOnlyList<Clause> counted, IReadOnlyList<Clause> clauses)
    {
        await ForEachSampleAsync(Counted.Add);
        if (counted.Count + clauses.Count == 0)
            Samples = Counted;
        else
            await SiftAsync(counted, clauses);
        await ForEachSampleAsync(sample => Memberships += Samples.Contains(sample) ? 1 : 0);
    }

    private async Task ForEachSampleAsync(Action<int> action)
    {
        foreach (var piece in experiments.InPieces(Download.Piece))
            await catalog.ForEachSampleOfAsync(piece, (_, sample) => action(sample), cancel);
    }

    private async Task SiftAsync(IReadOnlyList<Clause> counted, IReadOnlyList<Clause> clauses)
    {
        foreach (var piece in Counted.InPieces(Download.Piece))
            foreach (var sample in await catalog.SamplesAsync(piece, cancel))
                if (!Hold(counted, sample))
                    Counted.Remove(sample.Id);
                else if (Hold(clauses, sample))
                    Samples.Add(sample.Id);
    }

    private static bool Hold(IReadOnlyList<Clause> clauses, Record sample) =>
        clauses.All(c => c.Holds(FacetValue.Of(c.Facet, sample.Fields)));
}
