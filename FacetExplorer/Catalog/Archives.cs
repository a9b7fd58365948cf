using System.Globalization;
using System.Text.RegularExpressions;

namespace FacetExplorer.Catalog;

/// <summary>A record's page in the archive it comes from.</summary>
/// <param name="Archive">The archive's name.</param>
/// <param name="Url">The page.</param>
public sealed record ArchiveLink(string Archive, string Url);

/// <summary>Which accessions belong to which archive, and which values of fields lead to which site, by configured patterns.</summary>
public sealed class Archives
{
    /// <summary>The configuration section: <c>Archives:&lt;name&gt;</c> with <c>Pattern</c>, <c>Url</c>, <c>Order</c>, <c>Runs</c> and, where values of fields are meant, <c>Fields</c>.</summary>
    public const string Section = "Archives";

    /// <summary>The settings of an archive.</summary>
    public static readonly IReadOnlyList<string> Settings = ["Pattern", "Url", "Order", "Runs", "Fields"];

    private const string Placeholder = "{accession}";

    /// <summary>The part of a pattern that is put into the address, where it is not the whole value.</summary>
    private const string Part = "id";

    private readonly IReadOnlyList<Archive> _archives;

    private Archives(IReadOnlyList<Archive> archives) => _archives = archives;

    private sealed record Archive(string Name, Regex Pattern, string Url, Regex? Runs, IReadOnlyList<string> Fields);

    /// <summary>Reads the section; every mistake is added to <paramref name="errors"/>, naming its key.</summary>
    public static Archives Read(IConfiguration configuration, ICollection<string> errors)
    {
        var archives = new List<(int Order, Archive Archive)>();
        foreach (var section in configuration.GetSection(Section).GetChildren())
        {
            foreach (var unknown in section.GetChildren().Where(c => !Settings.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
                errors.Add($"{unknown.Path}: no such setting; an archive has {string.Join(", ", Settings)}");
            var url = section["Url"] ?? "";
            if (!url.StartsWith("https://", StringComparison.Ordinal) || !url.Contains(Placeholder, StringComparison.Ordinal))
                errors.Add($"{section.Path}:Url: '{url}' is no address of records; it begins with https:// and has {Placeholder} in it");
            if (!int.TryParse(section["Order"] ?? "1000", NumberStyles.None, CultureInfo.InvariantCulture, out var order))
                errors.Add($"{section.Path}:Order: '{section["Order"]}' is not a whole number");
            if (section["Pattern"] is not { Length: > 0 })
                errors.Add($"{section.Path}:Pattern: missing; give a regular expression that fits whole accessions, such as GSE[0-9]+");
            var runs = PatternOf(section, "Runs", errors);
            if (PatternOf(section, "Pattern", errors) is { } pattern)
                archives.Add((order, new Archive(section.Key, pattern, url, runs, [.. section.GetSection("Fields").GetChildren().Select(f => f.Value).OfType<string>()])));
        }
        return new Archives([.. archives.OrderBy(a => a.Order).Select(a => a.Archive)]);
    }

    /// <summary>The record's page in the first archive whose pattern fits the whole accession, or null.</summary>
    public ArchiveLink? Find(string accession) => Find(accession, archive => archive.Fields.Count == 0);

    /// <summary>Whether an accession names a run of an archive: the data that a sequencer wrote of a sample.</summary>
    public bool IsRun(string accession) => _archives.Any(archive => archive.Runs?.IsMatch(accession) == true);

    /// <summary>Where the value of a field leads, such as the id of a publication; null for nowhere.</summary>
    public ArchiveLink? FindIn(string field, string value) => Find(value, archive => archive.Fields.Contains(field));

    /// <summary>All that the values of these fields lead to, each with its value.</summary>
    public IEnumerable<(string Value, ArchiveLink Link)> AllIn(Fields fields) =>
        from archive in _archives
        from field in archive.Fields
        from value in fields[field]
        let link = FindIn(field, value)
        where link is not null && link.Archive == archive.Name
        select (value, link);

    private ArchiveLink? Find(string value, Func<Archive, bool> isMeant)
    {
        foreach (var archive in _archives.Where(isMeant))
            if (archive.Pattern.Match(value) is { Success: true } match)
                return new ArchiveLink(archive.Name, archive.Url.Replace(
                    Placeholder, Uri.EscapeDataString(match.Groups[Part] is { Success: true } part ? part.Value : value), StringComparison.Ordinal));
        return null;
    }

    private static Regex? PatternOf(IConfigurationSection section, string setting, ICollection<string> errors)
    {
        if (section[setting] is not { Length: > 0 } pattern)
            return null;
        try
        {
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            errors.Add($"{section.Path}:{setting}: '{pattern}' is no regular expression that can be used: {e.Message}");
            return null;
        }
    }
}
