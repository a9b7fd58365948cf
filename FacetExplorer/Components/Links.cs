using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components;

/// <summary>The address of a page with a search or a list on it changed.</summary>
public delegate string LinkTo(SearchRequest request);

/// <summary>Links to the application's pages, relative to the base address.</summary>
internal static class Links
{
    /// <summary>The base address as a request named it, for links that stand elsewhere.</summary>
    public static string BaseOf(HttpRequest http) => $"{http.Scheme}://{http.Host.ToUriComponent()}{http.PathBase.ToUriComponent()}/";

    /// <summary>The search page, where everything is found.</summary>
    public const string Home = "./";

    /// <summary>The route of experiments.</summary>
    public const string ExperimentRoute = "experiments/";

    /// <summary>The route of samples.</summary>
    public const string SampleRoute = "samples/";

    /// <summary>The route of the site's own pages.</summary>
    public const string PageRoute = "pages/";

    /// <summary>The route of the values of facets.</summary>
    public const string ValuesRoute = "values/";

    /// <summary>The page about the API.</summary>
    public const string Api = "api";

    /// <summary>The page about the data.</summary>
    public const string Data = "data";

    /// <summary>The same as JSON.</summary>
    public const string DataJson = "api/data";

    /// <summary>The page where a list of accessions is given, and where it is sent to.</summary>
    public const string ListsPage = "lists", NewList = "lists/new";

    /// <summary>The page where a list of accessions is given, to narrow a search.</summary>
    public static string NewListFor(SearchRequest request) => SearchUrl.Link(ListsPage, request with { Page = 1 });

    /// <summary>What the reader collected.</summary>
    public const string MyList = "my-list";

    /// <summary>The page that tells how to cite a search, and the folder of its files.</summary>
    public const string Cite = "cite";

    /// <summary>How to cite a search.</summary>
    public static string CiteSearch(SearchRequest request) => SearchUrl.Link(Cite, request with { Page = 1 });

    /// <summary>A citation as a file.</summary>
    public static string CiteFile(string file, SearchRequest request) => SearchUrl.Link($"{Cite}/{file}", request);

    /// <summary>What is on a list, as JSON.</summary>
    public static string ListJson(AccessionList list) => $"api/lists/{list.Hash}";

    /// <summary>The search page.</summary>
    public static string Search(SearchRequest request) => SearchUrl.Link(Home, request);

    /// <summary>The page of all values that a search leaves of a facet.</summary>
    public static string Values(FacetDefinition facet, SearchRequest request) => SearchUrl.Link(ValuesRoute + facet.Key, request);

    /// <summary>What a view shows of a search as JSON: what has pages a page of it, but all samples, a line each.</summary>
    public static string Json(SearchRequest request) => request.View switch
    {
        View.Samples => Table(request, "jsonl"),
        View.Matrix or View.Timeline => Table(request, "json"),
        _ => SearchUrl.Link($"api/{SearchUrl.Name(request.View)}", request with { View = default }),
    };

    /// <summary>The table of a view as a file: all of it, not a page.</summary>
    public static string Table(SearchRequest request, string format) => SearchUrl.FileLink($"api/{SearchUrl.Name(request.View)}", request, format);

    /// <summary>An experiment's page.</summary>
    public static string Experiment(string accession) => Experiment(accession, RecordRequest.All);

    /// <summary>An experiment's page, its samples narrowed and paged.</summary>
    public static string Experiment(string accession, RecordRequest request) => SearchUrl.Link(ExperimentRoute + Escape(accession), request);

    /// <summary>An experiment's page that leads back to the search.</summary>
    public static string Experiment(string accession, SearchRequest? search) => Experiment(accession, RecordRequest.All with { Search = search });

    /// <summary>A sample's page, likewise.</summary>
    public static string Sample(string accession, SearchRequest? search = null) =>
        SearchUrl.Link(SampleRoute + Escape(accession), RecordRequest.All with { Search = search });

    /// <summary>
    /// The accession that an address as it was sent names. A route's own parameter will not do: its decoding cannot tell
    /// <c>%2F</c> from <c>%252F</c>.
    /// </summary>
    public static string AccessionIn(string address, string route)
    {
        var path = address.Split('?', '#')[0];
        var start = path.IndexOf("/" + route, StringComparison.OrdinalIgnoreCase) + 1 + route.Length;
        return Uri.UnescapeDataString(path[start..]);
    }

    // Slashes stay, as proxies and servers differ in what they make of %2F.
    private static string Escape(string accession) => string.Join('/', accession.Split('/').Select(Uri.EscapeDataString));
}
