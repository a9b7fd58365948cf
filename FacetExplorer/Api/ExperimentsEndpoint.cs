using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary><c>GET /api/experiments</c>: the page's search, by the page's query string, as JSON; in any other format a download.</summary>
internal static class ExperimentsEndpoint
{
    private static readonly DownloadFormat[] Formats = [DownloadFormat.Json, .. DownloadFormat.Downloads];

    public static void MapExperiments(this IEndpointRouteBuilder api) => api.MapGet("/experiments", GetAsync);

    private static async Task<IResult> GetAsync(HttpContext http, SearchUrl url, SearchService search, Downloads downloads, CancellationToken cancel)
    {
        var (parsed, format, problem) = DownloadFormat.Read(http.Request, url, Formats);
        if (problem is not null)
            return problem;
        if (format != DownloadFormat.Json)
            return await DownloadEndpoints.SendAsync(http, parsed, format!, downloads, DownloadOf.Experiments);
        var request = parsed.Request;
        return Results.Json(SearchJson.Of(request, await search.SearchAsync(request, cancel), http.Request.PathBase + http.Request.Path), SearchJson.Options);
    }
}
