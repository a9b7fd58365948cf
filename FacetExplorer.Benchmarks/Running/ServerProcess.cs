using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FacetExplorer.Commands;

namespace FacetExplorer.Benchmarks.Running;

/// <summary>The real program, serving a state folder on a free port of this machine.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<long>? _memory;

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        Process = new Process { StartInfo = start, EnableRaisingEvents = true };
        Process.OutputDataReceived += (_, said) => Hear(said.Data);
        Process.ErrorDataReceived += (_, said) => Hear(said.Data);
        Process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', _lines)}"));
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it said until now.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Starts it; <paramref name="limits"/> are what a shell does before.</summary>
    public static Task<ServerProcess> StartAsync(string state, IEnumerable<string> switches, CancellationToken cancel, string limits = "") =>
        StartAsync([typeof(Settings).Assembly.Location], state, switches, limits, cancel);

    /// <summary>Starts it as one that says how much memory it holds (<see cref="MeasuredServer"/>).</summary>
    public static Task<ServerProcess> StartMeasuredAsync(string state, IEnumerable<string> switches, CancellationToken cancel) =>
        StartAsync([typeof(MeasuredServer).Assembly.Location, MeasuredServer.Verb], state, switches, "", cancel);

    private static async Task<ServerProcess> StartAsync(string[] program, string state, IEnumerable<string> switches, string limits, CancellationToken cancel)
    {
        string[] command = [.. program, "serve", "--urls", "http://127.0.0.1:0", "--catalog", state, "--Metrics:Url=", .. switches];
        var server = new ServerProcess(new ProcessStartInfo("bash", ["-c", $"{limits} exec dotnet \"$@\"", "bash", .. command])
        {
            // Its pages of code would count as files where those are limited.
            Environment = { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0", ["DOTNET_gcServer"] = "1" },
        });
        try
        {
            server.Address = await server._address.Task.WaitAsync(cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Bytes that are in use after everything else was collected.</summary>
    public async Task<long> MemoryAsync(CancellationToken cancel)
    {
        _memory = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Process.StandardInput.WriteLineAsync();
        await Process.StandardInput.FlushAsync(cancel);
        return await _memory.Task.WaitAsync(cancel);
    }

    public async Task TerminateAsync(CancellationToken cancel)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Process.Id}"]);
        await kill.WaitForExitAsync(cancel);
    }

    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancel)
    {
        await Process.WaitForExitAsync(cancel);
        return Process.ExitCode;
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.StartsWith(MeasuredServer.Said, StringComparison.Ordinal))
            _memory?.TrySetResult(long.Parse(line.AsSpan(MeasuredServer.Said.Length), CultureInfo.InvariantCulture));
        if (Started().Match(line) is { Success: true } started)
            _address.TrySetResult(new Uri(started.Groups[1].Value));
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    [GeneratedRegex("FacetExplorer on (http://[^ \"]+) serves")]
    private static partial Regex Started();
}
