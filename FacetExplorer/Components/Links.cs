using FacetExplorer.Search;

namespace FacetExplorer.Components;

/// <summary>Links to the application's pages, relative to the base address.</summary>
internal static class Links
{
    /// <summary>The search page, where everything is found.</summary>
    public const string Home = "./";

    /// <summary>The route of experiments.</summary>
    public const string ExperimentRoute = "experiments/";

    /// <summary>The route of samples.</summary>
    public const string SampleRoute = "samples/";

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

    /// <summary>The results of a search as JSON.</summary>
    public static string Json(SearchRequest request) => SearchUrl.Link("api/experiments", request);

    /// <summary>An experiment's page; its samples are paged.</summary>
    public static string Experiment(string accession, int page = 1) =>
        ExperimentRoute + Escape(accession) + (page == 1 ? "" : FormattableString.Invariant($"?page={page}"));

    /// <summary>A sample's page.</summary>
    public static string Sample(string accession) => SampleRoute + Escape(accession);

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
