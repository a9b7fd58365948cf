using System.Runtime.CompilerServices;

namespace FacetExplorer.Engines.Cohorts;

/// <summary>Lists of small numbers, one list a row, in two arrays (compressed sparse rows).</summary>
internal sealed class Rows(int[] starts, int[] items)
{
    /// <summary>Where each row begins, and after the last its end.</summary>
    public int[] Starts => starts;

    /// <summary>All rows, one after the other.</summary>
    public int[] Items => items;

    public int Count => starts.Length - 1;

    public ReadOnlySpan<int> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var start = starts[row];
            return new ReadOnlySpan<int>(items, start, starts[row + 1] - start);
        }
    }

    /// <summary>Packs lists.</summary>
    public static Rows Of(IReadOnlyList<IReadOnlyCollection<int>> lists)
    {
        var starts = new int[lists.Count + 1];
        for (var i = 0; i < lists.Count; i++)
            starts[i + 1] = starts[i] + lists[i].Count;
        var items = new int[starts[^1]];
        var next = 0;
        foreach (var list in lists)
            foreach (var item in list)
                items[next++] = item;
        return new Rows(starts, items);
    }

    /// <summary>The rows seen from their items: row i lists the rows in which i stands.</summary>
    public Rows Transposed(int itemCount)
    {
        var transposedStarts = new int[itemCount + 1];
        foreach (var item in items)
            transposedStarts[item + 1]++;
        for (var i = 0; i < itemCount; i++)
            transposedStarts[i + 1] += transposedStarts[i];
        var next = transposedStarts.AsSpan(0, itemCount).ToArray();
        var transposed = new int[items.Length];
        for (var row = 0; row < Count; row++)
            foreach (var item in this[row])
                transposed[next[item]++] = row;
        return new Rows(transposedStarts, transposed);
    }
}
