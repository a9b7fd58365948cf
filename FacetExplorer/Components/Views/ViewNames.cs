using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Views;

/// <summary>What the views and their parts are called on the page.</summary>
internal static class ViewNames
{
    /// <summary>"Shared samples".</summary>
    public static string Of(View view, Words words) => view switch
    {
        View.Samples => Words.Capital(words.Nouns.Samples),
        View.Matrix => Texts.CrossTable,
        View.Overlap => Words.Fill(Texts.SharedSamples, words.Nouns.Samples),
        View.Timeline => Texts.Timeline,
        _ => Words.Capital(words.Nouns.Experiments),
    };

    /// <summary>"liver", "Other values", "Not recorded", "All".</summary>
    public static string Of(FacetDefinition facet, CrossHead head) => head.Part switch
    {
        CrossPart.Value => Words.Value(facet, head.Value),
        CrossPart.Others => Texts.OtherValues,
        CrossPart.Missing => Words.Capital(Words.Value(facet, null)),
        _ => Texts.All,
    };

    /// <summary>"2014", "Before 1990", "Year not recorded".</summary>
    public static string Of(TimelineBar bar) => bar.Part switch
    {
        CrossPart.Value => FormattableString.Invariant($"{bar.Year:0000}"),
        CrossPart.Others => Words.Fill(Texts.Before, FormattableString.Invariant($"{bar.Year + 1:0000}")),
        _ => Texts.YearNotRecorded,
    };

    /// <summary>Why a number is no link where experiments must have so many matching samples; null where that is not why.</summary>
    public static string? WithoutLink(SearchRequest request, IEnumerable<SearchRequest?> links, Words words) =>
        request is { AtLeast: { } least, Scope: Scope.Sample } && links.Contains(null)
            ? Words.Fill(Texts.WithoutLink, words.Nouns.Experiments, words.AtLeast(least), words.Nouns.Samples)
            : null;
}
