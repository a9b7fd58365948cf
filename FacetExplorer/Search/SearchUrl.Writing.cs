using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

public sealed partial class SearchUrl
{
    /// <summary>Writes the canonical query string, without question mark; empty for the request that asks for everything.</summary>
    public static string Format(SearchRequest request)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in Parameters(request))
            query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return query.ToString();
    }

    /// <summary>A link to a request on a route: the route alone where nothing is asked.</summary>
    public static string Link(string route, SearchRequest request) => Format(request) is { Length: > 0 } query ? $"{route}?{query}" : route;

    /// <summary>The canonical parameters, sorted by name and value in code-point order.</summary>
    public static IEnumerable<(string Name, string Value)> Parameters(SearchRequest request) =>
        Unordered(request).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, CodePointOrder.Instance);

    private static IEnumerable<(string Name, string Value)> Unordered(SearchRequest request)
    {
        if (request.Text is { } text)
            yield return (TextParameter, text.Source);
        foreach (var parameter in request.Clauses.SelectMany(ParametersOf))
            yield return parameter;
        foreach (var clause in request.Also)
            yield return (AlsoParameter(clause.Facet), clause.Values[0].Text);
        if (request.AtLeast is { } least)
            yield return (AtLeastParameter, Text(least));
        if (request.Listed is { } listed)
            yield return (ListParameter, listed.Hash);
        if (request.NotListed is { } notListed)
            yield return (NotListParameter, notListed.Hash);
        foreach (var (key, list) in request.Lists)
        {
            if (list.Limit is { } limit)
                yield return ($"{key}.{Limit}", Text(limit));
            if (list.Find is { } find)
                yield return ($"{key}.{Find}", find);
            if (list.Order is { } order)
                yield return ($"{key}.{Order}", Signed(FacetRegistry.Name(order.Key), order.Descending));
            if (list.Skip > 0)
                yield return ($"{key}.{Skip}", Text(list.Skip));
        }
        if (request.Find is { } findInAll)
            yield return (FindInAllParameter, findInAll);
        foreach (var parameter in ParametersOfView(request))
            yield return parameter;
        if (request.By is { } by)
            yield return (ByParameter, by.Key);
        if (request.Generation is { } generation)
            yield return (GenerationParameter, Text(generation));
        if (request.Scope != default)
            yield return (ScopeParameter, FacetRegistry.Name(request.Scope));
        if (request.Sort is { } sort && sort != request.DefaultSort)
            yield return (SortParameter, Name(sort));
        if (request.Size != SearchRequest.All.Size)
            yield return (SizeParameter, Text(request.Size));
        if (request.Page != 1)
            yield return (PageParameter, Text(request.Page));
    }

    private static IEnumerable<(string Name, string Value)> ParametersOf(Clause clause)
    {
        var key = clause.Facet.Key;
        var name = clause.Mode switch { ClauseMode.Any => key, ClauseMode.All => $"{key}.{All}", _ => $"{key}.{Not}" };
        foreach (var value in clause.Values)
            yield return (name, value.Text);
        if (clause.From is { } from)
            yield return ($"{key}.{From}", from);
        if (clause.To is { } to)
            yield return ($"{key}.{To}", to);
        if (clause.Missing)
            yield return ($"{key}.{Missing}", clause.Mode == ClauseMode.Not ? "false" : "true");
    }
}
