using FacetExplorer.Commands;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Search;
using FacetExplorer.Tests.Commands;
using FacetExplorer.Tests.Import;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>The verbs with a server.</summary>
[Collection("console")]
public sealed class CommandTests : IDisposable
{
    private readonly TempCatalog _catalog = new();

    private Task<(int Code, string Text)> Run(string verb, string url, string prefix, params string[] args) => Verbs.RunAsync(
        [verb, .. args, "--catalog", _catalog.Folder, "--Search:Engine=Elasticsearch", $"--Elasticsearch:Url={url}", $"--Elasticsearch:IndexPrefix={prefix}"]);

    [Theory]
    [InlineData("7.17.29", "serve", "--urls", "http://127.0.0.1:0", "--Catalog:Demo=false")]
    [InlineData("10.0.0", "serve", "--urls", "http://127.0.0.1:0", "--Catalog:Demo=false")]
    [InlineData("7.17.29", "index")]
    [InlineData("10.0.0", "index")]
    public async Task A_server_of_another_version_is_refused_in_one_line(string version, string verb, params string[] args)
    {
        _catalog.Import(_catalog.Write("samples.jsonl", """{"accession": "S1"}"""));
        await using var server = await MisbehavingServer.StartAsync();
        server.Fault = c => MisbehavingServer.WriteAsync(c, $$$"""{"version":{"number":"{{{version}}}"}}""");

        var (code, text) = await Run(verb, server.Url, "p", args);
        Assert.Equal(1, code);
        Assert.Equal($"The search server's version is not supported. (The server is Elasticsearch {version}; 8.x and 9.x are supported.)", text.Trim());
    }

    [Theory]
    [InlineData("8")]
    [InlineData("9")]
    public async Task Import_and_index_fill_the_servers_index_and_say_so(string which)
    {
        var options = ElasticsearchCatalog.Server(which);
        Assert.Equal((1, true), With(await Run("index", options.Url, options.IndexPrefix), "There is no catalog"));
        var experiments = _catalog.Write("study/experiments.jsonl", """{"accession": "E1", "sample_accession_codes": ["S1", "S2"]}""");
        using var client = new ElasticsearchClient(options);
        try
        {
            Assert.Equal((0, true), With(await Run("import", options.Url, options.IndexPrefix, experiments), "Generation 1 is current."));
            var first = await client.AliasesAsync(new IndexNames(options.IndexPrefix).Aliases, TestContext.Current.CancellationToken);
            Assert.Equal((0, true), With(await Run("index", options.Url, options.IndexPrefix), "Elasticsearch has generation 1: 1 experiments, 2 samples."));
            var second = await client.AliasesAsync(new IndexNames(options.IndexPrefix).Aliases, TestContext.Current.CancellationToken);
            Assert.All(first.Keys, alias => Assert.NotEqual(Assert.Single(first[alias]), Assert.Single(second[alias])));
        }
        finally
        {
            foreach (var index in (await client.MetasAsync(new IndexNames(options.IndexPrefix).All, CancellationToken.None)).Keys)
                await client.DeleteIndexAsync(index, CancellationToken.None);
        }
    }

    [Fact]
    public void Progress_is_a_line_now_and_then()
    {
        var (clock, output) = (new TestClock(), Console.Out);
        using var text = new StringWriter();
        try
        {
            Console.SetOut(text);
            var lines = new ProgressLines<IndexProgress>(at => $"{at.Experiments:N0} of {at.Of:N0}", clock);
            for (var i = 0; i < 12_000; i += 1000)
            {
                lines.Report(new IndexProgress(i, 12_000));
                clock.Advance(TimeSpan.FromSeconds(1));
            }
        }
        finally
        {
            Console.SetOut(output);
        }
        Assert.Equal(["5,000 of 12,000", "10,000 of 12,000"], text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static (int, bool) With((int Code, string Text) run, string text)
    {
        Assert.Contains(text, run.Text, StringComparison.Ordinal);
        return (run.Code, true);
    }

    public void Dispose() => _catalog.Dispose();
}
