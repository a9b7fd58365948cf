using System.Diagnostics;
using System.Globalization;
using FacetExplorer.Benchmarks.Searching;
using FacetExplorer.Commands;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>Many open pages at once, in each of which a reader clicks on a facet once a minute: what one costs, whether any is lost, and what stays of them.</summary>
internal sealed class CircuitsBenchmark(int count, TimeSpan time, string page, GeoShape shape, TextWriter log)
{
    /// <summary>What there is to click on; all of it was answered before, so that kept answers are not taken for circuits.</summary>
    private const int Searches = 100;

    /// <summary>Pages that are opened at a time.</summary>
    private const int AtOnce = 4;

    /// <summary>Pages that are opened and left before: .NET's pools keep some dozens of the arrays they held, of each length and processor.</summary>
    private const int WarmingUp = 100;

    private const int MostKilobytes = 300;
    private const double MostLeft = 0.05;

    private static readonly TimeSpan BetweenClicks = TimeSpan.FromMinutes(1), UntilTheyAreGone = TimeSpan.FromSeconds(5), PoolsKeep = TimeSpan.FromSeconds(65);

    private readonly Latencies _clicks = new();

    /// <returns>The report, and whether the goals are met.</returns>
    public async Task<(string Report, bool IsGood)> RunAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("circuits-benchmark-");
        try
        {
            var state = Path.Combine(folder.FullName, "state");
            var catalog = new GeoCatalog(shape);
            string[] switches = [.. catalog.Facets.Where(facet => facet.OfSamples).Select(facet => $"--Facets:{facet.Key}:Level=sample")];
            await LoadBenchmark.ImportAsync(catalog, Path.Combine(folder.FullName, "source"), Settings.Load(switches, state), cancel);
            log.WriteLine("imported");
            await using var server = await ServerProcess.StartMeasuredAsync(state, switches, cancel);
            using var client = new HttpClient { BaseAddress = server.Address };
            var random = new Random(1);
            var visitors = new Visitors(client, catalog);
            return await MeasureAsync(server, client, [.. Enumerable.Range(0, Searches).Select(_ => visitors.Search(random, 1 + random.Next(3))).Distinct()], cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<(string Report, bool IsGood)> MeasureAsync(ServerProcess server, HttpClient client, string[] searches, CancellationToken cancel)
    {
        await WarmUpAsync(client, searches, cancel);
        var (pooledBefore, before) = await LeftAsync(server, cancel);
        var begun = Stopwatch.GetTimestamp();
        var circuits = await OpenAsync(client, page, count, cancel);
        var opening = Stopwatch.GetElapsedTime(begun);
        var opened = await server.MemoryAsync(cancel);
        log.WriteLine("opened");
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            over.CancelAfter(time);
            await Task.WhenAll(circuits.Select((circuit, i) => ReadAsync(circuit, new Random(i), searches, over.Token)));
        }
        var held = await server.MemoryAsync(cancel);
        server.Process.Refresh();
        var resident = server.Process.WorkingSet64;
        var dropped = circuits.Select(c => c.Failure).OfType<string>().ToList();
        await LeaveAsync(circuits, cancel);
        var (pooled, after) = await LeftAsync(server, cancel);

        var (each, left) = ((held - pooled) / count / 1024, (double)after / before - 1);
        var isGood = dropped.Count + _clicks.Errors.Count == 0 && each <= MostKilobytes && left <= MostLeft;
        return (string.Create(CultureInfo.InvariantCulture, $"""
            {shape}; {count:N0} circuits, opened at {page} in {opening.TotalSeconds:N0} s and held for {time.TotalSeconds:N0} s with a click a minute, {Environment.ProcessorCount} processors shared with them.

            dropped  {dropped.Count:N0} {string.Join("; ", dropped.Distinct().Take(3))}
            clicks   {_clicks.Count:N0}, {_clicks.Errors.Count:N0} failed {string.Join("; ", _clicks.Errors.Distinct().Take(3))}; {_clicks.Quantiles}
            memory   {Megabytes(before)} before, {(opened - pooledBefore) / count / 1024:N0} KB a circuit when they were open, {each:N0} KB a circuit at the end (at most {MostKilobytes} KB is wanted), {Megabytes(resident)} resident with all of them
            after    {Megabytes(after)} when they had left: {left * 100:N1}% more than before (at most {MostLeft * 100:N0}% is wanted)
            """), isGood);
    }

    /// <summary>Everything that is compiled, kept and pooled once, by circuits that leave again.</summary>
    private static async Task WarmUpAsync(HttpClient client, string[] searches, CancellationToken cancel)
    {
        foreach (var search in searches)
            await client.GetStringAsync(new Uri(search, UriKind.Relative), cancel);
        var circuits = await OpenAsync(client, "/", WarmingUp, cancel);
        foreach (var circuit in circuits)
            foreach (var search in searches.Take(10))
                await circuit.ClickAsync(search, cancel);
        await LeaveAsync(circuits, cancel);
    }

    private static async Task<BlazorCircuit[]> OpenAsync(HttpClient client, string page, int count, CancellationToken cancel)
    {
        var circuits = new BlazorCircuit[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (i, token) => circuits[i] = await BlazorCircuit.OpenAsync(client, page, token));
        return circuits;
    }

    /// <summary>One reader: begins at some time of the first minute.</summary>
    private async Task ReadAsync(BlazorCircuit circuit, Random random, string[] searches, CancellationToken until)
    {
        try
        {
            await Task.Delay(BetweenClicks * random.NextDouble(), until);
            for (var last = ""; circuit.Failure is null;)
            {
                last = searches.Where(search => search != last).ElementAt(random.Next(searches.Length - 1));
                await ClickAsync(circuit, last);
                await Task.Delay(BetweenClicks, until);
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
        }
    }

    private async Task ClickAsync(BlazorCircuit circuit, string search)
    {
        try
        {
            _clicks.Add(await circuit.ClickAsync(search, CancellationToken.None), null);
        }
        catch (Exception e) when (e is TimeoutException or System.Net.WebSockets.WebSocketException or InvalidOperationException)
        {
            _clicks.Add(TimeSpan.Zero, $"{e.Message} {search}");
        }
    }

    private static async Task LeaveAsync(IEnumerable<BlazorCircuit> circuits, CancellationToken cancel)
    {
        foreach (var circuit in circuits)
            await circuit.DisposeAsync();
        await Task.Delay(UntilTheyAreGone, cancel);
    }

    /// <summary>What is in use when nobody is there: with the pools of .NET, which are no circuit's, and after they gave back what nobody used for a minute.</summary>
    private static async Task<(long Pooled, long InUse)> LeftAsync(ServerProcess server, CancellationToken cancel)
    {
        var pooled = await server.MemoryAsync(cancel);
        await Task.Delay(PoolsKeep, cancel);
        return (pooled, await server.MemoryAsync(cancel));
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:N1} MB");
}
