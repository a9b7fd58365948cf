using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>Searches a pair of Elasticsearch indexes, both by one name a search, so that no answer mixes two generations.</summary>
internal sealed partial class ElasticsearchEngine(
    ElasticsearchClient client, ElasticsearchOptions options, FacetRegistry facets, IReadOnlyList<Clause> counted, GenerationStore store,
    ILogger<ElasticsearchEngine> log) : ISearchEngine, IDisposable
{
    private readonly IndexCatalog _indexes = new(client, new IndexNames(options.IndexPrefix), facets, IndexDefinition.ConfigurationOf(facets, counted));

    private readonly ListLookup _lists = new(counted);

    private readonly FailureLog _failures = new(log, TimeProvider.System);

    public string Name => "Elasticsearch";

    /// <summary>See <see cref="IndexedGeneration.MostListed"/>; a test may want fewer.</summary>
    public int MostListed { get; init; } = int.MaxValue;

    public Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel) => WatchedAsync(async token =>
    {
        var index = await IndexOfAsync(request, token);
        try
        {
            return await SearchAsync(request, index, token);
        }
        catch (ElasticsearchException e) when (e.MayBeRemoved)
        {
            // The indexer may have moved on and removed these in between.
            if (await IndexOfAsync(request, token) is var next && next.Names == index.Names)
                throw;
            return await SearchAsync(request, next, token);
        }
    }, cancel);

    /// <summary>Searches for nothing, as indexes that are there may still be unable to answer.</summary>
    public Task CheckAsync(CancellationToken cancel) => WatchedAsync(async token =>
    {
        var names = (await _indexes.CurrentAsync(token)).Names;
        return await client.SearchAsync([(names.Experiments, new SearchBody()), (names.Cohorts, new SearchBody())], token);
    }, cancel);

    /// <summary>Ends in time.</summary>
    private async Task<T> WatchedAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(options.SearchTimeoutSeconds));
        try
        {
            var result = await work(limit.Token);
            _failures.Answered();
            return result;
        }
        catch (ElasticsearchException e)
        {
            _failures.Failed(e);
            throw;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var late = ElasticsearchException.Late($"the search took more than {options.SearchTimeoutSeconds} s (Elasticsearch:SearchTimeoutSeconds)");
            _failures.Failed(late);
            throw late;
        }
    }

    private async Task<SearchResponse> SearchAsync(SearchRequest request, IndexedGeneration index, CancellationToken cancel)
    {
        var names = index.Names;
        var text = await TextOfAsync(request, names, cancel);
        var lists = await ListsOfAsync(request, index.Generation, cancel);
        var asked = facets.All.Where(request.Counts).ToList();
        var reaching = await ReachingAsync(request, text, lists, index, asked, cancel);
        var question = Question(asked, null);
        var cross = request.Cross is { } cells ? new CrossQuestion(cells, Narrow(request), index, request.Scope) : null;
        List<(string, SearchBody)> bodies = [(names.Experiments, question.Search.OnExperiments()), (names.Cohorts, question.Search.OnCohorts())];
        if (cross is not null)
            bodies.Add((names.Cohorts, cross.Ask()));
        var first = await client.SearchAsync(bodies, cancel);
        var tops = question.Search.ReadLongLists(first[0], first[1]);

        // What depends on the first answers: values of long lists, and what is said of the hits.
        var hits = question.Search.ReadHits(first[0]);
        var longLists = Question([.. tops.Keys], tops.ToDictionary(t => t.Key, t => t.Value.Top));
        List<(string, SearchBody)> then = tops.Count == 0 ? [] :
            [(names.Experiments, longLists.Search.OnExperiments() with { Size = 0, From = null, Sort = null }), (names.Cohorts, longLists.Search.OnCohorts())];
        var shared = question.Search.AskShared(hits);
        if (shared is not null)
            then.Add((names.Cohorts, shared));
        var breakdowns = request.By is { } by && hits.Count > 0 ? question.Search.BreakDown(by, hits).ToList() : [];
        then.AddRange(breakdowns.Select(b => (names.Experiments, b)));
        var second = then.Count == 0 ? [] : await client.SearchAsync(then, cancel);

        hits = SearchQuestion.ReadShared(hits, shared is null ? null : second[^(breakdowns.Count + 1)]);
        if (breakdowns.Count > 0)
            hits = question.Search.ReadBreakDown(request.By!, hits, second.TakeLast(breakdowns.Count));
        var counts = asked.Select(facet => tops.TryGetValue(facet, out var top)
            ? SearchQuestion.Read(longLists.Facets.Single(f => f.Facet == facet), second[0], second[1], top.Number)
            : SearchQuestion.Read(question.Facets.Single(f => f.Facet == facet), first[0], first[1], null));
        return question.Search.Read(first[0], first[1], [.. counts], hits, request.Generation is null ? Warnings(index) : []) with { Cross = cross?.Read(first[2]) };

        (SearchQuestion Search, IReadOnlyList<FacetQuestion> Facets) Question(
            IReadOnlyList<FacetDefinition> asked, Dictionary<FacetDefinition, IReadOnlyList<FacetValue>>? chosen)
        {
            var questions = asked.Select(facet => new FacetQuestion(request, Narrow, options.Counting, facet,
                new BucketList(request, index.Values[facet], Math.Min(MostListed, index.MostListed), chosen?[facet]))).ToList();
            return (new SearchQuestion(request, text, index, Narrow, questions), questions);
        }

        Narrowing Narrow(SearchRequest narrowed) => new(index, text, lists, narrowed, reaching.Of(narrowed));
    }

    private async Task<Reaching> ReachingAsync(
        SearchRequest request, TextQuery? text, ListedInGeneration lists, IndexedGeneration index, IEnumerable<FacetDefinition> asked, CancellationToken cancel)
    {
        var reaching = new Reaching(request, asked);
        var bodies = reaching.Ask(text, narrowed => new Narrowing(index, text, lists, narrowed)).ToList();
        if (bodies.Count > 0)
            reaching.Read(await client.SearchAsync(bodies.ConvertAll(body => (index.Names.Experiments, body)), cancel));
        return reaching;
    }

    /// <summary>The text, unless it has neither letter nor digit and is no accession, and so asks for nothing.</summary>
    private async Task<TextQuery?> TextOfAsync(SearchRequest request, IndexPair names, CancellationToken cancel)
    {
        if (request.Text is not { Terms.IsEmpty: true } text)
            return request.Text;
        var named = await client.SearchAsync([(names.Experiments, new SearchBody { Query = TextQueryBuilder.IsAccession(text), TrackTotalHits = true })], cancel);
        return named[0].Hits!.Total!.Value > 0 ? text : null;
    }

    /// <summary>What the lists name in the generation that is indexed: only its catalog knows.</summary>
    private async Task<ListedInGeneration> ListsOfAsync(SearchRequest request, Generation generation, CancellationToken cancel)
    {
        if (!request.HasLists)
            return ListedInGeneration.None;
        using var lease = await store.LeaseAsync(request.Generation, cancel);
        return lease.Generation.Number == generation.Number && lease.Generation.ContentHash == generation.ContentHash
            ? await _lists.OfAsync(request, lease.Reader, cancel)
            : throw IsBehind(generation, lease.Generation, "lists of accessions wait");
    }

    private static SearchUnavailableException IsBehind(Generation indexed, Generation current, string what) => new(
        $"The search index is at data version {indexed.Number} and the catalog at {current.Number}; {what} until both are the same.",
        $"the index is not of generation {current.Number}: run index");

    private Task<IndexedGeneration> IndexOfAsync(SearchRequest request, CancellationToken cancel) =>
        request.Generation is { } asked && asked != store.Current?.Number ? _indexes.OlderAsync(asked, cancel) : _indexes.CurrentAsync(cancel);

    private IReadOnlyList<string> Warnings(IndexedGeneration index) => store.Current is { } current && current.Number > index.Generation.Number
        ? [$"The search index is behind the catalog: this is data version {index.Generation.Number}, the catalog is at {current.Number}."]
        : [];

    public void Dispose()
    {
        _indexes.Dispose();
        _lists.Dispose();
    }
}
