using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FacetExplorer.Hosting;

/// <summary>All that one instrument measured, by labels, and how Prometheus reads it.</summary>
internal sealed class MetricFamily
{
    /// <summary>What a request could make many of is cut off here: further labels are counted as one.</summary>
    private const int MostSeries = 500;

    private const string Others = "{other=\"true\"}";

    /// <summary>Of measurements with many labels, those that are kept.</summary>
    private static readonly Dictionary<string, string[]> Kept = new()
    {
        ["http.server.request.duration"] = ["http.request.method", "http.route", "http.response.status_code"],
        ["http.server.active_requests"] = ["http.request.method"],
        ["kestrel.active_connections"] = [],
        ["kestrel.queued_connections"] = [],
        ["kestrel.rejected_connections"] = [],
    };

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly string[]? _kept;
    private readonly string _name, _type, _help;
    private readonly bool _adds;
    private readonly double[]? _bounds;

    public MetricFamily(Instrument instrument)
    {
        var kind = instrument.GetType().Name.Split('`')[0];
        _type = kind switch
        {
            "Histogram" => "histogram",
            "Counter" or "ObservableCounter" => "counter",
            _ => "gauge",
        };
        _adds = kind is "Counter" or "UpDownCounter";
        _bounds = _type == "histogram" ? [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? DefaultBounds] : null;
        _kept = Kept.GetValueOrDefault(instrument.Name);
        _name = NameOf(instrument);
        _help = (instrument.Description ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    /// <summary>The name Prometheus knows an instrument by: with its unit, and <c>_total</c> for what only grows.</summary>
    private string NameOf(Instrument instrument)
    {
        var name = Word(instrument.Name) + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return _type == "counter" ? $"{name}_total" : name;
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_series)
        {
            if (!_series.ContainsKey(labels) && _series.Count >= MostSeries)
                labels = Others;
            if (!_series.TryGetValue(labels, out var series))
                _series.Add(labels, series = new Series(new long[_bounds is null ? 0 : _bounds.Length + 1]));
            series.Count++;
            series.Value = _adds || _bounds is not null ? series.Value + value : value;
            if (_bounds is not null)
                series.Buckets[BucketOf(value)]++;
        }
    }

    /// <summary>Forgets what was observed, before it is observed anew.</summary>
    public void Clear()
    {
        lock (_series)
            _series.Clear();
    }

    public void Write(StringBuilder text)
    {
        lock (_series)
        {
            if (_series.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {_help}\n# TYPE {_name} {_type}\n");
            foreach (var (labels, series) in _series)
                if (_bounds is null)
                    Line(_name, labels, series.Value);
                else
                    WriteHistogram(labels, series);
        }

        void Line(string name, string labels, double value) => text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value:R}\n");

        void WriteHistogram(string labels, Series series)
        {
            var below = 0L;
            for (var i = 0; i <= _bounds!.Length; i++)
                Line($"{_name}_bucket", With(labels, i == _bounds.Length ? "+Inf" : _bounds[i].ToString("R", CultureInfo.InvariantCulture)), below += series.Buckets[i]);
            Line($"{_name}_sum", labels, series.Value);
            Line($"{_name}_count", labels, series.Count);
        }
    }

    private int BucketOf(double value)
    {
        var at = Array.BinarySearch(_bounds!, value);
        return at < 0 ? ~at : at; // bounds are inclusive
    }

    private static string With(string labels, string bound) => labels.Length == 0 ? $"{{le=\"{bound}\"}}" : $"{labels[..^1]},le=\"{bound}\"}}";

    private string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
            if (value is not null && (_kept is null || _kept.Contains(name)))
                text.Append(text.Length == 0 ? '{' : ',').Append(Word(name)).Append("=\"").Append(Escaped(value)).Append('"');
        return text.Length == 0 ? "" : text.Append('}').ToString();
    }

    private static string Word(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escaped(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed class Series(long[] buckets)
    {
        public long[] Buckets { get; } = buckets;
        public long Count { get; set; }
        public double Value { get; set; }
    }
}
