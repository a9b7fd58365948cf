using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/experiments</c>: the page's search, by the page's query string, as JSON; in any other format a download.</summary>
internal static class ExperimentsEndpoint
{
    private static readonly DownloadFormat[] Formats = [DownloadFormat.Json, .. DownloadFormat.Downloads];

    public static void MapExperiments(this IEndpointRouteBuilder api) => api.MapGet("/experiments", GetAsync);

    /// <summary>Whether all that matches is asked for, not a page.</summary>
    public static bool IsDownload(HttpContext http) =>
        DownloadFormat.Read(http.Request, http.RequestServices.GetRequiredService<SearchUrl>(), Formats).Format is { } format && format != DownloadFormat.Json;

    private static async Task<IResult> GetAsync(HttpRequest http, SearchUrl url, SearchService search, Downloads downloads, EntityTags tags, CancellationToken cancel)
    {
        var (parsed, format, problem) = DownloadFormat.Read(http, url, Formats);
        if (problem is not null)
            return problem;
        if (format != DownloadFormat.Json)
            return await DownloadEndpoints.AnswerAsync(http, parsed, format!, DownloadOf.Experiments, downloads, tags);
        var request = parsed.Request;
        return await tags.AnswerAsync(http, SearchUrl.Format(request), async () =>
        {
            var response = await search.SearchAsync(request, cancel);
            var route = http.PathBase + http.Path;
            http.HttpContext.Response.LinkPages(request.Page, request.LastPage(response.Experiments), page => SearchUrl.Link(route, request with { Page = page }));
            return (response.Generation, Results.Json(SearchJson.Of(request, response, route), SearchJson.Options));
        });
    }
}
