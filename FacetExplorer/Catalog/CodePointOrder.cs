namespace FacetExplorer.Catalog;

/// <summary>Order of Unicode code points: that of UTF-8 bytes and of SQLite, which UTF-16 order is not beyond U+FFFF.</summary>
public sealed class CodePointOrder : IComparer<string>
{
    /// <summary>The only one.</summary>
    public static readonly CodePointOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var same = x.AsSpan().CommonPrefixLength(y);
        if (same == x.Length || same == y.Length)
            return x.Length - y.Length;
        // Surrogates stand for code points above all other UTF-16 units.
        var (a, b) = (x[same], y[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a - b : char.IsSurrogate(a) ? 1 : -1;
    }
}
