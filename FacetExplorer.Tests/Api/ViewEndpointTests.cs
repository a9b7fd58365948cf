using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

/// <summary>The tables of the page's views, of the worked example of the counting rules.</summary>
public sealed class ViewEndpointTests(WorkedExampleSite site) : IClassFixture<WorkedExampleSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("matrix?rows=tissue&cols=organism", "tissue,mouse,human,all|liver,1,1,2|not recorded,1,0,1|all,2,1,3|")]
    [InlineData("matrix?rows=tissue&cols=organism&scope=experiment", "tissue,human,mouse,all|liver,3,3,3|not recorded,3,3,3|all,3,3,3|")]
    [InlineData("matrix?rows=organism&cols=published", "organism,2014,not recorded,all|mouse,2,2,2|human,0,1,1|all,2,3,3|")]
    [InlineData("matrix?rows=tissue&cols=organism&tissue=liver&organism=mouse&organism=human", "tissue,human,mouse,all|liver,1,1,2|all,1,1,2|")]
    [InlineData("matrix?rows=organism&cols=tissue&organism.limit=1", "organism,liver,not recorded,all|mouse,1,1,2|other values,1,0,1|all,2,1,3|")]
    [InlineData("matrix?rows=tissue&cols=organism&organism=yeti", "tissue,all|all,0|")]
    [InlineData("timeline", "year,all|2014,2|not recorded,3|")]
    [InlineData("timeline?by=organism", "year,all,mouse,human|2014,2,2,0|not recorded,3,2,1|")]
    [InlineData("timeline?by=organism&view.shared=earliest", "year,all,mouse,human|2014,2,2,0|not recorded,1,0,1|")]
    [InlineData("timeline?organism=human", "year,all|not recorded,1|")]
    [InlineData("overlap", "first,first_samples,second,second_samples,shared|E3,3,E1,2,2|E3,3,E2,2,2|E1,2,E2,2,1|")]
    [InlineData("overlap?view.hide=contained", "first,first_samples,second,second_samples,shared|")]
    [InlineData("overlap?organism=human", "first,first_samples,second,second_samples,shared|E1,1,E3,1,1|")]
    [InlineData("samples?cols=title&cols=tissue&view=matrix", "accession,experiments,tissue,title|s1,E1|E3,liver,|s2,E1|E2|E3,,|s3,E2|E3,liver,|")]
    public async Task A_view_is_a_table(string route, string rows)
    {
        using var client = site.CreateClient();
        var address = $"/api/{route}{(route.Contains('?', StringComparison.Ordinal) ? "&" : "?")}format=csv";
        Assert.Equal(rows, (await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel)).Replace("\r\n", "|", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&scope=experiment")]
    [InlineData("&organism=mouse")]
    [InlineData("&tissue.not=liver&scope=experiment")]
    public async Task Every_cell_is_a_link_to_as_many_samples(string narrowing)
    {
        using var client = site.CreateClient();
        var table = await client.GetFromJsonAsync<JsonElement>($"/api/matrix?rows=tissue&cols=organism{narrowing}", Cancel);
        foreach (var cell in table.GetProperty("cells").EnumerateArray().SelectMany(row => row.EnumerateArray()))
        {
            var found = await client.GetFromJsonAsync<JsonElement>(cell.GetProperty("url").GetString(), Cancel);
            Assert.Equal(cell.GetProperty("samples").GetInt64(), found.GetProperty("samples").GetProperty("value").GetInt64());
        }
    }

    [Fact]
    public async Task A_cross_table_without_a_choice_is_of_what_is_recorded_for_most_samples_the_longer_list_down()
    {
        using var client = site.CreateClient();
        var table = await client.GetFromJsonAsync<JsonElement>("/api/matrix?tissue=liver", Cancel);
        Assert.Equal(("organism", "tissue"), (table.GetProperty("rows").GetProperty("key").GetString(), table.GetProperty("columns").GetProperty("key").GetString()));
    }

    [Fact]
    public async Task Experiments_that_another_one_contains_are_told_and_can_be_left_out()
    {
        using var client = site.CreateClient();
        var all = await client.GetFromJsonAsync<JsonElement>("/api/overlap", Cancel);
        Assert.Equal((2, 3, 4), (all.GetProperty("contained").GetInt32(), all.GetProperty("sharing").GetInt32(), all.GetProperty("listed").GetInt32()));
        Assert.Equal(["E3 ", "E1 E3", "E2 E3", "E4 "], all.GetProperty("results").EnumerateArray().Select(r => $"{r.GetProperty("accession")} {r.GetProperty("within")}"));
        var left = await client.GetFromJsonAsync<JsonElement>("/api/overlap?view.hide=contained", Cancel);
        Assert.Equal(["E3", "E4"], left.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("accession").GetString()));
        Assert.Equal("/api/overlap?view.hide=contained", left.GetProperty("links").GetProperty("self").GetString());
    }

    [Fact]
    public async Task What_the_table_is_stands_in_its_headers_and_a_client_that_has_it_is_not_sent_it_again()
    {
        using var client = site.CreateClient();
        using var first = await client.GetAsync(new Uri("/api/matrix?cols=organism&rows=tissue&format=tsv", UriKind.Relative), Cancel);
        Assert.Equal("matrix-v1-cols-organism-rows-tissue.tsv", first.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal("cols=organism&rows=tissue", Assert.Single(first.Headers.GetValues("Data-Query")));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/matrix?rows=tissue&cols=organism&format=tsv");
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());
        using var second = await client.SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("matrix?rows=colour", "rows", "colour")]
    [InlineData("matrix?rows=tissue&cols=tissue", "cols", "tissue")]
    [InlineData("matrix?page=2", "page", "2")]
    [InlineData("matrix?format=jsonl", "format", "jsonl")]
    [InlineData("timeline?rows=tissue", "rows", "tissue")]
    [InlineData("timeline?view.shared=last", "view.shared", "last")]
    [InlineData("overlap?view.hide=all", "view.hide", "all")]
    [InlineData("overlap?format=csv&size=10", "size", "10")]
    [InlineData("experiments?view=table", "view", "table")]
    public async Task What_a_view_cannot_be_is_refused_by_name(string route, string parameter, string value)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(new Uri($"/api/{route}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single((await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").EnumerateArray());
        Assert.Equal((parameter, value), (error.GetProperty("parameter").GetString(), error.GetProperty("value").GetString()));
    }
}
