using System.Globalization;
using FacetExplorer.Facets;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>
/// A server gives at most 65,536 buckets in one answer (<c>search.max_buckets</c>). Every range with a value is one; lists of values get
/// what is left, and are cut where that is too little.
/// </summary>
internal static class BucketLimit
{
    private const int Most = 60_000;

    /// <summary>Ranges of all number and date facets together.</summary>
    public const int MostRanges = 50_000;

    /// <summary>How many values of each facet there is room for.</summary>
    public static int ValuesOfEach(IReadOnlyCollection<FacetValues> facets) =>
        (Most - facets.Sum(f => f.Cells.Count)) / Math.Max(1, facets.Count(f => !f.Facet.IsRanged));

    /// <exception cref="ElasticsearchException">There are too many ranges; a search would fail.</exception>
    public static void Check(IEnumerable<(FacetDefinition Facet, int Ranges)> facets)
    {
        var all = facets.ToList();
        if (all.Sum(f => f.Ranges) <= MostRanges)
            return;
        var (facet, ranges) = all.MaxBy(f => f.Ranges);
        throw new ElasticsearchException("The facets have more ranges than the search server can count.", string.Create(CultureInfo.InvariantCulture,
            $"{facet.Key} has values in {ranges:N0} ranges, where {MostRanges:N0} are the most for all facets together: set a wider Facets:{facet.Key}:Interval"));
    }
}
