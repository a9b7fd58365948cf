using FacetExplorer.Search;

namespace FacetExplorer.Api.OpenApi;

/// <summary>The description of every route.</summary>
internal static class Operations
{
    private const string Jsonl = "application/jsonl", NdJson = "application/x-ndjson", Csv = "text/csv", Tsv = "text/tab-separated-values";

    private const string Whole =
        "All that matches, by accession, with no page: `page` and `size` are refused. What a search shows does not matter here, what narrows it does. " +
        "JSON Lines, CSV or TSV by `Accept` or `format`; values are exact. In tables several values of a cell stand with `|` between them (`\\|` is a `|`); `csv-spreadsheet-safe` puts an apostrophe before what a spreadsheet would take for a formula.";

    private static readonly (int, string) NotAcceptable = (406, "`Accept` names no format that there is.");

    private static readonly (string, string)[] DownloadHeaders =
    [
        ("Data-Version", "The data version (generation) it is of."), ("Data-Query", "The canonical query string, unless it is long or empty."),
        ("Data-Experiments", "How many experiments match."), ("Data-Samples", "How many samples match, each counted once."), ("Data-Memberships", "How many pairs of a matching sample and experiment there are."),
        ("Data-Notice", "That the data is invented, where it is."), ("Content-Disposition", "A name for the file."),
    ];

    public static readonly IReadOnlyList<Operation> All =
    [
        new("GET", "/experiments", "searchExperiments", "Search experiments and count unique samples",
            "The search of the page, by the page's own query string: matching experiments, the number of unique samples among them, and every facet with its counts. A facet's own filters are left out of its own counts, so that alternatives stay visible. All links are canonical. In any other format than JSON it is a download of all matching experiments, as `/api/samples` is of samples.",
            "?tissue=liver&size=10")
        {
            Parameters = of => of.GetRequiredService<SearchUrl>().Described(Names([DownloadFormat.Json, .. DownloadFormat.Downloads])),
            Json = typeof(SearchJson),
            Files = Files("""{"accession":"E2","samples":2,"matching":2,"fields":{"title":["Mice"],"published":["2014-05-20"]}}""", "accession,samples,matching,title,published", "E2,2,2,Mice,2014-05-20"),
            Errors = [NotAcceptable],
            Headers = DownloadHeaders,
            IsExpensive = ExperimentsEndpoint.IsDownload,
            Example = """
                {
                  "generation": 1, "scope": "sample", "experiments": 3, "samples": {"value": 2, "exact": true}, "other_scope": {"value": 3, "exact": true}, "summed": 4, "warnings": [],
                  "filters": [{"key": "tissue", "mode": "any", "values": ["liver"], "from": null, "to": null, "missing": false, "remove_url": "/api/experiments?size=10"}],
                  "facets": [{
                    "key": "tissue", "label": "Tissue", "level": "sample", "kind": "terms", "recorded": {"value": 2, "of": 3},
                    "buckets": [{"value": "liver", "samples": {"value": 2, "exact": true}, "experiments": 3, "selected": true, "excluded": false, "url": "/api/experiments?size=10"}],
                    "missing": {"value": null, "samples": {"value": 1, "exact": true}, "experiments": 3, "selected": false, "excluded": false, "url": "/api/experiments?size=10&tissue=liver&tissue.missing=true"},
                    "more": 0
                  }],
                  "results": [{"accession": "E3", "title": "All of them", "samples": 3, "matching": 2, "values": {"organism": ["human", "mouse"], "tissue": ["liver"]}}],
                  "page": 1, "size": 10, "links": {"self": "/api/experiments?size=10&tissue=liver", "previous": null, "next": null}
                }
                """,
        },
        new("GET", "/samples", "downloadSamples", "Download the matching samples", "Each matching sample once, with all its fields and the matching experiments it belongs to. " + Whole, "?tissue=liver&format=csv")
        {
            Parameters = Downloaded,
            Files = Files("""{"accession":"s3","experiments":["E2","E3"],"fields":{"organism":["mouse"],"tissue":["liver"]}}""", "accession,experiments,organism,tissue", "s3,E2|E3,mouse,liver"),
            Errors = [NotAcceptable],
            Headers = DownloadHeaders,
            IsExpensive = _ => true,
        },
        new("GET", "/memberships", "downloadMemberships", "Download which samples belong to which experiments", "Each pair of a matching sample and a matching experiment. " + Whole, "?tissue=liver&format=tsv")
        {
            Parameters = Downloaded,
            Files = Files("""{"sample":"s3","experiment":"E2"}""", "sample,experiment", "s3,E2"),
            Errors = [NotAcceptable],
            Headers = DownloadHeaders,
            IsExpensive = _ => true,
        },
    ];

    private static IEnumerable<UrlParameter> Downloaded(IServiceProvider of) => of.GetRequiredService<SearchUrl>().Described(Names(DownloadFormat.Downloads), paged: false);

    private static string[] Names(IEnumerable<DownloadFormat> formats) => [.. formats.Select(f => f.Name).Distinct()];

    private static (string, string)[] Files(string json, string names, string row) =>
    [
        (Jsonl, json + "\n"), (NdJson, json + "\n"), (Csv, $"{names}\r\n{row}\r\n"), (Tsv, $"{names}\n{row}\n".Replace(',', '\t')),
    ];

    /// <summary>The description of a route, or null.</summary>
    public static Operation? Find(IReadOnlyList<string> methods, string? path) =>
        All.FirstOrDefault(o => methods.Contains(o.Method) && ApiRoutes.Root + o.Path == path);
}
