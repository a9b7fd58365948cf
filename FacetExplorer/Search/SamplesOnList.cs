using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>The samples on a list, those that come in more than once (listed and of an experiment listed, or of several), and their runs.</summary>
/// <param name="Samples">How many there are, each counted once.</param>
/// <param name="Repeated">How many of them come in more than once.</param>
/// <param name="FirstRepeated">Accessions of the first of these.</param>
/// <param name="Runs">How many runs of them are known; null for more samples than are looked through.</param>
/// <param name="FirstRuns">Accessions of the first of these.</param>
internal sealed record SamplesOnList(long Samples, long Repeated, IReadOnlyList<string> FirstRepeated, long? Runs, IReadOnlyList<string> FirstRuns)
{
    /// <summary>So many samples are looked through for their runs, and so many of these are told.</summary>
    public const int MostWithRuns = 100_000, MostRuns = AccessionList.MaximumAccessions;

    private const int ToldRepeated = 20;

    /// <summary>Looks through the samples of a list, and through those of its experiments.</summary>
    public static async Task<SamplesOnList> OfAsync(ListedRecords list, CatalogReader catalog, Archives archives, CancellationToken cancel)
    {
        var (all, repeated) = (new IdSet(), new IdSet());
        foreach (var sample in list.Samples)
            all.Add(sample);
        foreach (var piece in list.Experiments.Chunk(Download.Piece))
            await catalog.ForEachSampleOfAsync(piece, (_, sample) =>
            {
                if (all.Contains(sample))
                    repeated.Add(sample);
                all.Add(sample);
            }, cancel);
        var first = repeated.InPieces(ToldRepeated).FirstOrDefault([]);
        var (runs, firstRuns) = await RunsAsync(all, catalog, archives, cancel);
        return new SamplesOnList(all.Count, repeated.Count, [.. (await catalog.SamplesAsync(first, cancel)).Select(s => s.Accession)], runs, firstRuns);
    }

    private static async Task<(long? Runs, IReadOnlyList<string> First)> RunsAsync(IdSet samples, CatalogReader catalog, Archives archives, CancellationToken cancel)
    {
        if (samples.Count > MostWithRuns)
            return (null, []);
        var (runs, first) = (0L, new List<string>());
        foreach (var piece in samples.InPieces(Download.Piece))
            await catalog.ForEachAccessionOfAsync(piece, (_, accession) =>
            {
                if (archives.IsRun(accession) && runs++ < MostRuns)
                    first.Add(accession);
            }, cancel);
        return (runs, [.. first.Order(CodePointOrder.Instance)]);
    }
}
