using System.Runtime.CompilerServices;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>
/// Lists of values' numbers, one list a row, in 16 bits a number, as what is counted has to come from memory first. The few numbers from
/// 65,535 on take three times that: a mark and their two halves.
/// </summary>
internal sealed class ValueRows(int[] starts, ushort[] units)
{
    private const ushort Mark = ushort.MaxValue;
    private const int HalfBits = 16;

    /// <summary>Where each row begins, and after the last its end.</summary>
    public int[] Starts => starts;

    /// <summary>All rows, one after the other.</summary>
    public ushort[] Units => units;

    public int Count => starts.Length - 1;

    public ValueRow this[int row] => Together(row, 1);

    /// <summary>Rows that follow each other, as one.</summary>
    public ValueRow Together(int first, int count) => new(units.AsSpan(starts[first], starts[first + count] - starts[first]));

    /// <summary>Packs lists.</summary>
    public static ValueRows Of(IEnumerable<IReadOnlyCollection<int>> lists)
    {
        var starts = new List<int> { 0 };
        var units = new List<ushort>();
        foreach (var list in lists)
        {
            foreach (var number in list)
                if (number < Mark)
                    units.Add((ushort)number);
                else
                    units.AddRange([Mark, (ushort)(number >> HalfBits), (ushort)number]);
            starts.Add(units.Count);
        }
        return new ValueRows([.. starts], [.. units]);
    }

    /// <summary>The numbers of a row.</summary>
    public readonly ref struct ValueRow(ReadOnlySpan<ushort> units)
    {
        private readonly ReadOnlySpan<ushort> _units = units;

        public Enumerator GetEnumerator() => new(_units);

        public int[] ToArray()
        {
            var numbers = new List<int>(_units.Length);
            foreach (var number in this)
                numbers.Add(number);
            return [.. numbers];
        }
    }

    public ref struct Enumerator(ReadOnlySpan<ushort> units)
    {
        private readonly ReadOnlySpan<ushort> _units = units;
        private int _next;

        public int Current { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if ((uint)_next >= (uint)_units.Length)
                return false;
            Current = _units[_next++];
            if (Current == Mark)
            {
                Current = _units[_next] << HalfBits | _units[_next + 1];
                _next += 2;
            }
            return true;
        }
    }
}
