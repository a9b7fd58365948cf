using System.Text.Json.Serialization;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>What a row, a column or a part of a bar is of.</summary>
/// <param name="Part"><c>value</c>, <c>others</c> (none of the values shown, and not missing), <c>missing</c> or <c>all</c>.</param>
/// <param name="Value">The value, or null.</param>
internal sealed record HeadJson(string Part, string? Value)
{
    public static HeadJson Of(CrossHead head) => new(FacetRegistry.Name(head.Part), head.Value?.Text);
}

/// <summary>One side of a cross-table.</summary>
/// <param name="Key">Its facet.</param>
/// <param name="Label">The facet's name on the page.</param>
/// <param name="Heads">Its rows or columns.</param>
/// <param name="More">How many values have none of their own; <c>&lt;facet&gt;.limit</c> asks for more of them.</param>
internal sealed record SideJson(string Key, string Label, IEnumerable<HeadJson> Heads, long More)
{
    public static SideJson Of(CrossSide side) => new(side.Facet.Key, side.Facet.Label, side.Heads.Select(HeadJson.Of), side.More.Value);
}

/// <summary>A cell of a cross-table.</summary>
/// <param name="Samples">Unique samples.</param>
/// <param name="Url">The search that finds exactly them; null where no query string says it.</param>
internal sealed record CellJson(long Samples, string? Url);

/// <summary>Two facets crossed.</summary>
/// <param name="Generation">The data version.</param>
/// <param name="Scope">Of what filters on samples must hold: <c>sample</c> or <c>experiment</c>.</param>
/// <param name="Experiments">Matching experiments.</param>
/// <param name="Samples">Matching unique samples.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Cells">The cells, row by row. Totals are unique samples, too, and no sums.</param>
internal sealed record MatrixJson(
    int Generation, string Scope, long Experiments, CountJson Samples, SideJson Rows, SideJson Columns, IEnumerable<IEnumerable<CellJson>> Cells)
{
    public static MatrixJson Of(SearchResponse response, SearchRequest request, CrossTable table, string root) => new(
        response.Generation.Number, FacetRegistry.Name(request.Scope), response.Experiments, CountJson.Of(response.Samples), SideJson.Of(table.Rows), SideJson.Of(table.Columns),
        table.Cells.Select(row => row.Select(c => new CellJson(c.Samples, c.Search is { } search ? SearchUrl.Link($"{root}{ApiRoutes.Root}/experiments", search) : null))));
}

/// <summary>The samples of a year.</summary>
/// <param name="Part"><c>value</c>: a year; <c>others</c>: all years up to this one; <c>missing</c>: no year.</param>
/// <param name="Year">The year, or null.</param>
/// <param name="Samples">Unique samples.</param>
/// <param name="Parts">Those of each part.</param>
/// <param name="Url">The search for all samples of that time; null where no query string says it.</param>
internal sealed record BarJson(string Part, int? Year, long Samples, IEnumerable<long> Parts, string? Url);

/// <summary>Matching samples by year.</summary>
/// <param name="Generation">The data version.</param>
/// <param name="Scope">Of what filters on samples must hold: <c>sample</c> or <c>experiment</c>.</param>
/// <param name="Experiments">Matching experiments.</param>
/// <param name="Samples">Matching unique samples.</param>
/// <param name="Rows">The date facet.</param>
/// <param name="By">The facet each year is divided by, or null.</param>
/// <param name="Shared">Whether a sample of several years is in <c>each</c> of them or in the <c>earliest</c> only.</param>
/// <param name="Parts">What the parts of a year are.</param>
/// <param name="More">How many values have no part of their own.</param>
/// <param name="Bars">The years in order, then what has no year.</param>
internal sealed record TimelineJson(
    int Generation, string Scope, long Experiments, CountJson Samples, string Rows, string? By, string Shared, IEnumerable<HeadJson> Parts, long More, IEnumerable<BarJson> Bars)
{
    public static TimelineJson Of(SearchResponse response, SearchRequest request, Timeline timeline, string root) => new(
        response.Generation.Number, FacetRegistry.Name(request.Scope), response.Experiments, CountJson.Of(response.Samples),
        timeline.Dates.Key, timeline.By?.Key, SearchUrl.NameOfSharing(request), timeline.Parts.Select(HeadJson.Of), timeline.More.Value,
        timeline.Bars.Select(b => new BarJson(FacetRegistry.Name(b.Part), b.Part == CrossPart.Missing ? null : b.Year, b.Samples, b.Parts,
            b.Search is { } search ? SearchUrl.Link($"{root}{ApiRoutes.Root}/experiments", search) : null)));
}

/// <summary>Two matching experiments that share samples.</summary>
/// <param name="First">The one with more matching samples.</param>
/// <param name="FirstSamples">How many it has.</param>
/// <param name="Second">The other one.</param>
/// <param name="SecondSamples">How many that has.</param>
/// <param name="Shared">Matching samples that both have.</param>
internal sealed record PairJson(string First, long FirstSamples, string Second, long SecondSamples, long Shared);

/// <summary>A matching experiment and what it shares.</summary>
/// <param name="Accession">Its accession.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Samples">Its matching samples.</param>
/// <param name="Shared">Those of them that another matching experiment has as well.</param>
/// <param name="Within">A matching experiment that has all of them, or null.</param>
internal sealed record SharingJson(string Accession, string? Title, long Samples, long Shared, string? Within);

/// <summary>Which matching experiments share samples.</summary>
/// <param name="Generation">The data version.</param>
/// <param name="Scope">Of what filters on samples must hold: <c>sample</c> or <c>experiment</c>.</param>
/// <param name="Experiments">Matching experiments.</param>
/// <param name="Samples">Matching unique samples.</param>
/// <param name="Sharing">Matching experiments that share samples.</param>
/// <param name="Contained">Those whose matching samples another one has as well; left out where there are too many pairs to tell.</param>
/// <param name="Listed">How many are listed.</param>
/// <param name="Pairs">The pairs that share most.</param>
/// <param name="MorePairs">How many pairs were left out; the table has all.</param>
/// <param name="Results">The page of those listed.</param>
/// <param name="Page">The number of the page, from 1.</param>
/// <param name="Size">Experiments on a full page.</param>
/// <param name="Links">This search and the pages beside it.</param>
internal sealed record OverlapJson(
    int Generation, string Scope, long Experiments, CountJson Samples, long Sharing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Contained,
    long Listed, IEnumerable<PairJson> Pairs, long MorePairs, IEnumerable<SharingJson> Results, int Page, int Size, LinksJson Links)
{
    private const int MostPairs = 1000;

    public static OverlapJson Of(SearchResponse response, SearchRequest request, Overlap overlap, string route) => new(
        response.Generation.Number, FacetRegistry.Name(request.Scope), response.Experiments, CountJson.Of(response.Samples),
        overlap.Sharing, overlap.Contained, overlap.Listed,
        overlap.Pairs.Take(MostPairs).Select(p => new PairJson(p.First, p.FirstSamples, p.Second, p.SecondSamples, p.Shared)), Math.Max(0, overlap.Pairs.Count - MostPairs),
        overlap.Rows.Select(r => new SharingJson(r.Accession, r.Title, r.Samples, r.Shared, r.Within)), request.Page, request.Size,
        LinksJson.Of(request, overlap.Listed, target => SearchUrl.Link(route, target with { View = default })));
}
