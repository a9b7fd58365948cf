using System.Text.Json;
using System.Text.Json.Serialization;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>How messages are written: names as the server has them, what is absent left out.</summary>
internal static class Wire
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Requests are bodies of their own, never part of a page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new AggregateConverter() },
    };
}

internal sealed record Nothing;

/// <summary>One search.</summary>
internal sealed record SearchBody
{
    public int Size { get; init; }
    public int? From { get; init; }
    public bool? TrackTotalHits { get; init; }
    [JsonPropertyName("_source")]
    public IReadOnlyList<string>? Source { get; init; }
    public Query? Query { get; init; }
    public Query? PostFilter { get; init; }
    public IReadOnlyList<Dictionary<string, SortOrder>>? Sort { get; init; }
    public IReadOnlyList<JsonElement>? SearchAfter { get; init; }
    public PointInTime? Pit { get; init; }
    public Dictionary<string, Aggregation>? Aggs { get; init; }
}

/// <summary>An index as it is at one moment, kept for so long after each use.</summary>
internal sealed record PointInTime(string Id, string? KeepAlive = null);

internal sealed record SortOrder(string Order)
{
    public object? Missing { get; init; }
    public string? Mode { get; init; }
    public NestedSort? Nested { get; init; }
}

internal sealed record NestedSort(string Path, Query Filter)
{
    public NestedSort? Nested { get; init; }
}

/// <summary>A query; exactly one of its properties is set.</summary>
internal sealed record Query
{
    public BoolQuery? Bool { get; init; }
    public DisMaxQuery? DisMax { get; init; }
    public ConstantScoreQuery? ConstantScore { get; init; }
    public FunctionScoreQuery? FunctionScore { get; init; }
    public NestedQuery? Nested { get; init; }
    public MultiMatchQuery? MultiMatch { get; init; }
    public Dictionary<string, PrefixQuery>? Prefix { get; init; }
    public Dictionary<string, IEnumerable<object>>? Terms { get; init; }
    public Dictionary<string, Interval>? Range { get; init; }
    public Nothing? MatchNone { get; init; }

    /// <summary>All of these hold, without a score; none asks for everything.</summary>
    public static Query All(IEnumerable<Query> filters) =>
        filters.ToList() is { Count: 1 } only ? only[0] : new() { Bool = new BoolQuery { Filter = [.. filters] } };

    public static Query Any(IEnumerable<Query> alternatives) => alternatives.ToList() switch
    {
        [] => new() { MatchNone = new Nothing() },
        [var only] => only,
        var several => new() { Bool = new BoolQuery { Should = several, MinimumShouldMatch = 1 } },
    };

    public static Query Not(Query query) => new() { Bool = new BoolQuery { MustNot = [query] } };

    public static Query Within(string path, IEnumerable<Query> filters) => new() { Nested = new NestedQuery(path, All(filters)) };

    public static Query OneOf<T>(string field, IEnumerable<T> values) where T : notnull => new() { Terms = new() { [field] = values.Cast<object>() } };
}

internal sealed record BoolQuery
{
    public IReadOnlyList<Query>? Must { get; init; }
    public IReadOnlyList<Query>? Filter { get; init; }
    public IReadOnlyList<Query>? Should { get; init; }
    public IReadOnlyList<Query>? MustNot { get; init; }
    public int? MinimumShouldMatch { get; init; }
}

internal sealed record DisMaxQuery(IReadOnlyList<Query> Queries);

internal sealed record ConstantScoreQuery(Query Filter, double Boost);

internal sealed record FunctionScoreQuery(Query Query)
{
    public FieldAggregation? FieldValueFactor { get; init; }
    public string? BoostMode { get; init; }
    public double? MinScore { get; init; }
}

internal sealed record NestedQuery(string Path, Query Query)
{
    public string? ScoreMode { get; init; }
}

internal sealed record MultiMatchQuery(string Query, string Type, IReadOnlyList<string> Fields)
{
    public int? MaxExpansions { get; init; }
}

internal sealed record PrefixQuery(string Value, double? Boost);

/// <summary>From (in it) to (not in it).</summary>
internal sealed record Interval(int Gte, int Lt);

/// <summary>An aggregation; exactly one of its properties is set, and what is counted within.</summary>
internal sealed record Aggregation
{
    public Query? Filter { get; init; }
    public NestedAggregation? Nested { get; init; }
    public Nothing? ReverseNested { get; init; }
    public TermsAggregation? Terms { get; init; }
    public RangeAggregation? Range { get; init; }
    public FiltersAggregation? Filters { get; init; }
    public FieldAggregation? Sum { get; init; }
    public FieldAggregation? Cardinality { get; init; }
    public CompositeAggregation? Composite { get; init; }
    public Dictionary<string, Aggregation>? Aggs { get; init; }

    public static Aggregation SumOf(string field) => new() { Sum = new FieldAggregation(field) };
}

internal sealed record NestedAggregation(string Path);

internal sealed record FieldAggregation(string Field)
{
    /// <summary>Beyond this the server counts approximately whatever is asked.</summary>
    public const int HighestPrecision = 40_000;

    public int? PrecisionThreshold { get; init; }
}

internal sealed record TermsAggregation(string Field, int Size)
{
    public int? ShardSize { get; init; }
    public IEnumerable<object>? Include { get; init; }
    public IEnumerable<string>? Exclude { get; init; }
    public IReadOnlyList<Dictionary<string, string>>? Order { get; init; }
}

internal sealed record RangeAggregation(string Field, IReadOnlyList<KeyedRange> Ranges);

/// <summary>A bucket for each of these filters, by its key.</summary>
internal sealed record FiltersAggregation(IReadOnlyDictionary<string, Query> Filters)
{
    /// <summary>Whether the answer is an object by key; as a list it reads like that of ranges.</summary>
    public bool Keyed { get; init; }
}

internal sealed record KeyedRange(string Key, int From, int To);

internal sealed record CompositeAggregation(int Size, IReadOnlyList<Dictionary<string, CompositeSource>> Sources)
{
    public Dictionary<string, string>? After { get; init; }
}

internal sealed record CompositeSource(CompositeTerms Terms);

internal sealed record CompositeTerms(string Field);
