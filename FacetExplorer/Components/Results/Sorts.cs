using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>The orders offered on the page.</summary>
internal static class Sorts
{
    /// <summary>Those that make sense for this search.</summary>
    public static IEnumerable<Sort> Offered(SearchRequest request) =>
        from sort in new Sort[] { new(SortKey.Relevance, true), new(SortKey.Samples, true), new(SortKey.Published, true), new(SortKey.Published, false), new(SortKey.Title, false), new(SortKey.Accession, false) }
        where sort.Key != SortKey.Relevance || request.Text is not null
        select sort;

    /// <summary>What an order is called on the page.</summary>
    public static string Name(Sort sort, Words words) => (sort.Key, sort.Descending) switch
    {
        (SortKey.Relevance, _) => Texts.ByRelevance,
        (SortKey.Samples, true) => Words.Fill(Texts.ByMost, words.Nouns.Samples),
        (SortKey.Samples, false) => Words.Fill(Texts.ByFewest, words.Nouns.Samples),
        (SortKey.Published, true) => Texts.ByNewest,
        (SortKey.Published, false) => Texts.ByOldest,
        (SortKey.Title, var descending) => descending ? Texts.ByTitleBackwards : Texts.ByTitle,
        (_, var descending) => descending ? Texts.ByAccessionBackwards : Texts.ByAccession,
    };
}
