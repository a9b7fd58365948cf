using FacetExplorer.Components.Views;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>What is said after an update: what changed, and what is there now.</summary>
internal static class Announcement
{
    private const int MostChanges = 3;

    /// <summary>"Tissue liver added. 90 samples in 16 experiments."</summary>
    public static string Of(SearchRequest before, SearchRequest after, SearchResponse answer, Words words)
    {
        var changes = Changes(before, after, words).ToList();
        var said = changes.Count <= MostChanges ? changes : ["Filters changed."];
        return string.Join(' ', [.. said, words.SamplesIn(answer.Samples, answer.Experiments) + "."]);
    }

    private static IEnumerable<string> Changes(SearchRequest before, SearchRequest after, Words words)
    {
        if (before.Text != after.Text)
            yield return after.Text is { } text ? $"Searched for “{text.Source}”." : "Text removed.";
        var (old, now) = (Summary.Parts(before, words).ToList(), Summary.Parts(after, words).ToList());
        foreach (var part in now.Except(old))
            yield return $"{part} added.";
        foreach (var part in old.Except(now))
            yield return $"{part} removed.";
        if (before.Scope != after.Scope)
            yield return after.Scope == Scope.Sample
                ? $"Counting {words.Nouns.Samples} that match."
                : $"Counting all {words.Nouns.Samples} of these {words.Nouns.Experiments}.";
        if (before.View != after.View)
            yield return $"{ViewNames.Of(after.View, words)}.";
        if (before.EffectiveSort != after.EffectiveSort && before.Text == after.Text)
            yield return $"Sorted by {Sorts.Name(after.EffectiveSort, words)}.";
        if (before.Page != after.Page)
            yield return $"Page {Words.Number(after.Page)}.";
    }
}
