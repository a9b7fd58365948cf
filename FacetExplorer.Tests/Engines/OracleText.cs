using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FacetExplorer.Tests.Engines;

/// <summary>The oracle's own analyzer: words of a text, and which texts a query matches.</summary>
internal static partial class OracleText
{
    public static List<string> Tokens(string text) => [.. Words(text).Select(Singular)];

    public static IEnumerable<string> Words(string text) =>
        string.Concat(Folded(text).EnumerateRunes().Select(r => Rune.IsLetterOrDigit(r) ? r.ToString() : " "))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Beginning);

    /// <summary>As many whole characters as fit into 255 units.</summary>
    private static string Beginning(string word)
    {
        var beginning = "";
        foreach (var rune in word.EnumerateRunes())
            if ((beginning + rune).Length <= 255)
                beginning += rune;
            else
                break;
        return beginning;
    }

    /// <summary>Compatibility forms, marks and case taken off.</summary>
    public static string Folded(string text)
    {
        var marked = text.Normalize(NormalizationForm.FormKD);
        var bare = string.Concat(marked.EnumerateRunes().Where(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.NonSpacingMark));
        return string.Concat(bare.EnumerateRunes().Select(r => Rune.ToLowerInvariant(Rune.ToUpperInvariant(r)))).Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Harman's three rules; the first whose ending fits and is no exception is used.</summary>
    public static string Singular(string word)
    {
        if (word.EnumerateRunes().Count() < 4 || word.EnumerateRunes().Any(Rune.IsDigit))
            return word;
        if (IesRule().IsMatch(word))
            return IesRule().Replace(word, "y");
        if (EsRule().IsMatch(word))
            return EsRule().Replace(word, "e");
        return SRule().Replace(word, "");
    }

    public static List<Term> Terms(string query) =>
    [
        .. Piece().Matches(query).Select(m => new Term(
            m.Groups["not"].Success,
            m.Groups["bare"].Success && m.Groups["bare"].Value.EndsWith('*'),
            [.. Words(m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Groups["bare"].Value)])).Where(t => t.Words.Count > 0),
    ];

    /// <summary>All required terms are in some value, no excluded one is in any.</summary>
    public static bool Matches(List<Term> terms, IReadOnlyCollection<List<string>> values) =>
        terms.All(term => values.Any(tokens => IsIn(term, tokens)) != term.Excluded);

    private static bool IsIn(Term term, List<string> tokens)
    {
        for (var start = 0; start + term.Words.Count <= tokens.Count; start++)
        {
            var i = 0;
            while (i < term.Words.Count && Fits(term, i, tokens[start + i]))
                i++;
            if (i == term.Words.Count)
                return true;
        }
        return false;
    }

    private static bool Fits(Term term, int i, string token) =>
        token == Singular(term.Words[i]) || (term.Prefix && i == term.Words.Count - 1 && token.StartsWith(term.Words[i], StringComparison.Ordinal));

    internal sealed record Term(bool Excluded, bool Prefix, List<string> Words);

    [GeneratedRegex("""(?<not>-)?(?:"(?<quoted>[^"]*)(?:"|$)|(?<bare>[^\s"]+))|-""")]
    private static partial Regex Piece();

    [GeneratedRegex("(?<!e|a)ies$")]
    private static partial Regex IesRule();

    [GeneratedRegex("(?<!a|e|o)es$")]
    private static partial Regex EsRule();

    [GeneratedRegex("(?<!u|s)s$")]
    private static partial Regex SRule();
}
