namespace FacetExplorer.Api;

/// <summary>
/// Writes down what is refused: of which path and why, nothing of the query. Of each reason so many lines a minute, so that nobody fills a disk by
/// being refused; the next line says how many there were without one.
/// </summary>
internal sealed class RefusalLog(ILogger<RefusalLog> log, TimeProvider clock)
{
    /// <summary>Lines a minute for one reason.</summary>
    public const int LinesAMinute = 5;

    private const int LongestMethod = 20, LongestPath = 200;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>By reason; these are this program's own sentences, so there are few.</summary>
    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);

    public void Refused(HttpContext http, string reason)
    {
        if (TakeLine(reason) is { } untold)
            log.LogWarning("Refused {Method} {Path}: {Reason} {Untold} more since the line before.",
                Cut(http.Request.Method, LongestMethod), Cut(http.Request.PathBase + http.Request.Path, LongestPath), reason, untold);
    }

    /// <summary>How many had no line since the last one; null when this one has none either.</summary>
    private int? TakeLine(string reason)
    {
        lock (_told)
        {
            if (!_told.TryGetValue(reason, out var told) || clock.GetElapsedTime(told.Since) >= Minute)
                told = new Told(clock.GetTimestamp(), 0, told.Untold);
            var isFull = told.Lines == LinesAMinute;
            _told[reason] = isFull ? told with { Untold = told.Untold + 1 } : told with { Lines = told.Lines + 1, Untold = 0 };
            return isFull ? null : told.Untold;
        }
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";

    private readonly record struct Told(long Since, int Lines, int Untold);
}
