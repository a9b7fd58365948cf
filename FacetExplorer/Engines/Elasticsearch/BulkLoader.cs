using System.Buffers;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>A document to write.</summary>
/// <param name="Index">Where to.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Body">The document.</param>
internal sealed record IndexedDocument(string Index, int Id, object Body);

/// <summary>Writes documents in batches of some size, a few at once; what a full server rejects is sent again later.</summary>
internal sealed class BulkLoader(ElasticsearchClient client, ElasticsearchOptions options)
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private static readonly ResiliencePipeline<List<Line>> UntilTaken = new ResiliencePipelineBuilder<List<Line>>()
        .AddRetry(new RetryStrategyOptions<List<Line>>
        {
            ShouldHandle = new PredicateBuilder<List<Line>>().HandleResult(rejected => rejected.Count > 0),
            MaxRetryAttempts = 10,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = TimeSpan.FromSeconds(30),
        }).Build();

    public Task WriteAsync(IEnumerable<IndexedDocument> documents, CancellationToken cancel) => Parallel.ForEachAsync(
        Batches(documents), new ParallelOptions { MaxDegreeOfParallelism = options.BatchesAtOnce, CancellationToken = cancel },
        async (batch, token) => await SendAsync(batch, token));

    private IEnumerable<List<Line>> Batches(IEnumerable<IndexedDocument> documents)
    {
        var batch = new List<Line>();
        long size = 0;
        foreach (var document in documents)
        {
            var line = Line.Of(document);
            if (batch.Count > 0 && size + line.Bytes.Length > options.BatchMegabytes * 1024L * 1024)
            {
                yield return batch;
                (batch, size) = ([], 0);
            }
            batch.Add(line);
            size += line.Bytes.Length;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    private async Task SendAsync(List<Line> batch, CancellationToken cancel)
    {
        var left = await UntilTaken.ExecuteAsync(async token => batch = await SendOnceAsync(batch, token), cancel);
        if (left.Count > 0)
            throw ElasticsearchException.Refused(429, $"{left.Count} documents were rejected again and again");
    }

    /// <summary>The lines the server had no room for.</summary>
    private async Task<List<Line>> SendOnceAsync(List<Line> batch, CancellationToken cancel)
    {
        var body = new ArrayBufferWriter<byte>(batch.Sum(l => l.Bytes.Length));
        foreach (var line in batch)
            body.Write(line.Bytes);
        var result = await client.BulkAsync(body.WrittenMemory, cancel);
        if (result.Items.Count != batch.Count)
            throw ElasticsearchException.Unreadable($"_bulk answered {result.Items.Count} documents of {batch.Count}");
        var items = result.Items.Select(item => item.Values.Single()).ToList();
        if (items.FindIndex(i => i.Status is not (429 or >= 200 and < 300)) is >= 0 and var bad)
            throw ElasticsearchException.Refused(items[bad].Status, $"document {batch[bad].Name}: {ErrorBody.Reason(items[bad].Error!.Value)}");
        return [.. batch.Where((_, i) => items[i].Status == 429)];
    }

    private sealed record Line(string Name, byte[] Bytes)
    {
        public static Line Of(IndexedDocument document)
        {
            using var buffer = new MemoryStream();
            JsonSerializer.Serialize(buffer, new { index = new Dictionary<string, object> { ["_index"] = document.Index, ["_id"] = document.Id } }, Wire.Json);
            buffer.Write(NewLine);
            JsonSerializer.Serialize(buffer, document.Body, document.Body.GetType(), Wire.Json);
            buffer.Write(NewLine);
            return new Line($"{document.Index}/{document.Id}", buffer.ToArray());
        }
    }
}
