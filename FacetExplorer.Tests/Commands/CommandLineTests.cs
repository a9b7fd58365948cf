using FacetExplorer.Tests.Import;

namespace FacetExplorer.Tests.Commands;

/// <summary>Runs the verbs in this process, with what they print caught.</summary>
[Collection("console")]
public sealed class CommandLineTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private Task<(int Code, string Text)> Run(params string[] args) => Verbs.RunAsync([.. args, "--catalog", _catalog.Folder]);

    [Fact]
    public async Task Import_TellsWhatItDid_ByTextAndExitCode()
    {
        var good = _catalog.Write("samples.jsonl", """{"accession": "S1"}""");
        var bad = _catalog.Write("bad/samples.jsonl", """{"accession": "S2"}""", "{}");
        Assert.Equal((0, true), With(await Run("import", good), "1 samples"));
        Assert.Equal((0, true), With(await Run("import", good), "Nothing is new: generation 1 stays current"));
        Assert.Equal((1, true), With(await Run("import", bad), "line 2: no accession"));
        Assert.Equal((2, true), With(await Run("import", bad, "--lenient", "--dry-run"), "this would be generation 2"));
        Assert.Equal((2, true), With(await Run("import", bad, "--lenient"), "1 records refused"));
        Assert.Equal((1, true), With(await Run("import", _catalog.PathOf("none")), "does not exist"));
        Assert.Equal((1, true), With(await Run("import"), "Required argument"));
        Assert.Equal((1, true), With(await Run("import", good, "--format", "xml"), "refinebio"));
        Assert.Equal((1, true), With(await Run("import", good, "--Import:Priority:0", " "), "Import:Priority:0"));
        Assert.Equal((0, true), With(await Run("verify"), "is sound: generation 2"));
    }

    [Fact]
    public async Task Verify_FailsOnDamage()
    {
        Assert.Equal((1, true), With(await Run("verify"), "There is no catalog"));
        await Run("import", _catalog.Write("samples.jsonl", """{"accession": "S1"}"""));
        var bytes = File.ReadAllBytes(_catalog.Files.GenerationFile(1));
        bytes.AsSpan(bytes.Length / 2).Fill(1);
        File.WriteAllBytes(_catalog.Files.GenerationFile(1), bytes);
        Assert.Equal((1, true), With(await Run("verify"), "is damaged"));
    }

    [Fact]
    public async Task Verify_ChecksOlderGenerationsAndIndexesToo()
    {
        await Run("import", _catalog.Write("samples.jsonl", """{"accession": "S1"}"""));
        await Run("import", _catalog.Write("samples.jsonl", """{"accession": "S2"}"""));
        Assert.Equal((0, true), With(await Run("verify"), "generation-000001.db is sound"));
        File.AppendAllText(_catalog.Files.FileBeside(2, "text.db"), "x");
        Assert.Equal((1, true), With(await Run("verify"), "generation-000002.text.db is not as it was written"));
        await Run("index");
        Assert.Equal(0, (await Run("verify")).Code);
        File.AppendAllText(_catalog.Files.GenerationFile(1), "x");
        Assert.Equal(0, (await Run("index")).Code);
        var (code, text) = await Run("verify");
        Assert.Equal((1, true, true), (code, text.Contains("generation-000001.db is damaged", StringComparison.Ordinal), text.Contains("generation-000002.db is sound", StringComparison.Ordinal)));
        File.AppendAllText(_catalog.Files.GenerationFile(2), "x");
        Assert.Equal((1, true), With(await Run("index"), "generation-000002.db is damaged"));
        Assert.Equal((1, true), With(await Run("facets", "check"), "generation-000002.db is damaged"));
    }

    [Fact]
    public async Task Backup_AndRestore_TellWhatTheyDid()
    {
        var zip = _catalog.PathOf("state.zip");
        Assert.Equal((1, true), With(await Run("backup", zip), "There is no catalog"));
        await Run("import", _catalog.Write("samples.jsonl", """{"accession": "S1"}"""));
        Assert.Equal((1, true), With(await Run("backup", Path.Combine(_catalog.Folder, "state.zip")), "name a file elsewhere"));
        Assert.Equal((0, true), With(await Run("backup", zip), "generation 1 current"));
        Assert.Equal((1, true), With(await Run("restore", zip), "is not empty"));
        Assert.Equal((0, true), With(await Run("restore", zip, "--replace"), "is restored: 7 files"));
        Assert.Equal((1, true), With(await Run("restore", _catalog.PathOf("none.zip"), "--replace"), "There is no backup"));
        Assert.Equal((0, true), With(await Run("verify"), "is sound: generation 1"));
    }

    [Fact]
    public async Task Seed_MakesADemo_ButNotOverRealData()
    {
        Assert.Equal((0, true), With(await Run("seed", "--experiments", "30", "--samples", "300"), "300 samples"));
        Assert.Equal((0, true), With(await Run("import", _catalog.Write("samples.jsonl", """{"accession": "S1"}""")), "The demo (generation 1) was replaced"));
        Assert.Equal((1, true), With(await Run("seed"), "real data"));
        Assert.Equal((0, true), With(await Run("seed", "--experiments", "3", "--samples", "9", "--out", _catalog.PathOf("out")), "samples.jsonl"));
        Assert.Equal(9, File.ReadLines(_catalog.PathOf("out/samples.jsonl")).Count());
        Assert.Equal((1, true), With(await Run("seed", "--samples", "0"), "--samples must be at least 1"));
    }

    [Theory]
    [InlineData("improt", "Did you mean \"import\"?")]
    [InlineData("sedd", "Did you mean \"seed\"?")]
    [InlineData("frobnicate", "Commands: serve, import, seed, index, verify")]
    public async Task MistypedVerb_IsRefused(string verb, string answer) => Assert.Equal((1, true), With(await Run(verb), answer));

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0", "stray")]
    [InlineData("--Catalog:Demo=maybe", "Catalog:Demo")]
    [InlineData("--Catalog:Demo", "maybe")]
    [InlineData("serve", "stray")]
    public async Task Serve_RefusesWhatItCannotUse(string first, string second) => Assert.Equal(1, (await Run(first, second)).Code);

    private static (int, bool) With((int Code, string Text) run, string text)
    {
        Assert.Contains(text, run.Text, StringComparison.Ordinal);
        return (run.Code, true);
    }

    public void Dispose() => _catalog.Dispose();
}
