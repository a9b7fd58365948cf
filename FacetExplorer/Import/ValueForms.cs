using System.Globalization;
using System.Text.RegularExpressions;

namespace FacetExplorer.Import;

/// <summary>How the values of a common field are written, so that spellings that mean the same are one value.</summary>
internal static partial class ValueForms
{
    /// <summary>Shorter words in capitals are taken for abbreviations.</summary>
    private const int ShoutedWord = 5;

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm",
        "yyyy/MM/dd", "MMM d yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMMM d yyyy", "d-MMM-yyyy", "d MMM yyyy", "d MMMM yyyy",
    ];

    /// <summary>A species' name: HOMO_SAPIENS as Homo sapiens. A strain after it is left as it is.</summary>
    public static string Organism(string text)
    {
        var words = text.Replace('_', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var shouted = !text.Any(char.IsLower);
        for (var i = 0; i < words.Length && i < 2; i++)
            if (shouted || i == 0)
                words[i] = i == 0 ? Capital(words[i].ToLowerInvariant()) : words[i].ToLowerInvariant();
        return string.Join(' ', words);
    }

    /// <summary>"Name (id)" as the name.</summary>
    public static string WithoutId(string text) => IdAtEnd().Match(text) is { Success: true, Groups: [_, var name, ..] } ? name.Value : text;

    /// <summary>The first letter large, words in capitals small unless they may be abbreviations.</summary>
    public static string Sentence(string text)
    {
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
            if (words[i].Length >= ShoutedWord && words[i].All(c => char.IsUpper(c) || c is ',' or '-'))
                words[i] = words[i].ToLowerInvariant();
        // "mRNA" and "iPSC" keep their small letter.
        if (words[0].Skip(1).All(c => !char.IsUpper(c)))
            words[0] = Capital(words[0]);
        return string.Join(' ', words);
    }

    /// <summary>A date as in ISO 8601, as exact as it was written; null when the text is none or can be read in two ways.</summary>
    public static string? Date(string text)
    {
        text = Status().Replace(text, "");
        if (IsoPart().IsMatch(text))
            return text;
        return DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.RoundtripKind, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>A number with a point or a comma before its decimals, as an invariant one; null when the text is none.</summary>
    public static string? Number(string text)
    {
        if (DecimalComma().IsMatch(text))
            text = text.Replace(',', '.');
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>"yes" and its kin as true, "no" as false; null for anything else.</summary>
    public static string? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "y" or "t" => "true",
        "false" or "no" or "n" or "f" => "false",
        _ => null,
    };

    /// <summary>An age in years, from years, months, weeks or days. Without a unit it may be any of these, so it is none.</summary>
    public static string? Years(string text)
    {
        if (Age().Match(text) is not { Success: true } age || Number(age.Groups["number"].Value) is not { } number)
            return null;
        var perYear = char.ToLowerInvariant(age.Groups["unit"].ValueSpan[0]) switch { 'y' => 1, 'm' => 12, 'w' => 52.1775m, _ => 365.2425m };
        return Math.Round(decimal.Parse(number, CultureInfo.InvariantCulture) / perYear, 2).ToString("0.##", CultureInfo.InvariantCulture);
    }

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    [GeneratedRegex(@"^(.*\S)\s+\([A-Za-z0-9_.-]+\)$")]
    private static partial Regex IdAtEnd();

    [GeneratedRegex(@"^Public on ", RegexOptions.IgnoreCase)]
    private static partial Regex Status();

    [GeneratedRegex(@"^(1[89]|2\d)\d\d(-(0[1-9]|1[0-2]))?$")]
    private static partial Regex IsoPart();

    [GeneratedRegex(@"^[+-]?\d+,\d+$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^(?<number>\d+([.,]\d+)?)[\s-]*(?<unit>years?|yrs?|y|months?|mos?|weeks?|wks?|w|days?|d)(\s*old|/?o)?\.?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Age();
}
