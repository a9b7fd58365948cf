using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/experiments</c>: the page's search, by the page's query string, as JSON.</summary>
internal static class ExperimentsEndpoint
{
    public static void MapExperiments(this IEndpointRouteBuilder api) => api.MapGet("/experiments", SearchAsync);

    private static async Task<IResult> SearchAsync(HttpRequest http, SearchUrl url, SearchService search, EntityTags tags, CancellationToken cancel)
    {
        var (request, problems) = url.Parse(http.QueryString.Value);
        if (problems.Count > 0)
            return Problems.NotUnderstood(problems);
        return await tags.AnswerAsync(http, SearchUrl.Format(request), async () =>
        {
            var response = await search.SearchAsync(request, cancel);
            var route = http.PathBase + http.Path;
            http.HttpContext.Response.LinkPages(request.Page, request.LastPage(response.Experiments), page => SearchUrl.Link(route, request with { Page = page }));
            return (response.Generation, Results.Json(SearchJson.Of(request, response, route), SearchJson.Options));
        });
    }
}
