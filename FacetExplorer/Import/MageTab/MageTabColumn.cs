using System.Text.RegularExpressions;

namespace FacetExplorer.Import.MageTab;

/// <summary>A column of an SDRF or a row of an IDF: "Characteristics [sex]" is of kind "characteristics" and called sex.</summary>
/// <param name="Kind">Characteristics, factor value, comment, parameter value or unit, in small letters; empty when it is none of these.</param>
/// <param name="Name">What stands in the brackets, or the whole.</param>
internal readonly partial record struct MageTabColumn(string Kind, string Name)
{
    /// <summary>Names the ontology a term is from, or its place in there.</summary>
    public bool IsReference => Reference().IsMatch(Name);

    /// <summary>Reads a heading. A number after the brackets only tells columns of the same name apart.</summary>
    public static MageTabColumn Of(string heading) => Bracketed().Match(heading) is { Success: true, Groups: var found }
        ? new MageTabColumn(found["kind"].Value.ToLowerInvariant(), found["name"].Value)
        : new MageTabColumn(heading.Trim().Equals("unit", StringComparison.OrdinalIgnoreCase) ? "unit" : "", heading.Trim());

    public bool Says(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\s*(?<kind>characteristics?|factor\s?value|comment|parameter\s?value|unit)\s*\[\s*(?<name>.+?)\s*\](\.\d+)?\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\bTerm (Source|Accession)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
