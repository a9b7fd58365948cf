using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>Orders the matching experiments and reads the page asked for.</summary>
internal static class HitPage
{
    public static async Task<IReadOnlyList<Hit>> ReadAsync(
        SearchRequest request, Snapshot snapshot, Selection selection, TextMatches? text, CatalogReader catalog, CancellationToken cancel)
    {
        var page = Top.Of(request.Page * request.Size, selection.Experiments, Key(request, snapshot, selection, text)).Skip((request.Page - 1) * request.Size).ToList();
        var records = (await catalog.ExperimentsAsync([.. page.Select(e => snapshot.ExperimentIds[e])], cancel)).ToDictionary(r => r.Id);
        var by = request.By is { } facet ? snapshot.Column(facet) : null;
        return [.. page.Select(e => new Hit(
            snapshot.ExperimentIds[e],
            records[snapshot.ExperimentIds[e]].Accession,
            RecordFields.TitleOf(records[snapshot.ExperimentIds[e]].Fields),
            snapshot.ExperimentSizes[e],
            selection.Matching(e),
            snapshot.Columns.ToDictionary(column => column.Facet.Key, IReadOnlyList<FacetValue> (column) => [.. column.Known(snapshot.ValuesOf(column, e))]),
            by is null ? null : FacetBuckets.Breakdown(snapshot, selection, by, e)) { Shared = selection.SharedOf(e) })];
    }

    /// <summary>What experiments are ordered by, greatest first. They are numbered by accession, which breaks ties.</summary>
    private static Func<int, double> Key(SearchRequest request, Snapshot snapshot, Selection selection, TextMatches? text)
    {
        var (key, descending) = request.EffectiveSort;
        return key switch
        {
            SortKey.Accession => e => descending ? e : -e,
            SortKey.Title => Ranked(snapshot.TitleRanks),
            SortKey.Published => Ranked(snapshot.PublishedRanks),
            SortKey.Relevance when text is not null => text.Score,
            _ => descending || key == SortKey.Relevance ? e => selection.Matching(e) : e => -selection.Matching(e),
        };

        Func<int, double> Ranked(int[] ranks) => e => ranks[e] == int.MaxValue ? double.MinValue : descending ? ranks[e] : -ranks[e];
    }
}
