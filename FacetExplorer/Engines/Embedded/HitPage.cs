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
        var page = Order(request, snapshot, selection, text).Skip((request.Page - 1) * request.Size).Take(request.Size).ToList();
        var records = (await catalog.ExperimentsAsync([.. page.Select(e => snapshot.ExperimentIds[e])], cancel)).ToDictionary(r => r.Id);
        var by = request.By is { } facet ? snapshot.Column(facet) : null;
        return [.. page.Select(e => new Hit(
            snapshot.ExperimentIds[e],
            snapshot.Accessions[e],
            RecordFields.TitleOf(records[snapshot.ExperimentIds[e]].Fields),
            SamplesOf(snapshot, e),
            selection.Matching(e),
            ValuesOf(snapshot, e),
            by is null ? null : FacetCounter.Breakdown(snapshot, selection, by, e)) { Shared = selection.SharedOf(e) })];
    }

    private static IEnumerable<int> Order(SearchRequest request, Snapshot snapshot, Selection selection, TextMatches? text)
    {
        var (key, descending) = request.EffectiveSort;
        var experiments = selection.Experiments;
        return key switch
        {
            SortKey.Accession => descending ? experiments.AsEnumerable().Reverse() : experiments,
            SortKey.Title => Ranked(snapshot.TitleRanks),
            SortKey.Published => Ranked(snapshot.PublishedRanks),
            SortKey.Relevance when text is not null => experiments.OrderByDescending(text.Score),
            _ => descending || key == SortKey.Relevance
                ? experiments.OrderByDescending(selection.Matching)
                : experiments.OrderBy(selection.Matching),
        };

        // Sorting is stable and experiments are in accession order, which breaks ties.
        IEnumerable<int> Ranked(int[] ranks) =>
            experiments.OrderBy(e => ranks[e] == int.MaxValue).ThenBy(e => descending ? -ranks[e] : ranks[e]);
    }

    private static long SamplesOf(Snapshot snapshot, int experiment)
    {
        long samples = 0;
        foreach (var c in snapshot.ExperimentClasses[experiment])
            for (var cohort = snapshot.FirstCohorts[c]; cohort < snapshot.FirstCohorts[c + 1]; cohort++)
                samples += snapshot.CohortSizes[cohort];
        return samples;
    }

    private static Dictionary<string, IReadOnlyList<FacetValue>> ValuesOf(Snapshot snapshot, int experiment) => snapshot.Columns.ToDictionary(
        column => column.Facet.Key,
        IReadOnlyList<FacetValue> (column) => [.. column.Experiments[experiment].ToArray().Where(v => v != column.Missing).Order().Select(v => column.Values[v])]);
}
