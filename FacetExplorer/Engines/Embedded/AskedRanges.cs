using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>Ranges that a search asks to be counted and that are no cells of their facet's grid; they are numbered after all values.</summary>
internal sealed class AskedRanges
{
    private readonly int _first;
    private readonly List<FacetValue> _ranges = [];
    private readonly int[]?[] _of;
    private readonly Dictionary<FacetColumn, (int From, int To)> _places = [];
    private readonly int[] _widened;

    private AskedRanges(SearchRequest request, Snapshot snapshot)
    {
        _first = snapshot.ValueCount;
        _of = new int[]?[snapshot.ValueCount];
        foreach (var column in snapshot.Columns.Where(c => c.Facet.IsRanged && request.Counts(c.Facet)))
        {
            var from = _first + _ranges.Count;
            AddInstead(column, request.List(column.Facet).Ranges);
            var listed = (request.List(column.Facet).Ranges ?? column.Cells).Select(r => r.Text).ToHashSet(StringComparer.Ordinal);
            foreach (var named in FacetLists.Named(request, column.Facet).Where(n => !listed.Contains(n.Text)))
                AddBeside(column, named);
            _places.Add(column, (from, _first + _ranges.Count));
        }
        _widened = new int[snapshot.ValueCount + _ranges.Count];
    }

    /// <summary>How many there are.</summary>
    public int Count => _ranges.Count;

    /// <summary>What a search asks for beside the grids; null for nothing.</summary>
    public static AskedRanges? Of(SearchRequest request, Snapshot snapshot) => new AskedRanges(request, snapshot) is { Count: > 0 } asked ? asked : null;

    /// <summary>The numbers of those of one facet.</summary>
    public IEnumerable<int> NumbersOf(FacetColumn column) =>
        _places.TryGetValue(column, out var place) ? Enumerable.Range(place.From, place.To - place.From) : [];

    public FacetValue this[int number] => _ranges[number - _first];

    /// <summary>A row and each range that one of its values lies in. Good until the next row.</summary>
    public ReadOnlySpan<int> Widen(ValueRows.ValueRow row)
    {
        var length = 0;
        foreach (var value in row)
            _widened[length++] = value;
        return Widen(length);
    }

    /// <summary>The same for numbers that are listed already.</summary>
    public ReadOnlySpan<int> Widen(ReadOnlySpan<int> row)
    {
        row.CopyTo(_widened);
        return Widen(row.Length);
    }

    private ReadOnlySpan<int> Widen(int own)
    {
        var length = own;
        for (var i = 0; i < own; i++)
            foreach (var range in _of[_widened[i]] ?? [])
                if (!_widened.AsSpan(own, length - own).Contains(range))
                    _widened[length++] = range;
        return _widened.AsSpan(0, length);
    }

    private void AddInstead(FacetColumn column, IReadOnlyList<FacetValue>? ranges)
    {
        if (ranges is null)
            return;
        var within = column.Within(ranges);
        for (var v = 0; v < within.Length; v++)
            if (within[v] >= 0)
                Put(column.First + v, _first + _ranges.Count + within[v]);
        _ranges.AddRange(ranges);
    }

    private void AddBeside(FacetColumn column, FacetValue range)
    {
        for (var v = 0; v < column.Values.Length; v++)
            if (range.Range!.Value.Contains(column.Values[v].Range!.Value))
                Put(column.First + v, _first + _ranges.Count);
        _ranges.Add(range);
    }

    private void Put(int value, int range) => _of[value] = [.. _of[value] ?? [], range];
}
