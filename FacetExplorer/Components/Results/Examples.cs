using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>Searches to begin with: of the demo those that show what it was made for, else the commonest values of the first facets.</summary>
internal static class Examples
{
    private const int Most = 3;

    private static readonly (string Label, string Query)[] OfDemo =
    [
        ("Glioblastoma", "disease=glioblastoma&scope=experiment"),
        ("Liver, in a few experiments of many tissues", "tissue=liver"),
        ("Mouse samples of xenografts", "q=xenograft&organism=Mus musculus"),
    ];

    /// <summary>The examples for an unfiltered search, each with the link's words.</summary>
    public static IEnumerable<(string Label, SearchRequest Request)> Of(SearchResponse response, SearchUrl url) =>
        response.Generation.IsDemo
            ? OfDemo.Select(example => (example.Label, url.Parse(example.Query).Request))
            : (from counts in response.Facets
               where counts is { Facet: { Level: FacetLevel.Sample, Kind: FacetKind.Terms }, Buckets.Count: > 1 }
               let commonest = counts.Buckets.MaxBy(bucket => bucket.Samples.Value)!
               select ($"{counts.Facet.Label}: {Words.Value(counts.Facet, commonest.Value)}", SearchRequest.All.With(counts.Facet, commonest.Value))).Take(Most);
}
