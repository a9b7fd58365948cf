using FacetExplorer.Catalog;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

public class EmbeddedEngineTests : EngineContract
{
    private protected override Task<IOpenCatalog> OpenAsync(PlainCatalog catalog) => EmbeddedCatalog.OpenAsync(catalog, null);

    [Fact]
    public async Task Cancelled_SearchGivesUp()
    {
        await using var catalog = (EngineWithCatalog)await EmbeddedCatalog.OpenAsync(RandomCatalog.Make(new Random(5)), null);
        foreach (var query in new[] { "", "q=mouse", "organism=mouse&scope=experiment" })
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => catalog.Engine.SearchAsync(catalog.Url.Parse(query).Request, new CancellationToken(canceled: true)));
    }
}

public class EmbeddedRandomSearches : RandomSearches
{
    private protected override Task<IOpenCatalog> OpenAsync(PlainCatalog catalog, Random? random) => EmbeddedCatalog.OpenAsync(catalog, random);
}

/// <summary>The oracle answers the readable tests too, so that it is itself held against design.md.</summary>
public class OracleTests : EngineContract
{
    private protected override Task<IOpenCatalog> OpenAsync(PlainCatalog catalog) => Task.FromResult<IOpenCatalog>(new OpenOracle(new Oracle(catalog)));

    private sealed class OpenOracle(Oracle oracle) : IOpenCatalog
    {
        public Task<Answer> AskAsync(string query, bool ownClausesLeftOut = true, PlainLists? lists = null) => Task.FromResult(oracle.Ask(query, ownClausesLeftOut, lists));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal static class EmbeddedCatalog
{
    /// <summary>Without random numbers through the importer.</summary>
    public static Task<IOpenCatalog> OpenAsync(PlainCatalog catalog, Random? random) => OpenAsync(catalog.Registry(), catalog.Counted, disk =>
    {
        if (random is not null)
            disk.Write(catalog, random);
        else
            disk.Import(catalog);
    });

    public static async Task<IOpenCatalog> OpenAsync(FacetRegistry facets, string? counted, Action<CatalogOnDisk> fill)
    {
        var disk = new CatalogOnDisk();
        try
        {
            fill(disk);
            var required = new SearchUrl(facets).Parse(counted).Request.Clauses;
            await IndexAsync(disk.Files.GenerationFile(1), facets, required);
            var store = new GenerationStore(disk.Folder, (reader, cancel) => EmbeddedIndex.OpenAsync(reader, facets, required, cancel));
            Assert.True(await store.RefreshAsync(TestContext.Current.CancellationToken));
            var engine = new EmbeddedEngine(store);
            return new EngineWithCatalog(engine, store, facets, required, async () =>
            {
                await store.DisposeAsync();
                disk.Dispose();
            });
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    /// <summary>What an import leaves beside a sealed file, so that what is asked is what it wrote; the others are built when they are opened.</summary>
    private static async Task IndexAsync(string file, FacetRegistry facets, IReadOnlyList<Clause> counted)
    {
        if (!FileSeal.Exists(file))
            return;
        using var reader = CatalogReader.Open(file);
        await new EmbeddedIndexer(facets, counted).RebuildAsync(reader, null, TestContext.Current.CancellationToken);
    }
}
