using System.Runtime.CompilerServices;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Cohorts;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Embedded;

/// <summary>The default engine: text by SQLite FTS5, counts from a <see cref="Snapshot"/> in memory. Always exact.</summary>
internal sealed class EmbeddedEngine(GenerationStore store) : ISearchEngine
{
    public string Name => "Embedded";

    public async Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancel)
    {
        using var lease = store.Lease();
        var index = (EmbeddedIndex)lease.Index!;
        var (text, candidates) = await CandidatesAsync(request, index, lease.Reader, cancel);
        var counted = await Task.Run(() => Count(request, index.Snapshot, candidates, cancel), cancel);
        return new SearchResponse(
            lease.Generation,
            counted.Selection.Experiments.Count,
            new Count(counted.Selection.Samples),
            new Count(counted.SamplesInOtherScope),
            counted.Selection.Summed,
            counted.Facets,
            await HitPage.ReadAsync(request, index.Snapshot, counted.Selection, text, lease.Reader, cancel),
            [])
        { Shared = new Count(counted.Selection.Shared) };
    }

    public async IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, [EnumeratorCancellation] CancellationToken cancel)
    {
        var index = (EmbeddedIndex)lease.Index!;
        var (_, candidates) = await CandidatesAsync(request, index, lease.Reader, cancel);
        var selection = await Task.Run(() => new Selection(index.Snapshot, candidates, request, cancel), cancel);
        foreach (var experiment in selection.Experiments)
            yield return index.Snapshot.ExperimentIds[experiment];
    }

    /// <summary>The experiments that the text and the listed accessions leave; null for all.</summary>
    private static async Task<(TextMatches? Text, IEnumerable<int>? Candidates)> CandidatesAsync(
        SearchRequest request, EmbeddedIndex index, CatalogReader catalog, CancellationToken cancel)
    {
        var text = request.Text is { } query ? await index.Text.MatchAsync(query, catalog, index.Snapshot, cancel) : null;
        if (request.Listed is not { } accessions)
            return (text, text?.Experiments);
        var listed = (await catalog.ExperimentsNamedAsync(SearchRequest.Spellings(accessions), cancel)).Select(index.Snapshot.IndexOf).ToHashSet();
        return (text, [.. text?.Experiments.Where(listed.Contains) ?? listed]);
    }

    private static (Selection Selection, long SamplesInOtherScope, IReadOnlyList<FacetCounts> Facets) Count(
        SearchRequest request, Snapshot snapshot, IEnumerable<int>? candidates, CancellationToken cancel)
    {
        var selection = Select(request);
        var inOtherScope = request.AsksSamples ? Select(request.InOtherScope).Samples : selection.Samples;
        var facets = snapshot.Columns.Where(column => request.Counts(column.Facet)).Select(column =>
        {
            var seen = request.CountedFor(column.Facet) is var counted && counted != request ? Select(counted) : selection;
            return FacetCounter.Count(request, snapshot, seen, column, cancel);
        });
        return (selection, inOtherScope, [.. facets]);

        Selection Select(SearchRequest selected) => new(snapshot, candidates, selected, cancel);
    }
}
