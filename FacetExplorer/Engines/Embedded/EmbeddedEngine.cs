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
        using var lease = await store.LeaseAsync(request.Generation, cancel);
        var index = (EmbeddedIndex)lease.Index!;
        var (text, lists) = await NarrowAsync(request, index, lease.Reader, cancel);
        var counted = await Task.Run(() => Count(request, index.Snapshot, text?.Experiments, lists, cancel), cancel);
        return new SearchResponse(
            lease.Generation,
            counted.Selection.Experiments.Count,
            new Count(counted.Selection.Samples),
            new Count(counted.SamplesInOtherScope),
            counted.Selection.Summed,
            counted.Facets,
            await HitPage.ReadAsync(request, index.Snapshot, counted.Selection, text, lease.Reader, cancel),
            [])
        { Shared = new Count(counted.Selection.Shared), Cross = counted.Cross };
    }

    public async IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, [EnumeratorCancellation] CancellationToken cancel)
    {
        var index = (EmbeddedIndex)lease.Index!;
        var (text, lists) = await NarrowAsync(request, index, lease.Reader, cancel);
        var selection = await Task.Run(() => new Selection(index.Snapshot, text?.Experiments, lists, request, cancel), cancel);
        foreach (var experiment in selection.Experiments)
            yield return index.Snapshot.ExperimentIds[experiment];
    }

    /// <summary>What the text matches, null for all, and what the lists name.</summary>
    private static async Task<(TextMatches? Text, ListedInGeneration Lists)> NarrowAsync(
        SearchRequest request, EmbeddedIndex index, CatalogReader catalog, CancellationToken cancel) => (
        request.Text is { } query ? await index.Text.MatchAsync(query, catalog, index.Snapshot, cancel) : null,
        await index.Lists.OfAsync(request, catalog, cancel));

    private static (Selection Selection, long SamplesInOtherScope, IReadOnlyList<FacetCounts> Facets, IReadOnlyList<IReadOnlyList<long>>? Cross) Count(
        SearchRequest request, Snapshot snapshot, IEnumerable<int>? candidates, ListedInGeneration lists, CancellationToken cancel)
    {
        var selection = Select(request);
        var inOtherScope = request.DependsOnScope ? Select(request.InOtherScope).Samples : selection.Samples;
        var facets = snapshot.Columns.Where(column => request.Counts(column.Facet)).Select(column =>
        {
            var seen = request.CountedFor(column.Facet) is var counted && counted != request ? Select(counted) : selection;
            return FacetCounter.Count(request, snapshot, seen, column, cancel);
        });
        return (selection, inOtherScope, [.. facets], request.Cross is { } cross ? CrossCounter.Count(cross, snapshot, selection, cancel) : null);

        Selection Select(SearchRequest selected) => new(snapshot, candidates, lists, selected, cancel);
    }
}
