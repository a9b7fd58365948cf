using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Search;

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
