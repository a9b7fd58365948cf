using System.Text.Json;
using System.Text.Json.Serialization;

namespace FacetExplorer.Engines.Elasticsearch;

internal sealed record ServerInfo(ServerVersion Version);

internal sealed record ServerVersion(string Number);

internal sealed record MultiSearchResult(IReadOnlyList<SearchResult> Responses);

/// <summary>The answer to one search.</summary>
internal sealed record SearchResult
{
    public bool TimedOut { get; init; }
    [JsonPropertyName("_shards")]
    public ShardCounts? Shards { get; init; }
    public HitList? Hits { get; init; }
    public Dictionary<string, Aggregate>? Aggregations { get; init; }
    public JsonElement? Error { get; init; }
    public int? Status { get; init; }
    public string? PitId { get; init; }

    /// <summary>Throws unless every shard answered in time: never a silent partial count.</summary>
    public SearchResult Complete()
    {
        if (Error is { } error)
            throw ElasticsearchException.Refused(Status ?? 500, ErrorBody.Reason(error) ?? error.ToString());
        if (TimedOut)
            throw ElasticsearchException.Incomplete("timed_out");
        if (Shards is not { } shards || Hits is null)
            throw ElasticsearchException.Unreadable("a search without _shards and hits");
        if (shards.Failed > 0 || shards.Successful < shards.Total)
            throw ElasticsearchException.Incomplete($"{shards.Failed} of {shards.Total} shards failed: {shards.Failures}");
        return this;
    }
}

internal sealed record ShardCounts(int Total, int Successful, int Failed, JsonElement? Failures);

internal sealed record HitList(TotalHits? Total, IReadOnlyList<ExperimentHit> Hits);

internal sealed record TotalHits(long Value);

internal sealed record ExperimentHit(IReadOnlyList<JsonElement>? Sort)
{
    [JsonPropertyName("_source")]
    public ExperimentSource? Source { get; init; }
}

/// <summary>What a hit needs of an experiment's document.</summary>
internal sealed record ExperimentSource(int Id, string Accession, string? Title, long Samples, long Shared, Dictionary<string, IReadOnlyList<string>>? Values);

/// <summary>The answer to an aggregation: its own numbers, its buckets, and what was counted within.</summary>
internal sealed record Aggregate
{
    public string? Key { get; init; }

    /// <summary>A composite bucket's key, or the key to go on after.</summary>
    public Dictionary<string, string>? Keys { get; init; }

    public long Documents { get; init; }
    public long Value { get; init; }
    public IReadOnlyList<Aggregate> Buckets { get; init; } = [];
    public Dictionary<string, Aggregate> Inner { get; init; } = [];

    /// <summary>What was counted under these names, one in the other.</summary>
    public Aggregate this[params ReadOnlySpan<string> path]
    {
        get
        {
            var found = this;
            foreach (var name in path)
                found = found.Inner.GetValueOrDefault(name) ?? throw ElasticsearchException.Unreadable($"an aggregation without {name}");
            return found;
        }
    }
}

internal sealed class AggregateConverter : JsonConverter<Aggregate>
{
    public override Aggregate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an aggregation is an object");
        var read = new Aggregate();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "doc_count":
                    read = read with { Documents = reader.GetInt64() };
                    break;
                case "value":
                    read = read with { Value = checked((long)reader.GetDouble()) };
                    break;
                case "buckets":
                    read = read with { Buckets = JsonSerializer.Deserialize<List<Aggregate>>(ref reader, options)! };
                    break;
                case "key" when reader.TokenType == JsonTokenType.Number:
                    read = read with { Key = System.Text.Encoding.ASCII.GetString(reader.ValueSpan) };
                    break;
                case "key" when reader.TokenType == JsonTokenType.String:
                    read = read with { Key = reader.GetString() };
                    break;
                case "key" or "after_key":
                    read = read with { Keys = JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) };
                    break;
                case var _ when reader.TokenType == JsonTokenType.StartObject:
                    read.Inner[name] = Read(ref reader, typeToConvert, options);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return read;
    }

    public override void Write(Utf8JsonWriter writer, Aggregate value, JsonSerializerOptions options) => throw new NotSupportedException();
}

internal sealed record BulkResult(bool Errors, IReadOnlyList<Dictionary<string, BulkItem>> Items);

internal sealed record BulkItem(int Status, JsonElement? Error);

/// <summary>Why the server refused.</summary>
internal static class ErrorBody
{
    /// <summary>The reason in an error answer, or null where the body is none.</summary>
    public static string? Reason(ReadOnlySpan<byte> body)
    {
        try
        {
            var error = JsonSerializer.Deserialize<JsonElement>(body);
            return error.ValueKind == JsonValueKind.Object && error.TryGetProperty("error", out var reason) ? Reason(reason) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Reason(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
            return error.GetString();
        if (error.ValueKind != JsonValueKind.Object)
            return null;
        var own = $"{Text("type")}: {Text("reason")}";
        return error.TryGetProperty("caused_by", out var cause) ? $"{own}; {Reason(cause)}" : own;

        string? Text(string name) => error.TryGetProperty(name, out var text) ? text.ToString() : null;
    }
}
