using System.Buffers;
using System.Globalization;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>The table of a view, as it is downloaded.</summary>
/// <param name="Generation">The generation it is of.</param>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Rows">Its rows: texts and numbers.</param>
internal sealed record ViewTable(Generation Generation, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object>> Rows)
{
    private const string All = "all", Others = "other values", Missing = "not recorded";

    /// <summary>The table of what a view shows.</summary>
    public static ViewTable Of(ViewContent content) => content switch
    {
        CrossTable table => new(table.Generation, [table.Rows.Facet.Key, .. table.Columns.Heads.Select(Name)],
            table.Rows.Heads.Zip(table.Cells, (head, cells) => (IReadOnlyList<object>)[Name(head), .. cells.Select(c => (object)c.Samples)])),
        Timeline timeline => new(timeline.Generation, ["year", All, .. timeline.Parts.Select(Name)],
            timeline.Bars.Select(bar => (IReadOnlyList<object>)[Name(bar), bar.Samples, .. bar.Parts.Cast<object>()])),
        Overlap overlap => new(overlap.Generation, ["first", "first_samples", "second", "second_samples", "shared"],
            overlap.Pairs.Select(pair => (IReadOnlyList<object>)[pair.First, pair.FirstSamples, pair.Second, pair.SecondSamples, pair.Shared])),
        _ => throw new ArgumentException($"{content.GetType().Name} has no table", nameof(content)),
    };

    private static string Name(CrossHead head) => head.Part switch
    {
        CrossPart.Value => head.Value!.Text,
        CrossPart.Others => Others,
        CrossPart.Missing => Missing,
        _ => All,
    };

    private static string Name(TimelineBar bar) => bar.Part switch
    {
        CrossPart.Value => bar.Year.ToString("0000", CultureInfo.InvariantCulture),
        CrossPart.Others => string.Create(CultureInfo.InvariantCulture, $"before {bar.Year + 1:0000}"),
        _ => Missing,
    };
}

/// <summary>Sends the table of a view as a file.</summary>
internal sealed class ViewTableResult(ViewTable table, View view, DownloadFormat format, string query) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        DownloadResult.Describe(httpContext.Response.Headers, table.Generation, SearchUrl.Name(view), format, query);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        var (columns, notice) = table.Generation.IsDemo ? ([.. table.Columns, "notice"], [Download.DemoNotice]) : (table.Columns, Array.Empty<object>());
        var rows = new TableRows(format, columns, []);
        var file = new ArrayBufferWriter<byte>();
        rows.Begin(file);
        foreach (var row in table.Rows)
            rows.Write(new DownloadRow([.. row, .. notice], null), file);
        await httpContext.RequestServices.GetRequiredService<Measurements>().DownloadAsync(
            SearchUrl.Name(view), format.Name, () => httpContext.Response.Body.WriteAsync(file.WrittenMemory, httpContext.RequestAborted).AsTask());
    }
}
