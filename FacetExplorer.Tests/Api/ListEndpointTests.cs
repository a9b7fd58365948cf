using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Search;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

public sealed class ListEndpointTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_kept_told_and_narrows_every_search_and_download()
    {
        using var client = site.CreateClient();
        using var posted = await client.PostAsJsonAsync("/api/lists", new { accessions = (string?[])["s3", " E4 ", "GSE9", "s3", null] }, Cancel);
        var list = await posted.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal("""["E4","GSE9","s3"]""", list.GetProperty("accessions").GetRawText());
        Assert.Equal((2, """["GSE9"]"""), (list.GetProperty("found").GetInt32(), list.GetProperty("not_found").GetRawText()));

        var name = list.GetProperty("list").GetString();
        var told = await client.GetFromJsonAsync<JsonElement>($"/api/lists/{name}", Cancel);
        Assert.Equal(list.GetRawText(), told.GetRawText());

        var search = await client.GetFromJsonAsync<JsonElement>(list.GetProperty("api_url").GetString(), Cancel);
        Assert.Equal((1, 3), (search.GetProperty("samples").GetProperty("value").GetInt32(), search.GetProperty("experiments").GetInt32()));
        var filter = Assert.Single(search.GetProperty("lists").EnumerateArray());
        Assert.Equal(("any", 2, 1), (filter.GetProperty("mode").GetString(), filter.GetProperty("found").GetInt32(), filter.GetProperty("not_found").GetInt32()));
        Assert.Equal("/api/experiments", filter.GetProperty("remove_url").GetString());

        var rest = await client.GetFromJsonAsync<JsonElement>($"/api/experiments?list.not={name}", Cancel);
        Assert.Equal("not", Assert.Single(rest.GetProperty("lists").EnumerateArray()).GetProperty("mode").GetString());
        Assert.Equal("accession,experiments,organism,tissue\r\ns1,E1|E3,human,liver\r\ns2,E1|E2|E3,mouse,\r\n",
            await client.GetStringAsync($"/api/samples?format=csv&list.not={name}", Cancel));
    }

    [Fact]
    public async Task A_list_can_be_what_a_search_finds_and_tells_which_samples_come_twice()
    {
        using var client = site.CreateClient();
        Assert.Equal(("""["s1","s3"]""", 2, 0), await PostAsync(new { search = "tissue=liver" }));
        Assert.Equal(("""["E1","E2","E3","s1"]""", 3, 3), await PostAsync(new { search = "tissue=liver", of = "experiments", accessions = (string[])["s1"] }));
        Assert.Equal(("""["E1","E4"]""", 2, 0), await PostAsync(new { accessions = (string[])["E1", "E4"] }));
        using var wrong = await client.PostAsJsonAsync("/api/lists", new { search = "tisue=liver" }, Cancel);
        Assert.Contains("tisue", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var neither = await client.PostAsJsonAsync("/api/lists", new { search = "", of = "cells" }, Cancel);
        Assert.Contains("samples or experiments", await neither.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        async Task<(string, int, int)> PostAsync(object body)
        {
            using var posted = await client.PostAsJsonAsync("/api/lists", body, Cancel);
            var list = await posted.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            Assert.Equal(list.GetProperty("samples_repeated").GetInt32(), list.GetProperty("repeated").GetArrayLength());
            return (list.GetProperty("accessions").GetRawText(), list.GetProperty("samples").GetInt32(), list.GetProperty("samples_repeated").GetInt32());
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_list_is_said()
    {
        using var client = site.CreateClient();
        foreach (var accessions in new[] { [" "], Enumerable.Range(0, AccessionList.MaximumAccessions + 1).Select(i => $"GSE{i}") })
        {
            using var refused = await client.PostAsJsonAsync("/api/lists", new { accessions }, Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("1 to 10000", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        var none = AccessionList.Of(["nobody kept this"]).Hash;
        using var unknown = await client.GetAsync($"/api/lists/{none}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains(none, await unknown.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var searched = await client.GetAsync($"/api/experiments?list={none}", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, searched.StatusCode);
        var error = (await searched.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors")[0];
        Assert.Equal(("list", none), (error.GetProperty("parameter").GetString(), error.GetProperty("value").GetString()));
    }
}

/// <summary>Lists of samples whose runs are known.</summary>
public sealed class ListedRunsTests(RunsSite site) : IClassFixture<RunsSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("E1", 4, """["DRR4","ERR2","SRR1","SRR10"]""")]
    [InlineData("s1", 2, """["SRR1","SRR10"]""")]
    [InlineData("s1 E1 SRX1", 4, """["DRR4","ERR2","SRR1","SRR10"]""")]
    [InlineData("E2", 0, "[]")]
    [InlineData("nothing", 0, "[]")]
    public async Task A_list_tells_the_runs_of_its_samples_and_of_those_of_its_experiments(string accessions, int runs, string told)
    {
        var list = await PostAsync(accessions.Split(' '));
        Assert.Equal((runs, told), (list.GetProperty("runs").GetInt32(), list.GetProperty("run_accessions").GetRawText()));
    }

    [Fact]
    public async Task Of_very_many_runs_the_first_are_told_and_all_are_counted()
    {
        var list = await PostAsync("many");
        Assert.Equal((RunsSite.Many, 10_000), (list.GetProperty("runs").GetInt32(), list.GetProperty("run_accessions").GetArrayLength()));
    }

    private async Task<JsonElement> PostAsync(params string[] accessions)
    {
        using var client = site.CreateClient();
        using var posted = await client.PostAsJsonAsync("/api/lists", new { accessions }, Cancel);
        return await posted.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}

/// <summary>A site with runs of every archive, and a sample with more than a list tells.</summary>
public sealed class RunsSite : Site
{
    public const int Many = 10_001;

    protected override Task PrepareAsync() => ImportAsync(
        """
        {"accession": "E1", "alternate_accessions": ["SRP1"], "sample_accession_codes": ["s1", "s2", "DRR4"]}
        {"accession": "E2", "sample_accession_codes": ["s3"]}
        """,
        $$"""
        {"accession": "s1", "alternate_accessions": ["SRR1", "SRX1", "GSM1", "SRR10"]}
        {"accession": "s2", "alternate_accessions": ["ERR2"]}
        {"accession": "DRR4"}
        {"accession": "s3", "alternate_accessions": ["SRX3"]}
        {"accession": "many", "alternate_accessions": ["{{string.Join("\", \"", Enumerable.Range(100, Many).Select(i => $"SRR{i}"))}}"]}
        """);
}
