using System.Collections.Immutable;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>What a row or a column of a cross-table is of.</summary>
public enum CrossPart
{
    /// <summary>One value or range.</summary>
    Value,

    /// <summary>All values that have no row or column of their own.</summary>
    Others,

    /// <summary>No value.</summary>
    Missing,

    /// <summary>Everything.</summary>
    All,
}

/// <summary>A row or a column of a cross-table.</summary>
/// <param name="Part">What it is of.</param>
/// <param name="Value">The value, or null.</param>
/// <param name="Clauses">What must hold there beside the search's own clauses.</param>
public sealed record CrossHead(CrossPart Part, FacetValue? Value, ImmutableArray<Clause> Clauses)
{
    /// <summary>Those of a facet: each value, all others, missing, all.</summary>
    internal static ImmutableArray<CrossHead> Of(FacetDefinition facet, IReadOnlyList<FacetValue> values) =>
    [
        .. values.Select(v => new CrossHead(CrossPart.Value, v, Cross.Of(facet, v))),
        new(CrossPart.Others, null, Cross.Others(facet, values)), new(CrossPart.Missing, null, Cross.Of(facet, null)), Everything,
    ];

    /// <summary>The one without clauses.</summary>
    internal static readonly CrossHead Everything = new(CrossPart.All, null, []);
}

/// <summary>One side of a cross-table.</summary>
/// <param name="Facet">Its facet.</param>
/// <param name="Heads">Its rows or columns that have samples, "all" last.</param>
/// <param name="More">How many values have none of their own.</param>
public sealed record CrossSide(FacetDefinition Facet, IReadOnlyList<CrossHead> Heads, Count More);

/// <summary>A cell of a cross-table.</summary>
/// <param name="Samples">Unique samples.</param>
/// <param name="Search">The search that finds exactly them; null where no query string says it.</param>
public sealed record CrossCell(long Samples, SearchRequest? Search);

/// <summary>Two facets crossed: in every cell the unique samples of the search narrowed to its row and column.</summary>
/// <param name="Generation">The generation it is of.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Cells">The cells, row by row.</param>
public sealed record CrossTable(Generation Generation, CrossSide Rows, CrossSide Columns, IReadOnlyList<IReadOnlyList<CrossCell>> Cells) : ViewContent(Generation)
{
    /// <summary>The most samples of a cell of two values.</summary>
    public long Most => Rows.Heads.Zip(Cells).Where(row => row.First.Part == CrossPart.Value)
        .SelectMany(row => Columns.Heads.Zip(row.Second).Where(cell => cell.First.Part == CrossPart.Value)).Max(cell => (long?)cell.Second.Samples) ?? 0;
}

/// <summary>There are not two facets to cross, or no date facet for a timeline.</summary>
/// <param name="Generation">The generation it is of.</param>
/// <param name="Reason">Why there is nothing to see, in a sentence.</param>
public sealed record NothingToShow(Generation Generation, string Reason) : ViewContent(Generation);

/// <summary>Makes cross-tables of searches.</summary>
internal sealed class CrossTables(SearchService search, FacetRegistry facets)
{
    /// <summary>Rows and columns unless the facet's <c>limit</c> says otherwise, and the most there can be.</summary>
    public const int UsualRows = 25, UsualColumns = 10, MostRows = 100, MostColumns = 50;

    /// <summary>The cross-table of a search.</summary>
    public async Task<ViewContent> OfAsync(SearchRequest request, Generation generation, CancellationToken cancel)
    {
        if (await FacetsAsync(request, cancel) is not var (rows, columns))
            return new NothingToShow(generation, "A cross-table needs two facets.");
        var asked = Listing(Listing(request.Counted(), rows, UsualRows, MostRows), columns, UsualColumns, MostColumns) with { Facets = [rows, columns], OwnClausesLeftOut = false };
        var lists = await search.SearchAsync(asked, cancel);
        var (down, across) = (Side(lists, rows), Side(lists, columns));
        var counted = await search.SearchAsync(
            request.Counted() with { Facets = [], Cross = new Cross([.. down.Heads.Select(h => h.Clauses)], [.. across.Heads.Select(h => h.Clauses)]) }, cancel);
        return Table(request.In(View.Experiments), counted, down, across);
    }

    /// <summary>What was asked for, and for the rest the facets of samples that are recorded for most samples of the catalog; rows are the longer list.</summary>
    private async Task<(FacetDefinition Rows, FacetDefinition Columns)?> FacetsAsync(SearchRequest request, CancellationToken cancel)
    {
        if (request is { Rows: { } rows, Columns: { } columns })
            return (rows, columns);
        var all = (await search.SearchAsync(SearchRequest.All.Counted() with { Generation = request.Generation }, cancel)).Facets.ToDictionary(f => f.Facet);
        var suitable = facets.All.Where(f => f != request.Rows && f != request.Columns)
            .OrderByDescending(f => f.Level == FacetLevel.Sample).ThenBy(f => f.IsRanged).ThenByDescending(f => Values(f) > 1)
            .ThenByDescending(f => (double)all[f].Recorded.Value / Math.Max(1, all[f].Of.Value)).Take(2).ToList();
        if (request.Rows is null && request.Columns is null)
            return suitable is [var first, var second] ? (Values(first) < Values(second) ? (second, first) : (first, second)) : null;
        return suitable is [var other, ..] ? (request.Rows ?? other, request.Columns ?? other) : null;

        int Values(FacetDefinition facet) => all[facet].Buckets.Count + all[facet].More;
    }

    private static SearchRequest Listing(SearchRequest request, FacetDefinition facet, int usual, int most) =>
        request.WithList(facet, request.List(facet) is var list ? list with { Limit = Math.Min(list.Limit ?? (facet.IsRanged ? most : usual), most) } : list);

    private static CrossSide Side(SearchResponse lists, FacetDefinition facet)
    {
        var counts = lists.Facets.Single(f => f.Facet == facet);
        return new CrossSide(facet, CrossHead.Of(facet, [.. counts.Buckets.Where(b => b.Samples.Value > 0).Select(b => b.Value!)]), new Count(counts.More, counts.IsMoreExact));
    }

    /// <summary>The table, without the rows and columns that no sample is in.</summary>
    private static CrossTable Table(SearchRequest request, SearchResponse counted, CrossSide rows, CrossSide columns)
    {
        var cells = counted.Cross!;
        var (down, across) = (Filled(rows, i => cells[i][^1]), Filled(columns, i => cells[^1][i]));
        return new CrossTable(counted.Generation, Kept(rows, down), Kept(columns, across),
            [.. down.Select(r => (IReadOnlyList<CrossCell>)[.. across.Select(c => new CrossCell(
                cells[r][c], request.Narrowed(rows.Heads[r].Clauses)?.Narrowed(columns.Heads[c].Clauses)))])]);

        static int[] Filled(CrossSide side, Func<int, long> total) =>
            [.. Enumerable.Range(0, side.Heads.Count).Where(i => side.Heads[i].Part == CrossPart.All || total(i) > 0)];

        static CrossSide Kept(CrossSide side, int[] places) => side with { Heads = [.. places.Select(p => side.Heads[p])] };
    }
}
