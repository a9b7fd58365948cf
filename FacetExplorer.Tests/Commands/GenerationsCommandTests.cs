using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Import;
using FacetExplorer.Tests.Import;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Commands;

/// <summary><c>generations</c>: the catalog's versions.</summary>
[Collection("console")]
public sealed class GenerationsCommandTests : IDisposable
{
    private readonly TempCatalog _catalog = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<string> Run(int code, params string[] args)
    {
        var run = await Verbs.RunAsync(["generations", .. args, "--catalog", _catalog.Folder]);
        Assert.True(code == run.Code, run.Text);
        return run.Text;
    }

    private void Import(params string[] experiments) => _catalog.Import(
        new ImportRequest([_catalog.Write("experiments.jsonl", experiments)]) { Source = "lab", IsWhole = true, AcceptRemovals = true });

    private void ImportNumbers(int from, int to)
    {
        for (var number = from; number <= to; number++)
            Import($$"""{"accession": "E1", "title": "{{number}}"}""");
    }

    private int[] Numbers => [.. _catalog.Files.Numbers()];

    [Fact]
    public async Task List_HasARowForEach()
    {
        Assert.Contains("There is no generation in", await Run(0, "list"), StringComparison.Ordinal);
        Import("""{"accession": "E1", "sample_accession_codes": ["S1", "S2"]}""", """{"accession": "E2", "sample_accession_codes": ["S2"]}""");
        ImportNumbers(2, 3);
        await Run(0, "keep", "1");
        File.WriteAllText(_catalog.Files.GenerationFile(2), "no database");
        var lines = (await Run(0)).TrimEnd().Split('\n');
        Assert.Equal(lines, (await Run(0, "list")).TrimEnd().Split('\n'));
        Assert.Equal(4, lines.Length);
        Assert.Matches(@"^     1  2026-11-22 12:00 +2 +2 +3 +\d+ +0\.1 MB  kept$", lines[1]);
        Assert.Contains("cannot be read", lines[2], StringComparison.Ordinal);
        Assert.Matches(@"^     3  .* MB  current$", lines[3]);
    }

    [Fact]
    public async Task Diff_NamesWhatIsDifferent()
    {
        Import("""{"accession": "E1", "title": "one", "sample_accession_codes": ["S1", "S2"]}""", """{"accession": "E2", "sample_accession_codes": ["S2"]}""", """{"accession": "E3", "title": "three"}""");
        var file = _catalog.Write("experiments.jsonl",
            """{"accession": "E4", "sample_accession_codes": ["S9", "S\"3", "S2"]}""", """{"accession": "E3", "title": "drei"}""", """{"accession": "E1", "title": "one", "sample_accession_codes": ["S2"]}""");
        _catalog.Import(new ImportRequest([file]) { Replace = true });
        var text = await Run(0, "diff", "1", "2");
        foreach (var line in new[]
        {
            "experiments: 1 added, 1 changed, 1 removed, 1 unchanged", "    added: E4\n    changed: E3\n    removed: E2\n",
            "samples: 2 added, 0 changed, 1 removed, 1 unchanged", "    added: S\"3, S9\n    removed: S1\n",
            "memberships: 3 added, 2 removed, 1 unchanged", "    added: S\"3 in E4, S2 in E4, S9 in E4\n    removed: S1 in E1, S2 in E2\n",
        })
            Assert.Contains(line, text, StringComparison.Ordinal);
        var json = JsonSerializer.Deserialize<JsonElement>(await Run(0, "diff", "1", "2", "--json"));
        Assert.True(JsonElement.DeepEquals(json, JsonSerializer.Deserialize<JsonElement>(
            """
            {
              "from": 1, "to": 2, "experiments": {"added": ["E4"], "changed": ["E3"], "removed": ["E2"]}, "samples": {"added": ["S\"3", "S9"], "changed": [], "removed": ["S1"]},
              "memberships": {
                "added": [{"sample": "S\"3", "experiment": "E4"}, {"sample": "S2", "experiment": "E4"}, {"sample": "S9", "experiment": "E4"}],
                "removed": [{"sample": "S1", "experiment": "E1"}, {"sample": "S2", "experiment": "E2"}]
              }
            }
            """)), json.ToString());
        Assert.Contains("0 added, 0 changed, 0 removed, 3 unchanged", await Run(0, "diff", "2", "2"), StringComparison.Ordinal);
        Assert.Contains("There is no generation 7", await Run(1, "diff", "1", "7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_LeavesTheLastOnes_TheCurrent_TheKept_AndThoseThatAreRead()
    {
        ImportNumbers(1, 1);
        await Run(0, "keep", "1");
        ImportNumbers(2, 6);
        Assert.Equal([1, 4, 5, 6], Numbers);
        using (CatalogReader.Open(_catalog.Files.GenerationFile(4)))
            Assert.Equal("Removed: 5.\nStay, as they are being read: 4.\n", await Run(0, "prune", "--last", "1"));
        await Run(0, "rollback", "4");
        Assert.Equal("No generation was removed.\n", await Run(0, "prune", "--last", "1"));
        Assert.Equal([1, 4, 6], Numbers);
        await Run(0, "keep", "1", "--no");
        Assert.Equal("Removed: 1, 6.\n", await Run(0, "prune", "--last", "0"));
        Assert.Contains("at least 0", await Run(1, "prune", "--last", "-1"), StringComparison.Ordinal);
        Assert.Equal(["current", "generation-000004.db", "generation-000004.db.sha256", "import.lock"], Directory.GetFiles(_catalog.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Rollback_MakesAnOlderOneCurrent_AndTheNextImportCountsOn()
    {
        Assert.Contains("There is no generation before", await Run(1, "rollback"), StringComparison.Ordinal);
        ImportNumbers(1, 3);
        Assert.Equal("Generation 2 is current; the next import makes generation 4.\n", await Run(0, "rollback"));
        Assert.Equal([1, 2, 3], Numbers);
        Import("""{"accession": "E1", "title": "2"}""");
        Assert.Equal((2, 3), (_catalog.Files.CurrentNumber(), Numbers.Length));
        Assert.Contains("Generation 3 is current", await Run(0, "rollback", "3"), StringComparison.Ordinal);
        await Run(0, "rollback", "1");
        File.WriteAllText(_catalog.Files.GenerationFile(4), "what a killed import left");
        Import("""{"accession": "E7"}""");
        Assert.Equal(4, _catalog.Files.CurrentNumber());
        Assert.Equal([2, 3, 4], Numbers);
        using var reader = _catalog.Open();
        Assert.Equal((4, "E7"), (reader.Generation.Number, Assert.Single(reader.Experiments(Cancel)).Accession));
        Assert.Contains("There is no generation 9", await Run(1, "rollback", "9"), StringComparison.Ordinal);
        File.WriteAllText(_catalog.Files.GenerationFile(3), "damaged");
        Assert.Contains("damaged and was not made current", await Run(1, "rollback", "3"), StringComparison.Ordinal);
        Assert.Equal(4, _catalog.Files.CurrentNumber());
    }

    [Fact]
    public async Task WhileAnImportRuns_NothingIsChanged()
    {
        ImportNumbers(1, 2);
        using var import = _catalog.Prepare(new ImportRequest([_catalog.Write("samples.jsonl", """{"accession": "S1"}""")]));
        foreach (var verb in new[] { "rollback", "prune", "keep 1" })
            Assert.Contains("Another import", await Run(4, verb.Split(' ')), StringComparison.Ordinal);
        Assert.EndsWith("never current", (await Run(0, "list")).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARunningServer_FollowsARollback()
    {
        ImportNumbers(1, 2);
        await using var server = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder.UseSetting("Catalog:Path", _catalog.Folder));
        using var client = server.CreateClient();
        Assert.Contains("\"title\":\"2\"", await client.GetStringAsync("/api/search/E1/", Cancel), StringComparison.Ordinal);
        var changed = new TaskCompletionSource();
        server.Services.GetRequiredService<GenerationStore>().Changed += changed.SetResult;
        await Run(0, "rollback");
        await changed.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.Contains("\"title\":\"1\"", await client.GetStringAsync("/api/search/E1/", Cancel), StringComparison.Ordinal);
    }

    public void Dispose() => _catalog.Dispose();
}
