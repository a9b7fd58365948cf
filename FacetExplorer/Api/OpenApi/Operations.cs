using FacetExplorer.Search;

namespace FacetExplorer.Api.OpenApi;

/// <summary>The description of every route.</summary>
internal static class Operations
{
    private const string Jsonl = "application/jsonl", NdJson = "application/x-ndjson", Csv = "text/csv", Tsv = "text/tab-separated-values";

    private const string Whole =
        "All that matches, by accession, with no page: `page` and `size` are refused. What a search shows does not matter here, what narrows it does. " +
        "JSON Lines, CSV or TSV by `Accept` or `format`; values are exact. In tables several values of a cell stand with `|` between them (`\\|` is a `|`); `csv-spreadsheet-safe` puts an apostrophe before what a spreadsheet would take for a formula.";

    private const string Table = "JSON, or the table as CSV or TSV by `Accept` or `format`.";

    private static readonly (int, string) NotAcceptable = (406, "`Accept` names no format that there is.");

    private static readonly (int, string) VersionGone = (410, "The data version asked for (`generation`) is not kept.");

    private static readonly (int, string)[] NoExperiment = [(404, "There is no such experiment."), (410, "The experiment was withdrawn from the catalog; `withdrawn` says when.")];

    private static readonly (string, string)[] DownloadHeaders =
    [
        ("Data-Version", "The data version (generation) it is of."), ("Data-Query", "The canonical query string, unless it is long or empty."),
        ("Data-Experiments", "How many experiments match."), ("Data-Samples", "How many samples match, each counted once."), ("Data-Memberships", "How many pairs of a matching sample and experiment there are."),
        ("Data-Notice", "That the data is invented, where it is."), ("Content-Disposition", "A name for the file."),
    ];

    private static readonly (string, string)[] TableHeaders = [.. DownloadHeaders.Where(h => h.Item1 is "Data-Version" or "Data-Query" or "Data-Notice" or "Content-Disposition")];
    private static readonly string ListExample = $$"""
        {
          "list": "{{SearchUrl.ExampleList.Hash}}", "accessions": ["E2", "E9", "s3"], "samples": 2, "samples_repeated": 1, "repeated": ["s3"], "runs": 1, "run_accessions": ["SRR1039508"], "found": 2, "renamed": [], "not_found": ["E9"],
          "url": "/?list={{SearchUrl.ExampleList.Hash}}", "api_url": "/api/experiments?list={{SearchUrl.ExampleList.Hash}}", "generation": 1
        }
        """;

    public static readonly IReadOnlyList<Operation> All =
    [
        new("GET", "/experiments", "searchExperiments", "Search experiments and count unique samples",
            "The search of the page, by the page's own query string: matching experiments, the number of unique samples among them, and every facet with its counts. A facet's own filters are left out of its own counts, so that alternatives stay visible. All links are canonical. In any other format than JSON it is a download of all matching experiments, as `/api/samples` is of samples.",
            "?tissue=liver&size=10")
        {
            Parameters = of => of.GetRequiredService<SearchUrl>().Described(Names([DownloadFormat.Json, .. DownloadFormat.Downloads])),
            Json = typeof(SearchJson),
            Files = Files("""{"accession":"E2","samples":2,"matching":2,"fields":{"title":["Mice"],"published":["2014-05-20"]}}""", "accession,samples,matching,title,published", "E2,2,2,Mice,2014-05-20"),
            Errors = [NotAcceptable, VersionGone],
            Headers = DownloadHeaders,
            IsExpensive = ExperimentsEndpoint.IsDownload,
            Example = """
                {
                  "generation": 1, "scope": "sample", "experiments": 3, "samples": {"value": 2, "exact": true}, "other_scope": {"value": 3, "exact": true}, "summed": 4, "warnings": [],
                  "filters": [{"key": "tissue", "mode": "any", "values": ["liver"], "from": null, "to": null, "missing": false, "remove_url": "/api/experiments?size=10"}],
                  "lists": [],
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
        new("GET", "/samples", "downloadSamples", "Download the matching samples", "Each matching sample once, with all its fields (or what `cols` chooses: facets and fields) and the matching experiments it belongs to. " + Whole, "?tissue=liver&format=csv")
        {
            Parameters = Downloaded,
            Files = Files("""{"accession":"s3","experiments":["E2","E3"],"fields":{"organism":["mouse"],"tissue":["liver"]}}""", "accession,experiments,organism,tissue", "s3,E2|E3,mouse,liver"),
            Errors = [NotAcceptable, VersionGone],
            Headers = DownloadHeaders,
            IsExpensive = _ => true,
        },
        new("GET", "/matrix", "crossFacets", "Cross two facets and count unique samples in every cell",
            "The page's cross-table: rows and columns of two facets, the first two that are recorded for most samples unless `rows` and `cols` say which. A cell has the samples that its `url` finds; totals are counted, not added up. " + Table, "?rows=tissue&cols=organism")
        {
            Parameters = of => of.GetRequiredService<SearchUrl>().Described(Names(DownloadFormat.Tables), paged: false),
            Json = typeof(MatrixJson),
            Files = TableFiles("tissue,human,mouse,all", "liver,1,1,2"),
            Errors = [NotAcceptable, (404, "There are no two facets to cross."), VersionGone],
            Headers = TableHeaders,
            IsExpensive = _ => true,
            Example = """
                {
                  "generation": 1, "scope": "sample", "experiments": 4, "samples": {"value": 3, "exact": true},
                  "rows": {"key": "tissue", "label": "Tissue", "heads": [{"part": "value", "value": "liver"}, {"part": "missing", "value": null}, {"part": "all", "value": null}], "more": 0},
                  "columns": {"key": "organism", "label": "Organism", "heads": [{"part": "value", "value": "mouse"}, {"part": "all", "value": null}], "more": 0},
                  "cells": [
                    [{"samples": 1, "url": "/api/experiments?organism=mouse&tissue=liver"}, {"samples": 2, "url": "/api/experiments?tissue=liver"}],
                    [{"samples": 1, "url": "/api/experiments?organism=mouse&tissue.missing=true"}, {"samples": 1, "url": "/api/experiments?tissue.missing=true"}],
                    [{"samples": 2, "url": "/api/experiments?organism=mouse"}, {"samples": 3, "url": "/api/experiments"}]]
                }
                """,
        },
        new("GET", "/timeline", "countByYear", "Count unique samples by year",
            "The page's timeline: samples by year of a date facet (`rows`), each year divided by a facet (`by`). A sample of several years is in each of them, or with `view.shared=earliest` in the earliest only: then all bars add up to all samples. " + Table, "?by=organism")
        {
            Parameters = of => of.GetRequiredService<SearchUrl>().Described(Names(DownloadFormat.Tables), paged: false),
            Json = typeof(TimelineJson),
            Files = TableFiles("year,all,mouse,human", "2014,2,2,0"),
            Errors = [NotAcceptable, (404, "There is no facet of dates."), VersionGone],
            Headers = TableHeaders,
            IsExpensive = _ => true,
            Example = """
                {
                  "generation": 1, "scope": "sample", "experiments": 4, "samples": {"value": 3, "exact": true}, "rows": "published", "by": "organism", "shared": "each",
                  "parts": [{"part": "value", "value": "mouse"}, {"part": "value", "value": "human"}], "more": 0,
                  "bars": [
                    {"part": "value", "year": 2014, "samples": 2, "parts": [2, 0], "url": "/api/experiments?published=2014"},
                    {"part": "missing", "year": null, "samples": 3, "parts": [2, 1], "url": "/api/experiments?published.missing=true"}]
                }
                """,
        },
        new("GET", "/overlap", "findSharedSamples", "Tell which experiments share samples",
            "Pairs of matching experiments with how many matching samples both have, and the experiments with what they share. `view.hide=contained` leaves out those whose matching samples another one has as well (of two with the same samples the later accession), by which no sample is lost. " + Table, "?size=10")
        {
            Parameters = of => of.GetRequiredService<SearchUrl>().Described(Names(DownloadFormat.Tables)),
            Json = typeof(OverlapJson),
            Files = TableFiles("first,first_samples,second,second_samples,shared", "E3,3,E1,2,2"),
            Errors = [NotAcceptable, VersionGone],
            Headers = TableHeaders,
            IsExpensive = _ => true,
            Example = """
                {
                  "generation": 1, "scope": "sample", "experiments": 4, "samples": {"value": 3, "exact": true}, "sharing": 3, "contained": 2, "listed": 4,
                  "pairs": [{"first": "E3", "first_samples": 3, "second": "E1", "second_samples": 2, "shared": 2}], "more_pairs": 0,
                  "results": [{"accession": "E3", "title": "All of them", "samples": 3, "shared": 3, "within": null}, {"accession": "E1", "title": "Human and mouse", "samples": 2, "shared": 2, "within": "E3"}],
                  "page": 1, "size": 10, "links": {"self": "/api/overlap?size=10", "previous": null, "next": null}
                }
                """,
        },
        new("GET", "/memberships", "downloadMemberships", "Download which samples belong to which experiments", "Each pair of a matching sample and a matching experiment. " + Whole, "?tissue=liver&format=tsv")
        {
            Parameters = Downloaded,
            Files = Files("""{"sample":"s3","experiment":"E2"}""", "sample,experiment", "s3,E2"),
            Errors = [NotAcceptable, VersionGone],
            Headers = DownloadHeaders,
            IsExpensive = _ => true,
        },
        new("POST", "/lists", "keepList", "Keep a list of accessions",
            "Keeps up to 10,000 accessions of experiments or samples, alternate ones included, under a name that depends on nothing but them, or what a `search` finds: for `list` and `list.not` in every search. Lists that nobody uses go when they take up more than `Search:ListMegabytes`.", "")
        {
            Json = typeof(ListJson),
            Body = """{"accessions": ["E2", "s3", "E9"]}""",
            Example = ListExample,
            Tagged = false,
            Errors = [(408, "The body comes too slowly."), VersionGone, (413, "The body is longer than `Limits:BodyKilobytes`."), (415, "The body is not JSON.")],
            IsExpensive = _ => true,
        },
        new("GET", "/lists/{list}", "getList", "Tell what is on a list of accessions", "The accessions of a list, which of them there are, how many unique samples they are, and the runs that are known of these.", "")
        {
            PathParameters = [new("list", "The name of the list.", SearchUrl.ExampleList.Hash)],
            Json = typeof(ListJson),
            Example = ListExample,
            Errors = [(404, "There is no such list, or no longer.")],
            IsExpensive = _ => true,
        },
        new("GET", "/search/facets/", "facets", "Count the values of facets, as drf-haystack does",
            "Each facet's values with their unique samples (`count`) and experiments. Unlike in `/api/experiments`, a facet's own filters stay on in its own counts. Following a `narrow_url` gives exactly what its entry announced.",
            "?selected_facets=tissue_exact:liver&published=gap_by:year,gap_amount:5")
        {
            Dialect = "facets.",
            Parameters = of => of.GetRequiredService<HaystackUrl>().DescribedFacets(),
            Json = typeof(HaystackFacetsJson),
            Example = """
                {
                  "fields": {"tissue": [{
                    "text": "liver", "count": 2, "narrow_url": "https://example.org/api/search/facets/?selected_facets=tissue_exact%3Aliver", "experiment_count": 3,
                    "exact": true, "selected": true, "remove_url": "https://example.org/api/search/facets/"
                  }]},
                  "dates": {"published": [{
                    "text": "2014-01-01T00:00:00", "count": 2, "experiment_count": 1, "exact": true, "selected": false, "remove_url": null,
                    "narrow_url": "https://example.org/api/search/facets/?published=gap_by%3Ayear&selected_facets=published_exact%3A2014-01-01+00%3A00%3A00&selected_facets=tissue_exact%3Aliver"
                  }]},
                  "queries": {},
                  "count": 2, "experiment_count": 3, "exact": true, "limits": [{"facet": "tissue", "limit": 10, "left_out": 0}, {"facet": "published", "limit": 10, "left_out": 0}], "generation": 1, "warnings": []
                }
                """,
        },
        new("GET", "/search/", "listExperiments", "List experiments, as drf-haystack does",
            "Matching experiments, a page at a time. Different parameters must all hold; several values of one are alternatives.", "?tissue=liver&ordering=accession&page_size=1")
        {
            Dialect = "list.",
            Parameters = of => of.GetRequiredService<HaystackUrl>().DescribedList(),
            Json = typeof(HaystackListJson),
            Example = """
                {
                  "count": 3, "next": "https://example.org/api/search/?ordering=accession&page=2&page_size=1&tissue=liver", "previous": null,
                  "results": [{"accession": "E1", "title": "Human and mouse", "samples": 2, "matching": 1, "organism": ["human", "mouse"], "tissue": ["liver"]}],
                  "samples": 2, "exact": true, "generation": 1, "warnings": []
                }
                """,
        },
        new("POST", "/search/", "findAccessions", "List experiments by many accessions or filters",
            "The list, narrowed to what is too long for an address: up to 10,000 accessions of experiments or samples, and `parameters` as in the query string. `accessions` tells which of them there are.", "")
        {
            Dialect = "list.",
            Parameters = of => of.GetRequiredService<HaystackUrl>().DescribedList(),
            Json = typeof(HaystackListJson),
            Body = """{"accessions": ["E2", "s3", "E9"], "parameters": {"tissue": ["liver"]}}""",
            Example = """
                {
                  "count": 2, "next": null, "previous": null,
                  "results": [
                    {"accession": "E2", "title": "Mice", "samples": 2, "matching": 1, "organism": ["mouse"], "tissue": ["liver"], "published": ["2014-05-20"]},
                    {"accession": "E3", "title": "All of them", "samples": 3, "matching": 2, "organism": ["human", "mouse"], "tissue": ["liver"]}
                  ],
                  "samples": 2, "exact": true, "accessions": {"found": ["E2", "s3"], "renamed": [], "not_found": ["E9"]}, "generation": 1, "warnings": []
                }
                """,
            Tagged = false,
            Errors = [(408, "The body comes too slowly."), (413, "The body is longer than `Limits:BodyKilobytes`."), (415, "The body is not JSON.")],
            IsExpensive = _ => true,
        },
        new("GET", "/search/{id}/", "getExperiment", "Read one experiment", "All fields of an experiment, and with which others it shares samples.", "")
        {
            PathParameters = [Id],
            Json = typeof(ExperimentJson),
            Example = """
                {
                  "accession": "E2", "title": "Mice", "samples": 2, "alternate_accessions": [], "fields": {"title": ["Mice"], "published": ["2014-05-20"]},
                  "shares_samples_with": [{"accession": "E3", "samples": 2}, {"accession": "E1", "samples": 1}], "url": "https://example.org/experiments/E2", "generation": 1
                }
                """,
            Errors = NoExperiment,
        },
        new("GET", "/search/{id}/more-like-this/", "findSimilar", "Find experiments like one", "Experiments that share rare words and values with this one; a score is the sum of the weights of all that is shared, and `shared` tells which.", "")
        {
            Dialect = "similar.",
            PathParameters = [Id],
            Parameters = _ => [new("page_size", "How many are told, 1 to 50.", "10", IsWhole: true)],
            Json = typeof(MoreLikeThisJson),
            Example = """
                {
                  "accession": "E2", "title": "Mice", "count": 1,
                  "results": [{
                    "accession": "E3", "title": "All of them", "samples": 3, "score": 0.58, "url": "/?q=E3", "api_url": "/api/experiments?q=E3",
                    "shared": {"words": [], "fields": [{"facet": "tissue", "label": "Tissue", "values": [{"value": "liver", "weight": 0.29}]}, {"facet": "organism", "label": "Organism", "values": [{"value": "mouse", "weight": 0.29}]}]}
                  }]
                }
                """,
            Errors = NoExperiment,
            IsExpensive = _ => true,
        },
        new("GET", "/search/autocomplete/", "complete", "Complete what is being typed", "Titles, accessions and values of facets in which every word is the beginning of one; and other spellings where there are none.", "?q=liv")
        {
            Dialect = "autocomplete.",
            Parameters = _ =>
            [
                new(SearchUrl.TextParameter, "What was typed: all words must be there, each as the beginning of one.", "liv"),
                new("limit", "How many of each are told, 1 to 50.", "10", IsWhole: true),
                new("did_you_mean", "Whether other spellings are told even where something was found.", "true", OneOf: ["true", "false"]),
            ],
            Json = typeof(AutocompleteJson),
            Example = """
                {
                  "text": "liv", "titles": [], "accessions": [],
                  "values": [{"facet": "tissue", "label": "Tissue", "value": "liver", "samples": {"value": 2, "exact": true}, "experiments": 3, "url": "/?tissue=liver", "api_url": "/api/experiments?tissue=liver"}],
                  "did_you_mean": []
                }
                """,
            IsExpensive = _ => true,
        },
        new("GET", "/data", "describeData", "Tell what the data is and where it comes from", "The data version with its totals, every source with its files and how much it describes, and what each import changed.", "")
        {
            Json = typeof(DataJson),
            Example = """
                {
                  "generation": 1, "created": "2026-11-22T12:00:00+00:00", "content_hash": "1d6a5f0e0c8f4f5f9be0c3b1f2a3c4d5", "demo": false, "experiments": 4, "samples": 3, "memberships": 7, "warnings": [],
                  "sources": [{
                    "name": "lab", "experiments": 4, "samples": 3, "shared": 0,
                    "files": [{"name": "samples.jsonl", "format": "jsonl", "imported": "2026-11-22T12:00:00+00:00", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]
                  }],
                  "versions": [{
                    "generation": 1, "created": "2026-11-22T12:00:00+00:00", "source": null,
                    "experiments": {"added": 4, "changed": 0, "removed": 0, "unchanged": 0}, "samples": {"added": 3, "changed": 0, "removed": 0, "unchanged": 0},
                    "memberships": {"added": 7, "changed": 0, "removed": 0, "unchanged": 0}
                  }]
                }
                """,
        },
    ];

    private static UrlParameter Id => new("id", "The accession of an experiment, its own or an alternate one.", "E2");

    private static IEnumerable<UrlParameter> Downloaded(IServiceProvider of) => of.GetRequiredService<SearchUrl>().Described(Names(DownloadFormat.Downloads), paged: false);

    private static string[] Names(IEnumerable<DownloadFormat> formats) => [.. formats.Select(f => f.Name).Distinct()];

    private static (string, string)[] Files(string json, string names, string row) =>
    [
        (Jsonl, json + "\n"), (NdJson, json + "\n"), (Csv, $"{names}\r\n{row}\r\n"), (Tsv, $"{names}\n{row}\n".Replace(',', '\t')),
    ];

    private static (string, string)[] TableFiles(string names, string row) => [.. Files("", names, row).Where(f => f.Item1 is Csv or Tsv)];

    /// <summary>The description of a route, or null.</summary>
    public static Operation? Find(IReadOnlyList<string> methods, string? path) =>
        All.FirstOrDefault(o => methods.Contains(o.Method) && ApiRoutes.Root + o.Path == path);
}
