using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>The answer of <c>/api/experiments</c>: a <see cref="SearchResponse"/> with every link that leads on from it.</summary>
internal sealed record SearchJson(
    int Generation,
    string Scope,
    long Experiments,
    CountJson Samples,
    CountJson OtherScope,
    long Summed,
    IEnumerable<string> Warnings,
    IEnumerable<FilterJson> Filters,
    IEnumerable<FacetJson> Facets,
    IEnumerable<ResultJson> Results,
    int Page,
    int Size,
    LinksJson Links)
{
    /// <summary>How all JSON of the API is written.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an answer with its links on a route.</summary>
    public static SearchJson Of(SearchRequest request, SearchResponse response, string route)
    {
        return new SearchJson(
            response.Generation.Number,
            FacetRegistry.Name(request.Scope),
            response.Experiments,
            CountJson.Of(response.Samples),
            CountJson.Of(response.SamplesInOtherScope),
            response.Summed,
            response.Warnings,
            request.Clauses.Select(c => new FilterJson(
                c.Facet.Key, FacetRegistry.Name(c.Mode), c.Values.Select(v => v.Text), c.From, c.To, c.Missing, Link(request.Without(c)))),
            response.Facets.Select(f => new FacetJson(
                f.Facet.Key, f.Facet.Label, FacetRegistry.Name(f.Facet.Level), FacetRegistry.Name(f.Facet.Kind),
                new RecordedJson(f.Recorded.Value, f.Of.Value), f.Buckets.Select(b => BucketOf(f.Facet, b)), BucketOf(f.Facet, f.Missing), f.More)),
            response.Hits.Select(ResultJson.Of),
            request.Page,
            request.Size,
            new LinksJson(
                Link(request),
                request.Page > 1 ? Link(request with { Page = request.Page - 1 }) : null,
                request.HasNextPage(response.Experiments) ? Link(request with { Page = request.Page + 1 }) : null));

        string Link(SearchRequest target) => SearchUrl.Link(route, target);

        BucketJson BucketOf(FacetDefinition facet, Bucket b) => new(
            b.Value?.Text, CountJson.Of(b.Samples), b.Experiments, b.Selected, b.Excluded, Link(request.Toggle(facet, b.Value)));
    }
}

internal sealed record CountJson(long Value, bool Exact, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RelativeError)
{
    public static CountJson Of(Count count) => new(count.Value, count.Exact, count.RelativeError);
}

internal sealed record FilterJson(string Key, string Mode, IEnumerable<string> Values, string? From, string? To, bool Missing, string RemoveUrl);

internal sealed record RecordedJson(long Value, long Of);

internal sealed record FacetJson(
    string Key, string Label, string Level, string Kind, RecordedJson Recorded, IEnumerable<BucketJson> Buckets, BucketJson Missing, int More);

internal sealed record BucketJson(string? Value, CountJson Samples, long Experiments, bool Selected, bool Excluded, string Url);

internal sealed record ShareJson(string? Value, long Samples);

internal sealed record LinksJson(string Self, string? Previous, string? Next);

internal sealed record ResultJson(
    string Accession, string? Title, long Samples, long Matching, IReadOnlyDictionary<string, IEnumerable<string>> Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<ShareJson>? Breakdown)
{
    public static ResultJson Of(Hit hit) => new(
        hit.Accession, hit.Title, hit.Samples, hit.Matching,
        hit.Values.ToDictionary(v => v.Key, v => v.Value.Select(x => x.Text)),
        hit.Breakdown?.Select(b => new ShareJson(b.Value?.Text, b.Samples.Value)));
}
