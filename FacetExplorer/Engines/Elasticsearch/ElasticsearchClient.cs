using System.Text.Json;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>The calls of the server's interface that are used here, typed. Takes the place of the official client (see README.md).</summary>
internal sealed class ElasticsearchClient(ElasticsearchOptions options) : IDisposable
{
    private const string Json = "application/json", JsonLines = "application/x-ndjson";

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly Transport _transport = new(options);

    private TimeSpan ForSearch => TimeSpan.FromSeconds(options.SearchTimeoutSeconds);

    private TimeSpan ForIndexing => TimeSpan.FromSeconds(options.IndexTimeoutSeconds);

    /// <summary>The server's version.</summary>
    public async Task<string> VersionAsync(CancellationToken cancel) =>
        (await SendAsync<ServerInfo>(HttpMethod.Get, "", null, Repeat.Briefly, ForSearch, cancel)).Version.Number;

    /// <summary>The concrete indexes behind these aliases, by alias; none when an alias is missing.</summary>
    public async Task<IReadOnlyDictionary<string, string[]>> AliasesAsync(IReadOnlyList<string> aliases, CancellationToken cancel)
    {
        try
        {
            var indexes = await SendAsync<Dictionary<string, AliasedIndex>>(
                HttpMethod.Get, $"_alias/{string.Join(',', aliases)}", null, Repeat.Briefly, ForSearch, cancel);
            return aliases.ToDictionary(a => a, a => indexes.Where(i => i.Value.Aliases.ContainsKey(a)).Select(i => i.Key).ToArray());
        }
        catch (ElasticsearchException e) when (e.IsMissing)
        {
            return new Dictionary<string, string[]>();
        }
    }

    /// <summary>The <c>_meta</c> of the indexes whose name matches; null where one has none.</summary>
    public async Task<IReadOnlyDictionary<string, IndexMeta?>> MetasAsync(string names, CancellationToken cancel)
    {
        var mappings = await SendAsync<Dictionary<string, MappedIndex>>(
            HttpMethod.Get, $"{names}/_mapping?ignore_unavailable=true&allow_no_indices=true", null, Repeat.Briefly, ForSearch, cancel);
        return mappings.ToDictionary(m => m.Key, m => ReadMeta(m.Value.Mappings.Meta));
    }

    /// <summary>Several searches in one request, each on a concrete index; all complete.</summary>
    public async Task<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<(string Index, SearchBody Body)> searches, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        foreach (var (index, search) in searches)
        {
            // Scores as if there were one shard only, and no answer rather than half of one.
            JsonSerializer.Serialize(body, new { index, search_type = "dfs_query_then_fetch", allow_partial_search_results = false }, Wire.Json);
            body.Write(NewLine);
            JsonSerializer.Serialize(body, search, Wire.Json);
            body.Write(NewLine);
        }
        var request = new NodeRequest(HttpMethod.Post, "_msearch", body.ToArray(), JsonLines, Repeat.Briefly, ForSearch);
        var result = Read<MultiSearchResult>(await _transport.SendAsync(request, cancel));
        return result.Responses?.Count == searches.Count
            ? [.. result.Responses.Select(r => r.Complete())]
            : throw ElasticsearchException.Unreadable("_msearch answered other searches than those asked");
    }

    /// <summary>Keeps an index as it is now for searches to come.</summary>
    public Task<PointInTime> OpenPointInTimeAsync(string index, string keepAlive, CancellationToken cancel) =>
        SendAsync<PointInTime>(HttpMethod.Post, $"{index}/_pit?keep_alive={keepAlive}", null, Repeat.Briefly, ForSearch, cancel);

    /// <summary>A search of a point in time; complete.</summary>
    public async Task<SearchResult> SearchAsync(SearchBody body, CancellationToken cancel) =>
        (await SendAsync<SearchResult>(HttpMethod.Post, "_search?allow_partial_search_results=false", body, Repeat.Briefly, ForSearch, cancel)).Complete();

    public Task ClosePointInTimeAsync(string id, CancellationToken cancel) =>
        SendAsync<JsonElement>(HttpMethod.Delete, "_pit", new { id }, Repeat.Briefly, ForSearch, cancel);

    public Task CreateIndexAsync(string index, IndexDefinition definition, CancellationToken cancel) =>
        SendAsync<JsonElement>(HttpMethod.Put, index, definition, Repeat.IfNotReceived, ForIndexing, cancel);

    /// <summary>Writes documents that carry their ids, so that writing them twice does no harm.</summary>
    public async Task<BulkResult> BulkAsync(ReadOnlyMemory<byte> lines, CancellationToken cancel) => Read<BulkResult>(
        await _transport.SendAsync(new NodeRequest(HttpMethod.Post, "_bulk", lines, JsonLines, Repeat.Patiently, ForIndexing), cancel));

    public Task RefreshAsync(string index, CancellationToken cancel) =>
        SendAsync<JsonElement>(HttpMethod.Post, $"{index}/_refresh", null, Repeat.Patiently, ForIndexing, cancel);

    public Task PutSettingsAsync(string index, object settings, CancellationToken cancel) =>
        SendAsync<JsonElement>(HttpMethod.Put, $"{index}/_settings", settings, Repeat.Patiently, ForIndexing, cancel);

    public Task PutMetaAsync(string index, IndexMeta meta, CancellationToken cancel) =>
        SendAsync<JsonElement>(HttpMethod.Put, $"{index}/_mapping", new Dictionary<string, object> { ["_meta"] = meta }, Repeat.Patiently, ForIndexing, cancel);

    /// <summary>All of it at once or nothing.</summary>
    public Task ChangeAliasesAsync(IReadOnlyList<AliasAction> actions, CancellationToken cancel) =>
        SendAsync<JsonElement>(HttpMethod.Post, "_aliases", new { actions }, Repeat.IfNotReceived, ForIndexing, cancel);

    public async Task DeleteIndexAsync(string index, CancellationToken cancel)
    {
        try
        {
            await SendAsync<JsonElement>(HttpMethod.Delete, index, null, Repeat.Patiently, ForIndexing, cancel);
        }
        catch (ElasticsearchException e) when (e.IsMissing)
        {
            // Somebody else was quicker, or an earlier attempt got through.
        }
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, Repeat repeat, TimeSpan timeout, CancellationToken cancel) =>
        Read<T>(await _transport.SendAsync(
            new NodeRequest(method, path, body is null ? default(ReadOnlyMemory<byte>) : JsonSerializer.SerializeToUtf8Bytes(body, Wire.Json), Json, repeat, timeout), cancel));

    private static T Read<T>(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Wire.Json) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw ElasticsearchException.Unreadable(e.Message, e);
        }
    }

    private static IndexMeta? ReadMeta(JsonElement? meta)
    {
        try
        {
            return meta?.Deserialize<IndexMeta>(Wire.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _transport.Dispose();

    private sealed record AliasedIndex(Dictionary<string, JsonElement> Aliases);

    private sealed record MappedIndex(MappedIndex.Content Mappings)
    {
        internal sealed record Content
        {
            [System.Text.Json.Serialization.JsonPropertyName("_meta")]
            public JsonElement? Meta { get; init; }
        }
    }
}

/// <summary>One change of an alias; exactly one of its properties is set.</summary>
internal sealed record AliasAction
{
    public AliasChange? Add { get; init; }
    public AliasChange? Remove { get; init; }
}

internal sealed record AliasChange(string Index, string Alias);
