using System.Globalization;
using System.Text.RegularExpressions;
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

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Describe(httpContext.Response.Headers);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        await httpContext.Response.StartAsync(httpContext.RequestAborted);
        await DownloadWriter.WriteAsync(download, what, rows, httpContext.Response.BodyWriter, httpContext.RequestAborted);
    }

    private void Describe(IHeaderDictionary headers)
    {
        headers.ContentType = format.ContentType;
        headers.ContentDisposition = $"attachment; filename=\"{FileName()}.{format.Extension}\"";
        headers[Version] = Text(download.Generation.Number);
        if (query.Length is > 0 and <= LongestQuery)
            headers[Query] = query;
        headers[Experiments] = Text(download.Experiments);
        headers[Samples] = Text(download.Samples);
        headers[Memberships] = Text(download.Memberships);
        if (download.Generation.IsDemo)
            headers[Notice] = Download.DemoNotice;
    }

    /// <summary>Such as <c>samples-v14-organism-Mus-musculus-tissue-liver</c>.</summary>
    private string FileName()
    {
        var all = $"{what.ToString().ToLowerInvariant()}-v{Text(download.Generation.Number)}{(download.Generation.IsDemo ? "-demo" : "")}-{Uri.UnescapeDataString(query)}";
        var words = Gaps().Replace(all, "-");
        return (words.Length <= LongestName ? words : words[..LongestName]).Trim('-');
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Gaps();
}
