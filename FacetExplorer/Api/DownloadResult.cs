using System.Globalization;
using System.Text.RegularExpressions;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>
/// Sends a download, with what it is in headers. A failure once it has started cuts the connection off, so that a part is never taken
/// for the whole.
/// </summary>
internal sealed partial class DownloadResult(Download download, DownloadOf what, DownloadFormat format, IRowFormat rows, string query) : IResult
{
    /// <summary>Headers that are said of a download alone.</summary>
    public static readonly string[] Headers = [Version, Query, Experiments, Samples, Memberships, Notice];

    private const string Version = "Data-Version", Query = "Data-Query", Experiments = "Data-Experiments", Samples = "Data-Samples",
        Memberships = "Data-Memberships", Notice = "Data-Notice";

    private const int LongestName = 80;

    /// <summary>Proxies refuse answers whose headers are long.</summary>
    private const int LongestQuery = 3000;

    private string Name => what.ToString().ToLowerInvariant();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        Describe(headers, download.Generation, Name, format, query);
        headers[Experiments] = Text(download.Experiments);
        headers[Samples] = Text(download.Samples);
        headers[Memberships] = Text(download.Memberships);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        await httpContext.RequestServices.GetRequiredService<Measurements>().DownloadAsync(Name, format.Name, async () =>
        {
            await httpContext.Response.StartAsync(httpContext.RequestAborted);
            await DownloadWriter.WriteAsync(download, what, rows, httpContext.Response.BodyWriter, httpContext.RequestAborted);
        });
    }

    /// <summary>Says what a file is: of what, of which generation, and by which query.</summary>
    public static void Describe(IHeaderDictionary headers, Generation generation, string what, DownloadFormat format, string query)
    {
        headers.ContentType = format.ContentType;
        headers.ContentDisposition = $"attachment; filename=\"{FileName(generation, what, query)}.{format.Extension}\"";
        headers[Version] = Text(generation.Number);
        if (query.Length is > 0 and <= LongestQuery)
            headers[Query] = query;
        if (generation.IsDemo)
            headers[Notice] = Download.DemoNotice;
    }

    /// <summary>Such as <c>samples-v14-organism-Mus-musculus-tissue-liver</c>.</summary>
    private static string FileName(Generation generation, string what, string query)
    {
        var all = $"{what}-v{Text(generation.Number)}{(generation.IsDemo ? "-demo" : "")}-{Uri.UnescapeDataString(query)}";
        var words = Gaps().Replace(all, "-");
        return (words.Length <= LongestName ? words : words[..LongestName]).Trim('-');
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Gaps();
}
