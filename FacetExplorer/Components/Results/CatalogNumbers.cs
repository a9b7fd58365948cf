using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>What is in the catalog, in numbers: all of it is in the answer to the search for everything.</summary>
internal static class CatalogNumbers
{
    /// <summary>Each number with what there are so many of.</summary>
    public static IEnumerable<(string Number, string What)> Of(SearchRequest request, SearchResponse all, Words words)
    {
        var nouns = words.Nouns;
        yield return (Words.Number(all.Experiments), all.Experiments == 1 ? nouns.Experiment : nouns.Experiments);
        yield return (Words.Number(all.Samples), Words.Fill(Texts.NumberOfUnique, all.Samples.Value == 1 ? nouns.Sample : nouns.Samples));
        yield return (Words.Number(all.Shared), Words.Fill(Texts.NumberInSeveral, nouns.Samples, nouns.Experiments));
        if (Whole(request, all).FirstOrDefault(counts => counts.Facet is { Level: FacetLevel.Sample, Kind: FacetKind.Terms }) is { } kinds)
            yield return (Words.Number(kinds.Buckets.Count + kinds.More), Words.Fill(Texts.NumberOfKinds, kinds.Facet.Label.ToLowerInvariant()));
        if (Whole(request, all).FirstOrDefault(counts => counts.Facet.Kind == FacetKind.Date && counts.More == 0) is { } dates)
            yield return (Years(dates), dates.Facet.Label.ToLowerInvariant());
    }

    /// <summary>The facets whose lists are not cut down to what is looked for in them.</summary>
    private static IEnumerable<FacetCounts> Whole(SearchRequest request, SearchResponse all) =>
        all.Facets.Where(counts => counts.Buckets.Count > 0 && request.List(counts.Facet).Find is null);

    private static string Years(FacetCounts dates)
    {
        var years = dates.Buckets.Select(bucket => bucket.Value!).Order(FacetValue.Order).Select(value => value.Text[.."2001".Length]).ToList();
        return years[0] == years[^1] ? years[0] : $"{years[0]}–{years[^1]}";
    }
}
