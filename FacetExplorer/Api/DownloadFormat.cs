using System.Collections.Immutable;
using FacetExplorer.Search;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FacetExplorer.Api;

/// <summary>A format an answer can have.</summary>
/// <param name="Name">Its name in the parameter <c>format</c>.</param>
/// <param name="MediaType">Its name in <c>Accept</c>; null where only the parameter chooses it.</param>
/// <param name="ContentType">What the answer says it is.</param>
/// <param name="Extension">Of the file it is kept as.</param>
internal sealed record DownloadFormat(string Name, string? MediaType, string ContentType, string Extension)
{
    /// <summary>A page of results, and no download.</summary>
    public static readonly DownloadFormat Json = new("json", "application/json", "application/json", "json");

    public static readonly DownloadFormat JsonLines = new("jsonl", "application/jsonl", "application/jsonl; charset=utf-8", "jsonl");

    public static readonly DownloadFormat Csv = new("csv", "text/csv", "text/csv; charset=utf-8; header=present", "csv");

    public static readonly DownloadFormat Tsv = new("tsv", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "tsv");

    /// <summary>CSV in which no cell is a formula. Asked for by name, as its values are not exact.</summary>
    public static readonly DownloadFormat SpreadsheetSafe = new("csv-spreadsheet-safe", null, Csv.ContentType, "csv");

    private static readonly DownloadFormat NdJson = JsonLines with { MediaType = "application/x-ndjson", ContentType = "application/x-ndjson; charset=utf-8" };

    /// <summary>What a download can be; the first is what it is unless asked otherwise.</summary>
    public static readonly ImmutableArray<DownloadFormat> Downloads = [JsonLines, NdJson, Csv, Tsv, SpreadsheetSafe];

    /// <summary>What the table of a view can be.</summary>
    public static readonly ImmutableArray<DownloadFormat> Tables = [Json, Csv, Tsv, SpreadsheetSafe];

    /// <summary>Whether its rows have columns, known before the first.</summary>
    public bool IsTable => Extension != JsonLines.Extension;

    /// <summary>Reads what is asked, and in which format: the parameter <c>format</c> goes before <c>Accept</c>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="url">The dialect.</param>
    /// <param name="offered">The formats there are.</param>
    /// <param name="view">What the route shows, whatever the query string says.</param>
    public static (ParsedUrl Asked, DownloadFormat? Format, IResult? Problem) Read(
        HttpRequest http, SearchUrl url, IReadOnlyList<DownloadFormat> offered, View view = View.Experiments)
    {
        var parsed = url.Parse(http.QueryString.Value, [.. offered.Select(f => f.Name).Distinct()], view);
        if (parsed.Problems.Count > 0)
            return (parsed, null, Problems.NotUnderstood(parsed.Problems));
        var format = parsed.Format is { } name ? offered.First(f => f.Name == name) : Choose(offered, http.Headers.Accept);
        return (parsed, format, format is null ? NotAcceptable(offered) : null);
    }

    private static IResult NotAcceptable(IEnumerable<DownloadFormat> offered) => Results.Problem(
        $"There is {string.Join(", ", offered.Select(f => f.MediaType).OfType<string>())}; or ask for a format by its name, which is one of {string.Join(", ", offered.Select(f => f.Name).Distinct())}, in the parameter format.",
        statusCode: StatusCodes.Status406NotAcceptable, title: "Accept names no format that there is.");

    /// <summary>The format an <c>Accept</c> header likes best, the earlier of equals; null when it takes none of them.</summary>
    public static DownloadFormat? Choose(IEnumerable<DownloadFormat> offered, StringValues accept)
    {
        var ranges = MediaTypeHeaderValue.TryParseList(accept, out var parsed) ? parsed : [];
        return offered.Where(f => f.MediaType is not null).Select(f => (Format: f, Liking: ranges.Count == 0 ? 1 : Liking(f, ranges)))
            .Where(f => f.Liking > 0).OrderByDescending(f => f.Liking).FirstOrDefault().Format;
    }

    /// <summary>The quality given to the format by the range that names it most closely.</summary>
    private static double Liking(DownloadFormat format, IList<MediaTypeHeaderValue> ranges) =>
        ranges.Where(r => r.MatchesMediaType(format.MediaType)).OrderBy(r => r.MatchesAllTypes).ThenBy(r => r.MatchesAllSubTypes)
            .Select(r => r.Quality ?? 1).FirstOrDefault();
}
