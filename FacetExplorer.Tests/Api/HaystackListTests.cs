using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Commands;

namespace FacetExplorer.Tests.Api;

/// <summary>The list of experiments, one experiment, and lists of accessions.</summary>
public abstract class HaystackListContract(HaystackSite site)
{
    private readonly HttpClient _client = site.CreateClient();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<JsonElement> GetAsync(string address)
    {
        var response = await _client.GetAsync(address, Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {await response.Content.ReadAsStringAsync(Cancel)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private async Task<JsonElement> PostAsync(string address, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var response = await _client.PostAsJsonAsync(address, body, Cancel);
        Assert.Equal((expected, await response.Content.ReadAsStringAsync(Cancel)), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel)));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static string Accessions(JsonElement list) =>
        string.Join(" ", list.GetProperty("results").EnumerateArray().Select(o => o.GetProperty("accession").GetString()));

    [Theory]
    [InlineData("", "E1 E3 E2 E6 E4 E5")]
    [InlineData("?organism=mouse&organism=rat", "E1 E2 E6")]
    [InlineData("?organism=mouse,rat", "E1 E2 E6")]
    [InlineData("?organism__in=mouse,rat", "E1 E2 E6")]
    [InlineData("?organism=human&technology=RNA-SEQ", "E1 E2")]
    [InlineData("?technology__not=RNA-SEQ&ordering=accession", "E3 E4 E5 E6")]
    [InlineData("?technology__not=RNA-SEQ,MICROARRAY", "E6")]
    [InlineData("?published__range=2013,2014&ordering=published", "E5 E3")]
    [InlineData("?published__range=May 2015,20th May 2015&ordering=-published", "E2 E1")]
    [InlineData("?published=May 2015&ordering=published", "E1 E2")]
    [InlineData("?tissue=a:b\\, c%26d \"e\"%2Bf = 100%25 é 肝", "E4 E6")]
    [InlineData("?q=mouse liver&organism=mouse&ordering=accession", "E1 E2")]
    [InlineData("?text=undated", "E6")]
    [InlineData("?ordering=-title", "E6 E5 E2 E1 E3 E4")]
    [InlineData("?limit=2&offset=2&ordering=accession", "E3 E4")]
    public async Task Fields_filter_and_order(string query, string expected) => Assert.Equal(expected, Accessions(await GetAsync("/api/search/" + query)));

    [Theory]
    [InlineData("?organism__like=m", "__not, __in, __range")]
    [InlineData("?published__range=2013", "a start and an end")]
    [InlineData("?published__range=soon,later", "published__range cannot be 'soon'")]
    [InlineData("?ordering=colour", "-samples")]
    [InlineData("?ordering=-relevance", "-samples")]
    [InlineData("?selected_facets=organism_exact:mouse", "no such parameter")]
    [InlineData("?serialize_objects=true", "no such parameter")]
    [InlineData("?format=xml", "only json")]
    [InlineData("?cursor=abc", "page_size")]
    public async Task What_is_not_understood_is_400(string query, string allowed) =>
        Assert.Contains(allowed, await HaystackFacets.RefusedAsync(_client, "/api/search/" + query), StringComparison.Ordinal);

    [Fact]
    public async Task Highlighting_marks_words_and_escapes_the_rest()
    {
        var hit = (await GetAsync("/api/search/?q=blood&highlight=true")).GetProperty("results")[0];
        Assert.Equal("<em class=\"highlighted\">Blood</em> &lt;b&gt;&amp;", hit.GetProperty("highlighted").GetString());
        Assert.False((await GetAsync("/api/search/?q=blood")).GetProperty("results")[0].TryGetProperty("highlighted", out _));
    }

    [Fact]
    public async Task One_experiment_is_told_whole_by_any_of_its_accessions()
    {
        foreach (var id in new[] { "E1", "OLD1" })
        {
            var experiment = await GetAsync($"/api/search/{id}/");
            Assert.Equal("E1", experiment.GetProperty("accession").GetString());
            Assert.Equal("""["OLD1"]""", experiment.GetProperty("alternate_accessions").GetRawText());
            Assert.Equal("RNA-SEQ", experiment.GetProperty("fields").GetProperty("technology")[0].GetString());
            Assert.Equal(3, experiment.GetProperty("samples").GetInt64());
            Assert.Equal("""[{"accession":"E2","samples":2},{"accession":"E3","samples":1}]""", experiment.GetProperty("shares_samples_with").GetRawText());
            Assert.Equal($"{site.Address}experiments/E1", experiment.GetProperty("url").GetString());
        }
        var missing = await _client.GetAsync("/api/search/E99/", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("E99", await missing.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_accessions_finds_experiments_and_those_of_samples_and_says_which_were_found()
    {
        var list = await PostAsync("/api/search/?ordering=accession", new { accessions = new[] { "OLD1", "e4", "s7", "SRS6", "srs6", " E4 ", "nope", "" } });
        Assert.Equal("E1 E4 E6", Accessions(list));
        var accessions = list.GetProperty("accessions");
        Assert.Equal("""["e4","s7","E4"]""", accessions.GetProperty("found").GetRawText());
        Assert.Equal(
            """[{"asked":"OLD1","accession":"E1","level":"experiment"},{"asked":"srs6","accession":"s6","level":"sample"}]""",
            accessions.GetProperty("renamed").GetRawText());
        Assert.Equal("""["SRS6","nope"]""", accessions.GetProperty("not_found").GetRawText());

        var narrowed = await PostAsync("/api/search/", new { accessions = new[] { "E1", "E2", "E3" }, parameters = new { organism = new[] { "mouse", "rat" } } });
        Assert.Equal("E1 E2", Accessions(narrowed));
        Assert.Equal(2, narrowed.GetProperty("samples").GetInt64());
        Assert.Equal("", Accessions(await PostAsync("/api/search/", new { accessions = Array.Empty<string>() })));
        Assert.Equal("E6", Accessions(await PostAsync("/api/search/", new { parameters = new { organism = "rat" } })));
    }

    [Fact]
    public async Task Ten_thousand_accessions_are_looked_up_and_more_refused()
    {
        var many = Enumerable.Range(0, 9_998).Select(i => $"none{i}").Concat(["E2", "s4"]).ToList();
        var list = await PostAsync("/api/search/?ordering=accession", new { accessions = many });
        Assert.Equal("E2 E3", Accessions(list));
        Assert.Equal(9_998, list.GetProperty("accessions").GetProperty("not_found").GetArrayLength());

        var refused = await PostAsync("/api/search/", new { accessions = many.Append("one more") }, HttpStatusCode.BadRequest);
        Assert.Contains("at most 10000", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}

public sealed class HaystackListOnEmbedded(HaystackSite site) : HaystackListContract(site), IClassFixture<HaystackSite>;

public sealed class HaystackListOnElasticsearch : HaystackListContract, IClassFixture<ElasticsearchHaystackSite>
{
    public HaystackListOnElasticsearch(ElasticsearchHaystackSite site) : base(site) => Need.Elasticsearch("9");
}

/// <summary>Names and defaults are configuration.</summary>
public sealed class HaystackConfigurationTests(ConfiguredHaystackSite site) : IClassFixture<ConfiguredHaystackSite>
{
    private readonly HttpClient _client = site.CreateClient();

    [Fact]
    public async Task Names_defaults_query_facets_and_the_subset_are_as_configured()
    {
        var facets = await HaystackFacets.GetAsync(_client, HaystackFacets.Route);
        Assert.Equal(["organism"], facets.Body.GetProperty("fields").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["human 4", "rat 0"], facets.Of("fields", "organism").Select(e => $"{e.Text} {e.Count}"));
        Assert.Equal(["2012-10-01T00:00:00", "2014-01-01T00:00:00", "2015-04-01T00:00:00"], facets.Of("dates", "published").Select(e => e.Text));
        Assert.Equal(2, facets.Body.GetProperty("objects").GetProperty("results").GetArrayLength());
        Assert.Equal((6, 4), (facets.Count, facets.ExperimentCount));

        var recent = Assert.Single(facets.Of("queries", "recent"));
        Assert.Equal(("recent", 5L, 3L, false), (recent.Text, recent.Count, recent.ExperimentCount, recent.Selected));
        Assert.Equal("?narrow=recent_exact%3Atrue", recent.NarrowUrl.Query);
        var pairs = Assert.Single(facets.Of("queries", "pairs"));
        Assert.Equal((2L, 1L), (pairs.Count, pairs.ExperimentCount));
        Assert.Equal(["males", "pairs", "recent"], facets.Body.GetProperty("queries").EnumerateObject().Select(p => p.Name));
        Assert.Contains("?published=gap_by%3Amonth%3Bgap_amount%3A3&narrow=", facets.Of("dates", "published")[0].NarrowUrl.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_in_the_query_override_the_configured_ones_one_by_one()
    {
        var facets = await HaystackFacets.GetAsync(_client, HaystackFacets.Route + "?published=gap_amount:1&sex=limit:5&organism=order:value");
        Assert.Equal(["2012-12-01T00:00:00", "2014-02-01T00:00:00", "2015-05-01T00:00:00"], facets.Of("dates", "published").Select(e => e.Text));
        Assert.Equal(["female", "male"], facets.Of("fields", "sex").Select(e => e.Text));
        Assert.Equal(["Human 1", "rat 0"], facets.Of("fields", "organism").Select(e => $"{e.Text} {e.Count}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?narrow=recent_exact:true")]
    [InlineData("?narrow=males_exact:true&scope=experiment")]
    [InlineData("?narrow=pairs_exact:true")]
    public async Task Every_link_leads_to_what_it_announced(string query) =>
        await new HaystackWalk(_client, new Random(1)).FollowAllAsync(HaystackFacets.Route + query, depth: 2, most: 100);

    [Theory]
    [InlineData("Haystack:LookupSep", ":", "colon")]
    [InlineData("Haystack:LookupSep", "-", "mark")]
    [InlineData("Haystack:FacetQueryParamsText", "organism", "no facet")]
    [InlineData("Haystack:FacetQueryParamsText", "page", "no other parameter")]
    [InlineData("Haystack:PageSize", "0", "1 to 100")]
    [InlineData("Haystack:FieldOptions:colour", "limit:1", "colour")]
    [InlineData("Haystack:FieldOptions:organism", "gap_by:year", "date facet")]
    [InlineData("Haystack:FieldOptions:organism", "limit:0", "whole number")]
    [InlineData("Haystack:FieldOptions:published", "gap_by:century", "gap_by")]
    [InlineData("Haystack:Queries:organism", "sex=male", "facet's key")]
    [InlineData("Haystack:Queries:recent", "published.from=soon", "published.from")]
    [InlineData("Haystack:Queries:recent", "page=2", "only filters")]
    [InlineData("Haystack:Queries:recent", "", "asks for nothing")]
    [InlineData("Haystack:SerializeObjects", "perhaps", "true or false")]
    [InlineData("Haystack:Colour", "red", "no setting")]
    [InlineData("Search:Within", "organism.colour=red", "Search:Within")]
    [InlineData("Search:Within", "sort=title", "Search:Within")]
    public void A_mistake_stops_the_start_and_is_named(string key, string value, string expected)
    {
        var mistakes = Assert.Throws<ConfigurationException>(() => Settings.Load([$"--{key}={value}"], null));
        Assert.Contains(key, mistakes.Message, StringComparison.Ordinal);
        Assert.Contains(expected, mistakes.Message, StringComparison.Ordinal);
    }
}
