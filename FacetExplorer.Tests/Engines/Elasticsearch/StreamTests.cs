using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>Streaming all matches: whole or not at all.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly CatalogOnDisk _disk = new();
    private readonly List<string> _asked = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_follow_each_other_in_one_point_in_time_that_is_closed()
    {
        Assert.Equal([1, 2, 3], await StreamAsync(Page));

        Assert.Equal(
            [
                "POST /p-experiments-000000001-1/_pit?keep_alive=1m",
                """POST /_search?allow_partial_search_results=false {"size":2,"track_total_hits":false,"_source":["id"],"query":{"bool":{"filter":[]}},"sort":[{"accession":{"order":"asc"}}],"pit":{"id":"a","keep_alive":"1m"}}""",
                """POST /_search?allow_partial_search_results=false {"size":2,"track_total_hits":false,"_source":["id"],"query":{"bool":{"filter":[]}},"sort":[{"accession":{"order":"asc"}}],"search_after":["E2",7],"pit":{"id":"b","keep_alive":"1m"}}""",
                """DELETE /_pit {"id":"b"}""",
            ], _asked);
    }

    [Theory]
    [InlineData("500", "has a problem")]
    [InlineData("point in time over", "no search index")]
    [InlineData("failed shard", "whole catalog")]
    [InlineData("timed out", "whole catalog")]
    [InlineData("cut off", "cannot be read")]
    [InlineData("hang", "took too long")]
    public async Task A_failure_on_a_later_page_is_a_failure_of_all(string fault, string sentence)
    {
        var failure = await Assert.ThrowsAnyAsync<SearchUnavailableException>(() => StreamAsync((context, page) => page == 0 ? Page(context, page) : fault switch
        {
            "500" => MisbehavingServer.WriteAsync(context, """{"error":{"type":"illegal_state_exception","reason":"broken"}}""", 500),
            "point in time over" => MisbehavingServer.WriteAsync(context, """{"error":{"type":"search_context_missing_exception","reason":"No search context found"}}""", 404),
            "failed shard" => MisbehavingServer.WriteAsync(context, Answer(1, 1).Replace("\"failed\":0", "\"failed\":1", StringComparison.Ordinal)),
            "timed out" => MisbehavingServer.WriteAsync(context, Answer(1, 1).Replace("\"timed_out\":false", "\"timed_out\":true", StringComparison.Ordinal)),
            "cut off" => MisbehavingServer.WriteAsync(context, Answer(1, 1)[..40]),
            _ => Task.Delay(Timeout.Infinite, context.RequestAborted),
        }));
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.Equal("""DELETE /_pit {"id":"b"}""", _asked[^1]);
    }

    [Fact]
    public async Task One_who_gives_up_leaves_no_point_in_time_behind()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StreamAsync(async (context, page) =>
        {
            await cancel.CancelAsync();
            await Page(context, page);
        }, cancel.Token));
        Assert.Equal("""DELETE /_pit {"id":"a"}""", _asked[^1]);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("9")]
    public async Task An_index_of_another_generation_is_not_downloaded_from(string server)
    {
        var organism = new PlainFacet("organism", "sample");
        await using var catalog = await ElasticsearchCatalog.OpenAsync(
            new PlainCatalog(["""{"accession":"E1","sample_accession_codes":["s1"]}"""], ["""{"accession":"s1","organism":"mouse"}"""], [organism]), null, ElasticsearchCatalog.Server(server));
        catalog.Add(new PlainCatalog(["""{"accession":"E2","sample_accession_codes":["s1"]}"""], [], [organism]));
        await catalog.Store.RefreshAsync(Cancel);

        var downloads = catalog.AsEngine().Downloads;
        var failure = await Assert.ThrowsAsync<SearchUnavailableException>(() => downloads.OpenAsync(SearchRequest.All, Cancel));
        Assert.Equal("The search index is at data version 1 and the catalog at 2; downloads wait until both are the same.", failure.Message);

        await catalog.IndexAsync();
        using var download = await downloads.OpenAsync(SearchRequest.All, Cancel);
        Assert.Equal((2, 2, 1), (download.Generation.Number, download.Experiments, download.Samples));
    }

    /// <summary>What is streamed from a server that answers pages of two so; a download of it has to be as whole.</summary>
    private async Task<List<int>> StreamAsync(Func<HttpContext, int, Task> answer, CancellationToken? cancel = null)
    {
        _disk.Write(new PlainCatalog([], [], []), new Random(1));
        await using var store = new GenerationStore(_disk.Folder);
        await store.RefreshAsync(Cancel);
        await using var server = await MisbehavingServer.StartAsync();
        var page = 0;
        server.Fault = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(Cancel);
            if (context.Request.Path != "/" && !context.Request.Path.Value!.Contains("_alias", StringComparison.Ordinal) && !context.Request.Path.Value.Contains("_mapping", StringComparison.Ordinal))
                _asked.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {body}".Trim());
            await (context.Request.Path.Value switch
            {
                "/_search" => answer(context, page++),
                "/_pit" => MisbehavingServer.WriteAsync(context, """{"succeeded":true,"num_freed":1}"""),
                "/p-experiments-000000001-1/_pit" => MisbehavingServer.WriteAsync(context, """{"id":"a"}"""),
                _ => MisbehavingServer.WriteAsync(context, MisbehavingServer.Good(context.Request.Path)),
            });
        };
        var options = new ElasticsearchOptions { Url = server.Url, IndexPrefix = "p", SearchTimeoutSeconds = 2 };
        using var client = new ElasticsearchClient(options);
        using var engine = new ElasticsearchEngine(client, options, new FacetRegistry([]), [], store, NullLogger<ElasticsearchEngine>.Instance) { StreamedAtOnce = 2 };
        using var lease = store.Lease();
        var ids = new List<int>();
        await foreach (var id in engine.StreamAsync(SearchRequest.All, lease, cancel ?? Cancel))
            ids.Add(id);
        return ids;
    }

    private static Task Page(HttpContext context, int page) => MisbehavingServer.WriteAsync(context, page == 0 ? Answer(1, 2) : Answer(3, 1));

    private static string Answer(int first, int count)
    {
        var hits = Enumerable.Range(first, count).Select(id => new { _source = new { id }, sort = new object[] { $"E{id}", id + 5 } });
        return $$"""{"pit_id":"b","timed_out":false,"_shards":{"total":1,"successful":1,"failed":0},"hits":{"hits":{{JsonSerializer.Serialize(hits)}} } }""";
    }

    public void Dispose() => _disk.Dispose();
}
