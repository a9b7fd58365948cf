using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Views;

/// <summary>What the views and their parts are called on the page.</summary>
internal static class ViewNames
{
    /// <summary>The row or column of values that have none of their own.</summary>
    public const string Others = "Other values";

    /// <summary>"Shared samples".</summary>
    public static string Of(View view, Words words) => view switch
    {
        View.Samples => Words.Capital(words.Nouns.Samples),
        View.Matrix => "Cross-table",
        View.Overlap => $"Shared {words.Nouns.Samples}",
        View.Timeline => "Timeline",
        _ => Words.Capital(words.Nouns.Experiments),
    };

    /// <summary>"liver", "Other values", "Not recorded", "All".</summary>
    public static string Of(FacetDefinition facet, CrossHead head) => head.Part switch
    {
        CrossPart.Value => Words.Value(facet, head.Value),
        CrossPart.Others => Others,
        CrossPart.Missing => Words.Capital(Words.Value(facet, null)),
        _ => "All",
    };

    /// <summary>"2014", "Before 1990", "Year not recorded".</summary>
    public static string Of(TimelineBar bar) => bar.Part switch
    {
        CrossPart.Value => FormattableString.Invariant($"{bar.Year:0000}"),
        CrossPart.Others => FormattableString.Invariant($"Before {bar.Year + 1:0000}"),
        _ => "Year not recorded",
    };

    /// <summary>Why a number is no link where experiments must have so many matching samples; null where that is not why.</summary>
    public static string? WithoutLink(SearchRequest request, IEnumerable<SearchRequest?> links, Words words) =>
        request is { AtLeast: { } least, Scope: Scope.Sample } && links.Contains(null)
            ? $"All numbers are of the {words.Nouns.Experiments} found, each with {words.AtLeast(least)}. Where a number is no link, fewer of them have as many of those {words.Nouns.Samples} alone."
            : null;
}
