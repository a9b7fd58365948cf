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
        var said = changes.Count <= MostChanges ? changes : [Texts.FiltersChanged];
        return string.Join(' ', [.. said, Words.Fill(Texts.Sentence, words.SamplesIn(answer.Samples, answer.Experiments))]);
    }

    private static IEnumerable<string> Changes(SearchRequest before, SearchRequest after, Words words)
    {
        if (before.Text != after.Text)
            yield return after.Text is { } text ? Words.Fill(Texts.SearchedFor, text.Source) : Texts.TextRemoved;
        var (old, now) = (Summary.Parts(before, words).ToList(), Summary.Parts(after, words).ToList());
        foreach (var part in now.Except(old))
            yield return Words.Fill(Texts.Added, part);
        foreach (var part in old.Except(now))
            yield return Words.Fill(Texts.Removed, part);
        if (before.Scope != after.Scope)
            yield return after.Scope == Scope.Sample
                ? Words.Fill(Texts.CountingMatching, words.Nouns.Samples)
                : Words.Fill(Texts.CountingAll, words.Nouns.Samples, words.Nouns.Experiments);
        if (before.View != after.View)
            yield return Words.Fill(Texts.Sentence, ViewNames.Of(after.View, words));
        if (before.EffectiveSort != after.EffectiveSort && before.Text == after.Text)
            yield return Words.Fill(Texts.SortedBy, Sorts.Name(after.EffectiveSort, words));
        if (before.Page != after.Page)
            yield return Words.Fill(Texts.OnPage, Words.Number(after.Page));
    }
}
