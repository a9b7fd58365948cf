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
        using var narrowing = new Narrowing(index, text?.Experiments, lists, request);
        var counted = await Task.Run(() => Count(request, index, narrowing, cancel), cancel);
        return new SearchResponse(
            lease.Generation,
            counted.Selection.Count,
            new Count(counted.Selection.Samples),
            new Count(request.DependsOnScope ? await Task.Run(() => CountSamples(request.InOtherScope, index, text, lists, cancel), cancel) : counted.Selection.Samples),
            counted.Selection.Summed,
            counted.Facets,
            request.Size == 0 ? [] : await HitPage.ReadAsync(request, index.Snapshot, counted.Selection, text, lease.Reader, cancel),
            [])
        { Shared = new Count(counted.Selection.Shared), Cross = counted.Cross };
    }

    public async IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, [EnumeratorCancellation] CancellationToken cancel)
    {
        var index = (EmbeddedIndex)lease.Index!;
        var (text, lists) = await NarrowAsync(request, index, lease.Reader, cancel);
        using var narrowing = new Narrowing(index, text?.Experiments, lists, request);
        var selection = await Task.Run(() => narrowing.Select(null, cancel), cancel);
        for (var i = 0; i < selection.Count; i++)
            yield return index.Snapshot.ExperimentIds[selection.Experiments[i]];
    }

    /// <summary>What the text matches, null for all, and what the lists name.</summary>
    private static async Task<(TextMatches? Text, ListedInGeneration Lists)> NarrowAsync(
        SearchRequest request, EmbeddedIndex index, CatalogReader catalog, CancellationToken cancel) => (
        request.Text is { } query ? await index.Text.MatchAsync(query, catalog, index.Snapshot, cancel) : null,
        await index.Lists.OfAsync(request, catalog, cancel));

    /// <summary>What matches, and all facets asked for.</summary>
    public static (Selection Selection, IReadOnlyList<FacetCounts> Facets, IReadOnlyList<IReadOnlyList<long>>? Cross) Count(
        SearchRequest request, EmbeddedIndex index, Narrowing narrowing, CancellationToken cancel)
    {
        var selection = narrowing.Select(null, cancel);
        var asked = AskedRanges.Of(request, index.Snapshot);
        var columns = Array.FindAll(index.Snapshot.Columns, column => request.Counts(column.Facet));
        var all = Array.Exists(columns, column => request.CountedFor(column.Facet) == request) ? narrowing.Count(selection, asked, null, cancel) : null;
        var facets = new List<FacetCounts>();
        foreach (var column in columns)
            if (request.CountedFor(column.Facet) == request)
                facets.Add(FacetBuckets.List(request, column, selection, all!, asked));
            else
            {
                var others = narrowing.Select(column.Facet, cancel);
                facets.Add(FacetBuckets.List(request, column, others, narrowing.Count(others, asked, column, cancel), asked));
            }
        var cross = request.Cross is null ? null : CrossCounter.Count(request.Cross, index.Snapshot, selection, request.Scope, cancel);
        return (selection, facets, cross);
    }

    private static long CountSamples(SearchRequest request, EmbeddedIndex index, TextMatches? text, ListedInGeneration lists, CancellationToken cancel)
    {
        using var narrowing = new Narrowing(index, text?.Experiments, lists, request);
        return narrowing.Select(null, cancel).Samples;
    }
}
