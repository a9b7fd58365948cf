using System.Globalization;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>
/// The ranges a number or date facet is counted in: cells of the width its <see cref="FacetDefinition.Interval"/> says, anchored at 0 or
/// the calendar, never fitted to a search. Only cells in which the generation has a value are made, so that one outlier costs one cell.
/// </summary>
public static class BucketGrid
{
    /// <summary>The cells in which these values begin, in order; a number too large for a range of that width has none.</summary>
    public static IReadOnlyList<FacetValue> Cells(FacetDefinition facet, IEnumerable<FacetValue> values)
    {
        var starts = values.Select(v => v.Range!.Value.From!.Value.At);
        var cells = facet.Kind == FacetKind.Date
            ? starts.Select(at => Dates.Bucket(Start(facet.Interval!, new DateTime((long)at)), facet.Interval!))
            : starts.Select(at => Cell(decimal.Parse(facet.Interval!, NumberStyles.Float, CultureInfo.InvariantCulture), at)).OfType<FacetValue>();
        return [.. cells.DistinctBy(c => c.Text).Order(FacetValue.Order)];
    }

    private static FacetValue? Cell(decimal width, decimal at)
    {
        try
        {
            var rest = at % width;
            var start = rest < 0 ? at - rest - width : at - rest;
            var end = start + width;
            return end - start == width ? Numbers.Bucket(start, end) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static DateTime Start(string interval, DateTime at) => interval switch
    {
        "year" => new DateTime(at.Year, 1, 1),
        "month" => new DateTime(at.Year, at.Month, 1),
        _ => at.Date,
    };
}
