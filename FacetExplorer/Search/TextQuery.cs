using System.Collections.Immutable;
using System.Text;
using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>One thing that a text must or must not contain.</summary>
/// <param name="Tokens">Tokens in a row, within one value; at least one.</param>
/// <param name="Excluded">Whether the text must not contain it.</param>
/// <param name="Prefix">For <c>word*</c>, the folded beginning that the last token has, unless it equals the last of <paramref name="Tokens"/>; null for a whole word.</param>
public sealed record TextTerm(ImmutableArray<string> Tokens, bool Excluded = false, string? Prefix = null)
{
    /// <summary>Whether a value with these tokens contains it, leaving <see cref="Excluded"/> aside.</summary>
    public bool IsIn(IReadOnlyList<string> tokens)
    {
        for (var start = 0; start + Tokens.Length <= tokens.Count; start++)
            if (BeginsAt(tokens, start))
                return true;
        return false;
    }

    private bool BeginsAt(IReadOnlyList<string> tokens, int start)
    {
        var last = Tokens.Length - 1;
        for (var i = 0; i < last; i++)
            if (tokens[start + i] != Tokens[i])
                return false;
        return tokens[start + last] == Tokens[last] || (Prefix is not null && tokens[start + last].StartsWith(Prefix, StringComparison.Ordinal));
    }
}

/// <summary>A text to search for: all words required, in any field; <c>"a phrase"</c>, <c>word*</c>, <c>-word</c>. Every text is a valid query.</summary>
public sealed record TextQuery
{
    /// <summary>Longer queries are refused. In UTF-16 code units.</summary>
    public const int MaximumLength = 1000;

    private TextQuery(string source, ImmutableArray<TextTerm> terms) => (Source, Terms) = (source, terms);

    /// <summary>What was typed, trimmed.</summary>
    public string Source { get; }

    /// <summary>What is asked; empty where no letter or digit was typed (then it can only be an accession).</summary>
    public ImmutableArray<TextTerm> Terms { get; }

    /// <summary>The accessions it may be as a whole: as typed, and in upper case.</summary>
    public IReadOnlyList<string> Accessions => SearchRequest.Spellings([Source]);

    /// <summary>Reads what was typed; null for blank text.</summary>
    public static TextQuery? Parse(string? typed)
    {
        var source = Value.OfTyped(typed ?? "");
        return source.Length == 0 ? null : new TextQuery(source, [.. ReadTerms(source)]);
    }

    /// <inheritdoc />
    public bool Equals(TextQuery? other) => other?.Source == Source;

    /// <inheritdoc />
    public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);

    /// <summary>Where single words of nothing but letters stand that are neither excluded nor in a phrase nor the beginning of a word.</summary>
    public IEnumerable<(Range Place, string Word)> PlainWords() =>
        from piece in Pieces(Source)
        where piece.Kind == PieceKind.Word && !piece.Excluded
        let words = TextAnalyzer.Words(Source[piece.Place]).Take(2).ToList()
        where words.Count == 1 && words[0].EnumerateRunes().All(Rune.IsLetter)
        select (piece.Place, words[0]);

    /// <summary>The same text with other words in some places; null where it would be too long.</summary>
    public TextQuery? With(IEnumerable<(Range Place, string Word)> words)
    {
        var source = words.OrderByDescending(w => w.Place.Start.Value)
            .Aggregate(Source, (text, w) => string.Concat(text.AsSpan(..w.Place.Start.Value), w.Word, text.AsSpan(w.Place.End.Value..)));
        return source.Length > MaximumLength ? null : Parse(source);
    }

    private static IEnumerable<TextTerm> ReadTerms(string source)
    {
        foreach (var (place, kind, excluded) in Pieces(source))
        {
            var words = TextAnalyzer.Words(source[place]).ToList();
            if (words.Count > 0)
                yield return new TextTerm([.. words.Select(TextAnalyzer.Stem)], excluded, kind == PieceKind.Beginning ? words[^1] : null);
        }
    }

    private static IEnumerable<(Range Place, PieceKind Kind, bool Excluded)> Pieces(string source)
    {
        for (var i = 0; i < source.Length;)
        {
            if (char.IsWhiteSpace(source[i]))
            {
                i++;
                continue;
            }
            var excluded = source[i] == '-';
            if (excluded)
                i++;
            var quoted = i < source.Length && source[i] == '"';
            var start = quoted ? i + 1 : i;
            var end = quoted ? source.IndexOf('"', start) : EndOfWord(source, start);
            if (end < 0)
                end = source.Length;
            i = quoted ? end + 1 : end;
            yield return (start..end, quoted ? PieceKind.Phrase : end > start && source[end - 1] == '*' ? PieceKind.Beginning : PieceKind.Word, excluded);
        }
    }

    private static int EndOfWord(string source, int start)
    {
        var end = start;
        while (end < source.Length && !char.IsWhiteSpace(source[end]) && source[end] != '"')
            end++;
        return end;
    }

    private enum PieceKind { Word, Phrase, Beginning }
}
