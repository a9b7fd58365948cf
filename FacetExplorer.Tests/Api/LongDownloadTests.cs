using System.Net;
using FacetExplorer.Catalog;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Api;

/// <summary>What a long download holds, and what ends one. It looks at the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(LongDownloadTests), DisableParallelization = true)]
[Collection(nameof(LongDownloadTests))]
public sealed class LongDownloadTests
{
    private const int Megabyte = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("samples?format=csv")]
    [InlineData("samples?format=jsonl&organism=mouse")]
    public async Task Memory_does_not_grow_with_the_download(string route)
    {
        await using var site = await LongSite.StartAsync(samples: 20_000);
        using var client = site.PlainClient();
        await client.GetByteArrayAsync(new Uri("/api/samples?q=S00001", UriKind.Relative), Cancel);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, total, measured) = (0L, 0L, 0L);

        using var response = await client.GetAsync(new Uri($"/api/{route}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, Cancel) is var read and > 0)
            if ((total += read) - measured > 6 * Megabyte)
            {
                measured = total;
                await Task.Delay(10, Cancel); // time to run ahead of a slow reader, for a server that would
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }

        Assert.Equal(20_000, long.Parse(response.Headers.GetValues("Data-Samples").Single(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(total > 38 * Megabyte, $"{total} bytes");
        Assert.True(most - before < 10 * Megabyte, $"{most - before} bytes were held for {total}");
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_work()
    {
        await using var site = await LongSite.StartAsync(samples: 20_000, counting: true);
        using (var client = site.PlainClient())
        using (var response = await client.GetAsync(new Uri("/api/samples", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancel))
        await using (var body = await response.Content.ReadAsStreamAsync(Cancel))
            await body.ReadExactlyAsync(new byte[Megabyte], Cancel);

        var sent = await site.Sent.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        Assert.InRange(sent, Megabyte, 20 * Megabyte);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("tsv")]
    public async Task A_failure_in_the_middle_cuts_the_connection_off(string format)
    {
        await using var site = await LongSite.StartAsync(samples: 4_000);
        using var client = site.PlainClient();
        using var response = await client.GetAsync(new Uri($"/api/samples?format={format}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        site.DamageSamples();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => response.Content.CopyToAsync(Stream.Null, Cancel));
        Assert.True(failure is HttpRequestException or IOException, failure.ToString());
    }

    [Fact]
    public async Task A_failure_before_the_first_row_is_a_problem()
    {
        await using var site = await LongSite.StartAsync(samples: 4_000);
        using var client = site.PlainClient();
        site.DamageSamples();
        using var response = await client.GetAsync(new Uri("/api/samples?format=csv", UriKind.Relative), Cancel);
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    /// <summary>Samples of some 2 KB each.</summary>
    private sealed class LongSite : Site
    {
        private readonly TaskCompletionSource<long> _sent = new();

        private int _samples;
        private bool _counting;

        /// <summary>Where they are counted, the bytes sent by the first request, when it ends.</summary>
        public Task<long> Sent => _sent.Task;

        public static async Task<LongSite> StartAsync(int samples, bool counting = false)
        {
            var site = new LongSite { _samples = samples, _counting = counting };
            await site.InitializeAsync();
            return site;
        }

        /// <summary>A client that only downloads: what checks responses would ask for more, and faults are not described.</summary>
        public HttpClient PlainClient() => new() { BaseAddress = Address };

        protected override Task PrepareAsync()
        {
            var (codes, note) = (Enumerable.Range(0, _samples).Select(i => $"S{i:00000}"), new string('x', 2000));
            return ImportAsync(
                string.Join('\n', codes.Chunk(100).Select((c, i) => $$"""{"accession": "E{{i}}", "sample_accession_codes": ["{{string.Join("\",\"", c)}}"]}""")),
                string.Join('\n', codes.Select(c => $$"""{"accession": "{{c}}", "organism": "mouse", "note": "{{c}} {{note}}"}""")));
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            if (_counting)
                builder.ConfigureServices(services => services.AddTransient<IStartupFilter>(_ => new Counting(_sent)));
        }

        /// <summary>Destroys the pages in which the later samples are.</summary>
        public void DamageSamples()
        {
            using var file = new FileStream(new CatalogFiles(Catalog).GenerationFile(1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Position = file.Length * 6 / 10 / 4096 * 4096;
            file.Write(new byte[file.Length / 10]);
        }
    }

    private sealed class Counting(TaskCompletionSource<long> sent) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                var body = new CountingStream(context.Response.Body);
                context.Response.Body = body;
                try
                {
                    await rest(context);
                }
                finally
                {
                    sent.TrySetResult(body.Count);
                }
            });
            next(app);
        };
    }

    private sealed class CountingStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            Count += buffer.Length;
        }
    }
}
