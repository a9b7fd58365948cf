using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>The parts of the chips: what narrows a search, and the search without it.</summary>
internal static class ChipParts
{
    /// <summary>Of all chips, in their order.</summary>
    public static IEnumerable<SearchRequest> Removals(SearchRequest request, FacetRegistry facets) =>
    [
        .. request.Text is null ? Array.Empty<SearchRequest>() : [request.WithoutText()],
        .. Groups(request, facets).SelectMany(group => Of(request, group.Facet, group.Mode)).Select(part => part.Without),
        .. request.Also.GroupBy(clause => clause.Facet).SelectMany(also => also).Select(request.WithoutAlso),
        .. request.AtLeast is null ? Array.Empty<SearchRequest>() : [request.WithoutAtLeast()],
        .. request.Listed is null ? Array.Empty<SearchRequest>() : [request.WithoutList(isNot: false)],
        .. request.NotListed is null ? Array.Empty<SearchRequest>() : [request.WithoutList(isNot: true)],
    ];

    /// <summary>The chips of facets, in the facets' order.</summary>
    public static IEnumerable<(FacetDefinition Facet, ClauseMode Mode)> Groups(SearchRequest request, FacetRegistry facets) =>
        request.Clauses.Select(clause => (clause.Facet, clause.Mode)).Distinct()
            .OrderBy(group => facets.All.TakeWhile(facet => facet != group.Facet).Count()).ThenBy(group => group.Mode);

    /// <summary>Of one chip.</summary>
    public static IEnumerable<(string Text, SearchRequest Without)> Of(SearchRequest request, FacetDefinition facet, ClauseMode mode) =>
        request.On(facet).Where(clause => clause.Mode == mode).SelectMany(clause => Of(request, clause));

    private static IEnumerable<(string Text, SearchRequest Without)> Of(SearchRequest request, Clause clause)
    {
        var (facet, isAny) = (clause.Facet, clause.Mode == ClauseMode.Any);
        foreach (var value in clause.Values)
            yield return (Words.Value(facet, value), isAny ? request.Without(facet, value.Text) : request.Without(clause));
        if (clause.Typed is not null)
            yield return (Words.Range(clause.From, clause.To), request.WithRange(facet, null, null));
        if (clause.Missing)
            yield return (Words.Value(facet, null), isAny ? request.Without(facet, null) : request.Without(clause));
    }
}
