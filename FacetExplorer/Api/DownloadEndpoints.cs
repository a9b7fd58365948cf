using System.Globalization;
using System.Text.RegularExpressions;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>
/// <c>GET /api/samples</c> and <c>GET /api/memberships</c>, and <c>GET /api/experiments</c> where no page is asked for: all that a
/// search matches, as a file.
/// </summary>
internal static partial class DownloadEndpoints
{
    private const int LongestName = 80;

    /// <summary>Proxies refuse answers whose headers are long.</summary>
    private const int LongestQuery = 3000;

    public static void MapDownloads(this IEndpointRouteBuilder api)
    {
        api.MapGet("/samples", (HttpContext http, SearchUrl url, Downloads downloads) => GetAsync(http, url, downloads, DownloadOf.Samples));
        api.MapGet("/memberships", (HttpContext http, SearchUrl url, Downloads downloads) => GetAsync(http, url, downloads, DownloadOf.Memberships));
    }

    private static async Task<IResult> GetAsync(HttpContext http, SearchUrl url, Downloads downloads, DownloadOf what)
    {
        var (parsed, format, problem) = DownloadFormat.Read(http.Request, url, DownloadFormat.Downloads);
        return problem ?? await SendAsync(http, parsed, format!, downloads, what);
    }

    /// <summary>Sends a download. A failure once it has started cuts the connection off, so that a part is never taken for the whole.</summary>
    public static async Task<IResult> SendAsync(HttpContext http, ParsedUrl parsed, DownloadFormat format, Downloads downloads, DownloadOf what)
    {
        if (parsed.Paging.Count > 0)
            return Problems.NotUnderstood(parsed.Paging);
        // Rows come by accession, whatever the page's order and lists.
        var request = SearchRequest.All with { Text = parsed.Request.Text, Clauses = parsed.Request.Clauses, Scope = parsed.Request.Scope };
        var cancel = http.RequestAborted;
        using var download = await downloads.OpenAsync(request, cancel);
        var rows = await DownloadWriter.PrepareAsync(download, what, format, cancel);
        Describe(http.Response, download, what, SearchUrl.Format(request), format);
        if (HttpMethods.IsHead(http.Request.Method))
            return Results.Empty;
        await http.Response.StartAsync(cancel);
        await DownloadWriter.WriteAsync(download, what, rows, http.Response.BodyWriter, cancel);
        return Results.Empty;
    }

    private static void Describe(HttpResponse response, Download download, DownloadOf what, string query, DownloadFormat format)
    {
        var headers = response.Headers;
        headers.ContentType = format.ContentType;
        headers.ContentDisposition = $"attachment; filename=\"{FileName(download.Generation, what, query)}.{format.Extension}\"";
        headers["Data-Version"] = Text(download.Generation.Number);
        if (query.Length is > 0 and <= LongestQuery)
            headers["Data-Query"] = query;
        headers["Data-Experiments"] = Text(download.Experiments);
        headers["Data-Samples"] = Text(download.Samples);
        headers["Data-Memberships"] = Text(download.Memberships);
        if (download.Generation.IsDemo)
            headers["Data-Notice"] = Download.DemoNotice;
    }

    /// <summary>Such as <c>samples-v14-organism-Mus-musculus-tissue-liver</c>.</summary>
    private static string FileName(Generation generation, DownloadOf what, string query)
    {
        var all = $"{what.ToString().ToLowerInvariant()}-v{Text(generation.Number)}{(generation.IsDemo ? "-demo" : "")}-{Uri.UnescapeDataString(query)}";
        var words = Gaps().Replace(all, "-");
        return (words.Length <= LongestName ? words : words[..LongestName]).Trim('-');
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Gaps();
}
