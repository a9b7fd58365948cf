using FacetExplorer.Catalog;

namespace FacetExplorer.Search;

/// <summary>Answers searches on the current generation, by the counting rules. Implementations are safe for concurrent use.</summary>
public interface ISearchEngine
{
    /// <summary>The engine's name in configuration (<c>Search:Engine</c>).</summary>
    string Name { get; }

    /// <summary>Searches.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="SearchUnavailableException">The engine cannot answer now.</exception>
    /// <exception cref="SearchTooWideException">The search takes more than the engine can.</exception>
    Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel);

    /// <summary>The ids of all matching experiments (rule 5) of a leased generation, by accession in code-point order, however many.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="SearchUnavailableException">The engine cannot answer now, or not for this generation. What came before is not all.</exception>
    IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, CancellationToken cancel);

    /// <summary>Whether it could answer now.</summary>
    /// <exception cref="SearchUnavailableException">It could not.</exception>
    Task CheckAsync(CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>Makes an engine's index for a generation that is about to become current.</summary>
public interface ISearchIndexer
{
    /// <summary>Indexes all of it, replacing an index it already has.</summary>
    /// <exception cref="OperationCanceledException">Given up; what was there before is unchanged.</exception>
    Task RebuildAsync(CatalogReader catalog, IProgress<IndexProgress>? progress, CancellationToken cancel);
}

/// <summary>How far an index is.</summary>
/// <param name="Experiments">Experiments indexed.</param>
/// <param name="Of">Experiments in all.</param>
public readonly record struct IndexProgress(long Experiments, long Of);

/// <summary>The engine will never answer this, as it would take too much; its message says how to narrow it.</summary>
public sealed class SearchTooWideException(string message) : Exception(message);

/// <summary>The engine cannot answer now; it may a little later.</summary>
public class SearchUnavailableException : Exception
{
    /// <summary>With one sentence for the reader, and what the operator needs to know.</summary>
    public SearchUnavailableException(string message, string cause, Exception? inner = null) : base(message, inner) => Cause = cause;

    /// <summary>What happened, for the log and the command line.</summary>
    public string Cause { get; }
}
