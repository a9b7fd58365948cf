using System.Globalization;
using System.Text;
using FacetExplorer.Benchmarks.Searching;
using FacetExplorer.Catalog;
using FacetExplorer.Commands;
using FacetExplorer.Import;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>How much load, for how long, on what.</summary>
internal sealed record LoadOptions(double Minutes, GeoShape Shape)
{
    /// <summary>Visitors at once.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>What a visitor waits between an answer and the next question, on average.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Whether a crawler comes in the second half.</summary>
    public bool WithCrawler { get; init; }

    /// <summary>More configuration of the server.</summary>
    public IReadOnlyList<string> Switches { get; init; } = [];
}

/// <summary>A mixed load against the real server, on the machine it shares with those who ask.</summary>
internal sealed class LoadBenchmark(LoadOptions options, TextWriter log)
{
    private readonly StringBuilder _report = new();
    private readonly List<string> _errors = [];

    /// <returns>The report, in Markdown, and whether nothing failed.</returns>
    public async Task<(string Report, bool IsGood)> RunAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("load-benchmark-");
        try
        {
            var state = Path.Combine(folder.FullName, "state");
            var catalog = new GeoCatalog(options.Shape);
            string[] switches = [.. catalog.Facets.Where(facet => facet.OfSamples).Select(facet => $"--Facets:{facet.Key}:Level=sample"), "--Proxy:Trusted=127.0.0.1", .. options.Switches];
            await ImportAsync(catalog, Path.Combine(folder.FullName, "source"), Settings.Load(switches, state), cancel);
            log.WriteLine("imported");
            await using var server = await ServerProcess.StartAsync(state, switches, cancel);
            using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(1) };
            await LoadAsync(server, new Visitors(client, catalog), cancel);
            await server.TerminateAsync(cancel);
            if (await server.EndAsync(cancel) is not 0 and var code)
                _errors.Add($"The server ended with exit code {code.ToString(CultureInfo.InvariantCulture)}.");
            _errors.AddRange(server.Lines.Where(line => line.Contains("Z error ", StringComparison.Ordinal) || line.Contains("Z fatal ", StringComparison.Ordinal)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        if (_errors.Count > 0)
            _report.AppendLine().AppendLine("Errors, the first of them:").AppendLine().AppendJoin('\n', _errors.Distinct().Take(20)).AppendLine();
        return (_report.ToString(), _errors.Count == 0);
    }

    /// <summary>Makes the catalog that is asked.</summary>
    public static async Task ImportAsync(GeoCatalog catalog, string source, Settings settings, CancellationToken cancel)
    {
        catalog.Write(source);
        using var import = new Importer(new CatalogFiles(settings.Catalog.Path), settings.Import).Prepare(new ImportRequest([source]), null, cancel);
        await Publication.PublishAsync(import, settings, cancel);
        Directory.Delete(source, recursive: true);
    }

    private async Task LoadAsync(ServerProcess server, Visitors visitors, CancellationToken cancel)
    {
        _report.AppendLine(CultureInfo.InvariantCulture,
            $"{options.Shape}; {options.Clients} visitors{(options.Pause > TimeSpan.Zero ? $" who wait {options.Pause.TotalMilliseconds:N0} ms" : " who never wait")}, {options.Minutes} minutes, {Environment.ProcessorCount} processors shared with them.");
        var watch = new ProcessWatch(server.Process);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watching = watch.WatchAsync(over.Token);
        var time = TimeSpan.FromMinutes(options.Minutes) / (options.WithCrawler ? 2 : 1);
        var alone = await PhaseAsync("Visitors alone", visitors, time, crawler: null, cancel);
        if (options.WithCrawler)
        {
            var beside = await PhaseAsync("Beside a crawler", visitors, time, new Latencies(), cancel);
            _report.AppendLine(CultureInfo.InvariantCulture, $"p95 of visitors beside a crawler: {beside.Quantile(0.95) / alone.Quantile(0.95):N2} times that without.").AppendLine();
        }
        await over.CancelAsync();
        await watching;
        _report.AppendLine(watch.ToString());
    }

    private async Task<Latencies> PhaseAsync(string name, Visitors visitors, TimeSpan time, Latencies? crawler, CancellationToken cancel)
    {
        var kinds = Visitors.Kinds.ToDictionary(kind => kind, _ => new Latencies());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(time);
        await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(number => Task.Run(() => visitors.VisitAsync(number, options.Pause, kinds, over.Token), CancellationToken.None))
            .Append(crawler is null ? Task.CompletedTask : Task.Run(() => visitors.CrawlAsync(-1, crawler, over.Token), CancellationToken.None)));
        cancel.ThrowIfCancellationRequested();
        var all = Latencies.Of(kinds.Values);
        _errors.AddRange(all.Errors);
        _report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {name} | answers | a second | p50 ms | p95 ms | p99 ms | errors |").AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (kind, times) in kinds)
            _report.AppendLine(times.Row(kind, time));
        _report.AppendLine(all.Row("all", time));
        if (crawler is not null)
        {
            _errors.AddRange(crawler.Errors);
            _report.AppendLine(crawler.Row("the crawler", time));
            _report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"The crawler was told to wait {visitors.Refused:N0} times, and did not.");
        }
        _report.AppendLine();
        log.WriteLine(name);
        return all;
    }
}
