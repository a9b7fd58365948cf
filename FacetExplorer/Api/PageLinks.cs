using FacetExplorer.Search;

namespace FacetExplorer.Api;

/// <summary>Where a search is: on the page and in the API.</summary>
/// <param name="Url">The page.</param>
/// <param name="ApiUrl">The same as JSON.</param>
internal sealed record PageLinks(string Url, string ApiUrl)
{
    /// <summary>The links of a search.</summary>
    public static PageLinks Of(HttpRequest http, SearchRequest request) =>
        new(SearchUrl.Link($"{http.PathBase}/", request), SearchUrl.Link($"{http.PathBase}{ApiRoutes.Root}/experiments", request));

    /// <summary>The links of the search that finds a record's experiments first.</summary>
    public static PageLinks Of(HttpRequest http, string accession) => Of(http, SearchRequest.All with { Text = TextQuery.Parse(accession) });
}
