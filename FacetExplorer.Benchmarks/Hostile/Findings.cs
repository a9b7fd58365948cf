using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace FacetExplorer.Benchmarks.Hostile;

/// <summary>What one part of a run saw.</summary>
/// <param name="what">What was tried.</param>
/// <param name="seed">What repeats it.</param>
internal sealed class Findings(string what, int seed)
{
    private const int Told = 20, LongestLine = 600;

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _failures = [];
    private long _failed;
    private long _slowest;

    /// <summary>How many of the tries failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>How often something was seen.</summary>
    public long Of(string kind) => _counts.GetValueOrDefault(kind);

    public void Count(string kind) => _counts.AddOrUpdate(kind, 1, (_, n) => n + 1);

    public void Took(TimeSpan time)
    {
        for (var seen = Interlocked.Read(ref _slowest); time.Ticks > seen; seen = Interlocked.Read(ref _slowest))
            if (Interlocked.CompareExchange(ref _slowest, time.Ticks, seen) == seen)
                return;
    }

    public void Fail(string line)
    {
        if (Interlocked.Increment(ref _failed) <= Told)
            _failures.Enqueue(line.Length <= LongestLine ? line : line[..LongestLine] + " …");
    }

    /// <summary>As a section of Markdown.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"## {what}\n\nSeed {seed}. Failed: **{Failed}**."));
        if (_slowest > 0)
            text.Append(CultureInfo.InvariantCulture, $" Slowest: {TimeSpan.FromTicks(_slowest).TotalMilliseconds:N0} ms.");
        text.Append("\n\n| | |\n|---|---:|\n");
        foreach (var (kind, count) in _counts.OrderBy(c => c.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {kind} | {count:N0} |\n");
        foreach (var failure in _failures)
            text.Append("\n    ").Append(failure.ReplaceLineEndings("\n    ")).Append('\n');
        return text.ToString();
    }
}
