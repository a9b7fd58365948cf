using System.Net;
using Microsoft.AspNetCore.Hosting;

namespace FacetExplorer.Tests.Web;

/// <summary>A site that has no catalog yet.</summary>
public sealed class EmptySite : Site
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Catalog:Demo", "false");
    }
}

public sealed class NoCatalogTests(EmptySite site) : IClassFixture<EmptySite>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/?q=liver")]
    [InlineData("/experiments/E1")]
    [InlineData("/samples/S1")]
    [InlineData("/data")]
    public async Task Every_page_says_in_one_sentence_that_there_is_no_data_yet(string address)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("There is no data to search yet.", page, StringComparison.Ordinal);
        Assert.Contains("Try again", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page, StringComparison.Ordinal);
    }
}
