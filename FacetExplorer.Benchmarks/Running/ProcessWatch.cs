using System.Diagnostics;
using System.Globalization;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>What a process takes up, second by second.</summary>
internal sealed class ProcessWatch(Process process)
{
    /// <summary>This share of the time is for warming up: code is compiled, caches fill.</summary>
    private const double WarmingUp = 0.2;

    private readonly List<(double Hours, double Megabytes, int Threads, int Handles)> _seen = [];

    public async Task WatchAsync(CancellationToken until)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            while (true)
            {
                process.Refresh();
                _seen.Add((clock.Elapsed.TotalHours, process.WorkingSet64 / 1048576.0, process.Threads.Count, process.HandleCount));
                await Task.Delay(TimeSpan.FromSeconds(1), until);
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
        }
    }

    /// <summary>The straight line through what was seen after warming up, in megabytes an hour.</summary>
    public double Slope()
    {
        var after = Warm();
        var (meanHours, mean) = (after.Average(s => s.Hours), after.Average(s => s.Megabytes));
        var spread = after.Sum(s => (s.Hours - meanHours) * (s.Hours - meanHours));
        return spread == 0 ? 0 : after.Sum(s => (s.Hours - meanHours) * (s.Megabytes - mean)) / spread;
    }

    public override string ToString()
    {
        var after = Warm();
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            memory   {after[0].Megabytes:N0} MB after warming up, {after[^1].Megabytes:N0} MB at the end, at most {_seen.Max(s => s.Megabytes):N0} MB; {Slope():N1} MB an hour
            threads  {after[0].Threads} after warming up, {after[^1].Threads} at the end, at most {_seen.Max(s => s.Threads)}
            handles  {after[0].Handles} after warming up, {after[^1].Handles} at the end, at most {_seen.Max(s => s.Handles)}
            """);
    }

    private List<(double Hours, double Megabytes, int Threads, int Handles)> Warm() => [.. _seen.Skip((int)(_seen.Count * WarmingUp))];
}
