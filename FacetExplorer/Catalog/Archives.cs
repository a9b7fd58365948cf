using System.Globalization;
using System.Text.RegularExpressions;

namespace FacetExplorer.Catalog;

/// <summary>A record's page in the archive it comes from.</summary>
/// <param name="Archive">The archive's name.</param>
/// <param name="Url">The page.</param>
public sealed record ArchiveLink(string Archive, string Url);

/// <summary>Which accessions belong to which archive, by configured patterns.</summary>
public sealed class Archives
{
    /// <summary>The configuration section: <c>Archives:&lt;name&gt;</c> with <c>Pattern</c>, <c>Url</c> and <c>Order</c>.</summary>
    public const string Section = "Archives";

    /// <summary>The settings of an archive.</summary>
    public static readonly IReadOnlyList<string> Settings = ["Pattern", "Url", "Order"];

    private const string Placeholder = "{accession}";

    private readonly IReadOnlyList<(string Name, Regex Pattern, string Url)> _archives;

    private Archives(IReadOnlyList<(string, Regex, string)> archives) => _archives = archives;

    /// <summary>Reads the section; every mistake is added to <paramref name="errors"/>, naming its key.</summary>
    public static Archives Read(IConfiguration configuration, ICollection<string> errors)
    {
        var archives = new List<(int Order, (string, Regex, string) Archive)>();
        foreach (var section in configuration.GetSection(Section).GetChildren())
        {
            foreach (var unknown in section.GetChildren().Where(c => !Settings.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
                errors.Add($"{unknown.Path}: no such setting; an archive has {string.Join(", ", Settings)}");
            var url = section["Url"] ?? "";
            if (!url.StartsWith("https://", StringComparison.Ordinal) || !url.Contains(Placeholder, StringComparison.Ordinal))
                errors.Add($"{section.Path}:Url: '{url}' is no address of records; it begins with https:// and has {Placeholder} in it");
            if (!int.TryParse(section["Order"] ?? "1000", NumberStyles.None, CultureInfo.InvariantCulture, out var order))
                errors.Add($"{section.Path}:Order: '{section["Order"]}' is not a whole number");
            if (PatternOf(section, errors) is { } pattern)
                archives.Add((order, (section.Key, pattern, url)));
        }
        return new Archives([.. archives.OrderBy(a => a.Order).Select(a => a.Archive)]);
    }

    /// <summary>The record's page in the first archive whose pattern fits the whole accession, or null.</summary>
    public ArchiveLink? Find(string accession)
    {
        foreach (var (name, pattern, url) in _archives)
            if (pattern.IsMatch(accession))
                return new ArchiveLink(name, url.Replace(Placeholder, Uri.EscapeDataString(accession), StringComparison.Ordinal));
        return null;
    }

    private static Regex? PatternOf(IConfigurationSection section, ICollection<string> errors)
    {
        try
        {
            if (section["Pattern"] is { Length: > 0 } pattern)
                return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            errors.Add($"{section.Path}:Pattern: missing; give a regular expression that fits whole accessions, such as GSE[0-9]+");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            errors.Add($"{section.Path}:Pattern: '{section["Pattern"]}' is no regular expression that can be used: {e.Message}");
        }
        return null;
    }
}
