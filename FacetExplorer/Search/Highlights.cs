using System.Text.RegularExpressions;

namespace FacetExplorer.Search;

/// <summary>Finds the words searched for in text that is shown, as the text analyzer sees them.</summary>
internal static partial class Highlights
{
    /// <summary>The text in pieces, each with whether it is a word searched for.</summary>
    public static IEnumerable<(string Piece, bool Marked)> Of(string text, TextQuery? query)
    {
        var plain = 0;
        foreach (var word in Found(text, query))
        {
            if (word.Index > plain)
                yield return (text[plain..word.Index], false);
            yield return (word.Value, true);
            plain = word.Index + word.Length;
        }
        if (plain < text.Length)
            yield return (text[plain..], false);
    }

    /// <summary>The part of a long text around the first word searched for.</summary>
    public static string Excerpt(string text, TextQuery? query, int length)
    {
        if (text.Length <= length)
            return text;
        var first = Found(text, query).FirstOrDefault()?.Index ?? 0;
        var start = WordStart(text, Math.Clamp(first - length / 3, 0, text.Length - length));
        var end = Math.Min(text.Length, WordStart(text, Math.Min(text.Length, start + length)));
        return $"{(start > 0 ? "… " : "")}{text[start..end].Trim()}{(end < text.Length ? " …" : "")}";
    }

    /// <summary>The words of all terms, in order; a phrase is found only as a whole.</summary>
    private static List<Match> Found(string text, TextQuery? query)
    {
        var terms = query?.Terms.Where(term => !term.Excluded).ToList() ?? [];
        if (terms.Count == 0)
            return [];
        var words = Word().Matches(text).SelectMany(word => TextAnalyzer.Tokens(word.Value).Select(token => (Word: word, Token: token))).ToList();
        var found = new SortedDictionary<int, Match>();
        foreach (var term in terms)
            for (var start = 0; start + term.Tokens.Length <= words.Count; start++)
            {
                var here = words.GetRange(start, term.Tokens.Length);
                if (term.IsIn([.. here.Select(word => word.Token)]))
                    here.ForEach(word => found[word.Word.Index] = word.Word);
            }
        return [.. found.Values];
    }

    private static int WordStart(string text, int at)
    {
        while (at > 0 && at < text.Length && !char.IsWhiteSpace(text[at - 1]))
            at--;
        return at;
    }

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*")]
    private static partial Regex Word();
}
