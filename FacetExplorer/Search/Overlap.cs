using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>A matching experiment among those it shares samples with.</summary>
/// <param name="Accession">Its accession.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Samples">Its matching samples.</param>
/// <param name="Shared">Those of them that another matching experiment has as well.</param>
/// <param name="Within">A matching experiment that has all of them, or null.</param>
public sealed record OverlapRow(string Accession, string? Title, long Samples, long Shared, string? Within);

/// <summary>Two matching experiments that share samples.</summary>
/// <param name="First">The accession of the one with more of them, or else the first.</param>
/// <param name="FirstSamples">Its matching samples.</param>
/// <param name="Second">The accession of the other one.</param>
/// <param name="SecondSamples">Its matching samples.</param>
/// <param name="Shared">The matching samples that both have.</param>
public sealed record OverlapPair(string First, long FirstSamples, string Second, long SecondSamples, long Shared);

/// <summary>
/// Which matching experiments share matching samples. An experiment is contained in another one that has all its matching samples, of two
/// with the same samples the one whose accession comes later; so those that are contained in none have every sample.
/// </summary>
/// <param name="Generation">The generation it is of.</param>
/// <param name="Experiments">Matching experiments.</param>
/// <param name="Sharing">Those of them that share samples.</param>
/// <param name="Contained">Those that are contained in another one; null where there are too many pairs to tell.</param>
/// <param name="Listed">How many are listed: without those that are contained, if they are hidden.</param>
/// <param name="Rows">The page of those listed, most shared samples first.</param>
/// <param name="Pairs">All pairs of those listed, most shared samples first.</param>
public sealed record Overlap(
    Generation Generation, long Experiments, long Sharing, long? Contained, long Listed, IReadOnlyList<OverlapRow> Rows, IReadOnlyList<OverlapPair> Pairs)
    : ViewContent(Generation)
{
    /// <summary>Reads what a search asks for.</summary>
    internal static async Task<Overlap> ReadAsync(SearchRequest request, Download matches, SharedSamples shared, CancellationToken cancel)
    {
        int[] ids = [.. matches.Matches.Experiments.InPieces(Download.Piece).SelectMany(piece => piece)];
        var accessions = await matches.Reader.AccessionsOfExperimentsAsync(ids, cancel);
        var within = Containing(shared, accessions);
        var listed = ids.Where(id => !request.HidesContained || !within.ContainsKey(id))
            .OrderByDescending(shared.Shared).ThenBy(id => accessions[id], CodePointOrder.Instance).ToList();
        var page = await matches.Reader.ExperimentsAsync([.. listed.Skip((request.Page - 1) * request.Size).Take(request.Size)], cancel);
        return new Overlap(
            matches.Generation, ids.Length, ids.Count(id => shared.Shared(id) > 0), shared.AreTooMany ? null : within.Count, listed.Count,
            [.. page.Select(e => new OverlapRow(e.Accession, RecordFields.TitleOf(e.Fields), shared.Matching(e.Id), shared.Shared(e.Id),
                within.TryGetValue(e.Id, out var container) ? accessions[container] : null))],
            Ordered(shared, accessions, request.HidesContained ? within : []));
    }

    /// <summary>The experiments that are contained in another one, each with the largest of these.</summary>
    private static Dictionary<int, int> Containing(SharedSamples shared, IReadOnlyDictionary<int, string> accessions)
    {
        var within = new Dictionary<int, int>();
        foreach (var ((first, second), samples) in shared.Pairs)
        {
            var (whole, part) = IsBefore(first, second) ? (first, second) : (second, first);
            if (samples == shared.Matching(part) && (!within.TryGetValue(part, out var known) || IsBefore(whole, known)))
                within[part] = whole;
        }
        return within;

        bool IsBefore(int a, int b) => shared.Matching(a) != shared.Matching(b)
            ? shared.Matching(a) > shared.Matching(b)
            : CodePointOrder.Instance.Compare(accessions[a], accessions[b]) < 0;
    }

    private static List<OverlapPair> Ordered(SharedSamples shared, IReadOnlyDictionary<int, string> accessions, Dictionary<int, int> hidden) =>
        [.. shared.Pairs.Where(pair => !hidden.ContainsKey(pair.Key.First) && !hidden.ContainsKey(pair.Key.Second))
            .Select(pair => PairOf(pair.Key.First, pair.Key.Second, pair.Value, shared, accessions))
            .OrderByDescending(pair => pair.Shared).ThenBy(pair => pair.First, CodePointOrder.Instance).ThenBy(pair => pair.Second, CodePointOrder.Instance)];

    private static OverlapPair PairOf(int a, int b, long both, SharedSamples shared, IReadOnlyDictionary<int, string> accessions)
    {
        var (first, second) = (shared.Matching(b) - shared.Matching(a), CodePointOrder.Instance.Compare(accessions[a], accessions[b])) is ( > 0, _) or (0, > 0) ? (b, a) : (a, b);
        return new OverlapPair(accessions[first], shared.Matching(first), accessions[second], shared.Matching(second), both);
    }
}
