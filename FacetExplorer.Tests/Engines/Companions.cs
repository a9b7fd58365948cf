using FacetExplorer.Catalog;
using FacetExplorer.Engines.Embedded;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using FacetExplorer.Tests.Engines.Elasticsearch;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Tests.Engines;

/// <summary>A catalog with what completes, corrects and compares, as the application puts it together.</summary>
internal sealed class Companions : IAsyncDisposable
{
    private readonly Func<ValueTask> _close;
    private readonly VocabularyCache _vocabularies;
    private readonly AnswerCache _answers;

    private Companions(ISearchEngine engine, GenerationStore store, FacetRegistry facets, Func<ValueTask> close)
    {
        var options = Options.Create(new SearchOptions());
        (_answers, _vocabularies, _close) = (new AnswerCache(options), new VocabularyCache(engine, store, facets), close);
        (Url, Facets, Store) = (new SearchUrl(facets), facets, store);
        Search = new SearchService(engine, store, _answers, options);
        Autocomplete = new Autocomplete(_vocabularies, store, options);
        Corrections = new Corrections(Search, _vocabularies, options);
        Similar = new SimilarExperiments(Search, _vocabularies, store, facets, options);
    }

    public SearchUrl Url { get; }

    public FacetRegistry Facets { get; }

    public GenerationStore Store { get; }

    public SearchService Search { get; }

    public Autocomplete Autocomplete { get; }

    public Corrections Corrections { get; }

    public SimilarExperiments Similar { get; }

    /// <summary>With the embedded engine; without random numbers through the importer.</summary>
    public static async Task<Companions> EmbeddedAsync(PlainCatalog plain, Random? random)
    {
        var disk = new CatalogOnDisk();
        if (random is null)
            disk.Import(plain);
        else
            disk.Write(plain, random);
        var facets = plain.Registry();
        var counted = new SearchUrl(facets).Parse(plain.Counted).Request.Clauses;
        var store = new GenerationStore(disk.Folder, (reader, cancel) => EmbeddedIndex.OpenAsync(reader, facets, counted, cancel));
        await store.RefreshAsync(TestContext.Current.CancellationToken);
        return new Companions(new EmbeddedEngine(store), store, facets, async () =>
        {
            await store.DisposeAsync();
            disk.Dispose();
        });
    }

    /// <summary>With a real server.</summary>
    public static async Task<Companions> ElasticsearchAsync(PlainCatalog plain, Random? random, string server)
    {
        var open = await ElasticsearchCatalog.OpenAsync(plain, random, ElasticsearchCatalog.Server(server));
        return new Companions(open.Engine, open.Store, open.Facets, open.DisposeAsync);
    }

    public Task<SearchResponse> AskAsync(SearchRequest request) => Search.SearchAsync(request, TestContext.Current.CancellationToken);

    public Task<Completions> CompleteAsync(string typed, int limit = 10) =>
        Autocomplete.OfAsync(TextQuery.Parse(typed), limit, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<Correction>> CorrectAsync(string query, bool always = false) =>
        Corrections.OfAsync(Url.Parse(query).Request, always, TestContext.Current.CancellationToken);

    public async Task<SimilarTo?> LikeAsync(string accession, int count = 50) =>
        (await Similar.ToAsync(accession, count, TestContext.Current.CancellationToken)).Found;

    public async ValueTask DisposeAsync()
    {
        _vocabularies.Dispose();
        _answers.Dispose();
        await _close();
    }
}
