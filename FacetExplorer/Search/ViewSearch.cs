using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Search;

/// <summary>Answers searches in each of their views. What a view shows is composed of searches and of the records that match.</summary>
public sealed class ViewSearch(
    SearchService search, Downloads downloads, ISearchEngine engine, AnswerCache answers, FacetRegistry facets, IOptions<SearchOptions> options)
{
    private const long BytesOfPair = 64;

    /// <summary>The counts, with the page of experiments where that is the view, else with what the view shows.</summary>
    /// <inheritdoc cref="SearchService.SearchAsync"/>
    public Task<(SearchResponse Response, ViewContent? Content)> AnswerAsync(SearchRequest request, CancellationToken cancel) =>
        AnswerAsync(request, search.SearchAsync, cancel);

    /// <summary>Likewise, but answers from the current generation where the one asked for is not kept, and says what changed since.</summary>
    /// <inheritdoc cref="SearchService.SearchKeptAsync(SearchRequest, DataVersions, CancellationToken)"/>
    public Task<(SearchResponse Response, ViewContent? Content)> AnswerAsync(SearchRequest request, DataVersions versions, CancellationToken cancel) =>
        AnswerAsync(request, (asked, token) => search.SearchKeptAsync(asked, versions, token), cancel);

    private async Task<(SearchResponse Response, ViewContent? Content)> AnswerAsync(
        SearchRequest request, Func<SearchRequest, CancellationToken, Task<SearchResponse>> count, CancellationToken cancel) =>
        request.View == View.Experiments
            ? (await count(request, cancel), null)
            : await TimeLimit.RunAsync(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), token => ComposeAsync(request, count, token), cancel);

    /// <summary>Once more if an import came in between, so that counts and content are of one generation.</summary>
    private async Task<(SearchResponse, ViewContent?)> ComposeAsync(
        SearchRequest request, Func<SearchRequest, CancellationToken, Task<SearchResponse>> count, CancellationToken cancel)
    {
        var response = await count(request.Counted(), cancel);
        var content = await ContentAsync(response.Asked is { IsKept: false } ? request with { Generation = null } : request, response, cancel);
        return IsOf(response.Generation, content) ? (response, content) : (await count(request.Counted(), cancel), content);
    }

    private static bool IsOf(Generation generation, ViewContent content) =>
        (generation.Number, generation.ContentHash) == (content.Generation.Number, content.Generation.ContentHash);

    private async Task<ViewContent> ContentAsync(SearchRequest request, SearchResponse response, CancellationToken cancel)
    {
        if (answers.Find<ViewContent>(engine, response.Generation, request) is { } known)
            return known;
        var content = await ReadAsync(request, response, cancel);
        answers.Keep(engine, content.Generation, request, content, content is Overlap overlap ? overlap.Pairs.Count * BytesOfPair : 0);
        return content;
    }

    private async Task<ViewContent> ReadAsync(SearchRequest request, SearchResponse response, CancellationToken cancel)
    {
        switch (request.View)
        {
            case View.Matrix:
                return await new CrossTables(search, facets).OfAsync(request, response.Generation, cancel);
            case View.Timeline:
                return await new Timelines(search, facets).OfAsync(request, response.Generation, cancel);
        }
        using var matches = await downloads.OpenAsync(request, cancel);
        return request.View == View.Samples
            ? await SamplePage.ReadAsync(request, response, matches, facets, cancel)
            : await Overlap.ReadAsync(request, matches, await SharedAsync(request.Narrowing(), matches, cancel), cancel);
    }

    private async Task<SharedSamples> SharedAsync(SearchRequest request, Download matches, CancellationToken cancel)
    {
        if (answers.Find<SharedSamples>(engine, matches.Generation, request) is { } known)
            return known;
        var found = await SharedSamples.FindAsync(matches.Reader, matches.Matches, cancel);
        answers.Keep(engine, matches.Generation, request, found, found.Bytes);
        return found;
    }
}
