namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>The contract on real servers, by exact sums. Tests of the same catalog share its indexes.</summary>
public abstract class ElasticsearchContract(string server, int shards, SharedCatalogs shared) : EngineContract, IClassFixture<SharedCatalogs>
{
    private protected override Task<IOpenCatalog> OpenAsync(PlainCatalog catalog) => shared.OpenAsync(catalog, server, shards);
}

/// <summary>Opened once, closed when all tests of a class are done.</summary>
public sealed class SharedCatalogs : IAsyncDisposable
{
    private readonly Dictionary<string, ElasticsearchCatalog> _open = new(StringComparer.Ordinal);

    internal async Task<IOpenCatalog> OpenAsync(PlainCatalog plain, string server, int shards)
    {
        if (!_open.TryGetValue(plain.ToString(), out var open))
            _open[plain.ToString()] = open = await ElasticsearchCatalog.OpenAsync(plain, null, ElasticsearchCatalog.Server(server, shards));
        return open.AsEngine(() => ValueTask.CompletedTask);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open.Values)
            await open.DisposeAsync();
    }
}

public sealed class Elasticsearch8Tests(SharedCatalogs shared) : ElasticsearchContract("8", 1, shared);

public sealed class Elasticsearch8ShardedTests(SharedCatalogs shared) : ElasticsearchContract("8", 5, shared);

public sealed class Elasticsearch9Tests(SharedCatalogs shared) : ElasticsearchContract("9", 1, shared);

public sealed class Elasticsearch9ShardedTests(SharedCatalogs shared) : ElasticsearchContract("9", 5, shared);

public abstract class ElasticsearchRandomSearches(string server, int shards, int mostListed = int.MaxValue) : RandomSearches
{
    private protected override (int Count, int Searches) Catalogs => (12, 12);

    private protected override int CatalogsInDepth => 3;

    private protected override async Task<IOpenCatalog> OpenAsync(PlainCatalog catalog, Random? random)
    {
        var open = await ElasticsearchCatalog.OpenAsync(catalog, random, ElasticsearchCatalog.Server(server, shards), mostListed);
        return open.AsEngine();
    }
}

public sealed class Elasticsearch8RandomSearches() : ElasticsearchRandomSearches("8", 1);

public sealed class Elasticsearch9RandomSearches() : ElasticsearchRandomSearches("9", 1);

public sealed class Elasticsearch8ShardedRandomSearches() : ElasticsearchRandomSearches("8", 5);

public sealed class Elasticsearch9ShardedRandomSearches() : ElasticsearchRandomSearches("9", 5);

/// <summary>With facets of more than two values asked twice, as only those with thousands are otherwise.</summary>
public sealed class LongListRandomSearches() : ElasticsearchRandomSearches("8", 5, 2);
