using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Tests.Browser;

namespace FacetExplorer.Tests.Api;

/// <summary>Autocomplete and more-like-this over HTTP, on the demo.</summary>
public sealed class CompanionEndpointTests(DemoSite site) : IClassFixture<DemoSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gliobalstoma", "glioblastoma")]
    [InlineData("livr", "liver")]
    [InlineData("leukaemia", "leukemia")]
    [InlineData("Mus muscullus", "Mus musculus")]
    [InlineData("carcnoma", "carcinoma")]
    public async Task A_misspelling_is_corrected_and_its_links_lead_to_what_they_announce(string typed, string meant)
    {
        var answer = await GetAsync($"/api/search/autocomplete/?q={Uri.EscapeDataString(typed)}");
        var corrections = answer.GetProperty("did_you_mean").EnumerateArray().ToList();

        Assert.Equal(meant, corrections[0].GetProperty("text").GetString());
        Assert.Empty(answer.GetProperty("titles").EnumerateArray());
        foreach (var correction in corrections)
            await FollowAsync(correction);
    }

    [Fact]
    public async Task Values_and_records_lead_to_what_they_announce()
    {
        var answer = await GetAsync("/api/search/autocomplete/?q=gliob");
        Assert.Equal(["text", "titles", "accessions", "values", "did_you_mean"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal("DEMO-E0045", answer.GetProperty("titles")[0].GetProperty("accession").GetString());
        var value = Assert.Single(answer.GetProperty("values").EnumerateArray());
        Assert.Equal(("disease", "glioblastoma", "/?disease=glioblastoma"), (Text(value, "facet"), Text(value, "value"), Text(value, "url")));
        await FollowAsync(value);

        var accession = (await GetAsync("/api/search/autocomplete/?q=demo-e004&limit=1")).GetProperty("accessions")[0];
        Assert.Equal(("DEMO-E0040", "experiment"), (Text(accession, "accession"), Text(accession, "level")));
        var found = await GetAsync(Text(accession, "api_url"));
        Assert.Equal("DEMO-E0040", Text(found.GetProperty("results")[0], "accession"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=")]
    [InlineData("?q=%2B-%22")]
    public async Task Without_letter_or_digit_nothing_is_completed(string query)
    {
        var answer = await GetAsync($"/api/search/autocomplete/{query}");

        Assert.All(answer.EnumerateObject().Where(p => p.Name != "text"), p => Assert.Empty(p.Value.EnumerateArray()));
    }

    [Fact]
    public async Task More_like_this_says_what_is_shared_and_adds_up()
    {
        var answer = await GetAsync("/api/search/DEMO-E0042/more-like-this/?page_size=4");
        var results = answer.GetProperty("results").EnumerateArray().ToList();

        Assert.Equal("DEMO-E0042", Text(answer, "accession"));
        Assert.Equal(["DEMO-E0045", "DEMO-E0046", "DEMO-E0043", "DEMO-E0044"], results.Select(r => Text(r, "accession")));
        Assert.Contains("glioblastoma", results[3].GetProperty("shared").GetProperty("words").EnumerateArray().Select(w => Text(w, "word")));
        foreach (var result in results)
        {
            var shared = result.GetProperty("shared");
            var weights = shared.GetProperty("words").EnumerateArray().Concat(shared.GetProperty("fields").EnumerateArray().SelectMany(f => f.GetProperty("values").EnumerateArray()));
            Assert.Equal(result.GetProperty("score").GetDouble(), weights.Sum(w => w.GetProperty("weight").GetDouble()), 9);
            Assert.Equal(Text(result, "accession"), Text((await GetAsync(Text(result, "api_url"))).GetProperty("results")[0], "accession"));
        }
        Assert.Equal(answer.GetRawText(), (await GetAsync("/api/search/DEMO-E0042/more-like-this?page_size=4")).GetRawText());
    }

    [Theory]
    [InlineData("autocomplete/?q=a&limit=0", "limit", "0")]
    [InlineData("autocomplete/?q=a&limit=51", "limit", "51")]
    [InlineData("autocomplete/?q=a&q=b", "q", "a,b")]
    [InlineData("autocomplete/?q=a&did_you_mean=maybe", "did_you_mean", "maybe")]
    [InlineData("autocomplete/?query=a", "query", "a")]
    [InlineData("DEMO-E0042/more-like-this/?page_size=x", "page_size", "x")]
    [InlineData("DEMO-E0042/more-like-this/?limit=5", "limit", "5")]
    public async Task What_is_not_understood_is_refused_by_name(string route, string parameter, string value)
    {
        var error = Assert.Single((await ProblemAsync(route, HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateArray());

        Assert.Equal((parameter, value), (Text(error, "parameter"), Text(error, "value")));
        Assert.NotEmpty(Text(error, "allowed"));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_told_the_limit()
    {
        var error = (await ProblemAsync($"autocomplete/?q={new string('a', 1001)}", HttpStatusCode.BadRequest)).GetProperty("errors")[0];

        Assert.Equal(("q", "at most 1000 characters"), (Text(error, "parameter"), Text(error, "allowed")));
        Assert.Equal(81, Text(error, "value").Length);
    }

    [Theory]
    [InlineData("nowhere", "nowhere")]
    [InlineData("DEMO-S003892", "DEMO-S003892")]
    [InlineData("a%2Fb%252F%20c", "a/b%2F c")]
    public async Task What_is_no_experiment_is_not_found(string id, string accession) =>
        Assert.Equal($"There is no experiment '{accession}'.", Text(await ProblemAsync($"{id}/more-like-this/", HttpStatusCode.NotFound), "detail"));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private async Task FollowAsync(JsonElement announced)
    {
        var found = await GetAsync(Text(announced, "api_url"));
        Assert.True(found.GetProperty("experiments").GetInt64() > 0);
        Assert.Equal(announced.GetProperty("experiments").GetInt64(), found.GetProperty("experiments").GetInt64());
        Assert.Equal(announced.GetProperty("samples").GetRawText(), found.GetProperty("samples").GetRawText());
        Assert.Equal(Text(announced, "api_url")["/api/experiments".Length..], Text(announced, "url")["/".Length..]);
    }

    private async Task<JsonElement> GetAsync(string address)
    {
        using var client = site.CreateClient();
        return await client.GetFromJsonAsync<JsonElement>(address, Cancel);
    }

    private async Task<JsonElement> ProblemAsync(string route, HttpStatusCode status)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(new Uri($"/api/search/{route}", UriKind.Relative), Cancel);
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
