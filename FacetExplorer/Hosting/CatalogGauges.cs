using System.Diagnostics.Metrics;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Hosting;

/// <summary>Says of which version and age the data is, and how the last import ended.</summary>
internal sealed class CatalogGauges
{
    public CatalogGauges(IMeterFactory meters, GenerationStore store, TimeProvider clock)
    {
        var meter = meters.Create(Measurements.MeterName);
        Gauge("data.version", null, "Number of the data version that is served.", generation => generation.Number);
        Gauge("data.age", "s", "Time since the data version that is served was made.", generation => Age(generation.CreatedAt));
        Gauge("data.experiments", null, "Experiments in it.", generation => generation.Experiments);
        Gauge("data.samples", null, "Unique samples in it.", generation => generation.Samples);
        meter.CreateObservableGauge("facetexplorer.data.trouble", () => store.Trouble is null ? 0 : 1, null, "1 while the newest data version cannot be served.");
        meter.CreateObservableGauge("facetexplorer.import.last", LastOutcome, null, "How the last import ended: 1 for that outcome.");
        meter.CreateObservableGauge("facetexplorer.import.last.duration", () => Last(import => import.Seconds), "s", "Time the last import took.");
        meter.CreateObservableGauge("facetexplorer.import.last.age", () => Last(import => Age(import.EndedAt)), "s", "Time since the last import ended.");

        void Gauge(string name, string? unit, string description, Func<Generation, double> value) =>
            meter.CreateObservableGauge($"facetexplorer.{name}", () => Seen(store.Current, value), unit, description);

        // A clock that was set back makes nothing younger than new.
        double Age(DateTimeOffset since) => Math.Max(0, (clock.GetUtcNow() - since).TotalSeconds);

        IEnumerable<Measurement<double>> Last(Func<LastImport, double> value) => Seen(LastImport.Read(store.Files), value);

        IEnumerable<Measurement<double>> LastOutcome() => LastImport.Read(store.Files) is { } last
            ? Enum.GetValues<ImportOutcome>().Select(outcome => new Measurement<double>(outcome == last.Outcome ? 1 : 0, new KeyValuePair<string, object?>("outcome", Name(outcome))))
            : [];
    }

    private static IEnumerable<Measurement<double>> Seen<T>(T? of, Func<T, double> value) where T : class => of is null ? [] : [new Measurement<double>(value(of))];

    private static string Name(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.DoneInPart => "done_in_part",
        ImportOutcome.RemovalsRefused => "removals_refused",
        _ => outcome.ToString().ToLowerInvariant(),
    };
}
