using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>Rule 7: which counted buckets a facet shows, and in what order.</summary>
public static class FacetLists
{
    /// <summary>The values to count beside the ones of the grid or the dictionary: those a clause names, so that they are shown even at zero.</summary>
    public static IEnumerable<FacetValue> Named(SearchRequest request, FacetDefinition facet) =>
        request.On(facet).SelectMany(c => c.Values).DistinctBy(v => v.Text);

    /// <summary>Marks, finds, orders and cuts a facet's buckets.</summary>
    /// <param name="request">The search.</param>
    /// <param name="facet">The facet.</param>
    /// <param name="counted">Every bucket that may be shown; those without a count are dropped unless a clause names them.</param>
    /// <param name="more">How many with a count were left out.</param>
    public static IReadOnlyList<Bucket> Arrange(SearchRequest request, FacetDefinition facet, IEnumerable<Bucket> counted, out int more)
    {
        var list = request.Shown(facet);
        var contains = Containing(list);
        var marked = counted.Select(b => Mark(request, facet, b)).ToList();
        var candidates = marked
            .Where(b => b.Selected || b.Excluded || ((b.Samples.Value > 0 || b.Experiments > 0) && contains(b.Value!)))
            .Order(Comparer(list.Order ?? BucketOrder.Default(facet)))
            .ToList();
        var limit = list.Limit ?? facet.Limit;
        var shown = candidates.Where((b, i) => (i >= list.Skip && i < list.Skip + limit) || b.Selected || b.Excluded).ToList();
        more = candidates.Count - shown.Count;
        return shown;
    }

    /// <summary>Says of a bucket whether the search asks for it or excludes it.</summary>
    public static Bucket Mark(SearchRequest request, FacetDefinition facet, Bucket bucket) => bucket with
    {
        Selected = request.Selects(facet, bucket.Value?.Text),
        Excluded = request.Excludes(facet, bucket.Value?.Text),
    };

    /// <summary>Whether a value is one the list's <see cref="FacetList.Find"/> asks for.</summary>
    public static Func<FacetValue, bool> Containing(FacetList list)
    {
        if (list.Find is not { } find)
            return _ => true;
        var folded = TextAnalyzer.Fold(find);
        return value => TextAnalyzer.Fold(value.Text).Contains(folded, StringComparison.Ordinal);
    }

    private static Comparer<Bucket> Comparer(BucketOrder order) => Comparer<Bucket>.Create((a, b) =>
    {
        var asked = order.Key switch
        {
            BucketOrderKey.Samples => a.Samples.Value.CompareTo(b.Samples.Value),
            BucketOrderKey.Experiments => a.Experiments.CompareTo(b.Experiments),
            _ => FacetValue.Order.Compare(a.Value, b.Value),
        };
        return asked != 0 ? (order.Descending ? -asked : asked) : FacetValue.Order.Compare(a.Value, b.Value);
    });
}
