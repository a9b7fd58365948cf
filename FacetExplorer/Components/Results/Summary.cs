using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>What a search asks, in a few words.</summary>
internal static class Summary
{
    /// <summary>One phrase for the text and for each clause: "“glioma”", "Tissue liver or blood", "Sex not male".</summary>
    public static IEnumerable<string> Of(SearchRequest request) =>
        [.. request.Text is { } text ? [$"“{text.Source}”"] : Array.Empty<string>(), .. request.Clauses.Select(Of), .. Lists(request)];

    /// <summary>"in your list", "not in your list".</summary>
    public static IEnumerable<string> Lists(SearchRequest request) =>
        [.. request.Listed is null ? Array.Empty<string>() : ["in your list"], .. request.NotListed is null ? Array.Empty<string>() : ["not in your list"]];

    /// <summary>"Tissue liver or blood".</summary>
    public static string Of(Clause clause) => Phrase(clause, string.Join(" or ", Alternatives(clause)));

    /// <summary>Each alternative as its own phrase: "Tissue liver", "Tissue blood".</summary>
    public static IEnumerable<string> Parts(Clause clause) => Alternatives(clause).Select(alternative => Phrase(clause, alternative));

    /// <summary>What clauses on one facet ask for: "liver", "not male", "recorded", "from 2010".</summary>
    public static IEnumerable<string> Alternatives(IEnumerable<Clause> clauses) =>
        clauses.SelectMany(clause => clause switch
        {
            { Mode: ClauseMode.Not, Missing: true } => ["recorded"],
            { Mode: ClauseMode.Not } => Alternatives(clause).Select(alternative => $"not {alternative}"),
            _ => Alternatives(clause),
        });

    private static string Phrase(Clause clause, string what) => $"{clause.Facet.Label} {(clause.Mode == ClauseMode.Not ? "not " : "")}{what}";

    private static IEnumerable<string> Alternatives(Clause clause)
    {
        foreach (var value in clause.Values)
            yield return Words.Value(clause.Facet, value);
        if (clause.Typed is not null)
            yield return Words.Range(clause.From, clause.To);
        if (clause.Missing)
            yield return Words.Value(clause.Facet, null);
    }
}
