using FacetExplorer.Catalog;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Search;

/// <summary>
/// Answers the searches of one reader. All readers share one bounded cache of answers, so that the two renderings of a page cost one
/// engine query and going back costs none.
/// </summary>
public sealed class SearchService(ISearchEngine engine, GenerationStore store, AnswerCache answers, IOptions<SearchOptions> options)
{
    /// <summary>Searches the current generation.</summary>
    /// <exception cref="OperationCanceledException">The reader went on to something else.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SearchOptions.TimeoutSeconds"/>.</exception>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public async Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel)
    {
        var isKept = request.Listed is null;
        if (isKept && store.Current is { } current && answers.Find(engine, current, request) is { } known)
            return known;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            var response = await ExplainAsync(request, await engine.SearchAsync(request, limit.Token), limit.Token);
            if (isKept)
                answers.Keep(engine, request, response);
            return response;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The search took longer than {options.Value.TimeoutSeconds} seconds and was stopped.");
        }
    }

    /// <summary>Only how much a search finds.</summary>
    /// <inheritdoc cref="SearchAsync"/>
    public Task<SearchResponse> CountAsync(SearchRequest request, CancellationToken cancel) =>
        SearchAsync(request.Narrowing with { Facets = [], Size = 0 }, cancel);

    private async Task<SearchResponse> ExplainAsync(SearchRequest request, SearchResponse response, CancellationToken cancel)
    {
        if (request.Text is not { Terms.IsEmpty: false } text || response.Hits.Count == 0)
            return response;
        using var lease = store.Lease();
        return (lease.Generation.Number, lease.Generation.ContentHash) == (response.Generation.Number, response.Generation.ContentHash)
            ? response with { Hits = await TextPlaces.FindAsync(text, response.Hits, lease.Reader, cancel) }
            : response;
    }
}

/// <summary>Recent answers by engine, generation and canonical request.</summary>
public sealed class AnswerCache(IOptions<SearchOptions> options) : IDisposable
{
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = options.Value.CachedAnswers });

    /// <summary>The answer kept for a request, or null.</summary>
    public SearchResponse? Find(ISearchEngine engine, Generation generation, SearchRequest request) =>
        _answers.Get<SearchResponse>(Key(engine, generation, request));

    /// <summary>Keeps an answer under the generation that gave it.</summary>
    public void Keep(ISearchEngine engine, SearchRequest request, SearchResponse response) =>
        _answers.Set(Key(engine, response.Generation, request), response, new MemoryCacheEntryOptions { Size = 1 });

    /// <inheritdoc />
    public void Dispose() => _answers.Dispose();

    /// <summary>A number alone is not enough: a catalog that was restored or begun anew has the same ones.</summary>
    private static (string, int, string, string) Key(ISearchEngine engine, Generation generation, SearchRequest request) =>
        (engine.Name, generation.Number, generation.ContentHash, Identity(request));

    /// <summary>All that makes a request another one: more than a URL can say, and clauses of one facet kept apart.</summary>
    private static string Identity(SearchRequest request)
    {
        var clauses = request.Clauses.Select(c => SearchUrl.Format(SearchRequest.All with { Clauses = [c] })).Order(StringComparer.Ordinal);
        var facets = request.Facets is { } wanted ? string.Join(' ', wanted.Select(f => f.Key)) : "*";
        var ranges = request.Lists.Where(l => l.Value.Ranges is not null).Select(l => $"{l.Key}={string.Join(' ', l.Value.Ranges!.Select(r => r.Text))}");
        return string.Join('\n', [SearchUrl.Format(request with { Clauses = [] }), request.OwnClausesLeftOut.ToString(), facets, .. clauses, "", .. ranges]);
    }
}
