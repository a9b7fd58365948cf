using System.Runtime.InteropServices;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>Makes facets' lists of what was counted.</summary>
internal static class FacetBuckets
{
    /// <summary>The list of one facet, the best buckets chosen before any is made.</summary>
    public static FacetCounts List(SearchRequest request, FacetColumn column, Selection selection, ValueCounts counts, AskedRanges? asked)
    {
        var facet = column.Facet;
        var numbers = Counted(request, column, counts, asked);
        var counted = numbers.Count;
        var list = request.Shown(facet);
        var order = list.Order ?? BucketOrder.Default(facet);
        if (list.Find is null && order.Key != BucketOrderKey.Value && !facet.IsRanged)
            numbers = Top.Of(list.Skip + (list.Limit ?? facet.Limit), CollectionsMarshal.AsSpan(numbers), Key);
        var buckets = numbers.ConvertAll(n => Bucket(n, ValueOf(column, asked, n)));
        foreach (var named in FacetLists.Named(request, facet))
            if (!buckets.Exists(b => b.Value!.Text == named.Text))
                buckets.Add(NumberOf(column, named) is { } number ? Bucket(number, named) : new Bucket(named, new Count(0), 0));
        var hidden = counted - buckets.Count(b => b.Samples.Value > 0 || b.Experiments > 0);
        var shown = FacetLists.Arrange(request, facet, buckets, out var more);
        return new FacetCounts(
            facet, new Count(counts.Recorded(column)), new Count(column.IsOfSamples ? selection.Samples : selection.Count),
            shown, FacetLists.Mark(request, facet, Bucket(column.Missing, null)), more + hidden);

        double Key(int number) => (order.Descending ? 1 : -1) * (double)(order.Key == BucketOrderKey.Samples ? counts[number].Samples : counts[number].Experiments);

        Bucket Bucket(int number, FacetValue? value)
        {
            var (samples, experiments) = counts[number];
            return new Bucket(value, new Count(samples), experiments);
        }
    }

    /// <summary>The matching samples of one experiment by bucket of a sample-level facet, most first, missing last.</summary>
    public static IReadOnlyList<Bucket> Breakdown(Snapshot snapshot, Selection selection, FacetColumn column, int experiment)
    {
        var samples = new SortedDictionary<int, long>();
        foreach (var c in snapshot.ExperimentClasses[experiment])
            for (var cohort = snapshot.FirstCohorts[c]; cohort < snapshot.FirstCohorts[c + 1]; cohort++)
                if (selection.SizeOf(experiment, cohort) is > 0 and var size)
                    foreach (var value in snapshot.CohortValues.NumbersOf(column, cohort))
                        if (!column.Facet.IsRanged || value >= column.Missing)
                            samples[value] = samples.GetValueOrDefault(value) + size;
        return [.. samples.OrderBy(s => s.Key == column.Missing).ThenByDescending(s => s.Value).ThenBy(s => s.Key)
            .Select(s => new Bucket(s.Key == column.Missing ? null : ValueOf(column, null, s.Key), new Count(s.Value), 0))];
    }

    /// <summary>The numbers of the buckets that have a count, in order.</summary>
    private static List<int> Counted(SearchRequest request, FacetColumn column, ValueCounts counts, AskedRanges? asked)
    {
        var numbers = new List<int>();
        var (from, to) = !column.Facet.IsRanged ? (column.First, column.Missing)
            : request.List(column.Facet).Ranges is null ? (column.FirstCell, column.End) : (0, 0);
        for (var number = from; number < to; number++)
            if (counts.Any(number))
                numbers.Add(number);
        numbers.AddRange((asked?.NumbersOf(column) ?? []).Where(counts.Any));
        return numbers;
    }

    private static FacetValue ValueOf(FacetColumn column, AskedRanges? asked, int number) =>
        number < column.Missing ? column.Values[number - column.First] : number < column.End ? column.Cells[number - column.FirstCell] : asked![number];

    private static int? NumberOf(FacetColumn column, FacetValue named) =>
        !column.Facet.IsRanged && Array.BinarySearch(column.Values, named, FacetValue.Order) is >= 0 and var place ? column.First + place : null;
}
