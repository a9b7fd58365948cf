using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FacetExplorer.Catalog;
using FacetExplorer.Search;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Web;

/// <summary>Addresses that name a data version, and citations of them.</summary>
public sealed class VersionTests(TwoVersionsSite site) : IClassFixture<TwoVersionsSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<string> PageAsync(string address)
    {
        using var client = site.CreateClient();
        return WebUtility.HtmlDecode(await client.GetStringAsync(address, Cancel)).Replace("\n", " ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_with_a_data_version_shows_its_numbers_and_what_changed_since()
    {
        var page = await PageAsync("/?organism=mouse&generation=1");
        Assert.Contains("2 unique samples in 3 experiments", page, StringComparison.Ordinal);
        Assert.Contains("This is data version 1 of", page, StringComparison.Ordinal);
        Assert.Contains("Since then: +1 experiment, −2.", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"./?organism=mouse\">See the current data, version 2</a>", page, StringComparison.Ordinal);
        Assert.Contains("3 unique samples in 3 experiments", await PageAsync("/?organism=mouse"), StringComparison.Ordinal);
        Assert.DoesNotContain("Since then", await PageAsync("/?organism=mouse&generation=2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_and_downloads_answer_from_it_and_say_so()
    {
        using var client = site.CreateClient();
        var search = await client.GetFromJsonAsync<JsonElement>("/api/experiments?organism=mouse&generation=1", Cancel);
        Assert.Equal((1, 2), (search.GetProperty("generation").GetInt32(), search.GetProperty("samples").GetProperty("value").GetInt32()));
        Assert.Equal("/api/experiments?generation=1&organism=mouse", search.GetProperty("links").GetProperty("self").GetString());
        using var samples = await client.GetAsync("/api/samples?generation=1&format=csv", Cancel);
        Assert.Equal("1", Assert.Single(samples.Headers.GetValues("Data-Version")));
        Assert.Contains("s1,E1|E3,human,liver", await samples.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        var list = AccessionList.Of(["E4", "s1", "E5"]);
        site.Services.GetRequiredService<AccessionLists>().Keep(list);
        var listed = await client.GetFromJsonAsync<JsonElement>($"/api/experiments?list={list.Hash}&generation=1", Cancel);
        Assert.Equal((3, 2), (listed.GetProperty("experiments").GetInt32(), listed.GetProperty("lists")[0].GetProperty("found").GetInt32()));
        var now = await client.GetFromJsonAsync<JsonElement>($"/api/experiments?list={list.Hash}", Cancel);
        Assert.Equal((1, 1), (now.GetProperty("experiments").GetInt32(), now.GetProperty("lists")[0].GetProperty("found").GetInt32()));
    }

    [Fact]
    public async Task A_data_version_that_is_not_kept_is_said_to_be_gone()
    {
        using var client = site.CreateClient();
        using var gone = await client.GetAsync("/api/experiments?generation=7", Cancel);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Contains("Data version 7 is not kept. The current one is 2", await gone.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("There is no data version 7 yet. This is version 2", await PageAsync("/?generation=7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_show_that_data_version()
    {
        var then = await PageAsync("/?view=samples&generation=1");
        Assert.Contains("This is data version 1 of", then, StringComparison.Ordinal);
        Assert.Contains("href=\"samples/s1\"", then, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"samples/s4\"", then, StringComparison.Ordinal);
        var none = await PageAsync("/?view=samples&generation=7");
        Assert.Contains("There is no data version 7 yet.", none, StringComparison.Ordinal);
        Assert.Contains("href=\"samples/s4\"", none, StringComparison.Ordinal);
        Assert.Contains("This is data version 1 of", await PageAsync("/values/organism?generation=1"), StringComparison.Ordinal);

        using var client = site.CreateClient();
        foreach (var (route, number) in new[] { ("matrix", 3), ("overlap", 3), ("timeline", 3) })
        {
            var view = await client.GetFromJsonAsync<JsonElement>($"/api/{route}?generation=1", Cancel);
            Assert.Equal((1, number), (view.GetProperty("generation").GetInt32(), view.GetProperty("samples").GetProperty("value").GetInt32()));
            using var gone = await client.GetAsync($"/api/{route}?generation=7", Cancel);
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        }
        var cells = (await client.GetFromJsonAsync<JsonElement>("/api/matrix?rows=tissue&cols=organism&generation=1", Cancel)).GetProperty("cells");
        Assert.Equal("/api/experiments?generation=1&organism=mouse&tissue=liver", cells[0][0].GetProperty("url").GetString());
    }

    [Fact]
    public async Task A_pruned_data_version_shows_the_current_one_with_what_is_known()
    {
        await using var own = new TwoVersionsSite();
        await own.InitializeAsync();
        using var client = own.CreateClient();
        foreach (var file in new CatalogFiles(own.State).FilesOf(1))
            File.Delete(file);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/?organism=mouse&generation=1", Cancel));
        Assert.Contains("3 unique samples in 3 experiments", page, StringComparison.Ordinal);
        Assert.Contains("is no longer kept. This is version 2", page, StringComparison.Ordinal);
        Assert.Contains("Since then: +1 experiment, −2.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Citations_and_references_are_files()
    {
        using var client = site.CreateClient();
        using var search = await client.GetAsync("/cite/search.bib?organism=mouse&generation=1", Cancel);
        Assert.Equal("application/x-bibtex", search.Content.Headers.ContentType!.MediaType);
        Assert.Equal("facetexplorer-v1.bib", search.Content.Headers.ContentDisposition!.FileName);
        Assert.Contains("/?generation=1&organism=mouse}", await search.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.StartsWith("TY  - DATA\r\n", await client.GetStringAsync("/cite/search.ris?q=%00%F0&page=0", Cancel), StringComparison.Ordinal);

        var references = await client.GetStringAsync("/cite/references.bib?organism=mouse&generation=1", Cancel);
        Assert.Equal(["@misc{E1,", "@misc{E2,", "@misc{E3,"], references.Split('\n').Where(line => line.StartsWith('@')));
        Assert.Contains("title = {{Mice}}", references, StringComparison.Ordinal);
        Assert.Contains("UR  - " + new Uri(site.Address, "/experiments/E2"), await client.GetStringAsync("/cite/references.ris?tissue=liver&generation=1", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_about_citing_has_the_link_pinned_to_the_data_version()
    {
        var page = await PageAsync("/cite?organism=mouse&size=10");
        Assert.Contains(new Uri(site.Address, "/?generation=2&organism=mouse&size=10").ToString(), page, StringComparison.Ordinal);
        Assert.Contains("Organism mouse: 3 unique samples in 3 experiments.", page, StringComparison.Ordinal);
        Assert.Contains("References of all 3 experiments found", page, StringComparison.Ordinal);
    }
}

/// <summary>The worked example, after which two experiments went, one came, and a sample became another one.</summary>
public sealed class TwoVersionsSite : WorkedExampleSite
{
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await ImportAsync("""
            {"accession": "E1", "title": "Human and mouse", "sample_accession_codes": ["s2"]}
            {"accession": "E2", "title": "Mice", "published": "2014-05-20", "sample_accession_codes": ["s2", "s3"]}
            {"accession": "E5", "title": "New mice", "sample_accession_codes": ["s4"]}
            """, """
            {"accession": "s2", "organism": "mouse"}
            {"accession": "s3", "organism": "mouse", "tissue": "liver"}
            {"accession": "s4", "organism": "mouse"}
            """);
    }
}
