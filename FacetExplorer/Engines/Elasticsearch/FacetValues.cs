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

    /// <summary>The places of the values that lie in a range; they follow each other, as wider periods come before the ones they begin with.</summary>
    public Interval PlacesIn(FacetValue range)
    {
        var first = Array.FindIndex(All, v => range.Range!.Value.Contains(v.Range!.Value));
        return first < 0 ? new Interval(0, 0) : new Interval(first, Array.FindLastIndex(All, v => range.Range!.Value.Contains(v.Range!.Value)) + 1);
    }

    /// <summary>The places a clause accepts, as runs; see <see cref="Clause.Lists"/>.</summary>
    public IEnumerable<Interval> PlacesOf(Clause clause)
    {
        var start = -1;
        for (var place = 0; place <= All.Length + 1; place++)
        {
            var accepted = place < All.Length ? clause.Lists(All[place]) : place == Missing && clause.Missing;
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
