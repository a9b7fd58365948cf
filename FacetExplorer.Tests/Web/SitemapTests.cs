using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using FacetExplorer.Tests.Browser;

namespace FacetExplorer.Tests.Web;

/// <summary>What search engines are told.</summary>
[Collection(LibraryGroup.Name)]
public sealed class SitemapTests(LibrarySite site)
{
    private static readonly XNamespace Names = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sitemap_leads_to_the_page_of_every_record()
    {
        using var client = site.CreateClient();
        var index = XDocument.Parse(await client.GetStringAsync(new Uri("/sitemap.xml", UriKind.Relative), Cancel));
        var parts = index.Root!.Elements(Names + "sitemap").Select(s => s.Element(Names + "loc")!.Value).ToList();
        Assert.Equal([$"{site.Address}sitemaps/experiments-1.xml", $"{site.Address}sitemaps/samples-1.xml"], parts);

        var addresses = new List<string>();
        foreach (var part in parts)
            addresses.AddRange(XDocument.Parse(await client.GetStringAsync(new Uri(part), Cancel)).Root!.Elements(Names + "url").Select(u => u.Element(Names + "loc")!.Value));
        Assert.Equal(41 + 240 + 2 * LibrarySite.AwkwardAccessions.Length, addresses.Distinct().Count());
        foreach (var address in addresses.Where((_, i) => i % 7 == 0).Concat(addresses.Where(a => a.Contains('%', StringComparison.Ordinal))))
        {
            using var page = await client.GetAsync(new Uri(address), Cancel);
            Assert.True(page.StatusCode == HttpStatusCode.OK, address);
        }
    }

    [Fact]
    public async Task Records_say_when_the_data_changed()
    {
        using var client = site.CreateClient();
        foreach (var address in (string[])["/sitemap.xml", "/sitemaps/samples-1.xml"])
        {
            var all = XDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel));
            Assert.All(all.Descendants(Names + "lastmod"), when => Assert.InRange(DateTimeOffset.Parse(when.Value, null), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow));
            Assert.NotEmpty(all.Descendants(Names + "lastmod"));
        }
    }

    [Theory]
    [InlineData("/sitemaps/samples-2.xml")]
    [InlineData("/sitemaps/samples-999999999.xml")]
    [InlineData("/sitemaps/others-1.xml")]
    public async Task There_is_no_part_beyond_the_last(string address)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Robots_may_see_records_but_no_combination_of_filters()
    {
        using var client = site.CreateClient();
        var lines = (await client.GetStringAsync(new Uri("/robots.txt", UriKind.Relative), Cancel)).Split('\n');
        Assert.Contains("Allow: /experiments/", lines);
        Assert.Contains("Allow: /samples/", lines);
        Assert.Contains("Disallow: /?", lines);
        Assert.Contains("Disallow: /api/", lines);
        Assert.Contains($"Sitemap: {site.Address}sitemap.xml", lines);
    }

    [Theory]
    [InlineData("/", false)]
    [InlineData("/?tissue=liver", true)]
    [InlineData("/?sort=title", true)]
    public async Task A_search_says_which_address_it_has_and_that_its_filters_are_not_to_be_followed(string address, bool isNarrowed)
    {
        using var client = site.CreateClient();
        var page = await client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel);
        Assert.Contains($"<link rel=\"canonical\" href=\".{address}\"", page, StringComparison.Ordinal);
        Assert.Equal(isNarrowed, page.Contains("<meta name=\"robots\" content=\"noindex, nofollow\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_experiment_is_described_for_search_engines_of_data()
    {
        using var client = site.CreateClient();
        var dataset = Dataset(await client.GetStringAsync(new Uri("/experiments/SUPER", UriKind.Relative), Cancel));
        Assert.Equal(("https://schema.org/", "Dataset"), (Text(dataset, "@context"), Text(dataset, "@type")));
        Assert.Equal(($"{site.Address}experiments/SUPER", "SUPER", "Study SUPER of many tissues"), (Text(dataset, "url"), Text(dataset, "identifier"), Text(dataset, "name")));
        Assert.Equal("All of E00, E01 and E02.\nhttps://example.org/super Experiment SUPER with 18 samples.", Text(dataset, "description"));
        Assert.Equal("OLD/1", Assert.Single(dataset.GetProperty("alternateName").EnumerateArray()).GetString());
        Assert.Equal($"{site.Address}", Text(dataset.GetProperty("includedInDataCatalog"), "url"));
    }

    [Fact]
    public async Task No_text_of_a_record_ends_its_description()
    {
        await using var own = new WorkedExampleSite();
        await own.InitializeAsync();
        const string title = "</script><script>alert(1)</script><!-- \u2028 & ]]>";
        await own.ImportAsync(JsonSerializer.Serialize(new { accession = "X", title, sample_accession_codes = new[] { "x" } }), "");
        using var client = own.CreateClient();
        var page = "";
        for (var i = 0; i < 300 && !page.Contains("\"identifier\":\"X\"", StringComparison.Ordinal); i++)
        {
            await Task.Delay(100, Cancel);
            using var response = await client.GetAsync(new Uri("/experiments/X", UriKind.Relative), Cancel);
            page = await response.Content.ReadAsStringAsync(Cancel);
        }
        Assert.Equal(title, Text(Dataset(page), "name"));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
    }

    private static JsonElement Dataset(string page)
    {
        const string begin = "<script type=\"application/ld+json\">";
        var json = page.Split(begin)[1].Split("</script>")[0];
        return JsonSerializer.Deserialize<JsonElement>(json);
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
