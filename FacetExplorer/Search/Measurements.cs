using System.Diagnostics;
using System.Diagnostics.Metrics;
using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>Measures searches and downloads, for whoever listens to <see cref="MeterName"/>.</summary>
public sealed class Measurements
{
    /// <summary>The meter of all that is the application's own.</summary>
    public const string MeterName = nameof(FacetExplorer);

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private readonly Histogram<double> _searches, _downloads;
    private readonly Counter<long> _cached, _withoutResults;

    /// <summary>Where nobody listens.</summary>
    internal static readonly Measurements Unheard = new(new Meter(MeterName + ".Unheard"));

    /// <summary>Measures for the listeners of one application.</summary>
    public Measurements(IMeterFactory meters) : this(meters.Create(MeterName)) { }

    private Measurements(Meter meter)
    {
        _searches = meter.CreateHistogram("facetexplorer.search.duration", "s", "Time that searches took the engine; those answered from memory are not among them.", advice: Seconds);
        _cached = meter.CreateCounter<long>("facetexplorer.search.cached", description: "Searches answered from memory.");
        _withoutResults = meter.CreateCounter<long>("facetexplorer.search.without_results", description: "Searches for results that the engine had none for.");
        _downloads = meter.CreateHistogram("facetexplorer.download.duration", "s", "Time that downloads took, to their last byte or until they were cut off.", advice: Seconds);
    }

    internal void Cached(ISearchEngine engine) => _cached.Add(1, Of(engine));

    internal async Task<SearchResponse> SearchAsync(ISearchEngine engine, SearchRequest request, CancellationToken cancel)
    {
        var response = await TimeAsync(_searches, new TagList([Of(engine)]), () => engine.SearchAsync(request, cancel));
        if (request.Size > 0 && response.Experiments == 0)
            _withoutResults.Add(1, Of(engine));
        return response;
    }

    /// <summary>Measures the sending of a download.</summary>
    internal Task DownloadAsync(string what, string format, Func<Task> send) =>
        TimeAsync(_downloads, new TagList([new("of", what), new("format", format)]), async () =>
        {
            await send();
            return true;
        });

    private static async Task<T> TimeAsync<T>(Histogram<double> durations, TagList tags, Func<Task<T>> work)
    {
        var begun = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await work();
            outcome = "done";
            return result;
        }
        catch (OperationCanceledException)
        {
            outcome = "stopped"; // its reader left, or the time was over
            throw;
        }
        catch (Exception e) when (e is SearchTooWideException or GenerationNotKeptException)
        {
            outcome = "refused";
            throw;
        }
        finally
        {
            tags.Add("outcome", outcome);
            durations.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, tags);
        }
    }

    private static KeyValuePair<string, object?> Of(ISearchEngine engine) => new("engine", engine.Name);
}
