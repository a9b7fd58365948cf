using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>drf-haystack's endpoints: <c>/api/search/facets/</c>, the list <c>/api/search/</c>, and one experiment.</summary>
internal static class HaystackEndpoints
{
    public static void MapHaystack(this IEndpointRouteBuilder api)
    {
        api.MapGet("/search/facets/", FacetsAsync);
        api.MapGet("/search/", ListAsync);
        api.MapPost("/search/", PostAsync);
        api.MapGet("/search/{id}/", ExperimentAsync);
    }

    private static async Task<IResult> FacetsAsync(HttpRequest http, HaystackUrl url, HaystackSearch search, EntityTags tags, CancellationToken cancel)
    {
        var query = url.ParseFacets(http.QueryString.Value);
        if (query.Problems.Count == 0)
            query = await search.WithPeriodsAsync(query, cancel);
        if (query.Problems.Count > 0)
            return Problems.NotUnderstood(query.Problems);
        return await tags.AnswerAsync(http, http.QueryString.ToUriComponent(), async () =>
        {
            var answer = await search.SearchAsync(query, cancel);
            if (query.WithObjects)
                LinkPages(http, query, answer.Response);
            return (answer.Response.Generation, Results.Json(HaystackFacetsJson.Of(query, answer, Address(http)), SearchJson.Options));
        });
    }

    private static async Task<IResult> ListAsync(HttpRequest http, HaystackUrl url, SearchService search, EntityTags tags, CancellationToken cancel)
    {
        var query = url.ParseList(http.QueryString.Value, []);
        if (query.Problems.Count > 0)
            return Problems.NotUnderstood(query.Problems);
        return await tags.AnswerAsync(http, http.QueryString.ToUriComponent(), async () =>
        {
            var response = await search.SearchAsync(query.Request, cancel);
            LinkPages(http, query, response);
            return (response.Generation, Results.Json(HaystackListJson.Of(query, response, Address(http)), SearchJson.Options));
        });
    }

    /// <summary>The list, narrowed by what is too long for a URL.</summary>
    private static async Task<IResult> PostAsync(
        SearchBody body, HttpRequest http, HaystackUrl url, SearchService search, GenerationStore store, CancellationToken cancel)
    {
        var query = url.ParseList(http.QueryString.Value, body.Pairs);
        if (query.Problems.Count > 0)
            return Problems.NotUnderstood(query.Problems);
        if (body.Accessions is not { } asked)
            return Results.Json(HaystackListJson.Of(query, await search.SearchAsync(query.Request, cancel), Address(http)), SearchJson.Options);
        var accessions = asked.Select(a => Value.OfTyped(a ?? "")).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (accessions.Length > AccessionList.MaximumAccessions)
            return Problems.NotUnderstood([new UrlProblem("accessions", $"{accessions.Length} of them", $"at most {AccessionList.MaximumAccessions}")]);
        var response = await search.SearchAsync(query.Request with { Listed = AccessionList.Of(accessions, wholeExperiments: true) }, cancel);
        return Results.Json(HaystackListJson.Of(query, response, Address(http), await LookUpAsync(accessions, store, cancel)), SearchJson.Options);
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

    private static Task<IResult> ExperimentAsync(string id, HttpRequest http, GenerationStore store, EntityTags tags, CancellationToken cancel) =>
        tags.AnswerAsync(http, "", async () =>
        {
            using var lease = store.Lease();
            if (await lease.Reader.FindExperimentAsync(id, cancel) is not { } record)
                return (lease.Generation, Problems.NoExperiment(id, await lease.Reader.WithdrawnExperimentAsync(id, cancel)));
            var samples = await lease.Reader.SamplesOfAsync(record.Id, 1, 1, cancel);
            var others = await lease.Reader.SharingWithAsync(record.Id, cancel);
            return (lease.Generation, Results.Json(new ExperimentJson(
                record.Accession, RecordFields.TitleOf(record.Fields), samples.Total, record.Fields.First(RecordFields.AlternateAccessions),
                record.Fields.Names.ToDictionary(name => name, name => record.Fields[name]),
                others.Select(other => new SharedJson(other.Experiment.Accession, other.Samples)),
                $"{LinkHeader.BaseOf(http)}/experiments/{Uri.EscapeDataString(record.Accession)}",
                lease.Generation.Number), SearchJson.Options));
        });

    private static void LinkPages(HttpRequest http, HaystackQuery query, SearchResponse response) => http.HttpContext.Response.LinkPages(
        query.Request.Page, query.Request.LastPage(response.Experiments), page => (http.PathBase + http.Path).ToUriComponent() + query.AtPage(page));

    /// <summary>The address asked, without its query.</summary>
    private static string Address(HttpRequest http) => LinkHeader.BaseOf(http) + http.Path.ToUriComponent();
}

/// <summary>The body of <c>POST /api/search/</c>.</summary>
/// <param name="Accessions">Accessions of experiments or samples, alternate ones included; an experiment must have one of them, or one of its samples.</param>
/// <param name="Parameters">More of what the query string says: by name, a value or a list of them.</param>
internal sealed record SearchBody(IReadOnlyList<string?>? Accessions = null, IReadOnlyDictionary<string, JsonElement>? Parameters = null)
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
