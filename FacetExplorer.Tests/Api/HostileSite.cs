using System.Text.Json;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

/// <summary>A site whose values and names of fields are what formats stumble over.</summary>
public sealed class HostileSite : Site
{
    private static readonly string[] Values =
    [
        "+/+", "SEPT8", "1E5", "0012", "TRUE", "2014-05-20", "=HYPERLINK(\"http://x\",\"y\")", "@SUM(A1)", "-1", "'tis", "＝1", "a,b;c", "say \"hi\"", "\"", "two\nlines", "two\r\nlines",
        "a\ttab", "pipe|d", "|", "back\\slash", "\\", "\\n", "\\|", "a\\", "Größe-Ψ-日本", "🧬 𝒳", "e\u0301\u0323 x", "\u202Eright to left", new string('x', 100_000), "NULL", "#N/A",
    ];

    private static readonly string[] Names = ["note", "=cmd", "name,with \"quotes\"", "tab\tand|pipe", "experiments", "fields.note", "fields.experiments", "notice", "größe"];

    /// <summary>One sample a value, and one that has all of them.</summary>
    private static readonly List<(string Accession, Dictionary<string, List<string>> Fields)> Samples =
    [
        .. Values.Select((value, i) => ($"s{i:00}", new Dictionary<string, List<string>> { [Names[i % Names.Length]] = [value.Normalize()] })),
        ("s99", Names.ToDictionary(name => name, _ => Values.Select(v => v.Normalize()).ToList())),
    ];

    /// <summary>What a download of samples has to say, under the names that columns have.</summary>
    public static IEnumerable<Dictionary<string, List<string>>> Expected => Samples.Select(sample =>
    {
        var row = sample.Fields.ToDictionary(f => f.Key == "experiments" || f.Key.StartsWith("fields.", StringComparison.Ordinal) ? $"fields.{f.Key}" : f.Key, f => f.Value);
        row["accession"] = [sample.Accession];
        row["experiments"] = ["=E|1"];
        return row;
    });

    protected override Task PrepareAsync() => ImportAsync(
        JsonSerializer.Serialize(new { accession = "=E|1", sample_accession_codes = Samples.Select(s => s.Accession) }),
        string.Join('\n', Samples.Select(s => JsonSerializer.Serialize(
            s.Fields.ToDictionary(f => f.Key, f => (object)f.Value.Select(v => $"  {v} ")).Append(new("accession", s.Accession)).ToDictionary()))));
}
