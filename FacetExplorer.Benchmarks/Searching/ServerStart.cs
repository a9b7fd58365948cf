using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FacetExplorer.Benchmarks.Running;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>The server as a process of its own, on a catalog that is ready.</summary>
/// <param name="FirstAnswer">From the start of the process to the first correct answer to a search for everything.</param>
/// <param name="FirstPage">And from then to the first page of it, made for a browser.</param>
/// <param name="Bytes">Its memory then.</param>
/// <param name="Clicks">From a click on a value to the page that stands still; null when no browser clicked.</param>
internal sealed record ServerStart(TimeSpan FirstAnswer, TimeSpan FirstPage, long Bytes, Latencies? Clicks)
{
    private const int BrowserClicks = 100, Seed = 1;

    /// <summary>Starts it, clicks in a browser if wanted, and stops it again.</summary>
    public static async Task<ServerStart> MeasureAsync(GeoCatalog catalog, string state, bool withBrowser, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        await using var server = await ServerProcess.StartAsync(state, catalog.Settings().Select(setting => $"--{setting.Key}={setting.Value}"), cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        var samples = (long?)(await client.GetFromJsonAsync<JsonNode>("api/experiments", cancel))?["samples"]?["value"];
        if (samples != catalog.Shape.Samples)
            throw new InvalidOperationException($"The server counts {samples} samples of {catalog.Shape.Samples}.");
        var answered = clock.Elapsed;
        await client.GetStringAsync("", cancel);
        var paged = clock.Elapsed - answered;
        server.Process.Refresh();
        var bytes = server.Process.WorkingSet64;
        return new ServerStart(answered, paged, bytes, withBrowser ? await PageClicks.MeasureAsync(server.Address, BrowserClicks, Seed) : null);
    }
}
