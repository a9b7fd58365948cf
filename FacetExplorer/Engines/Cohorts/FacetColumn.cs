using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// The numbers of one facet among those of all facets: first its values, then <see cref="Missing"/>, which stands for "no value", so that
/// missing is filtered and counted like any other, then the cells of its grid.
/// </summary>
/// <param name="Facet">The facet.</param>
/// <param name="First">The number of its first value.</param>
/// <param name="Values">Its distinct values in <see cref="FacetValue.Order"/>.</param>
/// <param name="Cells">For numbers and dates the grid its values are counted in; else empty.</param>
internal sealed record FacetColumn(FacetDefinition Facet, int First, FacetValue[] Values, IReadOnlyList<FacetValue> Cells)
{
    /// <summary>A column of these values, with the grid that is theirs.</summary>
    public static FacetColumn Of(FacetDefinition facet, int first, FacetValue[] values) =>
        new(facet, first, values, facet.IsRanged && values.Length > 0 ? BucketGrid.Cells(facet, values) : []);

    public int Missing => First + Values.Length;

    public int FirstCell => Missing + 1;

    /// <summary>The number after its last one.</summary>
    public int End => FirstCell + Cells.Count;

    public bool IsOfSamples => Facet.Level == FacetLevel.Sample;

    /// <summary>The part of a row that is this facet's: its values, or that it has none.</summary>
    public int[] In(ValueRows.ValueRow row) => Array.FindAll(row.ToArray(), IsOwn);

    /// <summary>What a row has of this facet where it is one thing, counted from <see cref="First"/> on; else <see cref="Snapshot.Several"/>.</summary>
    public ushort SoleIn(List<int> row)
    {
        var own = row.FindAll(IsOwn);
        return own is [var sole] && sole - First < Snapshot.Several ? (ushort)(sole - First) : Snapshot.Several;
    }

    /// <summary>The values of these numbers, those that stand for none left out.</summary>
    public IEnumerable<FacetValue> Known(IEnumerable<int> numbers) => numbers.Where(v => v != Missing).Select(v => Values[v - First]);

    /// <summary>For each value which of these ranges, in order and apart from each other, it lies in; -1 for none.</summary>
    public int[] Within(IReadOnlyList<FacetValue> ranges)
    {
        var within = new int[Values.Length];
        var range = -1;
        for (var v = 0; v < within.Length; v++)
        {
            var place = Values[v].Range!.Value;
            while (range + 1 < ranges.Count && ranges[range + 1].Range!.Value.From!.Value <= place.From!.Value)
                range++;
            within[v] = range >= 0 && ranges[range].Range!.Value.Contains(place) ? range : -1;
        }
        return within;
    }

    /// <summary>Whether a number is that of a value of this facet, or of its having none.</summary>
    private bool IsOwn(int number) => number >= First && number <= Missing;
}
