using System.Globalization;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>
/// The ranges a number or date facet is counted in: cells of a fixed width, anchored at 0 or the calendar, from the generation's lowest
/// to its highest value, never fitted to a search. Where that would be more than <see cref="MostCells"/>, the cells are widened
/// (tenfold, or to the next calendar unit) until it is not; the widest calendar unit is a year.
/// </summary>
public static class BucketGrid
{
    /// <summary>The most cells a facet has, unless they are years.</summary>
    public const int MostCells = 1000;

    private static readonly string[] Periods = ["day", "month", "year"];

    /// <summary>The cells of a facet whose values lie between these two.</summary>
    public static IReadOnlyList<FacetValue> Cells(FacetDefinition facet, FacetValue lowest, FacetValue highest)
    {
        var (low, high) = (lowest.Range!.Value.From!.Value.At, highest.Range!.Value.From!.Value.At);
        return facet.Kind == FacetKind.Date
            ? Calendar(facet.Interval!, new DateTime((long)low), new DateTime((long)high))
            : Decimal(decimal.Parse(facet.Interval!, NumberStyles.Float, CultureInfo.InvariantCulture), low, high);
    }

    private static List<FacetValue> Decimal(decimal width, decimal low, decimal high)
    {
        while (high / width - low / width >= MostCells)
            width *= 10;
        var cells = new List<FacetValue>();
        for (var start = Math.Floor(low / width) * width; start <= high; start += width)
            cells.Add(Numbers.Bucket(start, start + width));
        return cells;
    }

    private static List<FacetValue> Calendar(string interval, DateTime low, DateTime high)
    {
        for (var unit = Array.IndexOf(Periods, interval); ; unit++)
        {
            var cells = Periods[unit] switch
            {
                "year" => high.Year - low.Year + 1,
                "month" => (high.Year - low.Year) * 12 + high.Month - low.Month + 1,
                _ => (high.Date - low.Date).Days + 1,
            };
            if (cells > MostCells && Periods[unit] != "year")
                continue;
            var first = Periods[unit] switch
            {
                "year" => new DateTime(low.Year, 1, 1),
                "month" => new DateTime(low.Year, low.Month, 1),
                _ => low.Date,
            };
            return [.. Enumerable.Range(0, cells).Select(i => Dates.Bucket(Periods[unit] switch
            {
                "year" => first.AddYears(i),
                "month" => first.AddMonths(i),
                _ => first.AddDays(i),
            }, Periods[unit]))];
        }
    }
}
