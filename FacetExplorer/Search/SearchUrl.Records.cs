using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>What the address of a record's page asks.</summary>
/// <param name="Samples">How the experiment's samples are narrowed, and which page of them is shown: filters on samples, lists and a page.</param>
/// <param name="Search">The search that led to the record; null where none did.</param>
public sealed record RecordRequest(SearchRequest Samples, SearchRequest? Search = null)
{
    /// <summary>All samples, from nowhere.</summary>
    public static readonly RecordRequest All = new(SearchRequest.All);
}

public sealed partial class SearchUrl
{
    /// <summary>A search that is longer in a URL is not taken along to a record.</summary>
    private const int LongestCarried = 2000;

    private const string SearchParameter = "search";

    /// <summary>Reads the query string of a record's page: the parameters of a search that concern samples, and the search that led there.</summary>
    public (RecordRequest Request, IReadOnlyList<UrlProblem> Problems) ParseRecord(string? query)
    {
        var pairs = Pairs(query).ToList();
        var (asked, problems) = Parse(pairs.Where(p => p.Name is not (SearchParameter or PageParameter)));
        var samples = SearchRequest.All with
        {
            Clauses = [.. asked.Clauses.Where(c => c.Facet.Level == FacetLevel.Sample)],
            Lists = asked.Lists,
            Page = WholeNumber(Last(PageParameter)) is > 0 and var page ? page : 1,
        };
        var others = Parameters(asked).Except(Parameters(samples with { Page = 1 }))
            .Select(p => new UrlProblem(p.Name, Shortened(p.Value), "here only filters on samples"));
        return (new RecordRequest(samples, Last(SearchParameter) is { Length: > 0 } search ? Parse(search).Request : null), [.. problems, .. others]);

        string Last(string name) => pairs.FindLast(p => p.Name == name).Value ?? "";
    }

    /// <summary>A link to a record's page.</summary>
    public static string Link(string route, RecordRequest request)
    {
        var search = request.Search is null ? "" : Format(request.Search);
        var carried = search.Length is 0 or > LongestCarried ? "" : $"{SearchParameter}={Uri.EscapeDataString(search)}";
        var query = string.Join('&', new[] { Format(request.Samples), carried }.Where(part => part.Length > 0));
        return query.Length == 0 ? route : $"{route}?{query}";
    }
}
