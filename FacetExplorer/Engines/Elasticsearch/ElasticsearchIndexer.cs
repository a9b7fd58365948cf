using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>Fills a new pair of indexes from a generation, checks it, and moves both aliases to it at once. Until then searches use the old pair.</summary>
/// <param name="client">The server.</param>
/// <param name="options">How to index.</param>
/// <param name="facets">The facets.</param>
/// <param name="counted">What a sample must fulfil to be counted.</param>
/// <param name="warn">Takes what the operator should know.</param>
internal sealed class ElasticsearchIndexer(
    ElasticsearchClient client, ElasticsearchOptions options, FacetRegistry facets, IReadOnlyList<Clause> counted, Action<string>? warn = null) : ISearchIndexer
{
    private const int KeptRecords = 256;
    private const int ReportEvery = 500;

    private readonly IndexNames _names = new(options.IndexPrefix);

    public async Task RebuildAsync(CatalogReader catalog, IProgress<IndexProgress>? progress, CancellationToken cancel)
    {
        using var only = Alone(catalog);
        await ServerVersionCheck.CheckAsync(client, cancel);
        await RemoveAsync(meta => !meta.Complete, keep: 0, cancel);
        var snapshot = await Task.Run(() => SnapshotBuilder.Build(catalog, facets, counted, cancel), cancel);
        BucketLimit.Check(snapshot.Columns.Select(c => (c.Facet, c.Cells.Count)));
        if (new CohortReport(snapshot).Warning() is { } warning)
            warn?.Invoke(warning);
        var pair = _names.Next(catalog.Generation.Number, DateTimeOffset.UtcNow);
        try
        {
            await FillAsync(pair, catalog, snapshot, progress, cancel);
            await IndexCheck.CheckAsync(client, pair, catalog, snapshot, counted.Count > 0, cancel);
            await OpenAsync(pair, Meta(catalog, complete: true), cancel);
        }
        catch
        {
            await CleanUpAsync(pair);
            throw;
        }
        await RemoveAsync(_ => true, options.KeptIndexes + 1, cancel);
    }

    /// <summary>Two runs would take each other's unfinished indexes for rubbish.</summary>
    private static FileStream Alone(CatalogReader catalog)
    {
        var file = Path.Combine(Path.GetDirectoryName(catalog.File)!, "index.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new ElasticsearchException("The catalog is being indexed already, or its folder cannot be written.", $"{file}: {e.Message}", inner: e);
        }
    }

    private IndexMeta Meta(CatalogReader catalog, bool complete) =>
        new(IndexDefinition.ConfigurationOf(facets, counted), catalog.Generation, complete);

    private async Task FillAsync(IndexPair pair, CatalogReader catalog, Snapshot snapshot, IProgress<IndexProgress>? progress, CancellationToken cancel)
    {
        var meta = Meta(catalog, complete: false);
        await client.CreateIndexAsync(pair.Experiments, IndexDefinition.OfExperiments(facets, meta, options), cancel);
        await client.CreateIndexAsync(pair.Cohorts, IndexDefinition.OfClasses(facets, meta, options), cancel);
        await new BulkLoader(client, options).WriteAsync(Documents(pair, catalog, snapshot, progress, cancel), cancel);
        foreach (var index in pair.Indexes)
            await client.RefreshAsync(index, cancel);
    }

    /// <summary>Each experiment with the class of its own samples; then the classes of shared samples.</summary>
    private IEnumerable<IndexedDocument> Documents(
        IndexPair pair, CatalogReader catalog, Snapshot snapshot, IProgress<IndexProgress>? progress, CancellationToken cancel)
    {
        var documents = new Documents(snapshot);
        long done = 0;
        foreach (var experiment in catalog.Experiments(cancel))
        {
            var records = ExperimentRecords.Of(experiment, [.. catalog.SamplesOf(experiment.Id, cancel)], counted);
            yield return new IndexedDocument(pair.Experiments, experiment.Id, documents.OfExperiment(records));
            if (snapshot.OwnClass(snapshot.IndexOf(experiment.Id)) is { } own)
                yield return new IndexedDocument(pair.Cohorts, own, documents.OfClass(own, _ => records));
            if (documents.OfEmptyClass(records) is { } empty)
                yield return new IndexedDocument(pair.Cohorts, snapshot.ClassCount + snapshot.IndexOf(experiment.Id), empty);
            if (++done % ReportEvery == 0)
                progress?.Report(new IndexProgress(done, catalog.Generation.Experiments));
        }
        var recent = new RecentRecords(catalog, snapshot, counted, KeptRecords, cancel);
        for (var c = 0; c < snapshot.ClassCount; c++)
            if (snapshot.ClassExperiments[c].Length > 1)
                yield return new IndexedDocument(pair.Cohorts, c, documents.OfClass(c, recent.Of));
        progress?.Report(new IndexProgress(done, catalog.Generation.Experiments));
    }

    private async Task OpenAsync(IndexPair pair, IndexMeta meta, CancellationToken cancel)
    {
        foreach (var index in pair.Indexes)
        {
            await client.PutSettingsAsync(index, new { index = new { number_of_replicas = options.Replicas, refresh_interval = "1s" } }, cancel);
            await client.PutMetaAsync(index, meta, cancel);
        }
        var aliases = await client.AliasesAsync(_names.Aliases, cancel);
        await client.ChangeAliasesAsync(
        [
            .. aliases.SelectMany(a => a.Value.Select(index => new AliasAction { Remove = new AliasChange(index, a.Key) })),
            new AliasAction { Add = new AliasChange(pair.Experiments, _names.Experiments) },
            new AliasAction { Add = new AliasChange(pair.Cohorts, _names.Cohorts) },
        ], cancel);
    }

    /// <summary>What cannot be removed now, the next run removes. An answer to the swap may be lost, so it may have happened.</summary>
    private async Task CleanUpAsync(IndexPair pair)
    {
        try
        {
            if (!(await UsedAsync(CancellationToken.None)).Contains(pair.Version))
                await RemoveAsync(pair.Indexes, CancellationToken.None);
        }
        catch (ElasticsearchException e)
        {
            warn?.Invoke($"{pair.Experiments} and {pair.Cohorts} are left for the next run to remove: {e.Cause}");
        }
    }

    /// <summary>Removes pairs that nothing points to, but for the newest.</summary>
    private async Task RemoveAsync(Func<IndexMeta, bool> which, int keep, CancellationToken cancel)
    {
        var used = await UsedAsync(cancel);
        var indexes = await client.MetasAsync(_names.All, cancel);
        var versions = indexes.Where(i => i.Value is { } meta && which(meta)).Select(i => _names.PairOf(i.Key).Version).Distinct()
            .OrderDescending(StringComparer.Ordinal).Skip(keep).Where(version => !used.Contains(version)).ToHashSet();
        await RemoveAsync(indexes.Keys.Where(i => versions.Contains(_names.PairOf(i).Version)), cancel);
    }

    private async Task<HashSet<string>> UsedAsync(CancellationToken cancel) =>
        [.. (await client.AliasesAsync(_names.Aliases, cancel)).Values.SelectMany(i => i).Select(i => _names.PairOf(i).Version)];

    private async Task RemoveAsync(IEnumerable<string> indexes, CancellationToken cancel)
    {
        foreach (var index in indexes)
            await client.DeleteIndexAsync(index, cancel);
    }
}
