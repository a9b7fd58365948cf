using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>The samples on a list, and those that come in more than once: listed and of an experiment listed, or of several.</summary>
/// <param name="Samples">How many there are, each counted once.</param>
/// <param name="Repeated">How many of them come in more than once.</param>
/// <param name="First">Accessions of the first of these.</param>
internal sealed record RepeatedSamples(long Samples, long Repeated, IReadOnlyList<string> First)
{
    private const int Told = 20;

    /// <summary>Looks through the experiments of a list.</summary>
    public static async Task<RepeatedSamples> OfAsync(ListedRecords list, CatalogReader catalog, CancellationToken cancel)
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
        var first = repeated.InPieces(Told).FirstOrDefault([]);
        return new RepeatedSamples(all.Count, repeated.Count, [.. (await catalog.SamplesAsync(first, cancel)).Select(s => s.Accession)]);
    }
}
