using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>drf-haystack's endpoints: <c>/api/search/facets/</c>, the list <c>/api/search/</c>, and one experiment.</summary>
internal static class HaystackEndpoints
{
    /// <summary>More accessions in one body are refused.</summary>
    public const int MaximumAccessions = 10_000;

    public static void MapHaystack(this IEndpointRouteBuilder api)
    {
        api.MapGet("/search/facets/", FacetsAsync);
        api.MapGet("/search/", (HttpRequest http, HaystackUrl url, SearchService search, CancellationToken cancel) =>
            ListAsync(url.ParseList(http.QueryString.Value, []), http, search, null, cancel));
        api.MapPost("/search/", PostAsync);
        api.MapGet("/search/{id}/", ExperimentAsync);
    }

    private static async Task<IResult> FacetsAsync(HttpRequest http, HaystackUrl url, HaystackSearch search, CancellationToken cancel)
    {
        var query = url.ParseFacets(http.QueryString.Value);
        if (query.Problems.Count == 0)
            query = await search.WithPeriodsAsync(query, cancel);
        return query.Problems.Count > 0
            ? Problems.NotUnderstood(query.Problems)
            : Results.Json(HaystackFacetsJson.Of(query, await search.SearchAsync(query, cancel), Address(http)), SearchJson.Options);
    }

    private static async Task<IResult> ListAsync(
        HaystackQuery query, HttpRequest http, SearchService search, AccessionsJson? accessions, CancellationToken cancel) => query.Problems.Count > 0
        ? Problems.NotUnderstood(query.Problems)
        : Results.Json(HaystackListJson.Of(query, await search.SearchAsync(query.Request, cancel), Address(http), accessions), SearchJson.Options);

    /// <summary>The list, narrowed to accessions that are too many for a URL.</summary>
    private static async Task<IResult> PostAsync(
        SearchBody body, HttpRequest http, HaystackUrl url, SearchService search, GenerationStore store, CancellationToken cancel)
    {
        var query = url.ParseList(http.QueryString.Value, body.Pairs);
        if (body.Accessions is not { } asked)
            return await ListAsync(query, http, search, null, cancel);
        var accessions = asked.Select(a => Value.Of(a ?? "")).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (accessions.Length > MaximumAccessions)
            return Problems.NotUnderstood([new UrlProblem("accessions", $"{accessions.Length} of them", $"at most {MaximumAccessions}")]);
        return await ListAsync(query with { Request = query.Request with { Listed = accessions } }, http, search, await LookUpAsync(accessions, store, cancel), cancel);
    }

    private static async Task<AccessionsJson> LookUpAsync(ImmutableArray<string> accessions, GenerationStore store, CancellationToken cancel)
    {
        using var lease = store.Lease();
        var named = (await lease.Reader.FindAsync(SearchRequest.Spellings(accessions), cancel)).ToLookup(n => n.Asked, StringComparer.Ordinal);
        var found = accessions.ToLookup(a => SearchRequest.Spellings([a]).SelectMany(s => named[s]).FirstOrDefault() switch
        {
            null => "not found",
            var record when SearchRequest.Spellings([a]).Contains(record.Accession) => "found",
            _ => "renamed",
        });
        return new AccessionsJson(
            [.. found["found"]],
            [.. found["renamed"].SelectMany(a => SearchRequest.Spellings([a]).SelectMany(s => named[s]).Take(1)
                .Select(record => new RenamedJson(a, record.Accession, record.IsSample ? "sample" : "experiment")))],
            [.. found["not found"]]);
    }

    private static async Task<IResult> ExperimentAsync(string id, HttpRequest http, GenerationStore store, CancellationToken cancel)
    {
        using var lease = store.Lease();
        if (await lease.Reader.FindExperimentAsync(id, cancel) is not { } record)
            return Results.Problem($"There is no experiment '{id}'.", statusCode: StatusCodes.Status404NotFound);
        var samples = await lease.Reader.SamplesOfAsync(record.Id, 1, 1, cancel);
        var others = await lease.Reader.SharingWithAsync(record.Id, cancel);
        return Results.Json(new ExperimentJson(
            record.Accession, RecordFields.TitleOf(record.Fields), samples.Total, record.Fields.First(RecordFields.AlternateAccessions),
            record.Fields.Names.ToDictionary(name => name, name => record.Fields[name]),
            others.Select(other => new SharedJson(other.Experiment.Accession, other.Samples)),
            $"{http.Scheme}://{http.Host}{http.PathBase}/experiments/{Uri.EscapeDataString(record.Accession)}",
            lease.Generation.Number), SearchJson.Options);
    }

    /// <summary>The address asked, without its query.</summary>
    private static string Address(HttpRequest http) => $"{http.Scheme}://{http.Host}{http.PathBase}{http.Path}";
}

/// <summary>The body of <c>POST /api/search/</c>.</summary>
/// <param name="Accessions">Accessions of experiments or samples, alternate ones included; an experiment must have one of them, or one of its samples.</param>
/// <param name="Parameters">More of what the query string says: by name, a value or a list of them.</param>
internal sealed record SearchBody(IReadOnlyList<string?>? Accessions, IReadOnlyDictionary<string, JsonElement>? Parameters)
{
    /// <summary>The parameters, one pair a value.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, string Value)> Pairs => Parameters?.SelectMany(p => Values(p.Value).Select(v => (p.Key, v))) ?? [];

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Values),
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Null => [],
        _ => [value.GetRawText()],
    };
}
