using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FacetExplorer.Facets;
using Microsoft.Extensions.Configuration;

namespace FacetExplorer.Tests.Engines;

/// <summary>A catalog as text: the JSON lines of its records and the configuration of its facets.</summary>
internal sealed record PlainCatalog(IReadOnlyList<string> Experiments, IReadOnlyList<string> Samples, IReadOnlyList<PlainFacet> Facets, string? Counted = null)
{
    public FacetRegistry Registry()
    {
        var settings = Facets.SelectMany((facet, order) => facet.Settings(order)).ToDictionary();
        var errors = new List<string>();
        var registry = FacetRegistry.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), errors);
        Assert.Empty(errors);
        return registry;
    }

    public override string ToString() => new StringBuilder()
        .AppendJoin('\n', Facets).Append(CultureInfo.InvariantCulture, $"\nCatalog:Counted={Counted}\nexperiments.jsonl\n")
        .AppendJoin('\n', Experiments).Append("\nsamples.jsonl\n").AppendJoin('\n', Samples).ToString();
}

internal sealed record PlainFacet(string Key, string Level, string Kind = "terms", string? Interval = null, int Limit = 10)
{
    public string[] Fields { get; init; } = [];
    public string[] FormerKeys { get; init; } = [];

    /// <summary>Of a tree whose values are paths.</summary>
    public string? Separator { get; init; }

    /// <summary>Of a tree whose parents stand in a file: lines of a value, a tab and a parent.</summary>
    public string? Parents { get; init; }

    public IEnumerable<string> Sources => Fields.Length > 0 ? Fields : [Key];
    public bool OfSamples => Level == "sample";

    public IEnumerable<KeyValuePair<string, string?>> Settings(int order)
    {
        var settings = new List<(string Name, object? Value)> { ("Order", order), ("Level", Level), ("Kind", Kind), ("Interval", Interval), ("Limit", Limit), ("Separator", Separator), ("Parents", Parents) };
        settings.AddRange(Fields.Select((field, i) => ($"Fields:{i}", (object?)field)));
        settings.AddRange(FormerKeys.Select((key, i) => ($"FormerKeys:{i}", (object?)key)));
        return settings.Where(s => s.Value is not null)
            .Select(s => KeyValuePair.Create($"Facets:{Key}:{s.Name}", Convert.ToString(s.Value, CultureInfo.InvariantCulture)));
    }

    private static readonly Lazy<List<string[]>> ParentLines = new(() => [.. File.ReadAllLines(RandomCatalog.ParentsFile).Select(line => line.Split('\t')).Where(p => p.Length == 2)]);

    /// <summary>A value with all that lies above it.</summary>
    public IEnumerable<string> WithAbove(string value)
    {
        var all = new List<string> { value };
        if (Separator is not null)
            for (var path = value; path.Split(Separator) is { Length: > 1 } steps;)
            {
                path = string.Join(Separator, steps.SkipLast(1)).TrimEnd();
                while (path.EndsWith(Separator, StringComparison.Ordinal))
                    path = path.Remove(path.Length - Separator.Length).TrimEnd();
                if (path.Length > 0)
                    all.Add(path);
            }
        for (var grown = 0; Parents is not null && grown != all.Count;)
        {
            grown = all.Count;
            all.AddRange(ParentLines.Value.Where(p => all.Contains(p[0])).Select(p => p[1]).Except(all).ToList());
        }
        return all;
    }

    public override string ToString() =>
        $"{Key} ({Level}, {Kind}, interval {Interval}, limit {Limit}, separator {Separator}, parents {Parents}, fields {string.Join('|', Sources)}, formerly {string.Join('|', FormerKeys)})";
}

/// <summary>An experiment or a sample as the oracle sees it.</summary>
internal sealed class PlainRecord
{
    public required string Accession { get; init; }
    public List<string> Alternates { get; private init; } = [];
    public Dictionary<string, List<string>> Fields { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Samples { get; private init; } = [];

    public static PlainRecord Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var record = new PlainRecord
        {
            Accession = Clean(root.GetProperty("accession").GetString()!),
            Alternates = List(root, "alternate_accessions"),
            Samples = [.. List(root, "sample_accession_codes")],
        };
        foreach (var property in root.EnumerateObject())
            if (property.Name is not ("accession" or "alternate_accessions" or "sample_accession_codes"))
                record.Fields[property.Name] = [.. Values(property.Value).Distinct(StringComparer.Ordinal)];
        return record;
    }

    /// <summary>What is kept of a line beside its accession and samples, as JSON.</summary>
    public static string FieldsOf(string line)
    {
        var fields = JsonNode.Parse(line)!.AsObject();
        fields.Remove("accession");
        fields.Remove("sample_accession_codes");
        return fields.ToJsonString();
    }

    /// <summary>Trimmed, composed.</summary>
    public static string Clean(string text) => text.Trim().Normalize(NormalizationForm.FormC);

    private static List<string> List(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) ? [.. Values(list)] : [];

    private static IEnumerable<string> Values(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return json.EnumerateArray().SelectMany(Values);
        var text = json.ValueKind switch
        {
            JsonValueKind.String => Clean(json.GetString()!),
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };
        return text.Length == 0 ? [] : [text];
    }
}
