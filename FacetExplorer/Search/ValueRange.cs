namespace FacetExplorer.Search;

/// <summary>A place on the axis of a number or date facet: just before or just after a number (a date counts in ticks).</summary>
public readonly record struct Edge(decimal At, bool After = false) : IComparable<Edge>
{
    /// <inheritdoc />
    public int CompareTo(Edge other) => At != other.At ? At.CompareTo(other.At) : After.CompareTo(other.After);

    /// <summary>Whether it lies before the other.</summary>
    public static bool operator <(Edge a, Edge b) => a.CompareTo(b) < 0;

    /// <summary>Whether it lies after the other.</summary>
    public static bool operator >(Edge a, Edge b) => a.CompareTo(b) > 0;

    /// <summary>Whether it does not lie after the other.</summary>
    public static bool operator <=(Edge a, Edge b) => a.CompareTo(b) <= 0;

    /// <summary>Whether it does not lie before the other.</summary>
    public static bool operator >=(Edge a, Edge b) => a.CompareTo(b) >= 0;
}

/// <summary>
/// A half-open stretch of the axis. A value is a stretch too: a number reaches from just before it to just after it,
/// the date <c>2014</c> takes its whole year. A value lies in a range when its whole stretch does.
/// </summary>
/// <param name="From">The start, or null for no lower end.</param>
/// <param name="To">The end, or null for no upper end.</param>
public readonly record struct ValueRange(Edge? From, Edge? To)
{
    /// <summary>Whether all of <paramref name="value"/> lies in this range.</summary>
    public bool Contains(ValueRange value) =>
        (From is not { } from || (value.From is { } start && start >= from)) &&
        (To is not { } to || (value.To is { } end && end <= to));

    /// <summary>Whether nothing can lie in it.</summary>
    public bool IsEmpty => From is { } from && To is { } to && from >= to;
}
