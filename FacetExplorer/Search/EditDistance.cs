namespace FacetExplorer.Search;

/// <summary>
/// Damerau-Levenshtein distance in its restricted form (optimal string alignment): letters added, left out, replaced, and neighbours
/// exchanged, no place edited twice.
/// </summary>
internal static class EditDistance
{
    /// <summary>The distance, or null where it is more than a limit.</summary>
    public static int? Within(int limit, string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
            return null;
        Span<int> beforeLast = stackalloc int[b.Length + 1], last = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            if (least > limit)
                return null;
            var done = beforeLast;
            beforeLast = last;
            last = row;
            row = done;
        }
        return last[b.Length] <= limit ? last[b.Length] : null;
    }
}
