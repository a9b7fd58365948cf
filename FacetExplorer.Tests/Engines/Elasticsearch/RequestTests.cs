using System.Text.Json;
using System.Text.Json.Nodes;
using FacetExplorer.Catalog;
using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>What is sent and how answers are read, as JSON; no server is asked.</summary>
public sealed class RequestTests
{
    private static readonly FacetRegistry Facets = new PlainCatalog([], [],
        [new PlainFacet("technology", "experiment"), new PlainFacet("organism", "sample"), new PlainFacet("age", "sample", "number", "10")]).Registry();

    private static readonly IndexedGeneration Index = new(
        new IndexPair("1", "e", "c"), new Generation(1, default, "", 3, 9, 9, false), Facets.All.ToDictionary(f => f, f => new FacetValues(f, (f.Key switch
        {
            "technology" => ["array", "seq"],
            "organism" => ["human", "mouse", "rat"],
            _ => new[] { "5", "7.5", "12" },
        }).Select(v => FacetValue.Read(f.Kind, v)!))));

    private static (SearchQuestion Search, List<FacetQuestion> Facets) Ask(string query, Counting counting = Counting.Cohorts, params string[] asked)
    {
        var request = new SearchUrl(Facets).Parse(query).Request;
        var facets = Facets.All.Where(f => asked.Contains(f.Key))
            .Select(f => new FacetQuestion(request, Narrow, counting, f, new BucketList(request, Index.Values[f], 2000))).ToList();
        return (new SearchQuestion(request, request.Text, Index, Narrow, facets), facets);

        Narrowing Narrow(SearchRequest narrowed) => new(Index, narrowed.Text, ListedInGeneration.None, narrowed);
    }

    private static void Same(string expected, object? actual)
    {
        var (wanted, got) = (JsonNode.Parse(expected), JsonSerializer.SerializeToNode(actual, Wire.Json));
        Assert.True(JsonNode.DeepEquals(wanted, got), $"{got?.ToJsonString()}\nshould be\n{wanted?.ToJsonString()}");
    }

    [Fact]
    public void Clauses_narrow_the_hits_afterwards_and_each_facet_leaves_out_its_own() => Same("""
        {
          "from": 0, "size": 25, "track_total_hits": true,
          "_source": ["id", "accession", "title", "samples", "shared", "values.*"],
          "post_filter": {"bool": {"filter": [{"terms": {"values.technology": ["seq"]}}, {"nested": {"path": "cohorts", "query": {"terms": {"cohorts.values.organism": ["mouse"]}}}}]}},
          "sort": [
            {"cohorts.size": {"order": "desc", "mode": "sum", "missing": 0, "nested": {"path": "cohorts", "filter": {"terms": {"cohorts.values.organism": ["mouse"]}}}}},
            {"accession": {"order": "asc"}},
            {"cohorts.size": {"order": "desc", "mode": "sum", "missing": 0, "nested": {"path": "cohorts", "filter": {"terms": {"cohorts.values.organism": ["mouse"]}}}}}],
          "aggs": {
            "facet.organism": {
              "filter": {"terms": {"values.technology": ["seq"]}},
              "aggs": {"cohorts": {"nested": {"path": "cohorts"}, "aggs": {"matching": {"filter": {"bool": {"filter": []}}, "aggs": {
                "counted": {"terms": {"field": "cohorts.values.organism", "size": 4}, "aggs": {"back": {"reverse_nested": {}}}}}}}}}},
            "summed": {
              "filter": {"bool": {"filter": [{"terms": {"values.technology": ["seq"]}}, {"nested": {"path": "cohorts", "query": {"terms": {"cohorts.values.organism": ["mouse"]}}}}]}},
              "aggs": {"cohorts": {"nested": {"path": "cohorts"}, "aggs": {"matching": {"filter": {"terms": {"cohorts.values.organism": ["mouse"]}},
                "aggs": {"samples": {"sum": {"field": "cohorts.size"}}}}}}}}
          }
        }
        """, Ask("technology=seq&organism=mouse", asked: "organism").Search.OnExperiments());

    [Fact]
    public void An_experiments_facet_counts_the_samples_of_its_cohorts_once_a_value() => Same("""
        {
          "filter": {"nested": {"path": "cohorts", "query": {"bool": {"filter": [
            {"bool": {"must_not": [{"terms": {"cohorts.values.organism": ["rat", ""]}}]}}, {"range": {"cohorts.places.age": {"gte": 1, "lt": 2}}}]}}}},
          "aggs": {"experiments": {"nested": {"path": "experiments"}, "aggs": {"matching": {"filter": {"bool": {"filter": []}}, "aggs": {
            "counted": {"terms": {"field": "experiments.values.technology", "size": 3}, "aggs": {"back": {"reverse_nested": {}, "aggs": {
              "cohorts": {"nested": {"path": "cohorts"}, "aggs": {"matching": {
                "filter": {"bool": {"filter": [{"bool": {"must_not": [{"terms": {"cohorts.values.organism": ["rat", ""]}}]}}, {"range": {"cohorts.places.age": {"gte": 1, "lt": 2}}}]}},
                "aggs": {"samples": {"sum": {"field": "cohorts.size"}}}}}}}}}}}}}}}
        }
        """.Replace("[\"rat\", \"\"]", "[\"rat\"]", StringComparison.Ordinal), Ask("organism.not=rat&age=7.5", asked: "technology").Facets[0].OnCohorts());

    [Fact]
    public void A_minimum_is_asked_of_the_experiment_where_all_its_samples_count()
    {
        var narrowing = new Narrowing(Index, null, ListedInGeneration.None, new SearchUrl(Facets).Parse("organism=mouse&scope=experiment&min=3&age.also=12").Request);
        Same("""{"bool": {"filter": [{"terms": {"values.organism": ["mouse"]}}, {"range": {"places.age": {"gte": 2, "lt": 3}}}, {"range": {"samples": {"gte": 3, "lt": 2147483647}}}]}}""",
            narrowing.Experiments);
        Same("""
            {"nested": {"path": "experiments", "query": {"bool": {"filter": [{"terms": {"experiments.values.organism": ["mouse"]}},
              {"range": {"experiments.places.age": {"gte": 2, "lt": 3}}}, {"range": {"experiments.samples": {"gte": 3, "lt": 2147483647}}}]}}}}
            """, narrowing.Classes);
    }

    [Fact]
    public void A_minimum_of_samples_that_match_is_a_sum_of_scores_and_classes_are_told_which_experiments_have_it()
    {
        var request = new SearchUrl(Facets).Parse("organism=mouse&min=3").Request;
        var reaching = new Reaching(request, Facets.All);
        var asked = Assert.Single(reaching.Ask(null, r => new Narrowing(Index, null, ListedInGeneration.None, r)));
        Same("""
            {"size": 0, "aggs": {"enough": {
              "filter": {"function_score": {"query": {"nested": {"path": "cohorts", "score_mode": "sum", "query": {"function_score": {
                "query": {"terms": {"cohorts.values.organism": ["mouse"]}}, "field_value_factor": {"field": "cohorts.size"}, "boost_mode": "replace"}}}}, "min_score": 2.5}},
              "aggs": {"ids": {"terms": {"field": "id", "size": 50000}}}}}}
            """, asked);
        reaching.Read([Read<SearchResult>("""{"aggregations": {"enough": {"doc_count": 2, "ids": {"buckets": [{"key": 7, "doc_count": 1}, {"key": 9, "doc_count": 1}]}}}}""")]);
        Same("""
            {"bool": {"filter": [{"nested": {"path": "experiments", "query": {"terms": {"experiments.id": [7, 9]}}}},
              {"nested": {"path": "cohorts", "query": {"terms": {"cohorts.values.organism": ["mouse"]}}}}]}}
            """, new Narrowing(Index, null, ListedInGeneration.None, request, reaching.Of(request)).Classes);
        Assert.Null(reaching.Of(request.CountedFor(Facets.All.Single(f => f.Key == "organism"))));
    }

    [Fact]
    public void More_experiments_than_can_be_told_are_refused_with_a_way_out()
    {
        var reaching = new Reaching(new SearchUrl(Facets).Parse("organism=mouse&min=3").Request, []);
        var refused = Assert.Throws<SearchTooWideException>(() => reaching.Read([Read<SearchResult>("""{"aggregations": {"enough": {"doc_count": 50001, "ids": {"buckets": []}}}}""")]));
        Assert.StartsWith("50,001 experiments have at least 3 matching samples", refused.Message, StringComparison.Ordinal);
        Assert.Contains("narrow the search", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refine_bios_form_is_a_filter_then_terms_then_cardinality() => Same("""
        {
          "filter": {"terms": {"values.organism": ["mouse", ""]}},
          "aggs": {"counted": {"terms": {"field": "values.technology", "size": 3}, "aggs": {
            "samples": {"sum": {"field": "samples"}}, "shared": {"sum": {"field": "shared"}},
            "distinct": {"cardinality": {"field": "downloadable_samples", "precision_threshold": 40000}}}}}
        }
        """, Ask("organism=mouse&organism.missing=true&scope=experiment&technology=seq", Counting.Cardinality, "technology").Facets[0].OnExperiments());

    [Fact]
    public void Ranges_are_places_on_a_grid_with_missing_at_the_end() => Same("""
        {"field": "cohorts.places.age", "ranges": [
          {"key": "0", "from": 0, "to": 2}, {"key": "1", "from": 2, "to": 3}, {"key": "2", "from": 1, "to": 3}, {"key": "3", "from": 3, "to": 4}]}
        """, Ask("age=7..20", asked: "age").Facets[0].OnCohorts()!.Aggs!["cohorts"].Aggs!["matching"].Aggs!["counted"].Range);

    [Fact]
    public void Finding_in_a_list_asks_for_exactly_the_values_found_and_named() => Same("""
        {"field": "values.organism", "size": 4, "include": ["mouse", "rat", "human", ""]}
        """.Replace("[\"mouse\", \"rat\", \"human\", \"\"]", "[\"human\", \"mouse\", \"rat\", \"\"]", StringComparison.Ordinal),
        Ask("organism=rat&organism.find=%C3%9CM&scope=experiment".Replace("%C3%9CM", "M", StringComparison.Ordinal), asked: "organism").Facets[0].OnExperiments()!.Aggs!["counted"].Terms);

    [Fact]
    public void A_long_list_is_chosen_by_what_orders_it_from_all_that_each_shard_has()
    {
        var request = new SearchUrl(Facets).Parse("organism.limit=1&organism.not=rat").Request;
        var facet = Facets.All.Single(f => f.Key == "organism");
        var question = new FacetQuestion(request, r => new Narrowing(Index, null, ListedInGeneration.None, r), Counting.Cohorts, facet, new BucketList(request, Index.Values[facet], 2));
        Assert.Null(question.OnExperiments());
        Same("""{"field": "cohorts.values.organism", "size": 2, "shard_size": 4, "exclude": [""], "order": [{"samples": "desc"}, {"_key": "asc"}]}""",
            question.OnCohorts()!.Aggs!["cohorts"].Aggs!["matching"].Aggs!["counted"].Terms);
    }

    [Fact]
    public void How_many_values_a_list_has_is_exact_unless_it_is_too_long_to_look()
    {
        var facet = Facets.All.Single(f => f.Key == "organism");
        var values = new FacetValues(facet, Enumerable.Range(0, 20_000).Select(i => FacetValue.Read(facet.Kind, $"v{i:00000}")!));
        Assert.Equal(new Count(4999, false, FacetQuestion.RelativeError), List("").ReadNumber(new Aggregate { Value = 5000 }, isMissingCounted: true));
        Assert.Equal(1000, List("organism.find=v19").AskNumber(f => f)!.Terms!.Size);
        Assert.Equal(new Count(2), List("organism.find=v19").ReadNumber(new Aggregate { Buckets = [new(), new()] }, isMissingCounted: true));
        Assert.Null(List("organism.find=v").AskNumber(f => f));
        Assert.Equal(new Count(20_000, Exact: false), List("organism.find=v").ReadNumber(null, isMissingCounted: true));

        BucketList List(string query) => new(new SearchUrl(Facets).Parse(query).Request, values, 100);
    }

    [Fact]
    public void An_index_has_what_is_named_and_nothing_else()
    {
        var meta = new IndexMeta("c", new Generation(1, default, "", 0, 0, 0, false), Complete: false);
        var classes = JsonSerializer.SerializeToNode(IndexDefinition.OfClasses(Facets, meta, new ElasticsearchOptions { Shards = 5, Replicas = 2 }), Wire.Json)!;
        Same("""{"number_of_shards": 5, "number_of_replicas": 0, "refresh_interval": "-1", "mapping.nested_objects.limit": 10000000}""", classes["settings"]);
        Assert.False(classes["mappings"]!["dynamic"]!.GetValue<bool>());
        Same("""
            {
              "size": {"type": "integer"},
              "cohorts": {"type": "nested", "properties": {
                "size": {"type": "integer"},
                "values": {"type": "object", "properties": {"organism": {"type": "keyword"}, "age": {"type": "keyword"}}},
                "places": {"type": "object", "properties": {"age": {"type": "integer"}}},
                "members": {"type": "nested", "properties": {"id": {"type": "integer"}, "experiments": {"type": "integer"}, "size": {"type": "integer"}}}}},
              "experiments": {"type": "nested", "properties": {
                "id": {"type": "integer"}, "samples": {"type": "integer"}, "accessions": {"type": "keyword"},
                "text": {"type": "text", "analyzer": "whitespace", "position_increment_gap": 100, "norms": false},
                "values": {"type": "object", "properties": {"technology": {"type": "keyword"}, "organism": {"type": "keyword"}, "age": {"type": "keyword"}}},
                "places": {"type": "object", "properties": {"age": {"type": "integer"}}}}}
            }
            """, classes["mappings"]!["properties"]);
        var experiments = JsonSerializer.SerializeToNode(IndexDefinition.OfExperiments(Facets, meta, new ElasticsearchOptions()), Wire.Json)!["mappings"]!;
        Assert.False(experiments["dynamic"]!.GetValue<bool>());
        Same("""{"type": "keyword"}""", experiments["properties"]![IndexFields.DownloadableSamples]);
        Assert.Equal("nested", experiments["properties"]![IndexFields.Cohorts]!["type"]!.GetValue<string>());
    }

    [Fact]
    public void Text_is_tokens_phrases_and_prefixes_and_an_accession_comes_first() => Same("""
        {"nested": {"path": "experiments", "query": {"dis_max": {"queries": [
          {"constant_score": {"filter": {"terms": {"experiments.accessions": ["Mice IL-6* -\"old rats\" gen* ?", "MICE IL-6* -\"OLD RATS\" GEN* ?"]}}, "boost": 1000000000}},
          {"bool": {
            "must": [
              {"multi_match": {"query": "mice", "type": "phrase", "fields": ["experiments.text"]}},
              {"dis_max": {"queries": [
                {"multi_match": {"query": "il 6", "type": "phrase", "fields": ["experiments.text"]}},
                {"multi_match": {"query": "il 6", "type": "phrase_prefix", "fields": ["experiments.text"], "max_expansions": 2147483647}}]}},
              {"dis_max": {"queries": [
                {"multi_match": {"query": "gen", "type": "phrase", "fields": ["experiments.text"]}},
                {"prefix": {"experiments.text": {"value": "gen", "boost": 1}}}]}}],
            "must_not": [{"multi_match": {"query": "old rat", "type": "phrase", "fields": ["experiments.text"]}}]}}]}}}}
        """, new Narrowing(Index, TextQuery.Parse("Mice IL-6* -\"old rats\" gen* ?"), ListedInGeneration.None, SearchRequest.All).Classes);

    [Fact]
    public void What_is_shared_is_estimated_within_what_is_certain_and_marked()
    {
        var counts = Ask("scope=experiment", Counting.Cardinality, "technology").Facets[0].Read(
            Read<Aggregate>("""
                {"doc_count": 9, "counted": {"buckets": [
                  {"key": "seq", "doc_count": 5, "samples": {"value": 100.0}, "shared": {"value": 40.0}, "distinct": {"value": 30}},
                  {"key": "array", "doc_count": 3, "samples": {"value": 20.0}, "shared": {"value": 0.0}, "distinct": {"value": 21}},
                  {"key": "", "doc_count": 1, "samples": {"value": 7.0}, "shared": {"value": 7.0}, "distinct": {"value": 6}}]}}
                """), Read<Aggregate>("""{"doc_count": 9}"""), null);
        Assert.Equal([("seq", new Count(60, false, FacetQuestion.RelativeError), 5L), ("array", new Count(20), 3L)], counts.Buckets.Select(b => (b.Value!.Text, b.Samples, b.Experiments)));
        Assert.Equal((new Count(7), new Count(8), new Count(9)), (counts.Missing.Samples, counts.Recorded, counts.Of));
    }

    [Fact]
    public void Hits_carry_their_matching_samples_as_the_last_sort_key()
    {
        var hits = Ask("organism=mouse").Search.ReadHits(Read<SearchResult>("""
            {"hits": {"total": {"value": 1}, "hits": [{"sort": [4, "E1", 4], "_source":
              {"id": 7, "accession": "E1", "title": "t", "samples": 9, "shared": 2, "values": {"organism": ["", "mouse"], "technology": ["seq"]}}}]}}
            """));
        var hit = Assert.Single(hits);
        Assert.Equal((7, "E1", "t", 9L, 4L), (hit.Id, hit.Accession, hit.Title, hit.Samples, hit.Matching));
        Assert.Equal(["mouse"], hit.Values["organism"].Select(v => v.Text));
        Assert.Empty(hit.Values["age"]);
    }

    [Theory]
    [InlineData("""{"error": ["odd"]}""", 500, "[\"odd\"]")]
    [InlineData("""{"error": "broken", "status": 503}""", 503, "broken")]
    [InlineData("""{"error": {"type": "a", "reason": "b", "caused_by": {"type": "c", "reason": "d"}}, "status": 400}""", 400, "a: b; c: d")]
    [InlineData("""{"hits": {"total": {"value": 0}, "hits": []}}""", null, "a search without _shards and hits")]
    [InlineData("""{"_shards": {"total": 1, "successful": 1, "failed": 0}}""", null, "a search without _shards and hits")]
    public void An_answer_that_is_none_says_why(string json, int? status, string cause)
    {
        var refused = Assert.Throws<ElasticsearchException>(() => Read<SearchResult>(json).Complete());
        Assert.Equal((status, cause), (refused.Status, refused.Cause));
    }

    [Fact]
    public void An_aggregation_that_is_not_there_or_is_none_is_named()
    {
        var missing = Assert.Throws<ElasticsearchException>(() => Read<Aggregate>("""{"cohorts": {"doc_count": 1}}""")["cohorts", "matching"]);
        Assert.Contains("an aggregation without matching", missing.Cause, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => Read<Aggregate>("[1]"));
    }

    [Theory]
    [InlineData("""{"error": "alias [p] missing", "status": 404}""", "alias [p] missing")]
    [InlineData("""{"acknowledged": false}""", null)]
    [InlineData("""["error"]""", null)]
    [InlineData("<html>", null)]
    public void The_reason_of_a_refusal_is_found_where_there_is_one(string body, string? reason) =>
        Assert.Equal(reason, ErrorBody.Reason(System.Text.Encoding.UTF8.GetBytes(body)));

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Wire.Json)!;
}
