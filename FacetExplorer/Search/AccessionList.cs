using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>Accessions of experiments and samples, alternate ones included. The same accessions are the same list, with the same name.</summary>
public sealed record AccessionList
{
    /// <summary>A reader's list has no more.</summary>
    public const int MaximumAccessions = 10_000;

    /// <summary>Of the SHA-256 of the accessions, as many bytes as make two lists by one name as good as impossible.</summary>
    private const int HashBytes = 16;

    private static readonly char[] Separators = [',', ';', '|', '"', '\'', '\uFEFF'];

    private AccessionList(ImmutableArray<string> accessions, bool wholeExperiments)
    {
        (Accessions, WholeExperiments) = (accessions, wholeExperiments);
        Hash = Convert.ToHexStringLower(SHA256.HashData([.. Json, wholeExperiments ? (byte)1 : (byte)0])[..HashBytes]);
    }

    /// <summary>The accessions, each once, in code-point order.</summary>
    public ImmutableArray<string> Accessions { get; }

    /// <summary>Whether it narrows experiments alone, all of whose samples stay.</summary>
    public bool WholeExperiments { get; }

    /// <summary>Its name, in lower-case hexadecimal.</summary>
    public string Hash { get; }

    internal byte[] Json => JsonSerializer.SerializeToUtf8Bytes(Accessions);

    /// <summary>The list of these accessions.</summary>
    public static AccessionList Of(IEnumerable<string?> accessions, bool wholeExperiments = false) => new(
        [.. accessions.Select(a => Value.OfTyped(a ?? "")).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).Order(CodePointOrder.Instance)], wholeExperiments);

    /// <summary>Reads a pasted text or a file: accessions with blanks, commas, semicolons, bars, quotes or line ends between them.</summary>
    public static AccessionList Read(string text) =>
        Of(text.Split([.. Separators, .. text.Where(char.IsWhiteSpace).Distinct()], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a text could be a list's name.</summary>
    public static bool IsHash(string text) => text.Length == 2 * HashBytes && text.All(char.IsAsciiHexDigitLower);

    /// <inheritdoc/>
    public bool Equals(AccessionList? other) => Hash == other?.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);
}
