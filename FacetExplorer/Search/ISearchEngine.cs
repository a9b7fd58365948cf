namespace FacetExplorer.Search;

/// <summary>Answers searches on the current generation, by the counting rules. Implementations are safe for concurrent use.</summary>
public interface ISearchEngine
{
    /// <summary>The engine's name in configuration (<c>Search:Engine</c>).</summary>
    string Name { get; }

    /// <summary>Searches.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel);
}
