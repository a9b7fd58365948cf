using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

public sealed class ExperimentsEndpointTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static readonly string[] SearchKeys =
    [
        "generation", "scope", "experiments", "samples", "other_scope", "summed", "warnings", "filters", "lists", "facets", "results", "page", "size", "links",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_parameters_everything_is_counted_once()
    {
        var all = await GetAsync("");

        Assert.Equal(SearchKeys, all.EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, all.GetProperty("generation").GetInt32());
        Assert.Equal("sample", all.GetProperty("scope").GetString());
        Assert.Equal(4, all.GetProperty("experiments").GetInt64());
        Assert.Equal("""{"value":3,"exact":true}""", all.GetProperty("samples").GetRawText());
        Assert.Equal("""{"value":3,"exact":true}""", all.GetProperty("other_scope").GetRawText());
        Assert.Equal(7, all.GetProperty("summed").GetInt64());
        Assert.Equal((2, 3), Bucket(all, "organism", "mouse"));
        Assert.Equal((1, 2), Bucket(all, "organism", "human"));
        Assert.Equal((1, 3), Bucket(all, "tissue", null));
        Assert.Equal("""{"value":2,"of":3}""", Facet(all, "tissue").GetProperty("recorded").GetRawText());
    }

    [Fact]
    public async Task Filters_hold_for_the_same_sample_or_for_the_experiment()
    {
        var samples = await GetAsync("?organism=mouse&tissue=liver");
        Assert.Equal((1, 2), (samples.GetProperty("samples").GetProperty("value").GetInt64(), samples.GetProperty("experiments").GetInt64()));
        Assert.Equal(3, samples.GetProperty("other_scope").GetProperty("value").GetInt64());

        var experiments = await GetAsync("?organism=mouse&tissue=liver&scope=experiment");
        Assert.Equal((3, 3), (experiments.GetProperty("samples").GetProperty("value").GetInt64(), experiments.GetProperty("experiments").GetInt64()));
        Assert.Equal(["E3", "E1", "E2"], experiments.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("accession").GetString()));
    }

    [Fact]
    public async Task What_an_experiment_must_also_contain_is_a_filter_of_its_own()
    {
        var answer = await GetAsync("?organism=mouse&organism.also=human&min=2");
        Assert.Equal((2, 1), (answer.GetProperty("samples").GetProperty("value").GetInt64(), answer.GetProperty("experiments").GetInt64()));
        Assert.Equal(2, answer.GetProperty("min").GetInt32());
        var also = answer.GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("mode").GetString() == "also");
        Assert.Equal("human", Assert.Single(also.GetProperty("values").EnumerateArray()).GetString());
        Assert.Equal("/api/experiments?min=2&organism=mouse", also.GetProperty("remove_url").GetString());
    }

    [Fact]
    public async Task A_filter_says_what_it_is_and_how_to_remove_it()
    {
        var answer = await GetAsync("?tissue.not=liver&published.from=2014&organism.missing=true&organism=mouse");
        var filters = answer.GetProperty("filters").EnumerateArray().ToDictionary(f => f.GetProperty("key").GetString()!);

        Assert.Equal("not", filters["tissue"].GetProperty("mode").GetString());
        Assert.Equal("liver", Assert.Single(filters["tissue"].GetProperty("values").EnumerateArray()).GetString());
        Assert.Equal("2014", filters["published"].GetProperty("from").GetString());
        Assert.Equal(JsonValueKind.Null, filters["published"].GetProperty("to").ValueKind);
        Assert.True(filters["organism"].GetProperty("missing").GetBoolean());
        Assert.Equal(
            "/api/experiments?organism=mouse&organism.missing=true&published.from=2014",
            filters["tissue"].GetProperty("remove_url").GetString());
    }

    [Fact]
    public async Task Every_link_of_every_bucket_leads_to_what_it_announced()
    {
        foreach (var scope in (string[])["", "?scope=experiment"])
        {
            var all = await GetAsync(scope);
            foreach (var facet in all.GetProperty("facets").EnumerateArray())
                foreach (var bucket in facet.GetProperty("buckets").EnumerateArray().Append(facet.GetProperty("missing")))
                {
                    var narrowed = await GetAsync(bucket.GetProperty("url").GetString()!["/api/experiments".Length..]);
                    Assert.Equal(bucket.GetProperty("samples").GetProperty("value").GetInt64(), narrowed.GetProperty("samples").GetProperty("value").GetInt64());
                    Assert.Equal(bucket.GetProperty("experiments").GetInt64(), narrowed.GetProperty("experiments").GetInt64());
                    var selected = Assert.Single(narrowed.GetProperty("filters").EnumerateArray());
                    Assert.Equal($"/api/experiments{scope}", selected.GetProperty("remove_url").GetString());
                }
        }
    }

    [Fact]
    public async Task Pages_are_linked()
    {
        var first = await GetAsync("?sort=accession&size=10");
        Assert.Equal(["E1", "E2", "E3", "E4"], first.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("accession").GetString()));
        Assert.Equal("""{"self":"/api/experiments?size=10&sort=accession","previous":null,"next":null}""", first.GetProperty("links").GetRawText());

        var beyond = await GetAsync("?sort=accession&size=10&page=2");
        Assert.Empty(beyond.GetProperty("results").EnumerateArray());
        Assert.Equal("/api/experiments?size=10&sort=accession", beyond.GetProperty("links").GetProperty("previous").GetString());
    }

    [Theory]
    [InlineData("disese=x", "disese", "x")]
    [InlineData("page=0", "page", "0")]
    [InlineData("page=1&page=2", "page", "1, 2")]
    [InlineData("size=7", "size", "7")]
    [InlineData("scope=both", "scope", "both")]
    [InlineData("published=lately", "published", "lately")]
    [InlineData("published.from=2015&published.to=2014", "published.to", "2014")]
    [InlineData("organism.from=a", "organism.from", "a")]
    [InlineData("has_publication=maybe", "has_publication", "maybe")]
    [InlineData("sort=-relevance", "sort", "-relevance")]
    [InlineData("page=101&size=100", "page", "101")]
    public async Task What_is_not_understood_is_refused_by_name(string query, string parameter, string value)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(new Uri($"/api/experiments?{query}", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((parameter, value), (error.GetProperty("parameter").GetString(), error.GetProperty("value").GetString()));
        Assert.NotEmpty(error.GetProperty("allowed").GetString()!);
    }

    private async Task<JsonElement> GetAsync(string query)
    {
        using var client = site.CreateClient();
        return await client.GetFromJsonAsync<JsonElement>($"/api/experiments{query}", Cancel);
    }

    private static JsonElement Facet(JsonElement answer, string key) =>
        answer.GetProperty("facets").EnumerateArray().Single(f => f.GetProperty("key").GetString() == key);

    private static (long Samples, long Experiments) Bucket(JsonElement answer, string key, string? value)
    {
        var facet = Facet(answer, key);
        var bucket = facet.GetProperty("buckets").EnumerateArray().Append(facet.GetProperty("missing"))
            .Single(b => b.GetProperty("value").GetString() == value);
        return (bucket.GetProperty("samples").GetProperty("value").GetInt64(), bucket.GetProperty("experiments").GetInt64());
    }
}
