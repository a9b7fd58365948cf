using System.Collections;

namespace FacetExplorer.Search;

/// <summary>Finds texts, numbered by their rank, by the words in them. Words are those of <see cref="TextAnalyzer"/>. Immutable.</summary>
internal sealed class WordIndex
{
    private readonly int _texts;
    private readonly string[] _words;
    private readonly int[][] _places;
    private readonly ILookup<string, int> _byToken;

    public WordIndex(IReadOnlyList<string> texts)
    {
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
            foreach (var word in TextAnalyzer.Words(texts[i]))
            {
                if (!places.TryGetValue(word, out var list))
                    places.Add(word, list = []);
                if (list.Count == 0 || list[^1] != i)
                    list.Add(i);
            }
        _texts = texts.Count;
        _words = [.. places.Keys.Order(StringComparer.Ordinal)];
        _places = [.. _words.Select(word => places[word].ToArray())];
        _byToken = Enumerable.Range(0, _words.Length).ToLookup(w => TextAnalyzer.Stem(_words[w]), StringComparer.Ordinal);
    }

    /// <summary>Every word with the texts it is in, in order.</summary>
    public IEnumerable<(string Word, IReadOnlyList<int> Texts)> Words => _words.Zip(_places, (word, texts) => (word, (IReadOnlyList<int>)texts));

    /// <summary>The texts with a word that becomes this token.</summary>
    public IReadOnlyCollection<int> With(string token) => _byToken[token].ToArray() switch
    {
        [] => [],
        [var only] => _places[only],
        var several => several.SelectMany(w => _places[w]).ToHashSet(),
    };

    /// <summary>The first texts in which a word begins with each of these.</summary>
    public IReadOnlyList<int> Beginning(IReadOnlyCollection<string> beginnings, int limit)
    {
        BitArray? all = null;
        // Whatever begins with a longer one begins with its beginning.
        foreach (var beginning in beginnings.Where(b => !beginnings.Any(longer => longer.Length > b.Length && longer.StartsWith(b, StringComparison.Ordinal))).Distinct())
            all = all is null ? WithBeginning(beginning) : all.And(WithBeginning(beginning));
        return all is null ? [] : [.. Enumerable.Range(0, _texts).Where(i => all[i]).Take(limit)];
    }

    private BitArray WithBeginning(string beginning)
    {
        var found = new BitArray(_texts);
        var first = Array.BinarySearch(_words, beginning, StringComparer.Ordinal);
        for (var w = first < 0 ? ~first : first; w < _words.Length && _words[w].StartsWith(beginning, StringComparison.Ordinal); w++)
            foreach (var text in _places[w])
                found[text] = true;
        return found;
    }
}
