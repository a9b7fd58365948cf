using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>Whether a new pair of indexes holds what the catalog holds.</summary>
internal static class IndexCheck
{
    public static async Task CheckAsync(
        ElasticsearchClient client, IndexPair pair, CatalogReader catalog, Snapshot snapshot, bool onlyCounted, CancellationToken cancel)
    {
        var results = await client.SearchAsync([(pair.Experiments, Totals(IndexFields.Samples)), (pair.Cohorts, Totals(IndexFields.Size))], cancel);
        var (experiments, classes) = (results[0], results[1]);
        var memberships = Enumerable.Range(0, snapshot.ExperimentCount).SelectMany(e => snapshot.ExperimentClasses[e].ToArray()).ToList();
        Expect("experiments", catalog.Generation.Experiments, experiments.Hits!.Total!.Value);
        Expect("samples of experiments", memberships.Sum(c => Cohorts(c).Sum(cohort => (long)snapshot.CohortSizes[cohort])), Sum(experiments));
        Expect("cohorts of experiments", memberships.Sum(c => (long)Cohorts(c).Count()), Nested(experiments));
        var empty = Enumerable.Range(0, snapshot.ExperimentCount).Count(e => snapshot.ExperimentClasses[e].Length == 0);
        Expect("membership classes", snapshot.ClassCount + empty, classes.Hits!.Total!.Value);
        Expect("cohorts", snapshot.CohortSizes.Length, Nested(classes));
        Expect("members of cohorts", snapshot.CohortSizes.Sum(size => (long)size), classes.Aggregations!["cohorts"]["members"].Documents);
        // Where samples are left out on purpose the catalog itself has no such number.
        Expect("samples", onlyCounted ? snapshot.CohortSizes.Sum(size => (long)size) : await Task.Run(() => Samples(catalog, cancel), cancel), Sum(classes));

        IEnumerable<int> Cohorts(int c) => Enumerable.Range(snapshot.FirstCohorts[c], snapshot.FirstCohorts[c + 1] - snapshot.FirstCohorts[c]);
    }

    private static SearchBody Totals(string size) => new()
    {
        TrackTotalHits = true,
        Aggs = new()
        {
            ["sum"] = Aggregation.SumOf(size),
            ["cohorts"] = new Aggregation
            {
                Nested = new NestedAggregation(IndexFields.Cohorts),
                Aggs = new() { ["members"] = new Aggregation { Nested = new NestedAggregation(IndexFields.Members) } },
            },
        },
    };

    private static long Sum(SearchResult result) => result.Aggregations!["sum"].Value;

    private static long Nested(SearchResult result) => result.Aggregations!["cohorts"].Documents;

    /// <summary>Samples that belong to an experiment; memberships come by sample.</summary>
    private static long Samples(CatalogReader catalog, CancellationToken cancel)
    {
        var (count, last) = (0L, -1);
        foreach (var (sample, _) in catalog.Memberships(cancel))
        {
            if (sample != last)
                count++;
            last = sample;
        }
        return count;
    }

    private static void Expect(string what, long expected, long found)
    {
        if (expected != found)
            throw ElasticsearchException.Incomplete($"the new index has {found} {what} where the catalog has {expected}; it was removed");
    }
}
