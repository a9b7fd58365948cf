using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>One value of a facet, or one thing a clause asks for: its canonical text and, for numbers and dates, its range.</summary>
public sealed record FacetValue(string Text, ValueRange? Range = null)
{
    /// <summary>Orders values as facets list them: by place on the axis, then by text in code-point order.</summary>
    public static readonly IComparer<FacetValue?> Order = Comparer<FacetValue?>.Create((a, b) =>
    {
        var byPlace = Nullable.Compare(a?.Range?.From, b?.Range?.From);
        return byPlace != 0 ? byPlace : CodePointOrder.Instance.Compare(a?.Text, b?.Text);
    });

    /// <summary>The values that a record has for a facet: those of the first source field that has any, and in a tree all that lies above them.</summary>
    public static IReadOnlyList<FacetValue> Of(FacetDefinition facet, Fields fields)
    {
        var recorded = Recorded(facet, fields);
        return facet.Tree is not { } tree || recorded.Count == 0
            ? recorded
            : [.. recorded.Concat(recorded.SelectMany(v => tree.AncestorsOf(v.Text)).Where(Value.IsFacetValue).Select(text => new FacetValue(text))).DistinctBy(v => v.Text)];
    }

    /// <summary>Of these values of a facet those that say most: in a tree none that lies above another one of them.</summary>
    public static IEnumerable<FacetValue> Narrowest(FacetDefinition facet, IReadOnlyList<FacetValue> values)
    {
        var above = facet.Tree is { } tree ? values.SelectMany(v => tree.AncestorsOf(v.Text)).ToHashSet(StringComparer.Ordinal) : [];
        return values.Where(v => !above.Contains(v.Text));
    }

    private static List<FacetValue> Recorded(FacetDefinition facet, Fields fields)
    {
        foreach (var field in facet.Fields)
        {
            var values = fields[field].Select(text => Read(facet.Kind, text)).OfType<FacetValue>().DistinctBy(v => v.Text).ToList();
            if (values.Count > 0)
                return values;
        }
        return [];
    }

    /// <summary>Reads a stored value; null when it is no value of this kind.</summary>
    public static FacetValue? Read(FacetKind kind, string text) => kind switch
    {
        FacetKind.Number => Numbers.Read(text),
        FacetKind.Date => Dates.Read(text),
        FacetKind.Boolean => bool.TryParse(text, out var flag) ? new FacetValue(flag ? "true" : "false") : null,
        _ => Value.IsFacetValue(text) ? new FacetValue(text) : null,
    };

    /// <summary>Reads what a URL asks for; null when no record could have it. <see cref="Allowed"/> says what would be right.</summary>
    public static FacetValue? ReadAsked(FacetKind kind, string text) =>
        kind == FacetKind.Number && text.Contains("..", StringComparison.Ordinal) ? Numbers.ReadBucket(text) : Read(kind, text);

    /// <summary>Reads the ends of a typed range; null when an end is no value of this kind. An absent end is open.</summary>
    public static ValueRange? ReadTyped(FacetKind kind, string? from, string? to)
    {
        var (start, end) = (from is null ? null : Read(kind, from), to is null ? null : Read(kind, to));
        return (from is not null && start is null) || (to is not null && end is null)
            ? null
            : new ValueRange(start?.Range?.From, end?.Range?.To);
    }

    /// <summary>What <see cref="ReadAsked"/> takes, in words.</summary>
    public static string Allowed(FacetKind kind) => kind switch
    {
        FacetKind.Number => "a number such as 10.5, or a range such as 0..10",
        FacetKind.Date => "a date or the beginning of one: 2014, 2014-05 or 2014-05-20",
        FacetKind.Boolean => "true or false",
        _ => $"a text of at most {Value.FacetLength} characters",
    };
}

/// <summary>Invariant decimals and the ranges between them.</summary>
internal static class Numbers
{
    public static FacetValue? Read(string text) =>
        Parse(text) is { } number ? new FacetValue(Format(number), new ValueRange(new Edge(number), new Edge(number, After: true))) : null;

    /// <summary><c>a..b</c>, its start in it and its end not.</summary>
    public static FacetValue? ReadBucket(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        return Parse(text[..dots]) is { } start && Parse(text[(dots + 2)..]) is { } end && start < end ? Bucket(start, end) : null;
    }

    public static FacetValue Bucket(decimal start, decimal end) =>
        new($"{Format(start)}..{Format(end)}", new ValueRange(new Edge(start), new Edge(end)));

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Format(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}

/// <summary>ISO 8601 dates of any precision, their zone ignored; each is the period it names.</summary>
internal static class Dates
{
    private static readonly (string Format, Func<DateTime, DateTime> End)[] Precisions =
    [
        ("yyyy", d => d.AddYears(1)),
        ("yyyy-MM", d => d.AddMonths(1)),
        ("yyyy-MM-dd", d => d.AddDays(1)),
        ("yyyy-MM-dd'T'HH:mm", d => d.AddMinutes(1)),
        ("yyyy-MM-dd'T'HH:mm:ss", d => d.AddSeconds(1)),
        ("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", d => d.AddTicks(1)),
    ];

    /// <summary>Length of a date to a tenth of a microsecond; digits beyond are cut off.</summary>
    private const int FinestLength = 27;

    public static FacetValue? Read(string text)
    {
        var local = WithoutZone(text.Length > 10 && text[10] == ' ' ? $"{text[..10]}T{text[11..]}" : text);
        if (local.Length > FinestLength && local.AsSpan(FinestLength).IndexOfAnyExceptInRange('0', '9') < 0)
            local = local[..FinestLength];
        foreach (var (format, end) in Precisions)
            if (DateTime.TryParseExact(local, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
                return new FacetValue(local, Period(start, end));
        return null;
    }

    public static FacetValue Bucket(DateTime start, string interval)
    {
        var (format, end) = Precisions[interval switch { "year" => 0, "month" => 1, _ => 2 }];
        return new FacetValue(start.ToString(format, CultureInfo.InvariantCulture), Period(start, end));
    }

    private static ValueRange Period(DateTime start, Func<DateTime, DateTime> end)
    {
        Edge? to;
        try
        {
            to = new Edge(end(start).Ticks);
        }
        catch (ArgumentOutOfRangeException)
        {
            to = new Edge(DateTime.MaxValue.Ticks, After: true);
        }
        return new ValueRange(new Edge(start.Ticks), to);
    }

    private static string WithoutZone(string text)
    {
        if (text.Length < 17 || text[10] != 'T')
            return text;
        if (text[^1] is 'Z' or 'z')
            return text[..^1];
        var sign = text.LastIndexOfAny(['+', '-']);
        return sign > 15 && text[(sign + 1)..].All(c => char.IsAsciiDigit(c) || c == ':') && text.Length - sign is 3 or 5 or 6 ? text[..sign] : text;
    }
}
