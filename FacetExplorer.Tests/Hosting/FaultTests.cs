using System.Net;
using System.Net.Http.Json;
using FacetExplorer.Benchmarks;
using FacetExplorer.Benchmarks.Running;
using FacetExplorer.Commands;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Import;
using FacetExplorer.Tests.Commands;
using FacetExplorer.Tests.Import;

namespace FacetExplorer.Tests.Hosting;

/// <summary>What the machine and its operator get wrong: each is said in one clear line.</summary>
[Collection("console")]
public sealed class FaultTests : IDisposable
{
    /// <summary>Linux lets nobody write here, whoever asks.</summary>
    private const string Forbidden = "/sys/facetexplorer", ForbiddenFile = "/sys/kernel/notes";

    private readonly TempCatalog _catalog = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_folder_that_cannot_be_written_is_named_with_what_to_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has such a folder.");
        var (code, text) = await Verbs.RunAsync("serve", "--catalog", Forbidden, "--urls", "http://127.0.0.1:0", "--Metrics:Url=");
        Assert.Equal((1, 1), (code, text.Trim().Split('\n').Length));
        Assert.StartsWith($"The state folder {Forbidden} cannot be written, where keys and readers' lists are kept: ", text, StringComparison.Ordinal);
        Assert.EndsWith("or name another with --catalog.", text.Trim(), StringComparison.Ordinal);

        (code, text) = await Verbs.RunAsync("import", _catalog.Write("samples.jsonl", """{"accession": "S1"}"""), "--catalog", Forbidden);
        Assert.Equal(1, code);
        Assert.StartsWith($"The folder {Forbidden} cannot be written: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_written_is_not_taken_for_another_import()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has such a file.");
        Directory.CreateDirectory(_catalog.Folder);
        File.CreateSymbolicLink(_catalog.Files.LockFile, ForbiddenFile);
        var (code, text) = await Verbs.RunAsync("import", _catalog.Write("samples.jsonl", """{"accession": "S1"}"""), "--catalog", _catalog.Folder);
        Assert.Equal(1, code);
        Assert.StartsWith($"The folder {_catalog.Folder} cannot be written: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_full_disk_it_is_served_on_and_only_what_must_be_kept_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux limits files so.");
        await KilledImports.ImportAsync(_catalog.Folder, _catalog.Write("experiments.jsonl", """{"accession": "E1", "sample_accession_codes": ["S1"]}"""), Cancel);
        await using var server = await ServerProcess.StartAsync(_catalog.Folder, ["--Shutdown:UnreadySeconds=0"], Cancel, "trap '' XFSZ; ulimit -f 0;");
        using var client = new HttpClient { BaseAddress = server.Address };
        using var kept = await client.PostAsJsonAsync("/api/lists", new { accessions = (string[])["S1"] }, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, kept.StatusCode);
        Assert.Contains("The list could not be kept", await kept.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("S1", await client.GetStringAsync("/api/samples", Cancel), StringComparison.Ordinal);
        await server.TerminateAsync(Cancel);
        Assert.Equal(0, await server.EndAsync(Cancel));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_changes_no_order_and_hides_no_change()
    {
        var table = _catalog.Write("lab.csv", "Sample,Tissue", "S1,liver");
        _catalog.Write("lab.csv.mapping.json", """{"columns": {"Sample": {"field": "accession"}, "Tissue": {"field": "tissue"}}}""");
        _catalog.Now = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _catalog.Import(table);
        _catalog.Now = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        Assert.Null(await new Importer(_catalog.Files, new ImportOptions(), TimeProvider.System).FindUnchangedAsync(new ImportRequest([table]), Cancel));

        _catalog.Import(_catalog.Write("more.jsonl", """{"accession": "S2"}"""));
        Assert.Equal(2, _catalog.Files.CurrentNumber());
        using var reader = _catalog.Open();
        Assert.Equal((2, 2, 2026), (reader.Generation.Number, reader.Generation.Samples, reader.Generation.CreatedAt.Year));
        var (code, text) = await Verbs.RunAsync("generations", "list", "--catalog", _catalog.Folder);
        Assert.Equal(0, code);
        Assert.True(text.IndexOf("2040-01-01", StringComparison.Ordinal) is > 0 and var first && first < text.IndexOf("2026-11-23", StringComparison.Ordinal), text);
        Assert.Equal((0, true), ((await Verbs.RunAsync("generations", "rollback", "--catalog", _catalog.Folder)).Code, _catalog.Files.CurrentNumber() == 1));
    }

    [Fact]
    public void A_failure_is_told_again_after_a_minute_whatever_the_clock_says()
    {
        var (clock, log) = (new TestClock(), new LogLines());
        var failures = new FailureLog(log, clock);
        foreach (var jump in new[] { 0, -365, 730 })
        {
            clock.Jump = TimeSpan.FromDays(jump);
            failures.Failed(ElasticsearchException.Late("4 s"));
            failures.Answered();
            clock.Advance(TimeSpan.FromSeconds(61));
        }
        Assert.Equal(3, log.Lines.Count(line => line.EndsWith("4 s", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Metrics:Url", "--urls=http://127.0.0.1:9464")]
    [InlineData("Metrics:Url", "--Metrics:Url=https://127.0.0.1:9464")]
    [InlineData("Metrics:Url", "--Metrics:Url=9464")]
    [InlineData("Metrics:Url", "--Metrics:Url=http://127.0.0.1:9464/metrics")]
    [InlineData("Proxy:Hops", "--Proxy:Hops=2")]
    [InlineData("Elasticsearch:SearchTimeoutSeconds", "--Search:Engine=Elasticsearch", "--Elasticsearch:SearchTimeoutSeconds=31")]
    [InlineData("Shutdown:RequestSeconds", "--Shutdown:RequestSeconds=0")]
    [InlineData("Logs:Format", "--Logs:Format=xml")]
    public void Settings_that_cannot_be_right_together_are_named(string named, params string[] switches)
    {
        var mistake = Assert.Single(Assert.Throws<ConfigurationException>(() => Settings.Load(switches, null)).Mistakes);
        Assert.StartsWith(named, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake);
    }

    [Fact]
    public void Metrics_can_be_switched_off() => Assert.Equal("", Settings.Load(["--Metrics:Url=", "--urls=http://127.0.0.1:9464"], null).Metrics.Url);

    public void Dispose() => _catalog.Dispose();
}
