using System.Runtime.CompilerServices;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Search;

namespace FacetExplorer.Engines.Elasticsearch;

/// <summary>All matches, a bounded page at a time, from the experiments' index as it is at one moment.</summary>
internal sealed partial class ElasticsearchEngine
{
    /// <summary>How long the server keeps the moment after each page.</summary>
    private const string KeepAlive = "1m";

    /// <summary>Matches a page; the server gives no more than 10,000.</summary>
    public int StreamedAtOnce { get; init; } = 10_000;

    public async IAsyncEnumerable<int> StreamAsync(SearchRequest request, GenerationLease lease, [EnumeratorCancellation] CancellationToken cancel)
    {
        var body = await WatchedAsync(token => FirstPageAsync(request, lease.Generation, token), cancel);
        try
        {
            for (var more = true; more;)
            {
                var page = await WatchedAsync(token => client.SearchAsync(body, token), cancel);
                foreach (var hit in page.Hits!.Hits)
                    yield return hit.Source?.Id ?? throw ElasticsearchException.Unreadable("a hit without _source");
                more = page.Hits.Hits.Count == StreamedAtOnce;
                body = body with { Pit = body.Pit! with { Id = page.PitId ?? body.Pit.Id }, SearchAfter = more ? LastOf(page.Hits) : null };
            }
        }
        finally
        {
            await CloseAsync(body.Pit!.Id);
        }
    }

    private async Task<SearchBody> FirstPageAsync(SearchRequest request, Generation generation, CancellationToken cancel)
    {
        var index = await IndexOfAsync(request, cancel);
        if (index.Generation.Number != generation.Number || index.Generation.ContentHash != generation.ContentHash)
            throw IsBehind(index.Generation, generation, "downloads wait");
        var text = await TextOfAsync(request, index.Names, cancel);
        var lists = await ListsOfAsync(request, index.Generation, cancel);
        var filters = new Narrowing(index, text, lists, request).Experiments;
        return new SearchBody
        {
            Query = text is null ? filters : Query.All([TextQueryBuilder.OnExperiments(text), filters]),
            Size = StreamedAtOnce,
            Sort = [new() { [IndexFields.Accession] = new SortOrder("asc") }],
            Source = [IndexFields.Id],
            TrackTotalHits = false,
            Pit = await client.OpenPointInTimeAsync(index.Names.Experiments, KeepAlive, cancel) with { KeepAlive = KeepAlive },
        };
    }

    private static IReadOnlyList<JsonElement> LastOf(HitList hits) => hits.Hits[^1].Sort ?? throw ElasticsearchException.Unreadable("a hit without its place");

    /// <summary>Also when given up. What cannot be closed ends by itself.</summary>
    private async Task CloseAsync(string pointInTime)
    {
        try
        {
            await client.ClosePointInTimeAsync(pointInTime, CancellationToken.None);
        }
        catch (ElasticsearchException)
        {
        }
    }
}
