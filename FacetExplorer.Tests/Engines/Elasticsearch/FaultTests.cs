using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using FacetExplorer.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>A server in trouble: one sentence in time, one line in the log, and recovery by itself.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("facetexplorer-").FullName;
    private readonly LogLines _log = new();

    private static readonly Dictionary<string, (string Path, Func<HttpContext, Task> Fault, string Sentence, string Cause)> Faults = new()
    {
        ["hang"] = ("/_msearch", c => Task.Delay(Timeout.Infinite, c.RequestAborted), "took too long", "2 s"),
        ["slow drip"] = ("/_msearch", DripAsync, "took too long", "2 s"),
        ["401"] = ("/", Answer(401, Error("security_exception", "missing authentication credentials")), "credentials", "401: security_exception"),
        ["403"] = ("/_msearch", Answer(403, Error("security_exception", "action is unauthorized")), "credentials", "403"),
        ["429"] = ("/_msearch", Answer(429, Error("es_rejected_execution_exception", "queue is full")), "overloaded", "queue is full"),
        ["500"] = ("/_msearch", Answer(500, Error("illegal_state_exception", "broken")), "has a problem", "broken"),
        ["503"] = ("/_msearch", Answer(503, Error("cluster_block_exception", "no master")), "has a problem", "no master"),
        ["missing index"] = ("/_msearch", Answer(404, Error("index_not_found_exception", "no such index")), "no search index", "no such index"),
        ["breaker"] = ("/_msearch", Answer(200, Item("""{"error":{"type":"circuit_breaking_exception","reason":"Data too large"},"status":429}""")), "overloaded", "Data too large"),
        ["partial shards"] = ("/_msearch", Answer(200, Good.Replace("\"failed\":0", "\"failed\":1", StringComparison.Ordinal)), "whole catalog", "1 of 1 shards"),
        ["lost shards"] = ("/_msearch", Answer(200, Good.Replace("\"successful\":1", "\"successful\":0", StringComparison.Ordinal)), "whole catalog", "0 of 1 shards failed"),
        ["timed_out"] = ("/_msearch", Answer(200, Good.Replace("\"timed_out\":false", "\"timed_out\":true", StringComparison.Ordinal)), "whole catalog", "timed_out"),
        ["truncated JSON"] = ("/_msearch", Answer(200, Good[..(Good.Length / 2)]), "cannot be read", ""),
        ["cut off"] = ("/_msearch", CutOffAsync, "does not answer", ""),
        ["malformed JSON"] = ("/_msearch", Answer(200, "<html>proxy</html>"), "cannot be read", ""),
        ["other JSON"] = ("/_msearch", Answer(200, "{}"), "cannot be read", ""),
        ["fewer searches"] = ("/_msearch", Answer(200, """{"responses":[]}"""), "cannot be read", "other searches"),
        ["no counts"] = ("/_msearch", Answer(200, Good.Replace("\"shared\"", "\"other\"", StringComparison.Ordinal)), "cannot be read", "shared"),
        ["huge body"] = ("/_msearch", HugeAsync, "cannot be read", "more than 1 MB"),
        ["alias missing"] = ("/_alias/p-experiments,p-cohorts", Answer(404, """{"error":"alias [p-cohorts] missing","status":404}"""), "no search index", "run index"),
        ["one alias missing"] = ("/_alias/p-experiments,p-cohorts", Answer(404, """{"error":"alias [p-cohorts] missing","status":404,"p-experiments-000000001-1":{"aliases":{"p-experiments":{}}}}"""), "no search index", "run index"),
        ["no pair"] = ("/_alias/p-experiments,p-cohorts", Answer(200, MisbehavingServer.Good("/_alias/p-experiments,p-cohorts").Replace("p-cohorts-000000001-1", "p-cohorts-000000002-2", StringComparison.Ordinal)), "does not fit", "no pair"),
        ["wrong mapping"] = ("/p-experiments-000000001-1,p-cohorts-000000001-1/_mapping", Answer(200, MisbehavingServer.Mappings("other facets")), "does not fit", "other facets"),
        ["foreign index"] = ("/p-experiments-000000001-1,p-cohorts-000000001-1/_mapping", Answer(200, """{"p-experiments-000000001-1":{"mappings":{}}}"""), "does not fit", "run index"),
        ["version 7"] = ("/", Answer(200, """{"version":{"number":"7.17.29"}}"""), "version is not supported", "7.17.29"),
        ["version 10"] = ("/", Answer(200, """{"version":{"number":"10.0.0"}}"""), "version is not supported", "10.0.0"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    private static string Good => MisbehavingServer.GoodSearches;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_is_a_sentence_in_time_one_line_in_the_log_and_over_when_it_is_over(string name)
    {
        var (path, fault, sentence, cause) = Faults[name];
        await using var server = await MisbehavingServer.StartAsync();
        server.Fault = c => c.Request.Path == path ? fault(c) : MisbehavingServer.WriteAsync(c, MisbehavingServer.Good(c.Request.Path));
        await using var engine = Engine(Options(server.Url));

        for (var i = 0; i < 3; i++)
        {
            var clock = Stopwatch.StartNew();
            var failure = await Assert.ThrowsAnyAsync<SearchUnavailableException>(() => i == 2 && name != "no counts" ? engine.CheckAsync() : engine.SearchAsync());
            Assert.True(clock.Elapsed < Patience, $"{clock.Elapsed}");
            Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
            Assert.Contains(cause, failure.Cause, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", failure.Message, StringComparison.Ordinal);
        }
        Assert.Single(_log.Lines);
        Assert.Contains(cause, _log.Lines[0], StringComparison.Ordinal);

        server.Fault = null;
        Assert.Equal(0, (await engine.SearchAsync()).Experiments);
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public async Task A_refused_connection_is_no_answer_and_the_next_node_is_asked()
    {
        await using var server = await MisbehavingServer.StartAsync();
        var refused = $"http://127.0.0.1:{FreePort()}";
        await using (var alone = Engine(Options(refused)))
            Assert.Contains("does not answer", (await Assert.ThrowsAnyAsync<SearchUnavailableException>(() => alone.SearchAsync())).Message, StringComparison.Ordinal);
        await using var both = Engine(Options($"{refused}, {server.Url}"));
        for (var i = 0; i < 4; i++)
            await both.SearchAsync();
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_server_that_leads_elsewhere_is_not_followed(int status)
    {
        await using var elsewhere = await MisbehavingServer.StartAsync();
        await using var server = await MisbehavingServer.StartAsync();
        server.Fault = c =>
        {
            (c.Response.StatusCode, c.Response.Headers.Location) = (status, elsewhere.Url + c.Request.Path);
            return Task.CompletedTask;
        };
        await using var engine = Engine(Options(server.Url));
        var failure = await Assert.ThrowsAnyAsync<SearchUnavailableException>(() => engine.SearchAsync());
        Assert.Equal("The search server is somewhere else.", failure.Message);
        Assert.Contains($"{status}: redirections are not followed", failure.Cause, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Requests);
    }

    [Fact]
    public async Task Nodes_are_asked_in_turn()
    {
        await using var first = await MisbehavingServer.StartAsync();
        await using var second = await MisbehavingServer.StartAsync();
        using var client = new ElasticsearchClient(Options($"{first.Url},{second.Url}"));
        for (var i = 0; i < 6; i++)
            await client.VersionAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, 3), (first.Requests, second.Requests));
    }

    [Fact]
    public async Task A_node_that_hangs_leaves_time_for_the_next()
    {
        await using var server = await MisbehavingServer.StartAsync();
        await using var hanging = await MisbehavingServer.StartAsync();
        hanging.Fault = c => Task.Delay(Timeout.Infinite, c.RequestAborted);
        using var client = new ElasticsearchClient(Options($"{hanging.Url},{server.Url}"));
        for (var i = 0; i < 2; i++)
            Assert.Equal("8.19.7", await client.VersionAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_search_given_up_is_cancelled_and_no_fault()
    {
        await using var server = await MisbehavingServer.StartAsync();
        var gone = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        server.Fault = c =>
        {
            c.RequestAborted.Register(gone.SetResult);
            cancel.Cancel();
            return Task.Delay(Timeout.Infinite, c.RequestAborted);
        };
        await using var engine = Engine(Options(server.Url));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.SearchAsync(cancel.Token));
        await gone.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_search_resolves_the_aliases_once_and_names_concrete_indexes()
    {
        await using var server = await MisbehavingServer.StartAsync();
        await using var engine = Engine(Options(server.Url));
        await engine.SearchAsync();
        var (paths, body) = (new List<string>(), "");
        server.Fault = async c =>
        {
            paths.Add(c.Request.Path);
            using var reader = new StreamReader(c.Request.Body);
            body = await reader.ReadToEndAsync(c.RequestAborted);
            await MisbehavingServer.WriteAsync(c, MisbehavingServer.Good(c.Request.Path));
        };
        await engine.SearchAsync();
        Assert.Equal(["/_alias/p-experiments,p-cohorts", "/_msearch"], paths);
        Assert.Contains("\"index\":\"p-experiments-000000001-1\"", body, StringComparison.Ordinal);
        Assert.Contains("\"index\":\"p-cohorts-000000001-1\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}""")]
    [InlineData("""{"error":{"type":"search_phase_execution_exception","reason":"all shards failed"},"status":500}""")]
    [InlineData("""{"timed_out":false,"_shards":{"total":2,"successful":1,"failed":1},"hits":{"total":{"value":0},"hits":[]}}""")]
    public async Task Indexes_removed_in_the_middle_of_a_search_are_no_fault(string answer)
    {
        await using var server = await MisbehavingServer.StartAsync();
        await using var engine = Engine(Options(server.Url));
        await engine.SearchAsync();
        var moved = false;
        server.Fault = c =>
        {
            if (c.Request.Path == "/_msearch" && !moved)
            {
                moved = true;
                return MisbehavingServer.WriteAsync(c, Item(answer));
            }
            var (first, second) = ("000000001-1", "000000002-2");
            var right = MisbehavingServer.Good(c.Request.Path.Value!.Replace(second, first, StringComparison.Ordinal));
            return MisbehavingServer.WriteAsync(c, moved ? right.Replace(first, second, StringComparison.Ordinal) : right);
        };
        Assert.Equal(0, (await engine.SearchAsync()).Experiments);
        Assert.True(moved);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Making_an_index_is_not_sent_twice_but_a_search_is()
    {
        await using var server = await MisbehavingServer.StartAsync();
        server.Fault = c => MisbehavingServer.WriteAsync(c, Error("unavailable", "for now"), 503);
        using var client = new ElasticsearchClient(Options(server.Url));
        var definition = IndexDefinition.OfClasses(new FacetRegistry([]), new IndexMeta("", new Generation(1, default, "", 0, 0, 0, false), false), Options(server.Url));
        await Assert.ThrowsAsync<ElasticsearchException>(() => client.CreateIndexAsync("i", definition, TestContext.Current.CancellationToken));
        Assert.Equal(1, server.Requests);
        await Assert.ThrowsAsync<ElasticsearchException>(() => client.VersionAsync(TestContext.Current.CancellationToken));
        Assert.Equal(4, server.Requests);
    }

    [Fact]
    public async Task What_a_full_server_rejects_is_written_later_and_only_that()
    {
        await using var server = await MisbehavingServer.StartAsync();
        var bodies = new List<string>();
        server.Fault = async c =>
        {
            using var reader = new StreamReader(c.Request.Body);
            lock (bodies)
                bodies.Add(reader.ReadToEndAsync().Result);
            await MisbehavingServer.WriteAsync(c, bodies.Count == 1
                ? """{"errors":true,"items":[{"index":{"status":201}},{"index":{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"full"}}}]}"""
                : """{"errors":false,"items":[{"index":{"status":201}}]}""");
        };
        using var client = new ElasticsearchClient(Options(server.Url));
        await new BulkLoader(client, Options(server.Url)).WriteAsync(
            [new IndexedDocument("i", 1, new { a = 1 }), new IndexedDocument("i", 2, new { a = 2 })], TestContext.Current.CancellationToken);
        Assert.Equal(["{\"index\":{\"_index\":\"i\",\"_id\":1}}\n{\"a\":1}\n{\"index\":{\"_index\":\"i\",\"_id\":2}}\n{\"a\":2}\n", "{\"index\":{\"_index\":\"i\",\"_id\":2}}\n{\"a\":2}\n"], bodies);
    }

    [Fact]
    public async Task A_document_that_is_refused_ends_the_loading_naming_it()
    {
        await using var server = await MisbehavingServer.StartAsync();
        server.Fault = Answer(200, """{"errors":true,"items":[{"index":{"status":400,"error":{"type":"document_parsing_exception","reason":"immense term"}}}]}""");
        using var client = new ElasticsearchClient(Options(server.Url));
        var failure = await Assert.ThrowsAsync<ElasticsearchException>(() => new BulkLoader(client, Options(server.Url)).WriteAsync(
            [new IndexedDocument("i", 7, new { a = 1 })], TestContext.Current.CancellationToken));
        Assert.Contains("i/7", failure.Cause, StringComparison.Ordinal);
        Assert.Contains("immense term", failure.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_taken_by_its_fingerprint_or_its_authority_only()
    {
        using var certificate = MisbehavingServer.SelfSigned();
        using var other = MisbehavingServer.SelfSigned();
        await using var server = await MisbehavingServer.StartAsync(certificate);
        Assert.False(await AnswersAsync(o => { }));
        Assert.False(await AnswersAsync(o => o.Fingerprint = other.GetCertHashString(HashAlgorithmName.SHA256)));
        Assert.True(await AnswersAsync(o => o.Fingerprint = string.Join(':', certificate.GetCertHashString(HashAlgorithmName.SHA256).Chunk(2).Select(two => new string(two).ToLowerInvariant()))));
        Assert.False(await AnswersAsync(o => o.CaFile = Pem("other.pem", other.ExportCertificatePem())));
        Assert.True(await AnswersAsync(o => o.CaFile = Pem("own.pem", certificate.ExportCertificatePem())));

        async Task<bool> AnswersAsync(Action<ElasticsearchOptions> trust)
        {
            var options = Options(server.Url);
            trust(options);
            using var client = new ElasticsearchClient(options);
            try
            {
                return await client.VersionAsync(TestContext.Current.CancellationToken) == "8.19.7";
            }
            catch (ElasticsearchException e) when (e.Message.Contains("does not answer", StringComparison.Ordinal))
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("basic", "Basic ZWxhc3RpYzpzZWNyZXQ=")]
    [InlineData("key", "ApiKey abc==")]
    [InlineData("none", "")]
    public async Task Credentials_are_sent(string how, string expected)
    {
        await using var server = await MisbehavingServer.StartAsync();
        var sent = "";
        server.Fault = c =>
        {
            sent = c.Request.Headers.Authorization.ToString();
            return MisbehavingServer.WriteAsync(c, MisbehavingServer.Good(c.Request.Path));
        };
        var options = Options(server.Url);
        (options.User, options.Password, options.ApiKey) = how switch { "basic" => ("elastic", "secret", default(string)), "key" => (default(string), default(string), "abc=="), _ => (null, null, null) };
        using var client = new ElasticsearchClient(options);
        await client.VersionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, sent);
    }

    private static ElasticsearchOptions Options(string url) => new() { Url = url, IndexPrefix = "p", SearchTimeoutSeconds = 2, AnswerMegabytes = 1 };

    private TestedEngine Engine(ElasticsearchOptions options) => new(options, new GenerationStore(_folder), _log);

    private string Pem(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static Func<HttpContext, Task> Answer(int status, string json) => c => MisbehavingServer.WriteAsync(c, json, status);

    private static string Error(string type, string reason) => $$"""{"error":{"root_cause":[],"type":"{{type}}","reason":"{{reason}}"},"status":0}""";

    private static string Item(string json) => $$"""{"responses":[{{json}},{{json}}]}""";

    private static async Task DripAsync(HttpContext c)
    {
        foreach (var character in Good)
        {
            await c.Response.WriteAsync(character.ToString(), c.RequestAborted);
            await c.Response.Body.FlushAsync(c.RequestAborted);
            await Task.Delay(100, c.RequestAborted);
        }
    }

    private static async Task CutOffAsync(HttpContext c)
    {
        c.Response.ContentLength = Good.Length;
        await c.Response.WriteAsync(Good[..20]);
        await c.Response.Body.FlushAsync();
        c.Abort();
    }

    private static async Task HugeAsync(HttpContext c)
    {
        var blanks = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
        for (var i = 0; i < 100; i++)
            await c.Response.Body.WriteAsync(blanks, c.RequestAborted);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class TestedEngine : IAsyncDisposable
    {
        private readonly ElasticsearchClient _client;
        private readonly GenerationStore _store;
        private readonly ElasticsearchEngine _engine;

        public TestedEngine(ElasticsearchOptions options, GenerationStore store, ILogger<ElasticsearchEngine> log)
        {
            (_client, _store) = (new ElasticsearchClient(options), store);
            _engine = new ElasticsearchEngine(_client, options, new FacetRegistry([]), [], store, log);
        }

        public Task<SearchResponse> SearchAsync(CancellationToken? cancel = null) =>
            _engine.SearchAsync(SearchRequest.All, cancel ?? TestContext.Current.CancellationToken);

        public Task CheckAsync() => _engine.CheckAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync()
        {
            _engine.Dispose();
            _client.Dispose();
            return _store.DisposeAsync();
        }
    }
}
