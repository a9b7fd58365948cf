using FacetExplorer.Engines.Elasticsearch;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

/// <summary>
/// refine.bio's way of counting, the default in scope <c>experiment</c>. What may differ from the other engine, apart from the order by
/// relevance: a bucket's samples that are not marked exact, by no more than their bound. Everything else is the same.
/// </summary>
public sealed class CardinalityTests
{
    private const int Catalogs = 8, RequestsPerCatalog = 10;

    [Theory]
    [InlineData("8", 1)]
    [InlineData("9", 5)]
    public async Task What_is_marked_exact_is_and_the_rest_is_within_its_bound(string server, int shards)
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + Catalogs; seed++)
        {
            var random = new Random(seed);
            var plain = RandomCatalog.Make(random);
            var pool = RandomQuery.Pool.Of(plain);
            var oracle = new Oracle(plain);
            var options = ElasticsearchCatalog.Server(server, shards);
            options.Counting = Counting.Cardinality;
            await using var catalog = await ElasticsearchCatalog.OpenAsync(plain, random, options);
            for (var i = 0; i < RequestsPerCatalog; i++)
            {
                var query = $"{RandomQuery.Clauses(random, plain.Facets, pool, random.Next(3))}&scope=experiment";
                var request = new SearchUrl(catalog.Facets).Parse(query).Request;
                var response = await catalog.Engine.SearchAsync(request, TestContext.Current.CancellationToken);
                var expected = oracle.Ask(query);
                Assert.Equal(expected.Totals, $"{response.Samples.Value} samples in {response.Experiments} experiments");
                foreach (var facet in response.Facets)
                    foreach (var bucket in facet.Buckets.Append(facet.Missing))
                        Compare(expected[facet.Facet.Key][bucket.Value?.Text], bucket, $"{seed} {query} {facet.Facet.Key}={bucket.Value?.Text}");
            }
        }
    }

    private static void Compare(string expected, Bucket bucket, string where)
    {
        if (expected == $"{bucket.Samples.Value} in {bucket.Experiments}")
            return;
        Assert.False(bucket.Samples.Exact, where);
        var samples = long.Parse(expected.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(bucket.Samples.Value - samples) <= samples * bucket.Samples.RelativeError, where);
    }
}
