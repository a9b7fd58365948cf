namespace FacetExplorer.Engines.Embedded;

/// <summary>The first of an order, without ordering the rest.</summary>
internal static class Top
{
    /// <summary>So many of ascending items with the greatest keys, greatest first, of equal ones the lower. O(n + n/k · k log k) at worst.</summary>
    public static List<int> Of(int count, ReadOnlySpan<int> items, Func<int, double> key)
    {
        var best = new List<(double Key, int Item)>(Math.Min(items.Length, 2 * count));
        var least = double.NegativeInfinity;
        foreach (var item in items)
        {
            var value = key(item);
            if (best.Count >= count && value <= least)
                continue;
            best.Add((value, item));
            if (best.Count == 2 * count)
                Cut();
        }
        Cut();
        return best.ConvertAll(b => b.Item);

        void Cut()
        {
            best.Sort((a, b) => b.Key != a.Key ? b.Key.CompareTo(a.Key) : a.Item.CompareTo(b.Item));
            if (best.Count <= count)
                return;
            best.RemoveRange(count, best.Count - count);
            least = best.Count > 0 ? best[^1].Key : double.PositiveInfinity;
        }
    }
}
