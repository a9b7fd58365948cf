using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.Extensions.Logging.Abstractions;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>A catalog in indexes of its own on a real server; they go with it.</summary>
internal sealed class ElasticsearchCatalog : IAsyncDisposable
{
    private readonly CatalogOnDisk _disk = new();

    private ElasticsearchCatalog(ElasticsearchOptions options, FacetRegistry facets, IReadOnlyList<Clause> counted)
    {
        (Options, Facets, Counted) = (options, facets, counted);
        Client = new ElasticsearchClient(options);
        Store = new GenerationStore(_disk.Folder);
        Engine = EngineWith(int.MaxValue);
    }

    public ElasticsearchOptions Options { get; }

    public FacetRegistry Facets { get; }

    public IReadOnlyList<Clause> Counted { get; }

    public ElasticsearchClient Client { get; }

    public GenerationStore Store { get; }

    public ElasticsearchEngine Engine { get; private set; }

    public CatalogFiles Files => _disk.Files;

    public ElasticsearchIndexer Indexer => new(Client, Options, Facets, Counted);

    public static ElasticsearchOptions Server(string which, int shards = 1) => new()
    {
        Url = Need.Elasticsearch(which),
        IndexPrefix = $"t{Guid.NewGuid():N}",
        Shards = shards,
        Counting = Counting.Cohorts,
        SearchTimeoutSeconds = 60,
    };

    public static async Task<ElasticsearchCatalog> OpenAsync(PlainCatalog plain, Random? random, ElasticsearchOptions options, int mostListed = int.MaxValue)
    {
        var facets = plain.Registry();
        var catalog = new ElasticsearchCatalog(options, facets, new SearchUrl(facets).Parse(plain.Counted).Request.Clauses);
        catalog.Engine = catalog.EngineWith(mostListed);
        try
        {
            if (random is not null)
                catalog._disk.Write(plain, random);
            else
                catalog._disk.Import(plain);
            await catalog.IndexAsync();
            return catalog;
        }
        catch
        {
            await catalog.DisposeAsync();
            throw;
        }
    }

    /// <summary>To be asked; closed by <paramref name="close"/>, or with the catalog.</summary>
    public EngineWithCatalog AsEngine(Func<ValueTask>? close = null) => new(Engine, Store, Facets, Counted, close ?? DisposeAsync);

    private ElasticsearchEngine EngineWith(int mostListed) =>
        new(Client, Options, Facets, Counted, Store, NullLogger<ElasticsearchEngine>.Instance) { MostListed = mostListed, StreamedAtOnce = 3 };

    /// <summary>Makes the next generation, with more records.</summary>
    public void Add(PlainCatalog plain) => _disk.Import(plain);

    /// <summary>Serves and indexes what is current on disk.</summary>
    public async Task IndexAsync()
    {
        await Store.RefreshAsync(TestContext.Current.CancellationToken);
        using var lease = Store.Lease();
        await Indexer.RebuildAsync(lease.Reader, null, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var index in (await Client.MetasAsync(new IndexNames(Options.IndexPrefix).All, CancellationToken.None)).Keys)
            await Client.DeleteIndexAsync(index, CancellationToken.None);
        Engine.Dispose();
        Client.Dispose();
        await Store.DisposeAsync();
        _disk.Dispose();
    }
}
