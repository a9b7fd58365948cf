using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>The values of one facet in a generation: what lists, ranges and places are made from.</summary>
internal sealed class FacetValues
{
    private readonly Dictionary<string, FacetValue> _byText;

    public FacetValues(FacetDefinition facet, IEnumerable<FacetValue> values)
    {
        Facet = facet;
        All = [.. values.Order(FacetValue.Order)];
        _byText = All.ToDictionary(v => v.Text, StringComparer.Ordinal);
        Cells = facet.IsRanged ? [.. CellsWithPlaces()] : [];
    }

    public FacetDefinition Facet { get; }

    /// <summary>In order; a value's index is its place.</summary>
    public FacetValue[] All { get; }

    /// <summary>For numbers and dates the grid its values are counted in.</summary>
    public IReadOnlyList<(FacetValue Cell, Interval Places)> Cells { get; }

    /// <summary>The place that stands for "no value".</summary>
    public int Missing => All.Length;

    public FacetValue? Find(string text) => _byText.GetValueOrDefault(text);

    /// <summary>The places of the values that lie in a range, as runs: a wider period that only begins in it stands among them.</summary>
    public IReadOnlyList<Interval> PlacesIn(FacetValue range)
    {
        var (from, to) = (range.Range!.Value.From, range.Range.Value.To);
        return [.. Runs(FirstFrom(from), to is null ? Missing : FirstFrom(to), place => range.Range.Value.Contains(All[place].Range!.Value))];
    }

    /// <summary>The places a clause accepts, as runs; see <see cref="Clause.Lists"/>.</summary>
    public IEnumerable<Interval> PlacesOf(Clause clause) => Runs(0, Missing + 1, place => place < Missing ? clause.Lists(All[place]) : clause.Missing);

    /// <summary>The first place of a value that does not begin before an edge.</summary>
    private int FirstFrom(Edge? edge)
    {
        var (low, high) = (0, edge is null ? 0 : All.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = All[middle].Range!.Value.From < edge ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>The runs of accepted places from the first to before the last.</summary>
    private static IEnumerable<Interval> Runs(int first, int last, Func<int, bool> accepts)
    {
        var start = -1;
        for (var place = first; place <= last; place++)
        {
            var accepted = place < last && accepts(place);
            if (accepted && start < 0)
                start = place;
            if (!accepted && start >= 0)
            {
                yield return new Interval(start, place);
                start = -1;
            }
        }
    }

    private IEnumerable<(FacetValue, Interval)> CellsWithPlaces()
    {
        var next = 0;
        foreach (var cell in BucketGrid.Cells(Facet, All))
        {
            while (next < All.Length && !cell.Range!.Value.Contains(All[next].Range!.Value) && All[next].Range!.Value.From < cell.Range!.Value.To)
                next++;
            var first = next;
            while (next < All.Length && cell.Range!.Value.Contains(All[next].Range!.Value))
                next++;
            yield return (cell, new Interval(first, next));
        }
    }
}
