using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>Indexing on a real server: whole or not at all, and never in the way of searches.</summary>
public sealed class IndexerTests
{
    private static readonly PlainFacet Organism = new("organism", "sample");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PlainCatalog Catalog(int experiments) => new(
        [.. Enumerable.Range(1, experiments).Select(i => $$"""{"accession":"E{{i}}","title":"a title","sample_accession_codes":["s{{i}}","s0"]}""")],
        [.. Enumerable.Range(0, experiments + 1).Select(i => $$"""{"accession":"s{{i}}","organism":"mouse"}""")],
        [Organism]);

    [Theory]
    [InlineData("8")]
    [InlineData("9")]
    public async Task An_interrupted_run_leaves_the_old_index_and_nothing_else(string server)
    {
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Catalog(1200), null, ElasticsearchCatalog.Server(server));
        var before = await AliasesAsync(catalog);
        using var lease = catalog.Store.Lease();
        using (var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Cancel))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => catalog.Indexer.RebuildAsync(lease.Reader, new OnReport(interrupt.Cancel), interrupt.Token));
        Assert.Equal(before, await AliasesAsync(catalog));
        Assert.Equal(2, (await IndexesAsync(catalog)).Count);
        Assert.Equal(1200, (await catalog.Engine.SearchAsync(SearchRequest.All, Cancel)).Experiments);
    }

    /// <summary>Cut off before and after each of its requests, with nothing it could still do.</summary>
    [Theory]
    [InlineData("8", false)]
    [InlineData("9", true)]
    public async Task Wherever_a_run_is_cut_off_searches_go_on_and_the_next_one_cleans_up(string which, bool arrives)
    {
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Catalog(3), null, ElasticsearchCatalog.Server(which));
        await using var server = await MisbehavingServer.StartAsync();
        var forward = MisbehavingServer.Forward(catalog.Options.Url);
        var options = ElasticsearchCatalog.Server(which);
        (options.Url, options.IndexPrefix) = (server.Url, catalog.Options.IndexPrefix);
        using var client = new ElasticsearchClient(options);
        using var lease = catalog.Store.Lease();
        var cutOff = true;
        for (var last = 1; cutOff; last++)
        {
            using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var requests = 0;
            server.Fault = async c =>
            {
                var now = Interlocked.Increment(ref requests);
                if (now < last || (now == last && arrives))
                    await forward(c);
                if (now < last)
                    return;
                await interrupt.CancelAsync();
                c.Abort();
            };
            try
            {
                await new ElasticsearchIndexer(client, options, catalog.Facets, catalog.Counted).RebuildAsync(lease.Reader, null, interrupt.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ElasticsearchException)
            {
            }
            cutOff = requests >= last;
            var answer = await catalog.Engine.SearchAsync(SearchRequest.All, Cancel);
            Assert.Equal((3, 4), (answer.Experiments, answer.Samples.Value));
            Assert.True(last < 50, "it never ends");
        }
        await catalog.IndexAsync();
        var metas = await catalog.Client.MetasAsync(new IndexNames(options.IndexPrefix).All, Cancel);
        Assert.Equal(2 * (1 + options.KeptIndexes), metas.Count);
        Assert.All(metas.Values, meta => Assert.True(meta!.Complete));
    }

    [Fact]
    public async Task Documents_go_in_batches_of_some_size_a_few_at_once_and_both_aliases_move_in_one_request()
    {
        var text = string.Join(' ', Enumerable.Range(0, 20_000).Select(i => $"w{i}"));
        var plain = new PlainCatalog(
            [.. Enumerable.Range(1, 30).Select(i => $$"""{"accession":"E{{i}}","description":"{{text}}","sample_accession_codes":["s{{i}}"]}""")], [], [Organism]);
        await using var catalog = await ElasticsearchCatalog.OpenAsync(plain, null, ElasticsearchCatalog.Server("8"));
        await using var server = await MisbehavingServer.StartAsync();
        var forward = MisbehavingServer.Forward(catalog.Options.Url);
        var (sizes, swaps, now, most) = (new ConcurrentBag<long>(), new ConcurrentBag<string>(), 0, 0);
        server.Fault = async c =>
        {
            if (c.Request.Path == "/_bulk")
            {
                sizes.Add(c.Request.ContentLength!.Value);
                most = Math.Max(most, Interlocked.Increment(ref now));
            }
            if (c.Request.Path == "/_aliases")
            {
                c.Request.EnableBuffering();
                using var reader = new StreamReader(c.Request.Body, leaveOpen: true);
                swaps.Add(await reader.ReadToEndAsync(c.RequestAborted));
                c.Request.Body.Position = 0;
            }
            await forward(c);
            if (c.Request.Path == "/_bulk")
                Interlocked.Decrement(ref now);
        };
        var options = ElasticsearchCatalog.Server("8");
        (options.Url, options.IndexPrefix, options.BatchMegabytes, options.BatchesAtOnce) = (server.Url, catalog.Options.IndexPrefix, 1, 2);
        using var client = new ElasticsearchClient(options);
        using var lease = catalog.Store.Lease();
        await new ElasticsearchIndexer(client, options, catalog.Facets, catalog.Counted).RebuildAsync(lease.Reader, null, Cancel);

        Assert.True(sizes.Count >= 6, $"{sizes.Count} batches");
        Assert.All(sizes, size => Assert.InRange(size, 1, 1024 * 1024));
        Assert.InRange(most, 1, 2);
        var actions = JsonNode.Parse(Assert.Single(swaps))!["actions"]!.AsArray();
        Assert.Equal(["add", "add", "remove", "remove"], actions.Select(a => a!.AsObject().Single().Key).Order());
    }

    [Theory]
    [InlineData("8", 1)]
    [InlineData("9", 5)]
    public async Task Ranges_are_counted_up_to_what_the_server_can(string server, int shards)
    {
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Ages(BucketLimit.MostRanges, "1"), null, ElasticsearchCatalog.Server(server, shards));
        var ages = (await catalog.Engine.SearchAsync(SearchRequest.All, Cancel)).Facets.Single();
        Assert.Equal((10, BucketLimit.MostRanges - 10), (ages.Buckets.Count, ages.More));
        Assert.All(ages.Buckets, b => Assert.Equal((1, 1), (b.Samples.Value, b.Experiments)));
    }

    [Fact]
    public async Task More_ranges_than_the_server_can_count_are_refused_by_name()
    {
        var options = ElasticsearchCatalog.Server("9");
        var refused = await Assert.ThrowsAsync<ElasticsearchException>(() => ElasticsearchCatalog.OpenAsync(Ages(BucketLimit.MostRanges + 1, "1"), null, options));
        Assert.Equal("age has values in 50,001 ranges, where 50,000 are the most for all facets together: set a wider Facets:age:Interval", refused.Cause);
        await using var wider = await ElasticsearchCatalog.OpenAsync(Ages(BucketLimit.MostRanges + 1, "10"), null, options);
        Assert.Equal(5001 - 10, (await wider.Engine.SearchAsync(SearchRequest.All, Cancel)).Facets.Single().More);
        using var narrower = new ElasticsearchEngine(wider.Client, options, Ages(0, "1").Registry(), [], wider.Store, NullLogger<ElasticsearchEngine>.Instance);
        Assert.Equal(refused.Message, (await Assert.ThrowsAsync<ElasticsearchException>(() => narrower.SearchAsync(SearchRequest.All, Cancel))).Message);
    }

    private static PlainCatalog Ages(int count, string interval) => new(
        ["""{"accession":"E1","sample_accession_codes":["s1"]}"""],
        [$$"""{"accession":"s1","age":[{{string.Join(',', Enumerable.Range(0, count))}}]}"""],
        [new PlainFacet("age", "sample", "number", interval)]);

    [Fact]
    public async Task What_a_long_list_leaves_out_is_exact_or_says_that_it_is_not()
    {
        var plain = new PlainCatalog(
            [.. Enumerable.Range(1, 9).Select(i => $$"""{"accession":"E{{i}}","technology":"{{(i < 7 ? "seq" : "array")}}","sample_accession_codes":["s{{i}}"]}""")],
            [.. Enumerable.Range(1, 9).Select(i => $$"""{"accession":"s{{i}}","organism":["m{{i}}"{{(i == 1 ? ",\"x\"" : "")}}]}""")],
            [new PlainFacet("technology", "experiment"), Organism with { Limit = 2 }]);
        await using var catalog = await ElasticsearchCatalog.OpenAsync(plain, null, ElasticsearchCatalog.Server("8", 5), mostListed: 2);
        Assert.Equal((8, true), await MoreAsync(""));
        Assert.Equal((5, false), await MoreAsync("technology=seq"));
        Assert.Equal((4, true), await MoreAsync("technology=seq&organism.find=m"));
        Assert.Equal((4, true), await MoreAsync("organism.find=m&organism.not=x&technology=seq")); // "x" is shown, and not among what was looked for

        async Task<(int, bool)> MoreAsync(string query)
        {
            var organism = (await catalog.Engine.SearchAsync(new SearchUrl(catalog.Facets).Parse(query).Request, Cancel)).Facets[1];
            return (organism.More, organism.IsMoreExact);
        }
    }

    [Fact]
    public async Task A_long_list_has_the_values_of_a_listed_experiment_without_samples()
    {
        var plain = new PlainCatalog(
            [.. Enumerable.Range(1, 4).Select(i => $$"""{"accession":"E{{i}}","lab":"l{{i}}","sample_accession_codes":[{{(i < 4 ? $"\"s{i}\"" : "")}}]}""")],
            [], [new PlainFacet("lab", "experiment", Limit: 2), Organism]);
        await using var open = await ElasticsearchCatalog.OpenAsync(plain, null, ElasticsearchCatalog.Server("8", 5), mostListed: 2);
        await using var catalog = open.AsEngine(() => ValueTask.CompletedTask);
        var listed = new PlainLists(Listed: ["s1", "E4"]);
        Assert.Equal("l1 l4", (await catalog.AskAsync("", lists: listed))["lab"].Values);
        Assert.Equal(1, (await catalog.AskAsync("lab.limit=1", lists: listed))["lab"].More);
    }

    [Fact]
    public async Task What_a_killed_run_left_the_next_one_removes_and_of_older_ones_as_many_stay_as_configured()
    {
        var options = ElasticsearchCatalog.Server("8");
        options.KeptIndexes = 1;
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Catalog(3), null, options);
        var first = await AliasesAsync(catalog);
        var names = new IndexNames(options.IndexPrefix);
        var killed = names.Next(7, DateTimeOffset.UtcNow);
        await catalog.Client.CreateIndexAsync(killed.Experiments, IndexDefinition.OfExperiments(catalog.Facets,
            new IndexMeta("", catalog.Store.Current!, Complete: false), options), Cancel);

        await catalog.IndexAsync();
        var second = await AliasesAsync(catalog);
        Assert.DoesNotContain(killed.Experiments, await IndexesAsync(catalog));
        Assert.Equal(first.Concat(second).Order(), (await IndexesAsync(catalog)).Order());

        await catalog.IndexAsync();
        Assert.Equal(second.Concat(await AliasesAsync(catalog)).Order(), (await IndexesAsync(catalog)).Order());
    }

    [Fact]
    public async Task Searches_neither_fail_nor_mix_while_indexes_come_and_go()
    {
        var options = ElasticsearchCatalog.Server("8");
        options.KeptIndexes = 0;
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Catalog(20), null, options);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var searches = 0;
        var searching = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var answer = await catalog.Engine.SearchAsync(SearchRequest.All, Cancel);
                // Experiments are counted in one index, samples in the other.
                Assert.Equal(answer.Generation.Experiments, answer.Experiments);
                Assert.Equal(answer.Generation.Samples, answer.Samples.Value);
                Interlocked.Increment(ref searches);
            }
        }, Cancel)));
        for (var size = 21; size < 25; size++)
        {
            catalog.Add(Catalog(size));
            await catalog.IndexAsync();
        }
        await done.CancelAsync();
        await searching;
        Assert.True(searches > 4, $"{searches}");
        Assert.Equal(24, (await catalog.Engine.SearchAsync(SearchRequest.All, Cancel)).Experiments);
    }

    [Fact]
    public async Task An_index_behind_the_catalog_is_searched_with_a_warning_until_it_has_caught_up()
    {
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Catalog(2), null, ElasticsearchCatalog.Server("9"));
        Assert.Empty((await catalog.Engine.SearchAsync(SearchRequest.All, Cancel)).Warnings);
        catalog.Add(Catalog(3));
        await catalog.Store.RefreshAsync(Cancel);
        var behind = await catalog.Engine.SearchAsync(SearchRequest.All, Cancel);
        Assert.Equal((2, 1), (behind.Experiments, behind.Generation.Number));
        Assert.Contains("behind the catalog", Assert.Single(behind.Warnings), StringComparison.Ordinal);
        await catalog.IndexAsync();
        var after = await catalog.Engine.SearchAsync(SearchRequest.All, Cancel);
        Assert.Equal((3, 2), (after.Experiments, after.Generation.Number));
        Assert.Empty(after.Warnings);
    }

    [Fact]
    public async Task Two_runs_at_once_are_refused()
    {
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Catalog(1200), null, ElasticsearchCatalog.Server("8"));
        using var lease = catalog.Store.Lease();
        Task? second = null;
        await catalog.Indexer.RebuildAsync(lease.Reader, new OnReport(() => second ??= catalog.Indexer.RebuildAsync(lease.Reader, null, Cancel)), Cancel);
        Assert.Contains("already", (await Assert.ThrowsAsync<ElasticsearchException>(() => second!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_totals_are_found_and_the_index_is_not_used()
    {
        await using var catalog = await ElasticsearchCatalog.OpenAsync(Catalog(2), null, ElasticsearchCatalog.Server("8"));
        var before = await AliasesAsync(catalog);
        using var lease = catalog.Store.Lease();
        // The first index of a new run gets a document that is in no catalog.
        var stray = new OnReport(() =>
        {
            var filling = IndexesAsync(catalog).Result.First(i => !before.Contains(i) && i.Contains("-cohorts-", StringComparison.Ordinal));
            new BulkLoader(catalog.Client, catalog.Options).WriteAsync([new IndexedDocument(filling, 999, new { size = 5 })], Cancel).Wait();
        });
        var failure = await Assert.ThrowsAsync<ElasticsearchException>(() => catalog.Indexer.RebuildAsync(lease.Reader, stray, Cancel));
        Assert.Contains("membership classes where the catalog has 3", failure.Cause, StringComparison.Ordinal);
        Assert.Equal(before, await AliasesAsync(catalog));
        Assert.Equal(2, (await IndexesAsync(catalog)).Count);
    }

    private static async Task<List<string>> AliasesAsync(ElasticsearchCatalog catalog) =>
        [.. (await catalog.Client.AliasesAsync(new IndexNames(catalog.Options.IndexPrefix).Aliases, Cancel)).Values.SelectMany(i => i)];

    private static async Task<IReadOnlyCollection<string>> IndexesAsync(ElasticsearchCatalog catalog) =>
        [.. (await catalog.Client.MetasAsync(new IndexNames(catalog.Options.IndexPrefix).All, Cancel)).Keys];

    private sealed class OnReport(Action act) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => act();
    }
}
