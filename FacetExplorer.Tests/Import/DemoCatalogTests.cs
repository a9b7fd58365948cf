using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FacetExplorer.Import.Demo;

namespace FacetExplorer.Tests.Import;

public sealed class DemoCatalogTests : IDisposable
{
    private readonly TempCatalog _folder = new();

    [Fact]
    public void SameSeed_SameBytes_InEveryCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var first = Bytes(new DemoSize());
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal(first, Bytes(new DemoSize()));
            Assert.NotEqual(first, Bytes(new DemoSize(Seed: 2)));
            Assert.Equal(Checksum, first);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private const string Checksum = "5ceeb91d7e3555063bfc94bfb54a150a66a07198516c2d1b319d48e63d8eab57";

    private string Bytes(DemoSize size)
    {
        DemoCatalog.Write(_folder.PathOf("demo"), size);
        return Convert.ToHexStringLower(SHA256.HashData([.. File.ReadAllBytes(_folder.PathOf("demo/experiments.jsonl")), .. File.ReadAllBytes(_folder.PathOf("demo/samples.jsonl"))]));
    }

    [Fact]
    public void Demo_IsAsDescribed()
    {
        DemoCatalog.Write(_folder.PathOf("demo"), new DemoSize());
        var experiments = Lines("demo/experiments.jsonl");
        var samples = Lines("demo/samples.jsonl").ToDictionary(sample => Text(sample, "accession"));
        Assert.Equal((2400, 60_000), (experiments.Count, samples.Count));
        var sizes = experiments.Select(experiment => Listed(experiment).Count).Order().ToList();
        Assert.Equal(7, sizes[sizes.Count / 2]);
        Assert.InRange(sizes.Count(size => size > 500), 5, 20);
        Assert.All(experiments, experiment => Assert.Matches("^DEMO-E[0-9]{4}$", Text(experiment, "accession")));
        foreach (var field in new[] { "disease", "tissue", "sex" })
            Assert.InRange(samples.Values.Count(sample => !sample.TryGetProperty(field, out _)) / 60_000.0, 0.60, 0.95);
        Assert.Equal(5, samples.Values.Select(sample => Text(sample, "disease")).Where(IsControl).Distinct().Count());
        foreach (var absent in new[] { "title", "published" })
            Assert.Contains(experiments, experiment => !experiment.TryGetProperty(absent, out _));
        Assert.Contains(0, sizes);
        var years = experiments.Select(experiment => Text(experiment, "published")).Where(date => date.Length > 0).Select(date => date[..4]).ToHashSet();
        Assert.Equal(("2001", "2026", 26), (years.Min(), years.Max(), years.Count));
        Assert.Contains(samples.Values, sample => sample.GetProperty("organism").ValueKind == JsonValueKind.Array);

        var glioblastoma = Containing(experiments, samples, "disease", "glioblastoma");
        Assert.Equal([120, 80, 60, 260, 220], glioblastoma.Select(experiment => Listed(experiment).Count));
        Assert.Equal(360, glioblastoma.SelectMany(Listed).Distinct().Count());
        Assert.Equal(210, samples.Values.Count(sample => Text(sample, "disease") == "glioblastoma"));

        var liver = Containing(experiments, samples, "tissue", "liver");
        Assert.InRange(samples.Values.Count(sample => Text(sample, "tissue") == "liver"), 24, 99);
        Assert.InRange(liver.SelectMany(Listed).Distinct().Count(), 4000, 9999);
        var atlas = experiments.Single(experiment => Text(experiment, "title").StartsWith("An atlas", StringComparison.Ordinal));
        Assert.Equal((4000, 50), (Listed(atlas).Count, Listed(atlas).Select(sample => Text(samples[sample], "tissue")).Distinct().Count()));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 50)]
    [InlineData(60, 1200)]
    [InlineData(200, 9000)]
    public void Size_IsAsAsked(int experiments, int samples)
    {
        DemoCatalog.Write(_folder.PathOf("demo"), new DemoSize(experiments, samples));
        Assert.Equal((experiments, samples), (Lines("demo/experiments.jsonl").Count, Lines("demo/samples.jsonl").Count));
    }

    private static bool IsControl(string disease) => disease.StartsWith("c", StringComparison.OrdinalIgnoreCase) && (disease.Contains("trl", StringComparison.Ordinal) || disease.StartsWith("control", StringComparison.OrdinalIgnoreCase));

    private List<JsonElement> Lines(string name) => [.. File.ReadLines(_folder.PathOf(name)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static List<string> Listed(JsonElement experiment) => [.. experiment.GetProperty("sample_accession_codes").EnumerateArray().Select(code => code.GetString()!)];

    private static List<JsonElement> Containing(List<JsonElement> experiments, Dictionary<string, JsonElement> samples, string field, string value) =>
        [.. experiments.Where(experiment => Listed(experiment).Any(sample => Text(samples[sample], field) == value))];

    private static string Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public void Dispose() => _folder.Dispose();
}
