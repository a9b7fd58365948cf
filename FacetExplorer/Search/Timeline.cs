using System.Collections.Immutable;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>One bar of a timeline.</summary>
/// <param name="Part">A year, all years before the first one shown, or no year.</param>
/// <param name="Year">The year, or of the years before the first one shown the last.</param>
/// <param name="Samples">Unique samples.</param>
/// <param name="Parts">Those of each part of it, in the order of <see cref="Timeline.Parts"/>.</param>
/// <param name="Search">The search for all samples of that time, in later years again or not; null where no query string says it.</param>
public sealed record TimelineBar(CrossPart Part, int Year, long Samples, IReadOnlyList<long> Parts, SearchRequest? Search);

/// <summary>The matching samples by year.</summary>
/// <param name="Generation">The generation it is of.</param>
/// <param name="Dates">The date facet.</param>
/// <param name="By">The facet each bar is divided by, or null.</param>
/// <param name="Parts">What the parts of a bar are.</param>
/// <param name="More">How many values have no part of their own.</param>
/// <param name="Bars">The years, gaps included, then what has no year.</param>
/// <param name="Samples">Unique samples in all.</param>
public sealed record Timeline(
    Generation Generation, FacetDefinition Dates, FacetDefinition? By, IReadOnlyList<CrossHead> Parts, Count More, IReadOnlyList<TimelineBar> Bars, long Samples)
    : ViewContent(Generation);

/// <summary>Makes timelines of searches.</summary>
internal sealed class Timelines(SearchService search, FacetRegistry facets)
{
    /// <summary>Years shown, and values of the other facet.</summary>
    public const int MostYears = 100, MostParts = 7;

    /// <summary>The timeline of a search.</summary>
    public async Task<ViewContent> OfAsync(SearchRequest request, Generation generation, CancellationToken cancel)
    {
        if ((request.Rows ?? facets.All.FirstOrDefault(f => f.Kind == FacetKind.Date)) is not { } dates)
            return new NothingToShow(generation, "A timeline needs a facet of dates.");
        var years = await YearsAsync(request, dates, cancel);
        var (parts, more) = request.By is { } by ? await PartsAsync(request, by, cancel) : ([CrossHead.Everything], new Count(0));
        var rows = Rows(request, dates, years);
        var counted = await search.SearchAsync(
            request.Counted() with { Facets = [], Cross = new Cross([.. rows.Select(r => r.Clauses)], [.. parts.Select(p => p.Clauses)]) }, cancel);
        var cells = request.EarliestOnly ? Differences(counted.Cross!) : counted.Cross!;
        var shown = Enumerable.Range(0, parts.Length).Where(p => parts[p].Part != CrossPart.All && cells.Any(row => row[p] > 0)).ToList();
        var bars = rows.SkipLast(1).Select((r, i) => new TimelineBar(
            r.Part, r.Year, cells[i][^1], [.. shown.Select(p => cells[i][p])], request.In(View.Experiments).Narrowed(r.Search)));
        return new Timeline(counted.Generation, dates, request.By, [.. shown.Select(p => parts[p])], more,
            [.. bars.Where(b => b.Part == CrossPart.Value || b.Samples > 0)], counted.Cross![^1][^1]);
    }

    private sealed record Row(CrossPart Part, int Year, ImmutableArray<Clause> Clauses, ImmutableArray<Clause> Search);

    /// <summary>Years before the first one shown, each year, no year, all. Counted in the earliest only, a row is everything up to its year: see <see cref="Differences"/>.</summary>
    private static List<Row> Rows(SearchRequest request, FacetDefinition dates, IReadOnlyList<int> years)
    {
        var rows = new List<Row>();
        if (years.Count > 0 && years[0] > 1)
            rows.Add(RowOf(CrossPart.Others, years[0] - 1, UpTo(years[0] - 1)));
        rows.AddRange(years.Select(year => RowOf(CrossPart.Value, year, Cross.Of(dates, FacetValue.Read(FacetKind.Date, Text(year))))));
        rows.Add(new Row(CrossPart.Missing, 0, request.EarliestOnly ? [] : Cross.Of(dates, null), Cross.Of(dates, null)));
        rows.Add(new Row(CrossPart.All, 0, [], []));
        return rows;

        Row RowOf(CrossPart part, int year, ImmutableArray<Clause> of) => new(part, year, request.EarliestOnly ? UpTo(year) : of, of);

        ImmutableArray<Clause> UpTo(int year) => Cross.UpTo(dates, Text(year));
    }

    /// <summary>
    /// A sample is in the earliest of its years: it is among those up to that year, and not among those up to the year before. Those of no
    /// year are among all, and not among those up to the last one.
    /// </summary>
    private static IReadOnlyList<IReadOnlyList<long>> Differences(IReadOnlyList<IReadOnlyList<long>> upTo) =>
        [.. upTo.Select((row, i) => i == 0 || i == upTo.Count - 1 ? row : (IReadOnlyList<long>)[.. row.Zip(upTo[i - 1], (now, before) => now - before)])];

    /// <summary>All years from the first one with matching samples to the last, at most the last <see cref="MostYears"/> of them.</summary>
    private async Task<IReadOnlyList<int>> YearsAsync(SearchRequest request, FacetDefinition dates, CancellationToken cancel)
    {
        if (await DateExtent.OfAsync(search, dates, request.Generation, cancel) is not var (low, high))
            return [];
        var all = Enumerable.Range(low.Year, high.AddTicks(-1).Year - low.Year + 1).ToList();
        var list = new FacetList(FacetDefinition.MaximumLimit, Order: new BucketOrder(BucketOrderKey.Value, true), Ranges: [.. all.Select(year => FacetValue.Read(FacetKind.Date, Text(year))!)]);
        var counts = await search.SearchAsync((request.Counted() with { Facets = [dates], OwnClausesLeftOut = false }).WithList(dates, list), cancel);
        var found = counts.Facets[0].Buckets.Where(b => b.Samples.Value > 0 && b.Value!.Text.Length == "2014".Length).Select(b => DateGaps.StartOf(b.Value!.Range!.Value).Year).ToList();
        if (found.Count == 0)
            return [];
        var first = Math.Max(found.Min(), found.Max() - MostYears + 1);
        return [.. all.Where(year => year >= first && year <= found.Max())];
    }

    private async Task<(ImmutableArray<CrossHead>, Count More)> PartsAsync(SearchRequest request, FacetDefinition by, CancellationToken cancel)
    {
        var list = request.List(by) with { Limit = MostParts, Order = new BucketOrder(BucketOrderKey.Samples, true) };
        var counts = (await search.SearchAsync((request.Counted() with { Facets = [by], OwnClausesLeftOut = false }).WithList(by, list), cancel)).Facets[0];
        var found = counts.Buckets.Where(b => b.Samples.Value > 0).Select(b => b.Value!).ToList();
        var values = found.Take(MostParts).ToList();
        return (CrossHead.Of(by, by.IsRanged ? [.. values.Order(FacetValue.Order)] : values), new Count(counts.More + found.Count - values.Count, counts.IsMoreExact));
    }

    private static string Text(int year) => year.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
}
