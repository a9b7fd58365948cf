using System.Text.Json;
using FacetExplorer.Tests.Import;

namespace FacetExplorer.Tests.Commands;

[Collection("console")]
public sealed class FacetsCommandTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private Task<(int Code, string Text)> Run(params string[] args) => Verbs.RunAsync(["facets", .. args, "--catalog", _catalog.Folder]);

    private Task<(int Code, string Text)> RunWith(string settings, params string[] args) =>
        Verbs.RunAsync(["facets", .. args, "--catalog", _catalog.Folder, .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => "--" + s)]);

    /// <summary>100 samples in 10 experiments.</summary>
    private void Import(Func<int, object> sample, Func<int, object>? experiment = null)
    {
        _catalog.Write("data/experiments.jsonl", [.. Enumerable.Range(0, 10).Select(i => With(JsonSerializer.SerializeToNode(experiment?.Invoke(i) ?? new { })!,
            ("accession", $"E{i}"), ("sample_accession_codes", Enumerable.Range(10 * i, 10).Select(s => $"S{s}").ToArray())))]);
        _catalog.Write("data/samples.jsonl", [.. Enumerable.Range(0, 100).Select(i => With(JsonSerializer.SerializeToNode(sample(i))!, ("accession", $"S{i}")))]);
        _catalog.Import(_catalog.PathOf("data"));
    }

    private static string With(System.Text.Json.Nodes.JsonNode record, params (string Name, object Value)[] more)
    {
        foreach (var (name, value) in more)
            record[name] = JsonSerializer.SerializeToNode(value);
        return record.ToJsonString();
    }

    private static string LineOf(string text, string field) => Assert.Single(text.Split('\n'), line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var name, ..] && name == field);

    [Fact]
    public async Task Suggest_KnowsKinds_SaysWhatItSkipsAndWhy()
    {
        Import(i => new
        {
            organism = i % 2 == 0 ? "mouse" : "rat",
            cell_line = new[] { "HeLa", "K562", "MCF7" }[i % 3],
            age = i % 7 == 0 ? "" : (20 + i * 0.5).ToString(System.Globalization.CultureInfo.InvariantCulture),
            treated = i % 3 == 0,
            barcode = $"code {i}",
            collected = $"20{10 + i % 10}-03-01",
            lab = "ours",
            rare = i == 5 ? "yes" : null,
            pubmed_id = 10_000 + i / 3,
            year = 2001 + i % 20,
        });
        var (code, text) = await Run("suggest");
        Assert.Equal(0, code);
        Assert.Contains("is facet organism", LineOf(text, "organism"), StringComparison.Ordinal);
        Assert.Matches(@"100%\s+3\s+terms\s+HeLa \(34\), K562 \(33\), MCF7 \(33\)", LineOf(text, "cell_line"));
        Assert.Matches(@"85%\s+85\s+number", LineOf(text, "age"));
        Assert.Matches(@"2\s+boolean", LineOf(text, "treated"));
        Assert.Matches(@"10\s+date", LineOf(text, "collected"));
        Assert.Matches(@"20\s+date", LineOf(text, "year"));
        Assert.Contains("skipped: nearly every value is there once only", LineOf(text, "barcode"), StringComparison.Ordinal);
        Assert.Contains("skipped: always the same value", LineOf(text, "lab"), StringComparison.Ordinal);
        Assert.Contains("skipped: always the same value", LineOf(text, "rare"), StringComparison.Ordinal);
        Assert.Contains("skipped: numbers that are names", LineOf(text, "pubmed_id"), StringComparison.Ordinal);

        var facets = JsonDocument.Parse(text[text.IndexOf("{\n", StringComparison.Ordinal)..]).RootElement.GetProperty("Facets");
        Assert.Equal(["age", "cell_line", "collected", "treated", "year"], facets.EnumerateObject().Select(facet => facet.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("sample", "number", "5"), (facets.GetProperty("age").GetProperty("Level").GetString(), facets.GetProperty("age").GetProperty("Kind").GetString(), facets.GetProperty("age").GetProperty("Interval").GetString()));
    }

    [Fact]
    public async Task WhatIsSuggested_IsConfigurationThatCheckFindsGood()
    {
        Import(i => new Dictionary<string, object> { ["Cell line (ID)"] = $"line {i % 4}", ["q"] = i % 2 == 0 ? "a" : "b", ["1st"] = $"v{i % 3}", ["cell-line id"] = $"x{i % 5}", ["dose_exact"] = i % 9 },
            i => new { dose_exact = $"level {i % 2}" });
        var (_, text) = await Run("suggest");
        var pasted = JsonDocument.Parse(text[text.IndexOf("{\n", StringComparison.Ordinal)..]).RootElement.GetProperty("Facets");
        var switches = from facet in pasted.EnumerateObject()
                       from setting in facet.Value.EnumerateObject()
                       from value in setting.Value.ValueKind == JsonValueKind.Array ? setting.Value.EnumerateArray().Select((v, i) => ($":{i}", v.GetString()!)) : [("", setting.Value.GetString()!)]
                       select $"--Facets:{facet.Name}:{setting.Name}{value.Item1}={value.Item2}";
        Assert.Equal(["cell_line_id", "cell_line_id_2", "dose_exact_field", "dose_exact_field_2", "field_1st", "q_field"], pasted.EnumerateObject().Select(facet => facet.Name).Order(StringComparer.Ordinal));
        var (code, check) = await Run(["check", .. switches]);
        Assert.DoesNotContain("MISTAKE", check, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^cell_line_id\s+sample\s+terms\s+(4|5)\s*$", check);
    }

    [Fact]
    public async Task Check_FindsNoMistakeInWhatIsShipped()
    {
        Import(i => new { organism = i % 2 == 0 ? "mouse" : "rat" });
        var (code, text) = await Run("check");
        Assert.Equal(0, code);
        Assert.Contains("note: disease: empty, as no sample has disease; Facets:disease:Enabled=false", text, StringComparison.Ordinal);
        Assert.Contains("20 of 100 samples, 0.20 a sample. The facet that splits most is organism: without it there would be 10.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Facets:celline:Level=sample", "MISTAKE: celline: no sample has celline; did you mean cell_line?")]
    [InlineData("Facets:colour:Level=sample", "MISTAKE: colour: no sample has colour.")]
    [InlineData("Facets:cell_line:Level=experiment", "MISTAKE: cell_line: only samples have cell_line: set Facets:cell_line:Level to sample")]
    [InlineData("Facets:cell_line:Level=sample Facets:cell_line:Kind=number Facets:cell_line:Interval=1", "MISTAKE: cell_line: 100 values of cell_line (100%) are no number and count as missing, such as \"HeLa\", \"K562\", \"MCF7\"")]
    public async Task Check_NamesAMistake_AndWhatWouldBeRight(string settings, string finding)
    {
        Import(i => new { cell_line = new[] { "HeLa", "K562", "MCF7" }[i % 3] });
        var (code, text) = await RunWith(settings, "check");
        Assert.Equal(1, code);
        Assert.Contains(finding, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Facets:age:Level=sample Facets:age:Kind=number Facets:age:Interval=10", "note: age: 10 values of age (10%) are no number and count as missing, such as \"unknown\".")]
    [InlineData("Facets:age:Level=sample Facets:age:Kind=number Facets:age:Interval=0.001", "10 values of age")]
    [InlineData("Facets:far:Level=sample Facets:far:Kind=number Facets:far:Interval=1", "note: far: 1,200 ranges have values: a wider Facets:far:Interval is easier to read")]
    [InlineData("Facets:barcode:Level=sample", "note: barcode: 1,300 values in 100 samples: few narrow anything")]
    [InlineData("Facets:barcode:Level=sample", "warning: 100 samples fall into 100 cohorts")]
    [InlineData("Facets:barcode:Level=sample", "1.00 a sample. The facet that splits most is barcode: without it there would be 10.")]
    public async Task Check_TellsWhatMayBeMeant_WithoutCallingItAMistake(string settings, string finding)
    {
        Import(i => new
        {
            age = i % 10 == 0 ? "unknown" : $"{i}",
            far = Enumerable.Range(0, 12).Select(n => 1000 * i + n).ToArray(),
            barcode = Enumerable.Range(0, 13).Select(n => $"{i}-{n}").ToArray(),
        });
        var (code, text) = await RunWith(settings, "check");
        Assert.Contains(finding, text, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task WithoutACatalog_BothSayHowToGetOne()
    {
        Assert.Equal(1, (await Run("check")).Code);
        Assert.Contains("import one first", (await Run("suggest")).Text, StringComparison.Ordinal);
    }

    public void Dispose() => _catalog.Dispose();
}
