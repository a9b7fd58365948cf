using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>Opens downloads, whatever engine searches.</summary>
public sealed class Downloads(ISearchEngine engine, GenerationStore store, IReadOnlyList<Clause> counted) : IDisposable
{
    private readonly ListLookup _lists = new(counted);

    /// <summary>Finds all that a search matches in the current generation, and holds that until it is disposed of.</summary>
    /// <remarks>Reads as much as it must to know the counts; only rows are left to be read.</remarks>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="SearchUnavailableException">The engine cannot answer now.</exception>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    public async Task<Download> OpenAsync(SearchRequest request, CancellationToken cancel)
    {
        var lease = await store.LeaseAsync(request.Generation, cancel);
        try
        {
            var experiments = new IdSet();
            await foreach (var id in engine.StreamAsync(request, lease, cancel))
                experiments.Add(id);
            var matching = new MatchingSamples(lease.Reader, experiments, cancel);
            if (request.Scope == Scope.Experiment)
                await matching.FindAsync(counted, [], ListedInGeneration.None);
            else
                await matching.FindAsync(
                    counted, [.. request.Clauses.Where(c => c.Facet.Level == FacetLevel.Sample)], await _lists.OfAsync(request, lease.Reader, cancel));
            return new Download(lease, experiments, matching.Counted, matching.Samples, matching.Memberships);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lists.Dispose();
}
