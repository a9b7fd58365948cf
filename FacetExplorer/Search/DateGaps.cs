using System.Globalization;
using System.Text.RegularExpressions;

namespace FacetExplorer.Search;

/// <summary>
/// Periods in which a date facet is counted on demand: <paramref name="Amount"/> times <paramref name="By"/> each, from a start or else
/// anchored at the calendar, to an end that is not in them.
/// </summary>
/// <param name="By">One of <see cref="Units"/>.</param>
/// <param name="Amount">How many of it, from 1.</param>
/// <param name="Start">Where the first period begins; null for the calendar's own beginnings.</param>
/// <param name="End">Where the last one is cut off, or null.</param>
public sealed partial record DateGaps(string By, int Amount, DateTime? Start = null, DateTime? End = null)
{
    /// <summary>What a gap may be counted in.</summary>
    public static readonly IReadOnlyList<string> Units = ["year", "month", "day", "hour", "minute", "second"];

    /// <summary>More periods than this in one search are refused: engines have limits on the number of buckets.</summary>
    public const int MaximumPeriods = 10_000;

    /// <summary>What <see cref="Read"/> takes, in words.</summary>
    public const string Allowed = "a date such as 2014-05-20, 2014-05-20T10:00:00, 20th May 2014 or May 2014";

    private const string Written = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    private static readonly string[] Spoken = ["d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy", "MMM d yyyy", "MMMM yyyy", "MMM yyyy", "yyyy MMMM d", "yyyy MMM d", "yyyy/M/d"];

    /// <summary>The period that begins here, up to the end.</summary>
    public FacetValue PeriodFrom(DateTime start)
    {
        var next = After(start, Amount);
        return Period(start, End is { } end && end > start && end < next ? end : next);
    }

    /// <summary>The periods that have something of the time from <paramref name="low"/> to before <paramref name="high"/>; null where they are too many.</summary>
    public IReadOnlyList<FacetValue>? Periods(DateTime low, DateTime high)
    {
        var stop = End is { } end && end < high ? end : high;
        var periods = new List<FacetValue>();
        for (var (start, steps) = FirstFor(low); start < stop;)
        {
            if (periods.Count == MaximumPeriods)
                return null;
            periods.Add(PeriodFrom(start));
            // From the first on, as the months after 31 January are not all of one length.
            var next = Start is { } anchor ? After(anchor, ++steps * Amount) : After(start, Amount);
            if (next <= start)
                break;
            start = next;
        }
        return periods;
    }

    /// <summary>Reads a date leniently as the period it names: <c>2014-05-20</c>, <c>20th May 2014</c>, <c>May 2014</c>; null when it is none.</summary>
    public static ValueRange? Read(string text)
    {
        if (Dates.Read(text) is { } iso)
            return iso.Range;
        var plain = Ordinal().Replace(text, "$1").Replace(',', ' ').Replace(". ", " ", StringComparison.Ordinal);
        plain = string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var format in Spoken)
            if (DateTime.TryParseExact(plain, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return Dates.Bucket(date, format.Contains('d', StringComparison.Ordinal) ? "day" : "month").Range;
        return null;
    }

    /// <summary>The date at which a period begins.</summary>
    public static DateTime StartOf(ValueRange period) => new((long)period.From!.Value.At);

    /// <summary>The date before which a period ends.</summary>
    public static DateTime EndOf(ValueRange period) => new((long)period.To!.Value.At);

    /// <summary>A date in ISO 8601, as options and entries write it.</summary>
    public static string Write(DateTime date, char separator = 'T') => date.ToString(Written, CultureInfo.InvariantCulture).Replace('T', separator);

    /// <summary>A day or a month as the beginning of a date that names it.</summary>
    public static string WritePrefix(ValueRange period) => Write(StartOf(period))[..(EndOf(period) - StartOf(period) > TimeSpan.FromDays(1) ? 7 : 10)];

    private (DateTime Start, long Steps) FirstFor(DateTime low)
    {
        if (Start is not { } anchor)
            return (Floor(low), 0);
        var steps = 0L;
        if (anchor < low)
        {
            steps = Math.Max(0, (By switch
            {
                "year" => low.Year - anchor.Year,
                "month" => (low.Year - anchor.Year) * 12 + low.Month - anchor.Month,
                _ => (low.Ticks - anchor.Ticks) / Ticks,
            }) / Amount - 1);
            while (After(anchor, (steps + 1) * Amount) <= low)
                steps++;
        }
        return (After(anchor, steps * Amount), steps);
    }

    private DateTime Floor(DateTime date)
    {
        switch (By)
        {
            case "year":
                return new DateTime(Math.Max(1, date.Year - date.Year % Amount), 1, 1);
            case "month":
                var months = (date.Year - 1) * 12 + date.Month - 1;
                months -= months % Amount;
                return new DateTime(months / 12 + 1, months % 12 + 1, 1);
            default:
                return new DateTime(date.Ticks - (long)(date.Ticks % ((decimal)Ticks * Amount)));
        }
    }

    private long Ticks => By switch
    {
        "day" => TimeSpan.TicksPerDay,
        "hour" => TimeSpan.TicksPerHour,
        "minute" => TimeSpan.TicksPerMinute,
        _ => TimeSpan.TicksPerSecond,
    };

    private DateTime After(DateTime date, long amount)
    {
        try
        {
            return By switch
            {
                "year" => date.AddYears(checked((int)amount)),
                "month" => date.AddMonths(checked((int)amount)),
                _ => date.AddTicks(checked(Ticks * amount)),
            };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return DateTime.MaxValue;
        }
    }

    /// <summary>Its text has both ends, so that periods that only begin alike are told apart.</summary>
    private static FacetValue Period(DateTime start, DateTime end) =>
        new($"{Write(start)}..{Write(end)}", new ValueRange(new Edge(start.Ticks), new Edge(end.Ticks, After: end == DateTime.MaxValue)));

    [GeneratedRegex(@"\b(\d{1,2})(?:st|nd|rd|th)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();
}
