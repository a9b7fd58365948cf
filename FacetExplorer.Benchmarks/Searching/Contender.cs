using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>One way of answering.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Whether its numbers are meant to be exact, so that another one is a failure.</summary>
    bool IsExact => true;

    /// <summary>Whether it can be asked this.</summary>
    bool Takes(Question question) => true;

    /// <summary>Whether it answers the same question, so that its numbers can be compared.</summary>
    bool Means(Question question) => Takes(question);

    /// <summary>Whether it is asked what it cannot know yet, so that asking again in the same round is asking something else.</summary>
    bool IsCold => false;

    /// <summary>Answers as a page needs it: all facets with their most frequent values.</summary>
    Task AskAsync(Question question, int round, CancellationToken cancel);

    /// <summary>All it counts, to be checked.</summary>
    Task<Counted> CountAsync(Question question, CancellationToken cancel);
}

/// <summary>An engine of the application, whole searches with the first 25 experiments or the counts of all facets alone; no answer is kept.</summary>
internal sealed class EngineContender(string name, ISearchEngine engine, FacetRegistry facets, bool isCold, Func<ValueTask> close) : IContender
{
    private readonly SearchUrl _url = new(facets);

    public string Name => name;

    public bool IsExact { get; init; } = true;

    public bool IsCold => isCold;

    public Scope? Only { get; init; }

    /// <summary>Whether no experiments are asked for.</summary>
    public bool CountsOnly { get; init; }

    // A text asked for the first time is one that is not kept.
    public bool Takes(Question question) => (Only is null || question.Scope == Only) && !(isCold && question.Words.IsEmpty);

    public Task AskAsync(Question question, int round, CancellationToken cancel) =>
        engine.SearchAsync(_url.Parse(question.Query(isCold ? round + 2 : 1)).Request is var request && CountsOnly ? request with { Size = 0 } : request, cancel);

    public async Task<Counted> CountAsync(Question question, CancellationToken cancel)
    {
        var limits = string.Concat(facets.All.Select(facet => $"&{facet.Key}.limit={FacetDefinition.MaximumLimit}"));
        return Counted.Of(await engine.SearchAsync(_url.Parse(question.Query() + limits).Request, cancel));
    }

    public ValueTask DisposeAsync() => close();
}
