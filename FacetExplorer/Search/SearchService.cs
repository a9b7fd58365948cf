using System.Collections.Immutable;
using FacetExplorer.Catalog;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Search;

/// <summary>
/// Answers the searches of one reader. All readers share one bounded cache of answers, so that the two renderings of a page cost one
/// engine query and going back costs none.
/// </summary>
public sealed class SearchService(
    ISearchEngine engine, GenerationStore store, AnswerCache answers, IOptions<SearchOptions> options, ListLookup? lists = null, Measurements? measured = null)
{
    private readonly Measurements _measured = measured ?? Measurements.Unheard;

    /// <summary>Searches the generation that is asked for, or the current one.</summary>
    /// <exception cref="OperationCanceledException">The reader went on to something else.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="SearchOptions.TimeoutSeconds"/>.</exception>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    /// <exception cref="GenerationNotKeptException">The generation asked for is not kept.</exception>
    public async Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel)
    {
        if (request.Generation is { } asked && asked == store.Current?.Number)
            request = request with { Generation = null };
        if (store.Current is { } current && answers.Find<SearchResponse>(engine, current, request) is { } known)
        {
            _measured.Cached(engine);
            return known;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            var response = await ExplainAsync(request, await _measured.SearchAsync(engine, request, limit.Token), limit.Token);
            answers.Keep(engine, request.Generation is null ? response.Generation : store.Current!, request, response);
            return response;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The search took longer than {options.Value.TimeoutSeconds} seconds and was stopped.");
        }
    }

    /// <summary>Likewise, but answers from the current generation where the one asked for is not kept.</summary>
    public async Task<SearchResponse> SearchKeptAsync(SearchRequest request, CancellationToken cancel)
    {
        try
        {
            return await SearchAsync(request, cancel);
        }
        catch (GenerationNotKeptException)
        {
            return await SearchAsync(request with { Generation = null }, cancel);
        }
    }

    /// <summary>Likewise, and says what changed since the generation asked for.</summary>
    public async Task<SearchResponse> SearchKeptAsync(SearchRequest request, DataVersions versions, CancellationToken cancel)
    {
        if (request.Generation is not { } asked || asked == store.Current?.Number)
            return await SearchAsync(request, cancel);
        try
        {
            var response = await SearchAsync(request, cancel);
            return response with { Asked = await versions.SinceAsync(asked, response.Generation, cancel) };
        }
        catch (GenerationNotKeptException)
        {
            var response = await SearchAsync(request with { Generation = null }, cancel);
            return response with { Asked = await versions.SinceAsync(asked, null, cancel) };
        }
    }

    /// <summary>Only how much a search finds.</summary>
    /// <inheritdoc cref="SearchKeptAsync(SearchRequest, CancellationToken)"/>
    public Task<SearchResponse> CountAsync(SearchRequest request, CancellationToken cancel) =>
        SearchKeptAsync(request.Narrowing() with { Facets = [], Size = 0 }, cancel);

    /// <summary>Adds what only the catalog tells: where a text was found, and what lists name.</summary>
    private async Task<SearchResponse> ExplainAsync(SearchRequest request, SearchResponse response, CancellationToken cancel)
    {
        var text = response.Hits.Count > 0 && request.Text is { Terms.IsEmpty: false } searched ? searched : null;
        if (text is null && (lists is null || !request.HasLists))
            return response;
        using var lease = await store.LeaseAsync(request.Generation, cancel);
        if ((lease.Generation.Number, lease.Generation.ContentHash) != (response.Generation.Number, response.Generation.ContentHash))
            return response;
        return response with
        {
            Hits = text is null ? response.Hits : await TextPlaces.FindAsync(text, response.Hits, lease.Reader, cancel),
            Lists = lists is null ? response.Lists : await lists.OfAsync(request, lease.Reader, cancel),
        };
    }
}

/// <summary>Recent answers by engine, generation and canonical request.</summary>
public sealed class AnswerCache(IOptions<SearchOptions> options) : IDisposable
{
    private const int BytesOfAnswer = 16 * 1024;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = options.Value.CachedAnswers });

    /// <summary>What is kept for a request, or null.</summary>
    public T? Find<T>(ISearchEngine engine, Generation generation, SearchRequest request) where T : class =>
        _answers.Get<T>(Key<T>(engine, generation, request));

    /// <summary>Keeps something under the generation it is of or, where that was asked for by number, under any that is found again. Of what is large, fewer are kept.</summary>
    public void Keep<T>(ISearchEngine engine, Generation generation, SearchRequest request, T answer, long bytes = 0) where T : class =>
        _answers.Set(Key<T>(engine, generation, request), answer, new MemoryCacheEntryOptions { Size = 1 + bytes / BytesOfAnswer });

    /// <inheritdoc />
    public void Dispose() => _answers.Dispose();

    /// <summary>A number alone is not enough: a catalog that was restored or begun anew has the same ones.</summary>
    private static (Type, string, int, string, string) Key<T>(ISearchEngine engine, Generation generation, SearchRequest request) =>
        (typeof(T), engine.Name, generation.Number, generation.ContentHash, Identity(request));

    /// <summary>All that makes a request another one: more than a URL can say, and clauses of one facet kept apart.</summary>
    private static string Identity(SearchRequest request)
    {
        var clauses = request.Clauses.Select(c => SearchUrl.Format(SearchRequest.All with { Clauses = [c] })).Order(StringComparer.Ordinal);
        var facets = request.Facets is { } wanted ? string.Join(' ', wanted.Select(f => f.Key)) : "*";
        var ranges = request.Lists.Where(l => l.Value.Ranges is not null).Select(l => $"{l.Key}={string.Join(' ', l.Value.Ranges!.Select(r => r.Text))}");
        var cells = request.Cross is { } cross ? cross.Rows.Select(Written).Append("").Concat(cross.Columns.Select(Written)) : [];
        return string.Join('\n', [SearchUrl.Format(request with { Clauses = [] }), request.OwnClausesLeftOut.ToString(), facets, .. clauses, "", .. ranges, "", .. cells]);

        static string Written(ImmutableArray<Clause> clauses) => SearchUrl.Format(SearchRequest.All with { Clauses = clauses });
    }
}
