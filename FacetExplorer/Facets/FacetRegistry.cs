using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FacetExplorer.Facets;

/// <summary>All facets of this catalog in the order of the page.</summary>
public sealed partial class FacetRegistry
{
    /// <summary>The configuration section that declares facets.</summary>
    public const string Section = "Facets";

    private static readonly HashSet<string> Settings = new(StringComparer.OrdinalIgnoreCase)
        { "Label", "Help", "Level", "Kind", "Fields", "Limit", "Interval", "Separator", "Parents", "FormerKeys", "Order", "Enabled" };

    private static readonly string[] TreeSettings = ["Separator", "Parents"];

    private static readonly HashSet<string> ReservedKeys = new(StringComparer.Ordinal)
    {
        "q", "search", "find", "min", "scope", "sort", "page", "size", "view", "generation", "format", "rows", "cols", "by", "ids", "list",
        "text", "ordering", "limit", "offset", "cursor", "page_size", "selected_facets", "serialize_objects", "objects_fields",
    };

    private readonly Dictionary<string, FacetDefinition> _byKey = new(StringComparer.Ordinal);

    /// <summary>Makes a registry of facets whose keys, former ones included, are distinct.</summary>
    public FacetRegistry(IReadOnlyList<FacetDefinition> all)
    {
        All = all;
        foreach (var facet in all)
            foreach (var key in facet.FormerKeys.Prepend(facet.Key))
                _byKey.Add(key, facet);
    }

    /// <summary>The facets in the order of the page.</summary>
    public IReadOnlyList<FacetDefinition> All { get; }

    /// <summary>Finds a facet by its key or a former one.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out FacetDefinition? facet) => _byKey.TryGetValue(key, out facet);

    /// <summary>Reads the section <see cref="Section"/>; every mistake is added to <paramref name="errors"/>, naming its configuration key.</summary>
    public static FacetRegistry Read(IConfiguration configuration, ICollection<string> errors)
    {
        var facets = new List<(int Order, FacetDefinition Facet)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in configuration.GetSection(Section).GetChildren())
        {
            if (!Flag(section, "Enabled", true, errors))
                continue;
            CheckKey(section, section.Key, keys, errors);
            foreach (var former in List(section, "FormerKeys", errors))
                CheckKey(section, former, keys, errors);
            foreach (var unknown in section.GetChildren().Where(c => !Settings.Contains(c.Key)))
                errors.Add($"{unknown.Path}: no such setting; a facet has {string.Join(", ", Settings)}");
            facets.Add((Integer(section, "Order", 1000, 0, int.MaxValue, errors), ReadFacet(section, errors)));
        }
        var ordered = facets.OrderBy(f => f.Order).ThenBy(f => f.Facet.Key, StringComparer.Ordinal).Select(f => f.Facet).ToList();
        if (ordered.Count == 0)
            errors.Add($"{Section}: no facet is configured; declare at least one, for example {Section}:organism:Level=sample");
        return errors.Count == 0 ? new FacetRegistry(ordered) : new FacetRegistry([]);
    }

    private static FacetDefinition ReadFacet(IConfigurationSection section, ICollection<string> errors)
    {
        var kind = Choice(section, "Kind", FacetKind.Terms, errors);
        if (section["Level"] is null)
            errors.Add($"{section.Path}:Level: missing; say experiment or sample");
        var fields = List(section, "Fields", errors);
        return new FacetDefinition
        {
            Key = section.Key,
            Label = section["Label"] ?? Humanized(section.Key),
            Help = section["Help"],
            Level = Choice(section, "Level", FacetLevel.Sample, errors),
            Kind = kind,
            Fields = fields.Count > 0 ? fields : [section.Key],
            Limit = Integer(section, "Limit", 10, 1, FacetDefinition.MaximumLimit, errors),
            Interval = ReadInterval(section, kind, errors),
            Tree = ReadTree(section, kind, errors),
            FormerKeys = List(section, "FormerKeys", []),
        };
    }

    private static string? ReadInterval(IConfigurationSection section, FacetKind kind, ICollection<string> errors)
    {
        var text = section["Interval"] ?? (kind == FacetKind.Date ? "year" : null);
        switch (kind)
        {
            case FacetKind.Number:
                if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var width) || width <= 0)
                    errors.Add($"{section.Path}:Interval: '{text}' is not the width of a range; a number facet needs a positive number, such as 10");
                return text;
            case FacetKind.Date:
                if (text is not ("year" or "month" or "day"))
                    errors.Add($"{section.Path}:Interval: '{text}' is no period; say year, month or day");
                return text;
            default:
                if (text is not null)
                    errors.Add($"{section.Path}:Interval: only number and date facets have one; this facet's kind is {Name(kind)}");
                return null;
        }
    }

    private static FacetTree? ReadTree(IConfigurationSection section, FacetKind kind, ICollection<string> errors)
    {
        var (separator, file) = (section["Separator"], section["Parents"]);
        if (kind != FacetKind.Tree)
        {
            foreach (var setting in TreeSettings.Where(s => section[s] is not null))
                errors.Add($"{section.Path}:{setting}: only tree facets have one; this facet's kind is {Name(kind)}");
            return null;
        }
        if (file is not null && separator is null)
            return ReadParents($"{section.Path}:Parents", file, errors);
        if (separator is { Length: > 0 } && file is null && separator.Trim().Length > 0)
            return new PathTree(separator);
        errors.Add($"{section.Path}:Separator: '{separator}' with Parents '{file}' makes no tree; a tree facet has a separator that is in its values, such as /, or a file of parents");
        return null;
    }

    private static ParentTable? ReadParents(string key, string file, ICollection<string> errors)
    {
        try
        {
            var mistakes = new List<string>();
            var table = ParentTable.Read(File.ReadLines(file), mistakes);
            foreach (var mistake in mistakes)
                errors.Add($"{key}: {file}, {mistake}");
            return table;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add($"{key}: '{file}' cannot be read: {e.Message}");
            return null;
        }
    }

    private static void CheckKey(IConfigurationSection section, string key, HashSet<string> keys, ICollection<string> errors)
    {
        if (!IsWellFormed(key))
            errors.Add($"{section.Path}: '{key}' is no facet key; use a to z, 0 to 9 and single _, beginning with a letter, not ending with _exact");
        else if (ReservedKeys.Contains(key))
            errors.Add($"{section.Path}: '{key}' is a parameter of the search itself; choose another key");
        else if (!keys.Add(key))
            errors.Add($"{section.Path}: '{key}' is the key or a former key of another facet; keys are unique");
    }

    private static bool IsWellFormed(string key) =>
        KeyPattern().IsMatch(key) && !key.Contains("__", StringComparison.Ordinal) && !key.EndsWith("_exact", StringComparison.Ordinal);

    /// <summary>Whether a facet may be called so.</summary>
    public static bool IsKey(string key) => IsWellFormed(key) && !ReservedKeys.Contains(key);

    private static T Choice<T>(IConfigurationSection section, string name, T fallback, ICollection<string> errors) where T : struct, Enum
    {
        if (section[name] is not { } text)
            return fallback;
        foreach (var value in Enum.GetValues<T>())
            if (Name(value).Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        errors.Add($"{section.Path}:{name}: '{text}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Name))}");
        return fallback;
    }

    private static int Integer(IConfigurationSection section, string name, int fallback, int low, int high, ICollection<string> errors)
    {
        if (section[name] is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high)
            return value;
        errors.Add($"{section.Path}:{name}: '{text}' is not a whole number from {low} to {high}");
        return fallback;
    }

    private static bool Flag(IConfigurationSection section, string name, bool fallback, ICollection<string> errors)
    {
        if (section[name] is not { } text)
            return fallback;
        if (bool.TryParse(text, out var value))
            return value;
        errors.Add($"{section.Path}:{name}: '{text}' is neither true nor false");
        return fallback;
    }

    private static List<string> List(IConfigurationSection section, string name, ICollection<string> errors)
    {
        if (section[name] is { Length: > 0 } text)
            errors.Add($"{section.Path}:{name}: '{text}' is not a list; give its elements as {section.Path}:{name}:0 and so on");
        return [.. section.GetSection(name).GetChildren().Select(c => c.Value?.Trim()).OfType<string>().Where(v => v.Length > 0)];
    }

    /// <summary>The name of an enumeration's value in configuration, URLs and JSON.</summary>
    public static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Humanized(string key) => char.ToUpperInvariant(key[0]) + key[1..].Replace('_', ' ');

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();
}
