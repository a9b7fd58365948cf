using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>The answer to a <see cref="HaystackQuery"/>.</summary>
/// <param name="Response">The counts and the page of experiments.</param>
/// <param name="Queries">What each query facet would leave.</param>
public sealed record HaystackAnswer(SearchResponse Response, IReadOnlyList<(QueryFacet Facet, SearchResponse Left)> Queries);

/// <summary>Composes what drf-haystack's facet endpoint answers from searches.</summary>
public sealed class HaystackSearch(SearchService search)
{
    /// <summary>The query with the periods its date facets are counted in; where they are too many it says so among its problems.</summary>
    /// <inheritdoc cref="SearchService.SearchAsync"/>
    public async Task<HaystackQuery> WithPeriodsAsync(HaystackQuery query, CancellationToken cancel)
    {
        var total = 0;
        foreach (var (facet, gaps) in query.Gaps.Where(g => query.Request.Counts(g.Key)))
        {
            var periods = await DateExtent.OfAsync(search, facet, query.Request.Generation, cancel) is var (low, high) ? gaps.Periods(low, high) : [];
            if (periods is null || (total += periods.Count) > DateGaps.MaximumPeriods)
                query = query with { Problems = [.. query.Problems, TooMany(facet, gaps)] };
            else
                query = query with { Request = query.Request.WithList(facet, query.Request.List(facet) with { Ranges = periods }) };
        }
        return query;
    }

    /// <summary>Searches.</summary>
    /// <inheritdoc cref="SearchService.SearchAsync"/>
    public async Task<HaystackAnswer> SearchAsync(HaystackQuery query, CancellationToken cancel)
    {
        var response = await search.SearchAsync(query.WithObjects ? query.Request : query.Request with { Size = 0, Page = 1 }, cancel);
        var queries = new List<(QueryFacet, SearchResponse)>();
        foreach (var facet in query.Dialect.Queries)
            queries.Add((facet, await search.SearchAsync(query.Request.And(facet.Request) with
            {
                Facets = [],
                Lists = SearchRequest.All.Lists,
                Size = 0,
                Page = 1,
            }, cancel)));
        return new HaystackAnswer(response, queries);
    }

    private static UrlProblem TooMany(FacetDefinition facet, DateGaps gaps) => new(
        facet.Key, $"{HaystackUrl.GapBy}:{gaps.By}",
        $"at most {DateGaps.MaximumPeriods} periods in all; choose a longer gap, or bound them by {HaystackUrl.StartDate} and {HaystackUrl.EndDate}");
}
