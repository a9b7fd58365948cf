using FacetExplorer.Catalog;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines;

public class EmbeddedEngineTests : EngineContract
{
    private protected override Task<IOpenCatalog> OpenAsync(PlainCatalog catalog) => EmbeddedCatalog.OpenAsync(catalog, null);
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
        public Task<Answer> AskAsync(string query, bool ownClausesLeftOut = true) => Task.FromResult(oracle.Ask(query, ownClausesLeftOut));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal static class EmbeddedCatalog
{
    public static async Task<IOpenCatalog> OpenAsync(PlainCatalog catalog, Random? random)
    {
        var disk = new CatalogOnDisk();
        try
        {
            if (random is not null)
                disk.Write(catalog, random);
            else
                using (var import = disk.Import(catalog))
                    import.Publish();
            var facets = catalog.Registry();
            var counted = new SearchUrl(facets).Parse(catalog.Counted).Request.Clauses;
            var store = new GenerationStore(disk.Folder, (reader, cancel) => EmbeddedIndex.OpenAsync(reader, facets, counted, cancel));
            Assert.True(await store.RefreshAsync(TestContext.Current.CancellationToken));
            return new EngineWithCatalog(new EmbeddedEngine(store), facets, async () =>
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
}
