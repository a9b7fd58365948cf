using System.Net;
using FacetExplorer.Benchmarks;
using FacetExplorer.Benchmarks.Running;
using FacetExplorer.Tests.Import;

namespace FacetExplorer.Tests.Hosting;

/// <summary>The real server is told to end while it is used.</summary>
public sealed class ShutdownTests : IAsyncLifetime
{
    private const int Samples = 6_000;

    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A download of some 12 MB: more than the connection holds for a client that does not read.</summary>
    public async ValueTask InitializeAsync()
    {
        var (codes, note) = (Enumerable.Range(0, Samples).Select(i => $"S{i:00000}").ToList(), new string('x', 2000));
        _catalog.Write("long/experiments.jsonl", [.. codes.Chunk(100).Select((c, i) => $$"""{"accession": "E{{i}}", "sample_accession_codes": ["{{string.Join("\",\"", c)}}"]}""")]);
        _catalog.Write("long/samples.jsonl", [.. codes.Select(c => $$"""{"accession": "{{c}}", "note": "{{note}}"}""")]);
        await KilledImports.ImportAsync(_catalog.Folder, _catalog.PathOf("long"), Cancel);
    }

    [Fact]
    public async Task Told_to_end_under_load_it_first_says_so_then_answers_what_it_took_and_ends_well()
    {
        await using var server = await ServerProcess.StartAsync(_catalog.Folder, [], Cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var download = await client.GetAsync("/api/samples?format=csv", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await download.Content.ReadAsStreamAsync(Cancel);
        var (unready, asked) = (new TaskCompletionSource(), 0);
        var load = Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            for (var i = 0; !unready.Task.IsCompleted; i++)
            {
                using var answer = await client.GetAsync(i % 4 == 0 ? "/" : $"/api/experiments?q=-x{number}y{i}", Cancel);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Interlocked.Increment(ref asked);
            }
        }, Cancel)).ToList();
        while (asked < 20)
            await Task.Delay(10, Cancel);

        var said = server.Lines.Count;
        await server.TerminateAsync(Cancel);
        using (var ready = await UntilUnreadyAsync(client))
            Assert.Equal("stopping", await ready.Content.ReadAsStringAsync(Cancel));
        using (var still = await client.GetAsync("/api/experiments?q=-still", Cancel))
            Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        using (var circuit = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancel))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, circuit.StatusCode);
        unready.SetResult();
        await Task.WhenAll(load);

        using var whole = new MemoryStream();
        await Task.Delay(1500, Cancel); // slower than the server takes requests
        await body.CopyToAsync(whole, Cancel);
        Assert.Equal(Samples + 1, System.Text.Encoding.UTF8.GetString(whole.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(0, await server.EndAsync(Cancel));
        Assert.Empty(server.Lines.Skip(said));
    }

    [Fact]
    public async Task A_download_that_nobody_reads_does_not_keep_it_from_ending()
    {
        await using var server = await ServerProcess.StartAsync(_catalog.Folder, ["--Shutdown:UnreadySeconds=0", "--Shutdown:RequestSeconds=1", "--Logs:Format=json"], Cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var download = await client.GetAsync("/api/samples?format=csv", HttpCompletionOption.ResponseHeadersRead, Cancel);

        await server.TerminateAsync(Cancel);
        Assert.Equal(0, await server.EndAsync(Cancel));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => download.Content.CopyToAsync(Stream.Null, Cancel));
        Assert.True(failure is HttpRequestException or IOException, failure.ToString());
        Assert.All(server.Lines, line => System.Text.Json.JsonDocument.Parse(line).Dispose());
    }

    private static async Task<HttpResponseMessage> UntilUnreadyAsync(HttpClient client)
    {
        while (true)
        {
            var ready = await client.GetAsync("/health/ready", Cancel);
            if (ready.StatusCode == HttpStatusCode.ServiceUnavailable)
                return ready;
            ready.Dispose();
            await Task.Delay(10, Cancel);
        }
    }

    public ValueTask DisposeAsync()
    {
        _catalog.Dispose();
        return ValueTask.CompletedTask;
    }
}
