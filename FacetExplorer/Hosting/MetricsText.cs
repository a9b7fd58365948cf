using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using FacetExplorer.Search;

namespace FacetExplorer.Hosting;

/// <summary>Listens to the meters of one application, and says what they measured as Prometheus reads it.</summary>
internal sealed class MetricsText : IDisposable
{
    /// <summary>The text format's own media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] Meters =
    [
        Measurements.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components.Server.Circuits", "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
    ];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly Lock _observing = new();

    public MetricsText(IMeterFactory meters)
    {
        // Other applications in this process have factories of their own; the runtime's meter has none.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null || instrument.Meter.Scope == meters))
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, i => new MetricFamily(i)));
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(value, tags, family));
        _listener.Start();
    }

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? family) => ((MetricFamily)family!).Record(value, tags);

    /// <summary>All that was measured until now.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        lock (_observing)
        {
            foreach (var (_, family) in _families.Where(entry => entry.Key.IsObservable))
                family.Clear();
            _listener.RecordObservableInstruments();
            foreach (var (_, family) in _families.OrderBy(entry => entry.Key.Name, StringComparer.Ordinal))
                family.Write(text);
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();
}
