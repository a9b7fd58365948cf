using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>
/// <c>GET /api/samples</c> and <c>GET /api/memberships</c>, and <c>GET /api/experiments</c> where no page is asked for: all that a
/// search matches, as a file.
/// </summary>
internal static class DownloadEndpoints
{
    public static void MapDownloads(this IEndpointRouteBuilder api)
    {
        Map("/samples", DownloadOf.Samples);
        Map("/memberships", DownloadOf.Memberships);

        void Map(string route, DownloadOf what) => api.MapGet(route, async (HttpRequest http, SearchUrl url, Downloads downloads, EntityTags tags) =>
        {
            var (parsed, format, problem) = DownloadFormat.Read(http, url, DownloadFormat.Downloads);
            return problem ?? await AnswerAsync(http, parsed, format!, what, downloads, tags);
        });
    }

    /// <summary>Answers with a download.</summary>
    public static async Task<IResult> AnswerAsync(HttpRequest http, ParsedUrl parsed, DownloadFormat format, DownloadOf what, Downloads downloads, EntityTags tags)
    {
        if (parsed.Paging.Count > 0)
            return Problems.NotUnderstood(parsed.Paging);
        // Rows come by accession, whatever the page's order and lists.
        var request = parsed.Request.Narrowing();
        var query = SearchUrl.Format(request);
        return await tags.AnswerAsync(http, $"{query}\n{format.Name} {format.ContentType}", async () =>
        {
            var context = http.HttpContext;
            var download = await downloads.OpenAsync(request, context.RequestAborted);
            context.Response.RegisterForDispose(download);
            var rows = await DownloadWriter.PrepareAsync(download, what, format, context.RequestAborted);
            return (download.Generation, new DownloadResult(download, what, format, rows, query));
        });
    }
}
