using System.Globalization;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>How long answers of one kind took, and what failed.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];
    private readonly List<string> _errors = [];

    public int Count
    {
        get
        {
            lock (_milliseconds)
                return _milliseconds.Count;
        }
    }

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_milliseconds)
                return [.. _errors];
        }
    }

    public void Add(TimeSpan time, string? error)
    {
        lock (_milliseconds)
        {
            _milliseconds.Add(time.TotalMilliseconds);
            if (error is not null)
                _errors.Add(error);
        }
    }

    /// <summary>The time that a share of the answers did not take.</summary>
    public double Quantile(double share)
    {
        lock (_milliseconds)
        {
            if (_milliseconds.Count == 0)
                return double.NaN;
            var sorted = _milliseconds.Order().ToList();
            return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
        }
    }

    /// <summary>As a sentence says them.</summary>
    public string Quantiles => string.Create(CultureInfo.InvariantCulture, $"p50 {Quantile(0.5):N0} ms, p95 {Quantile(0.95):N0} ms, p99 {Quantile(0.99):N0} ms");

    /// <summary>All of several kinds.</summary>
    public static Latencies Of(IEnumerable<Latencies> kinds)
    {
        var all = new Latencies();
        foreach (var kind in kinds)
            lock (kind._milliseconds)
            {
                all._milliseconds.AddRange(kind._milliseconds);
                all._errors.AddRange(kind._errors);
            }
        return all;
    }

    public string Row(string name, TimeSpan during) => string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {Count:N0} | {Count / during.TotalSeconds:N1} | {Quantile(0.5):N0} | {Quantile(0.95):N0} | {Quantile(0.99):N0} | {Errors.Count:N0} |");
}
