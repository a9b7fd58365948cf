using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>What a search asks, in a few words.</summary>
internal static class Summary
{
    /// <summary>One phrase for the text and for each filter: "“glioma”", "Tissue liver or blood", "Sex not male", "at least 10 matching samples", "in your list".</summary>
    public static IEnumerable<string> Of(SearchRequest request, Words words) =>
        [.. request.Text is { } text ? [Words.Fill(Texts.Quoted, text.Source)] : Array.Empty<string>(), .. request.Clauses.Select(Of), .. Design(request, words), .. Lists(request)];

    /// <summary>What experiments must be like as a whole: "also Disease normal", "at least 10 matching samples".</summary>
    public static IEnumerable<string> Design(SearchRequest request, Words words) =>
        [.. request.Also.Select(clause => Words.Fill(Texts.Also, Of(clause))), .. request.AtLeast is { } least ? [words.AtLeast(least)] : Array.Empty<string>()];

    /// <summary>Each filter's alternatives as phrases of their own: "Tissue liver", "Tissue blood", "Also Disease normal", "In your list".</summary>
    public static IEnumerable<string> Parts(SearchRequest request, Words words) =>
        [.. request.Clauses.SelectMany(Parts), .. Design(request, words).Concat(Lists(request)).Select(Words.Capital)];

    /// <summary>"in your list", "not in your list".</summary>
    public static string OfList(bool isNot) => isNot ? Texts.NotInYourList : Texts.InYourList;

    /// <summary>Which lists a search asks for: "in your list", "not in your list".</summary>
    public static IEnumerable<string> Lists(SearchRequest request) =>
        [.. request.Listed is null ? Array.Empty<string>() : [OfList(isNot: false)], .. request.NotListed is null ? Array.Empty<string>() : [OfList(isNot: true)]];

    /// <summary>"Tissue liver or blood".</summary>
    public static string Of(Clause clause) => Phrase(clause, Alternatives(clause).Aggregate((first, second) => Words.Fill(Texts.EitherOr, first, second)));

    private static IEnumerable<string> Parts(Clause clause) => Alternatives(clause).Select(alternative => Phrase(clause, alternative));

    /// <summary>What clauses on one facet ask for: "liver", "not male", "recorded", "from 2010".</summary>
    public static IEnumerable<string> Alternatives(IEnumerable<Clause> clauses) =>
        clauses.SelectMany(clause => clause switch
        {
            { Mode: ClauseMode.Not, Missing: true } => [Texts.Recorded],
            { Mode: ClauseMode.Not } => Alternatives(clause).Select(alternative => Words.Fill(Texts.Not, alternative)),
            _ => Alternatives(clause),
        });

    private static string Phrase(Clause clause, string what) => Words.Fill(clause.Mode == ClauseMode.Not ? Texts.FilterNot : Texts.Filter, clause.Facet.Label, what);

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
