using System.Text.RegularExpressions;
using FacetExplorer.Search;

namespace FacetExplorer.Components.Results;

/// <summary>Finds the words searched for in text that is shown, as the text analyzer sees them.</summary>
internal static partial class Highlights
{
    /// <summary>The text in pieces, each with whether it is a word searched for.</summary>
    public static IEnumerable<(string Piece, bool Marked)> Of(string text, TextQuery? query)
    {
        var terms = query?.Terms.Where(term => !term.Excluded).ToList() ?? [];
        var plain = 0;
        foreach (var word in terms.Count == 0 ? [] : Word().Matches(text).AsEnumerable())
        {
            if (!terms.Exists(term => Matches(term, word.Value)))
                continue;
            if (word.Index > plain)
                yield return (text[plain..word.Index], false);
            yield return (word.Value, true);
            plain = word.Index + word.Length;
        }
        if (plain < text.Length)
            yield return (text[plain..], false);
    }

    private static bool Matches(TextTerm term, string word) =>
        TextAnalyzer.Tokens(word).Any(token => term.Tokens.Contains(token))
        || (term.Prefix is { } prefix && TextAnalyzer.Words(word).Any(whole => whole.StartsWith(prefix, StringComparison.Ordinal)));

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*")]
    private static partial Regex Word();
}
