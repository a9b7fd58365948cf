using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>In which years a generation has dates.</summary>
internal static class DateExtent
{
    /// <summary>A round of coarse periods finds where there are dates at all, so that fine ones need not cover all of the calendar.</summary>
    private static readonly DateGaps Centuries = new("year", 100), Years = new("year", 1);

    /// <summary>From the first year in which the generation (null: the current one) has a date to the end of the last; null where it has none.</summary>
    public static async Task<(DateTime Low, DateTime High)?> OfAsync(SearchService search, FacetDefinition facet, int? generation, CancellationToken cancel)
    {
        (DateTime Low, DateTime High)? extent = (DateTime.MinValue, DateTime.MaxValue);
        foreach (var gaps in new[] { Centuries, Years })
            if (extent is var (low, high))
            {
                var list = new FacetList(FacetDefinition.MaximumLimit, Order: new BucketOrder(BucketOrderKey.Value, false), Ranges: gaps.Periods(low, high));
                var answer = await search.SearchAsync(SearchRequest.All.WithList(facet, list) with { Generation = generation, Facets = [facet], Size = 0 }, cancel);
                extent = answer.Facets[0].Buckets is [var first, ..] and [.., var last]
                    ? (DateGaps.StartOf(first.Value!.Range!.Value), DateGaps.EndOf(last.Value!.Range!.Value))
                    : null;
            }
        return extent;
    }
}
