using System.Text;
using System.Text.Json;

namespace FacetExplorer.Catalog;

/// <summary>What counts as a value: trimmed, Unicode NFC, compared ordinally; blank is none.</summary>
public static class Value
{
    /// <summary>Longer values are kept, shown and searched, but are no facet values.</summary>
    public const int FacetLength = 512;

    /// <summary>Whether a value is short enough for a facet, in code points.</summary>
    public static bool IsFacetValue(string value) =>
        value.Length <= FacetLength || value.Length <= 2 * FacetLength && value.EnumerateRunes().Count() <= FacetLength;

    /// <summary>The value a text stands for, or null when it is blank.</summary>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public static string? Of(string text) => text.Trim() is { Length: > 0 } trimmed ? Composed(trimmed) : null;

    /// <summary>What was typed as the value it may stand for, blank or not; what is not valid Unicode is replaced.</summary>
    public static string OfTyped(string text)
    {
        var trimmed = text.Trim();
        try
        {
            return Composed(trimmed);
        }
        catch (ArgumentException)
        {
            return Composed(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(trimmed)));
        }
    }

    private static string Composed(string text) => Ascii.IsValid(text) || text.IsNormalized() ? text : text.Normalize();

    /// <summary>The value of a JSON string, number or boolean the reader stands on; null for anything else and for blanks.</summary>
    /// <exception cref="InvalidOperationException">The text is not valid Unicode.</exception>
    internal static string? OfScalar(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => Of(json.GetString()!),
        JsonTokenType.Number => Encoding.ASCII.GetString(json.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };
}
