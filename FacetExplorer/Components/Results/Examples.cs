using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>Searches to begin with: of the demo those that show what it was made for, else the commonest values of the first facets.</summary>
internal static class Examples
{
    private const int Most = 3;

    private static (string Label, string Note, string Query)[] OfDemo =>
    [
        (Texts.DemoGlioblastoma, Texts.DemoGlioblastomaNote, "disease=glioblastoma&scope=experiment"),
        (Texts.DemoLiver, Texts.DemoLiverNote, "tissue=liver"),
        (Texts.DemoXenografts, Texts.DemoXenograftsNote, "q=xenograft&organism=Mus musculus"),
    ];

    /// <summary>The examples for an unfiltered search: the link's words, what is to be seen there, the search.</summary>
    public static IEnumerable<(string Label, string Note, SearchRequest Request)> Of(SearchResponse response, SearchUrl url, Words words) =>
        response.Generation.IsDemo
            ? OfDemo.Select(example => (example.Label, example.Note, url.Parse(example.Query).Request))
            : (from counts in response.Facets
               where counts is { Facet: { Level: FacetLevel.Sample, Kind: FacetKind.Terms }, Buckets.Count: > 1 }
               let commonest = counts.Buckets.MaxBy(bucket => bucket.Samples.Value)!
               select ($"{counts.Facet.Label}: {Words.Value(counts.Facet, commonest.Value)}", words.SamplesIn(commonest.Samples, commonest.Experiments),
                   SearchRequest.All.With(counts.Facet, commonest.Value))).Take(Most);
}
