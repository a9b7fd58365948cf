using FacetExplorer.Catalog;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Http.Features;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/search/{id}/more-like-this/</c>: experiments like one, and what makes them so.</summary>
internal static class MoreLikeThisEndpoint
{
    private const int DefaultSize = 10, MaximumSize = 50;

    private const string Before = $"{ApiRoutes.Root}/search/", After = "/more-like-this";

    public static void MapMoreLikeThis(this IEndpointRouteBuilder api) => api.MapGet("/search/{id}/more-like-this/", FindAsync);

    private static async Task<IResult> FindAsync(HttpRequest http, string id, SimilarExperiments similar, GenerationStore store, EntityTags tags, CancellationToken cancel)
    {
        var parameters = new Parameters(http.Query);
        var size = parameters.WholeNumber("page_size", DefaultSize, MaximumSize);
        parameters.RefuseOthers();
        if (parameters.Problems.Count > 0)
            return Problems.NotUnderstood(parameters.Problems);
        var accession = AsSent(http) ?? id;
        return await tags.AnswerAsync(http, FormattableString.Invariant($"page_size={size}"), async () =>
        {
            var (generation, found) = await similar.ToAsync(accession, size, cancel);
            if (found is not null)
                return (generation, Results.Json(MoreLikeThisJson.Of(http, found), SearchJson.Options));
            using var lease = store.Lease();
            return (generation, Problems.NoExperiment(accession, await lease.Reader.WithdrawnExperimentAsync(accession, cancel)));
        });
    }

    /// <summary>The accession in the address as it was sent: a route's own parameter cannot tell <c>%2F</c> from <c>%252F</c>.</summary>
    private static string? AsSent(HttpRequest http)
    {
        var path = http.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget.Split('?', '#')[0] ?? "";
        var (start, end) = (path.IndexOf(Before, StringComparison.OrdinalIgnoreCase), path.LastIndexOf(After, StringComparison.OrdinalIgnoreCase));
        return start >= 0 && end > start + Before.Length ? Uri.UnescapeDataString(path[(start + Before.Length)..end]) : null;
    }
}

/// <summary>The answer of <see cref="MoreLikeThisEndpoint"/>: a score is the sum of the weights of what is shared.</summary>
/// <param name="Accession">The experiment.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Count">How many are told.</param>
/// <param name="Results">The experiments like it, most alike first.</param>
internal sealed record MoreLikeThisJson(string Accession, string? Title, int Count, IEnumerable<SimilarJson> Results)
{
    public static MoreLikeThisJson Of(HttpRequest http, SimilarTo found) => new(
        found.Hit.Accession, found.Hit.Title, found.Others.Count, found.Others.Select(s => SimilarJson.Of(s, PageLinks.Of(http, s.Hit.Accession))));
}

/// <summary>An experiment that is like another.</summary>
/// <param name="Accession">Its accession.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Samples">All its samples.</param>
/// <param name="Score">The sum of the weights of what both have.</param>
/// <param name="Shared">What both have.</param>
/// <param name="Url">It on the page.</param>
/// <param name="ApiUrl">It in the API.</param>
internal sealed record SimilarJson(string Accession, string? Title, long Samples, double Score, SharedFeaturesJson Shared, string Url, string ApiUrl)
{
    public static SimilarJson Of(Similar similar, PageLinks links) => new(
        similar.Hit.Accession, similar.Hit.Title, similar.Hit.Samples, similar.Score, SharedFeaturesJson.Of(similar.Shared), links.Url, links.ApiUrl);
}

/// <summary>What two experiments both have.</summary>
/// <param name="Words">Words.</param>
/// <param name="Fields">Values of facets.</param>
internal sealed record SharedFeaturesJson(IEnumerable<SharedWordJson> Words, IEnumerable<SharedFieldJson> Fields)
{
    public static SharedFeaturesJson Of(IReadOnlyList<Feature> shared) => new(
        shared.Where(f => f.Facet is null).Select(f => new SharedWordJson(f.Shown, f.Weight)),
        shared.Where(f => f.Facet is not null).GroupBy(f => f.Facet!).Select(facet => new SharedFieldJson(
            facet.Key.Key, facet.Key.Label, facet.Select(f => new SharedValueJson(f.Shown, f.Weight)))));
}

/// <summary>A word that both have.</summary>
/// <param name="Word">The word.</param>
/// <param name="Weight">How much it counts: the rarer, the more.</param>
internal sealed record SharedWordJson(string Word, double Weight);

/// <summary>Values of a facet that both have.</summary>
/// <param name="Facet">The facet.</param>
/// <param name="Label">Its name on the page.</param>
/// <param name="Values">The values.</param>
internal sealed record SharedFieldJson(string Facet, string Label, IEnumerable<SharedValueJson> Values);

/// <summary>A value that both have.</summary>
/// <param name="Value">The value.</param>
/// <param name="Weight">How much it counts: the rarer, the more.</param>
internal sealed record SharedValueJson(string Value, double Weight);
