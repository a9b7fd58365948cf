using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.Extensions.Logging.Abstractions;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>A catalog in indexes of its own on a server, asked in each way; the indexes go with it.</summary>
internal sealed class ElasticsearchContenders : IAsyncDisposable
{
    private readonly ElasticsearchClient _client;
    private readonly ElasticsearchOptions _options;
    private readonly GenerationStore _store;
    private readonly FacetRegistry _facets;

    private ElasticsearchContenders(ElasticsearchOptions options, GenerationStore store, FacetRegistry facets) =>
        (_client, _options, _store, _facets) = (new ElasticsearchClient(options), options, store, facets);

    public static async Task<ElasticsearchContenders> IndexAsync(string url, int shards, GenerationStore store, FacetRegistry facets, CancellationToken cancel)
    {
        var contenders = new ElasticsearchContenders(Options(url, $"bench{Guid.NewGuid():N}", Counting.Cohorts, shards), store, facets);
        using var lease = store.Lease();
        await new ElasticsearchIndexer(contenders._client, contenders._options, facets, []).RebuildAsync(lease.Reader, null, cancel);
        return contenders;
    }

    public IEnumerable<IContender> All() =>
    [
        Engine("Elasticsearch cohorts", Counting.Cohorts),
        Engine("Elasticsearch cardinality", Counting.Cardinality),
        new Plain(this, "Elasticsearch cardinality, as refine.bio asks", size: 999_999, counts: true),
        new Plain(this, "Elasticsearch document counts", size: FacetDefinition.MaximumLimit, counts: false),
    ];

    private EngineContender Engine(string name, Counting counting)
    {
        var options = Options(_options.Url, _options.IndexPrefix, counting, _options.Shards);
        var client = new ElasticsearchClient(options);
        var engine = new ElasticsearchEngine(client, options, _facets, [], _store, NullLogger<ElasticsearchEngine>.Instance);
        return new EngineContender(name, engine, _facets, isCold: false, () =>
        {
            engine.Dispose();
            client.Dispose();
            return ValueTask.CompletedTask;
        })
        { IsExact = counting == Counting.Cohorts, Only = counting == Counting.Cohorts ? null : Scope.Experiment };
    }

    private static ElasticsearchOptions Options(string url, string prefix, Counting counting, int shards) =>
        new() { Url = url, IndexPrefix = prefix, Counting = counting, Shards = shards, SearchTimeoutSeconds = 120, AnswerMegabytes = 1024 };

    public async ValueTask DisposeAsync()
    {
        foreach (var index in (await _client.MetasAsync(new IndexNames(_options.IndexPrefix).All, CancellationToken.None)).Keys)
            await _client.DeleteIndexAsync(index, CancellationToken.None);
        _client.Dispose();
    }

    /// <summary>One document an experiment, a terms aggregation a facet, and in each bucket the cardinality of the samples' accessions or nothing.</summary>
    private sealed class Plain(ElasticsearchContenders of, string name, int size, bool counts) : IContender
    {
        private readonly HttpClient _http = new() { BaseAddress = new Uri(of._options.Url), Timeout = TimeSpan.FromMinutes(2) };

        public string Name => name;

        public bool IsExact => false;

        public bool Takes(Question question) => question.Scope == Scope.Experiment;

        // It leaves no filter out where a facet counts its own values, and without cardinality it counts no samples.
        public bool Means(Question question) => counts && Takes(question) && question.Filters.IsEmpty;

        public async Task AskAsync(Question question, int round, CancellationToken cancel) => await SendAsync(question, cancel);

        public async Task<Counted> CountAsync(Question question, CancellationToken cancel)
        {
            var answer = await SendAsync(question, cancel);
            return new Counted((long)answer["hits"]!["total"]!["value"]!, null, of._facets.All.Where(facet => !facet.IsRanged).ToDictionary(
                facet => facet.Key,
                IReadOnlyDictionary<string, (long, long)> (facet) => answer["aggregations"]![facet.Key]!["buckets"]!.AsArray().Where(b => (string)b!["key"]! != IndexFields.Missing).ToDictionary(
                    b => (string)b!["key"]!, b => ((long?)b!["samples"]?["value"] ?? 0, (long)b["doc_count"]!))));
        }

        public ValueTask DisposeAsync()
        {
            _http.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<JsonNode> SendAsync(Question question, CancellationToken cancel)
        {
            var index = new IndexNames(of._options.IndexPrefix).Experiments;
            using var response = await _http.PostAsJsonAsync($"{index}/_search?request_cache=false", Body(question), cancel);
            var answer = await response.Content.ReadFromJsonAsync<JsonNode>(cancel);
            return response.IsSuccessStatusCode ? answer! : throw new InvalidOperationException(answer?["error"]?["caused_by"]?["reason"]?.ToString() ?? answer?["error"]?["reason"]?.ToString());
        }

        private JsonObject Body(Question question)
        {
            var text = question.Words.Select(word => word.EndsWith('*')
                ? (JsonNode)new JsonObject { ["prefix"] = new JsonObject { [IndexFields.Column("title")] = word[..^1] } }
                : new JsonObject { ["match"] = new JsonObject { [IndexFields.Column("title")] = word } });
            var filters = question.Filters.Select(filter => (JsonNode)new JsonObject
            {
                [filter.Facet == GeoFacet.Published ? "prefix" : "term"] = new JsonObject { [IndexFields.Values(Facet(filter.Facet))] = filter.Value },
            });
            return new JsonObject
            {
                ["size"] = 25,
                ["track_total_hits"] = true,
                ["query"] = new JsonObject { ["bool"] = new JsonObject { ["must"] = new JsonArray([.. text]), ["filter"] = new JsonArray([.. filters]) } },
                ["aggs"] = new JsonObject(of._facets.All.Where(facet => !facet.IsRanged).Select(facet => KeyValuePair.Create(facet.Key, (JsonNode?)Buckets(facet)))),
            };
        }

        private JsonObject Buckets(FacetDefinition facet)
        {
            var buckets = new JsonObject { ["terms"] = new JsonObject { ["field"] = IndexFields.Values(facet), ["size"] = size } };
            if (counts)
                buckets["aggs"] = new JsonObject { ["samples"] = new JsonObject { ["cardinality"] = new JsonObject { ["field"] = IndexFields.DownloadableSamples, ["precision_threshold"] = 40_000 } } };
            return buckets;
        }

        private FacetDefinition Facet(string key) => of._facets.TryGet(key, out var facet) ? facet : throw new InvalidOperationException(key);
    }
}
