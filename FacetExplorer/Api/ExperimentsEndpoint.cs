using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/experiments</c>: the page's search, by the page's query string, as JSON.</summary>
internal static class ExperimentsEndpoint
{
    public static void MapExperiments(this IEndpointRouteBuilder api) => api.MapGet("/experiments", SearchAsync);

    private static async Task<IResult> SearchAsync(HttpRequest http, SearchUrl url, SearchService search, CancellationToken cancel)
    {
        var (request, problems) = url.Parse(http.QueryString.Value);
        return problems.Count > 0
            ? Problems.NotUnderstood(problems)
            : Results.Json(SearchJson.Of(request, await search.SearchAsync(request, cancel), http.PathBase + http.Path), SearchJson.Options);
    }
}
