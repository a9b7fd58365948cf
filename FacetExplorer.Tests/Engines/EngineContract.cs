using FacetExplorer.Facets;
using FacetExplorer.Search;

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
internal sealed class EngineWithCatalog(ISearchEngine engine, FacetRegistry facets, Func<ValueTask> close) : IOpenCatalog
{
    public ISearchEngine Engine => engine;

    public SearchUrl Url { get; } = new(facets);

    public required Downloads Downloads { get; init; }

    public async Task<Answer> AskAsync(string query, bool ownClausesLeftOut = true, PlainLists? lists = null) => Answer.Of(await engine.SearchAsync(
        (lists ?? PlainLists.None).Narrow(Url.Parse(query).Request) with { OwnClausesLeftOut = ownClausesLeftOut }, TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => close();
}
