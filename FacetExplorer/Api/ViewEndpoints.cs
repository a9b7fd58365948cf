using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/matrix</c>, <c>/api/overlap</c> and <c>/api/timeline</c>: what the page's views show, as JSON or as a table.</summary>
internal static class ViewEndpoints
{
    public static void MapViews(this IEndpointRouteBuilder api)
    {
        foreach (var view in new[] { View.Matrix, View.Overlap, View.Timeline })
            api.MapGet($"/{SearchUrl.Name(view)}", (HttpRequest http, SearchUrl url, ViewSearch search, EntityTags tags) => GetAsync(http, url, search, tags, view));
    }

    private static async Task<IResult> GetAsync(HttpRequest http, SearchUrl url, ViewSearch search, EntityTags tags, View view)
    {
        var (parsed, format, problem) = DownloadFormat.Read(http, url, DownloadFormat.Tables, view);
        if (problem is not null)
            return problem;
        if (parsed.Paging.Count > 0 && (view != View.Overlap || format != DownloadFormat.Json))
            return Problems.NotUnderstood(parsed.Paging);
        var request = parsed.Request;
        var query = SearchUrl.Format(request with { View = default });
        return await tags.AnswerAsync(http, $"{query}\n{format!.Name}", async () =>
        {
            var (response, content) = await search.AnswerAsync(request, http.HttpContext.RequestAborted);
            return (response.Generation, content switch
            {
                NothingToShow nothing => Results.Problem(nothing.Reason, statusCode: StatusCodes.Status404NotFound),
                _ when format != DownloadFormat.Json => new ViewTableResult(ViewTable.Of(content!), view, format, query),
                Overlap overlap => Page(http, request, response, overlap),
                CrossTable table => Results.Json(MatrixJson.Of(response, request, table, http.PathBase), SearchJson.Options),
                _ => Results.Json(TimelineJson.Of(response, request, (Timeline)content!, http.PathBase), SearchJson.Options),
            });
        });
    }

    private static IResult Page(HttpRequest http, SearchRequest request, SearchResponse response, Overlap overlap)
    {
        var route = http.PathBase + http.Path;
        http.HttpContext.Response.LinkPages(request.Page, request.LastPage(overlap.Listed), page => SearchUrl.Link(route, request with { View = default, Page = page }));
        return Results.Json(OverlapJson.Of(response, request, overlap, route), SearchJson.Options);
    }
}
