using FacetExplorer.Catalog;
using FacetExplorer.Facets;

namespace FacetExplorer.Search;

/// <summary>Opens downloads, whatever engine searches.</summary>
public sealed class Downloads(ISearchEngine engine, GenerationStore store, FacetRegistry facets, IReadOnlyList<Clause> counted, AnswerCache answers, ListLookup lists)
{
    /// <summary>Finds all that a search matches in the generation asked for, or the current one, and holds that until it is disposed of.</summary>
    /// <remarks>Reads as much as it must to know the counts; only rows are left to be read.</remarks>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="SearchUnavailableException">The engine cannot answer now.</exception>
    /// <exception cref="CatalogUnavailableException">There is no catalog.</exception>
    /// <exception cref="GenerationNotKeptException">The generation asked for is not kept.</exception>
    public async Task<Download> OpenAsync(SearchRequest request, CancellationToken cancel)
    {
        var lease = await store.LeaseAsync(request.Generation, cancel);
        try
        {
            return new Download(lease, await FindAsync(request.Narrowing(), lease, cancel))
            {
                SampleColumns = [.. request.SampleColumns.Select(name => SampleColumn.Of(name, facets))],
            };
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async Task<Matches> FindAsync(SearchRequest request, GenerationLease lease, CancellationToken cancel)
    {
        if (answers.Find<Matches>(engine, lease.Generation, request) is { } known)
            return known;
        var experiments = new IdSet();
        await foreach (var id in engine.StreamAsync(request, lease, cancel))
            experiments.Add(id);
        var matching = new MatchingSamples(lease.Reader, experiments, cancel);
        if (request.Scope == Scope.Experiment)
            await matching.FindAsync(counted, [], ListedInGeneration.None);
        else
            await matching.FindAsync(
                counted, [.. request.Clauses.Where(c => c.Facet.Level == FacetLevel.Sample)], await lists.OfAsync(request, lease.Reader, cancel));
        var found = new Matches(experiments, matching.Counted, matching.Samples, matching.Memberships, matching.FieldNames);
        answers.Keep(engine, lease.Generation, request, found, found.Bytes);
        return found;
    }
}
