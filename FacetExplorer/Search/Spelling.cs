using System.Numerics;
using System.Text;

namespace FacetExplorer.Search;

/// <summary>A word that may have been meant.</summary>
/// <param name="Word">The word.</param>
/// <param name="Distance">How many slips it is away from what was typed.</param>
/// <param name="Frequency">In how many titles it is, added to the experiments of the facet values it is in.</param>
internal sealed record NearWord(string Word, int Distance, long Frequency);

/// <summary>Known words, to find those that a misspelled one is near to. Words that become the same token are one, in their most frequent form.</summary>
internal sealed class Spelling
{
    /// <summary>Shorter words are near to too many others.</summary>
    public const int ShortestCorrected = 4;

    /// <summary>From this length on two slips are looked for.</summary>
    public const int TwoSlips = 8;

    /// <summary>Longer words are left alone.</summary>
    private const int Longest = 60;

    private const int ShortestKnown = 3;

    private readonly ILookup<int, Entry> _byLength;

    /// <summary>Makes it of words with their frequency; a word may come more than once.</summary>
    public Spelling(IEnumerable<(string Word, long Frequency)> words) => _byLength = words
        .Where(w => w.Word.Length is >= ShortestKnown and <= Longest && IsOfLetters(w.Word))
        .GroupBy(w => w.Word, StringComparer.Ordinal)
        .Select(forms => (Word: forms.Key, Frequency: forms.Sum(f => f.Frequency)))
        .GroupBy(w => TextAnalyzer.Stem(w.Word), StringComparer.Ordinal)
        .Select(token => new Entry(
            token.Key, token.OrderByDescending(w => w.Frequency).ThenBy(w => w.Word, StringComparer.Ordinal).First().Word,
            token.Sum(w => w.Frequency), LettersOf(token.Key)))
        .ToLookup(e => e.Token.Length);

    /// <summary>The slips that are looked for in a word: one in words of four to seven letters, two in longer ones.</summary>
    public static int SlipsIn(string word) => word.Length switch
    {
        < ShortestCorrected or > Longest => 0,
        < TwoSlips => 1,
        _ => 2,
    };

    /// <summary>The words nearest to one, the nearest first, then the most frequent; not itself.</summary>
    public IReadOnlyList<NearWord> Near(string word, int count)
    {
        var (slips, token) = (SlipsIn(word), TextAnalyzer.Stem(word));
        var letters = LettersOf(token);
        return [.. Enumerable.Range(token.Length - slips, 2 * slips + 1)
            .SelectMany(length => _byLength[length])
            .Where(e => BitOperations.PopCount(e.Letters & ~letters) <= slips && BitOperations.PopCount(letters & ~e.Letters) <= slips)
            .Select(e => (Entry: e, Distance: EditDistance.Within(slips, token, e.Token)))
            .Where(e => e.Distance > 0)
            .Select(e => new NearWord(e.Entry.Word, e.Distance!.Value, e.Entry.Frequency))
            .OrderBy(w => w.Distance).ThenByDescending(w => w.Frequency).ThenBy(w => w.Word, StringComparer.Ordinal)
            .Take(count)];
    }

    /// <summary>Whether a word has nothing but letters.</summary>
    public static bool IsOfLetters(string word) => word.EnumerateRunes().All(Rune.IsLetter);

    /// <summary>Which letters a word has, as bits: what one has and the other lacks costs a slip each, which is quicker seen than counted.</summary>
    private static uint LettersOf(string word) => word.Aggregate(0u, (letters, c) => letters | 1u << (c & 31));

    private sealed record Entry(string Token, string Word, long Frequency, uint Letters);
}
