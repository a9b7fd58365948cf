using System.Globalization;
using System.Text;
using System.Text.Json;
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

    public IEnumerable<string> Sources => Fields.Length > 0 ? Fields : [Key];
    public bool OfSamples => Level == "sample";

    public IEnumerable<KeyValuePair<string, string?>> Settings(int order)
    {
        var settings = new List<(string Name, object? Value)> { ("Order", order), ("Level", Level), ("Kind", Kind), ("Interval", Interval), ("Limit", Limit) };
        settings.AddRange(Fields.Select((field, i) => ($"Fields:{i}", (object?)field)));
        settings.AddRange(FormerKeys.Select((key, i) => ($"FormerKeys:{i}", (object?)key)));
        return settings.Where(s => s.Value is not null)
            .Select(s => KeyValuePair.Create($"Facets:{Key}:{s.Name}", Convert.ToString(s.Value, CultureInfo.InvariantCulture)));
    }

    public override string ToString() =>
        $"{Key} ({Level}, {Kind}, interval {Interval}, limit {Limit}, fields {string.Join('|', Sources)}, formerly {string.Join('|', FormerKeys)})";
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
