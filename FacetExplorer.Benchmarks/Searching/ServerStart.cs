using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using FacetExplorer.Commands;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>The server as a process of its own.</summary>
/// <param name="FirstAnswer">From the start of the process to the first correct answer to a search for everything.</param>
/// <param name="FirstPage">And from then to the first page of it, made for a browser.</param>
/// <param name="Bytes">Its memory then.</param>
internal sealed record ServerStart(TimeSpan FirstAnswer, TimeSpan FirstPage, long Bytes)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Starts it on a catalog that is ready, and stops it again.</summary>
    public static async Task<ServerStart> MeasureAsync(GeoCatalog catalog, string state)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/");
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { typeof(Settings).Assembly.Location, "serve", "--urls", address.ToString(), "--catalog", state } };
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (key, value) in catalog.Settings())
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
            while (await SamplesAsync(client) != catalog.Shape.Samples)
            {
                if (process.HasExited || clock.Elapsed > Longest)
                    throw new InvalidOperationException($"The server {(process.HasExited ? "ended" : "did not answer correctly")} after {clock.Elapsed.TotalSeconds:N0} s.");
                await Task.Delay(10);
            }
            var answered = clock.Elapsed;
            await client.GetStringAsync("");
            process.Refresh();
            return new ServerStart(answered, clock.Elapsed - answered, process.WorkingSet64);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>Null while there is no answer.</summary>
    private static async Task<long?> SamplesAsync(HttpClient client)
    {
        try
        {
            return (long?)(await client.GetFromJsonAsync<JsonNode>("api/experiments"))?["samples"]?["value"];
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
