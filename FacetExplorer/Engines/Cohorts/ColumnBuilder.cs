using System.Runtime.InteropServices;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>Collects the distinct values of a facet, and the distinct sets of values that records have.</summary>
internal sealed class ColumnBuilder(FacetDefinition facet)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<FacetValue> _values = [];
    private readonly Dictionary<int[], int> _sets = new(Sequences.Equality);
    private int[][] _rows = [];

    public FacetDefinition Facet => facet;

    /// <summary>The number of the set of values that a record has.</summary>
    public int ValueSet(Fields fields)
    {
        var values = FacetValue.Of(facet, fields);
        Span<int> set = values.Count <= 16 ? stackalloc int[values.Count] : new int[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, values[i].Text, out var known);
            if (!known)
            {
                number = _values.Count;
                _values.Add(values[i]);
            }
            set[i] = number;
        }
        set.Sort();
        return Sequences.NumberOf(_sets, set);
    }

    /// <summary>Orders what was collected and numbers it from <paramref name="first"/> on.</summary>
    public FacetColumn Finish(int first)
    {
        var order = Enumerable.Range(0, _values.Count).ToArray();
        Array.Sort(order, (a, b) => FacetValue.Order.Compare(_values[a], _values[b]));
        var column = FacetColumn.Of(facet, first, [.. order.Select(i => _values[i])]);
        var cells = facet.IsRanged ? column.Within(column.Cells) : [];
        var places = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            places[order[i]] = i;
        _rows = [.. _sets.OrderBy(s => s.Value).Select(s => RowOf([.. s.Key.Select(v => places[v]).Order()]))];
        return column;

        int[] RowOf(int[] set) => set.Length == 0
            ? [column.Missing]
            : [.. set.Select(v => first + v), .. set.Where(_ => cells.Length > 0).Select(v => cells[v]).Where(cell => cell >= 0).Distinct().Select(cell => column.FirstCell + cell)];
    }

    /// <summary>Of each set its values and the cells they lie in, or "missing", by their numbers, in order.</summary>
    public IReadOnlyList<int[]> Rows => _rows;
}

/// <summary>Dictionaries keyed by a row of numbers.</summary>
internal static class Sequences
{
    public static readonly IEqualityComparer<int[]> Equality = new EqualityComparer();

    public static readonly IComparer<int[]> Order = Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    /// <summary>The number of a sequence: that of its first occurrence among distinct ones.</summary>
    public static int NumberOf(Dictionary<int[], int> numbers, ReadOnlySpan<int> sequence)
    {
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<int>>();
        if (!lookup.TryGetValue(sequence, out var number))
            lookup[sequence] = number = numbers.Count;
        return number;
    }

    private sealed class EqualityComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] sequence) => GetHashCode(sequence.AsSpan());

        public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<int> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
    }
}
