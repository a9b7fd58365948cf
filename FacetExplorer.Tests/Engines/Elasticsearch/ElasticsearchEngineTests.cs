namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>The contract on real servers, by exact sums.</summary>
public abstract class ElasticsearchContract(string server, int shards, int mostListed) : EngineContract
{
    private protected override async Task<IOpenCatalog> OpenAsync(PlainCatalog catalog)
    {
        var open = await ElasticsearchCatalog.OpenAsync(catalog, null, ElasticsearchCatalog.Server(server, shards), mostListed);
        return open.AsEngine();
    }
}

public abstract class ElasticsearchRandomSearches(string server, int shards, int mostListed) : RandomSearches
{
    private protected override int Catalogs => 12;

    private protected override async Task<IOpenCatalog> OpenAsync(PlainCatalog catalog, Random? random)
    {
        var open = await ElasticsearchCatalog.OpenAsync(catalog, random, ElasticsearchCatalog.Server(server, shards), mostListed);
        return open.AsEngine();
    }
}

public sealed class Elasticsearch8Tests() : ElasticsearchContract("8", 1, 2000);

public sealed class Elasticsearch9Tests() : ElasticsearchContract("9", 5, 2000);

public sealed class Elasticsearch8RandomSearches() : ElasticsearchRandomSearches("8", 1, 2000);

public sealed class Elasticsearch9RandomSearches() : ElasticsearchRandomSearches("9", 1, 2000);

public sealed class Elasticsearch8ShardedRandomSearches() : ElasticsearchRandomSearches("8", 5, 2000);

public sealed class Elasticsearch9ShardedRandomSearches() : ElasticsearchRandomSearches("9", 5, 2000);

/// <summary>With facets of more than two values asked twice, as only those with thousands are otherwise.</summary>
public sealed class LongListRandomSearches() : ElasticsearchRandomSearches("8", 5, 2);
