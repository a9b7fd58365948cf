using System.Net;
using FacetExplorer.Tests.Browser;

namespace FacetExplorer.Tests.Web;

public sealed class DidYouMeanTests(DemoSite site) : IClassFixture<DemoSite>
{
    [Theory]
    [InlineData("?q=gliobalstoma", "Did you mean <a href=\"./?q=glioblastoma\">glioblastoma</a> <span>(360 samples in 5 experiments)</span>?")]
    [InlineData("?q=gliobalstoma&organism=Homo+sapiens", "<a href=\"./?organism=Homo%20sapiens&q=glioblastoma\">glioblastoma</a>")]
    [InlineData("?q=gliobalstoma&organism=Mus+musculus", "<a href=\"./?q=glioblastoma\">glioblastoma</a> <span>(360 samples in 5 experiments, without filters)</span>")]
    public async Task A_page_without_results_offers_what_was_meant_without_scripts(string query, string expected) =>
        Assert.Contains(expected, await PageAsync(query), StringComparison.Ordinal);

    [Theory]
    [InlineData("?q=glioblastoma")]
    [InlineData("?q=glioblastoma&organism=Mus+musculus&disease=asthma")]
    [InlineData("?q=xyzzyxyzzy")]
    public async Task Nothing_is_offered_where_there_are_results_or_nothing_is_near(string query) =>
        Assert.DoesNotContain("Did you mean", await PageAsync(query), StringComparison.Ordinal);

    private async Task<string> PageAsync(string query)
    {
        using var client = site.CreateClient();
        var html = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri($"/{query}", UriKind.Relative), TestContext.Current.CancellationToken));
        return string.Join(' ', html.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
