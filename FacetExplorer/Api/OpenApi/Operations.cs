using FacetExplorer.Search;

namespace FacetExplorer.Api.OpenApi;

/// <summary>The description of every route.</summary>
internal static class Operations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        new("GET", "/experiments", "searchExperiments", "Search experiments and count unique samples",
            "The search of the page, by the page's own query string: matching experiments, the number of unique samples among them, and every facet with its counts. A facet's own filters are left out of its own counts, so that alternatives stay visible. All links are canonical.",
            "?tissue=liver&size=10")
        {
            Parameters = of => of.GetRequiredService<SearchUrl>().Described(),
            Json = typeof(SearchJson),
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
    ];

    /// <summary>The description of a route, or null.</summary>
    public static Operation? Find(string method, string? path) =>
        All.FirstOrDefault(o => o.Method == method && ApiRoutes.Root + o.Path.TrimEnd('/') == "/" + path?.Trim('/'));
}
