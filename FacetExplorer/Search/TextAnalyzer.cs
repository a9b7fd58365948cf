using System.Globalization;
using System.Text;
using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>
/// Turns text into the tokens that are indexed and searched: NFKC, case and diacritics folded, split at what is neither letter nor digit,
/// plurals folded by Harman's S-stemmer (D. Harman, "How effective is suffixing?", JASIS 42(1), 1991) in words of four letters or more without digits.
/// </summary>
public static class TextAnalyzer
{
    private const int ShortestStemmedWord = 4;

    /// <summary>What follows in a longer word is neither indexed nor asked for; Elasticsearch would take it for another word.</summary>
    private const int LongestWord = 255;

    /// <summary>The tokens of a text, in order.</summary>
    public static IEnumerable<string> Tokens(string text) => Words(text).Select(Stem);

    /// <summary>The folded words of a text before plurals are folded.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var folded = Fold(text);
        var start = -1;
        for (var i = 0; i < folded.Length;)
        {
            var known = Rune.TryGetRuneAt(folded, i, out var rune);
            var isWord = known && Rune.IsLetterOrDigit(rune);
            if (isWord && start < 0)
                start = i;
            if (!isWord && start >= 0)
            {
                yield return Cut(folded[start..i]);
                start = -1;
            }
            i += known ? rune.Utf16SequenceLength : 1;
        }
        if (start >= 0)
            yield return Cut(folded[start..]);
    }

    private static string Cut(string word) =>
        word.Length <= LongestWord ? word : word[..(char.IsHighSurrogate(word[LongestWord - 1]) ? LongestWord - 1 : LongestWord)];

    /// <summary>Folds compatibility forms, case and diacritics.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var decomposed = Value.OfTyped(text).Normalize(NormalizationForm.FormKD);
        var folded = new StringBuilder(decomposed.Length);
        foreach (var rune in decomposed.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                folded.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString());
        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Folds the plural of one folded word.</summary>
    public static string Stem(string word)
    {
        if (word.Length < ShortestStemmedWord || word[^1] != 's' || !IsStemmed(word))
            return word;
        if (Ends("ies") && !Ends("eies") && !Ends("aies"))
            return word[..^3] + "y";
        if (Ends("es") && !Ends("aes") && !Ends("ees") && !Ends("oes"))
            return word[..^1];
        return Ends("us") || Ends("ss") ? word : word[..^1];

        bool Ends(string suffix) => word.EndsWith(suffix, StringComparison.Ordinal);
    }

    /// <summary>Counted in characters, not in UTF-16 units.</summary>
    private static bool IsStemmed(string word)
    {
        var letters = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (Rune.IsDigit(rune))
                return false;
            letters++;
        }
        return letters >= ShortestStemmedWord;
    }
}
