using FacetExplorer.Catalog;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.Extensions.Options;

namespace FacetExplorer.Tests.Engines;

/// <summary>What every engine, and the oracle itself, must answer.</summary>
public abstract partial class EngineContract
{
    private static readonly PlainFacet Organism = new("organism", "sample"), Tissue = new("tissue", "sample"), Technology = new("technology", "experiment");

    private protected abstract Task<IOpenCatalog> OpenAsync(PlainCatalog catalog);

    private Task<IOpenCatalog> OpenAsync(PlainFacet[] facets, string experiments, string samples, string? counted = null) =>
        OpenAsync(new PlainCatalog(Lines(experiments), Lines(samples), facets, counted));

    private static string[] Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Replace('\'', '"'))];
}

/// <summary>An engine with a catalog.</summary>
internal interface IOpenCatalog : IAsyncDisposable
{
    Task<Answer> AskAsync(string query, bool ownClausesLeftOut = true, PlainLists? lists = null);
}

/// <summary>Accessions of which samples and experiments are wanted, or not; null for no such list.</summary>
internal sealed record PlainLists(IReadOnlyList<string>? Listed = null, IReadOnlyList<string>? NotListed = null)
{
    public static readonly PlainLists None = new();

    public SearchRequest Narrow(SearchRequest request) => request with
    {
        Listed = Listed is null ? null : AccessionList.Of(Listed),
        NotListed = NotListed is null ? null : AccessionList.Of(NotListed),
    };

    public override string ToString() => $"listed {Text(Listed)}, not listed {Text(NotListed)}";

    private static string Text(IReadOnlyList<string>? list) => list is null ? "none" : $"[{string.Join(", ", list)}]";
}

/// <summary>A real engine, asked through the URL dialect.</summary>
internal sealed class EngineWithCatalog : IOpenCatalog
{
    private readonly Func<ValueTask> _close;

    public EngineWithCatalog(ISearchEngine engine, GenerationStore store, FacetRegistry facets, IReadOnlyList<Clause> counted, Func<ValueTask> close)
    {
        var options = Options.Create(new SearchOptions());
        var answers = new AnswerCache(options);
        (Engine, Url, _close) = (engine, new SearchUrl(facets), close);
        Downloads = new Downloads(engine, store, facets, counted, answers, new ListLookup(counted));
        Views = new ViewSearch(new SearchService(engine, store, answers, options), Downloads, engine, answers, facets, options);
    }

    public ISearchEngine Engine { get; }

    public SearchUrl Url { get; }

    public Downloads Downloads { get; }

    public ViewSearch Views { get; }

    public async Task<Answer> AskAsync(string query, bool ownClausesLeftOut = true, PlainLists? lists = null)
    {
        var request = (lists ?? PlainLists.None).Narrow(Url.Parse(query).Request);
        return Answer.Of(await Engine.SearchAsync(
            request with { OwnClausesLeftOut = ownClausesLeftOut, By = request.View == View.Experiments ? request.By : null }, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _close();
}
