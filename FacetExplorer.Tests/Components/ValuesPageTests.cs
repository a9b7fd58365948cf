using Bunit;
using FacetExplorer.Components.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Components;

public sealed class ValuesPageTests : PageTest
{
    private IRenderedComponent<ValuesPage> Open(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/values/tissue{query}");
        return Render<ValuesPage>(parameters => parameters.Add(page => page.Key, "tissue"));
    }

    [Fact]
    public void A_page_of_thousands_of_values_leads_to_the_next_and_back_to_the_search()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(facets: [Counts(Tissue, ("liver", 5), ("lung", 4)) with { More = 4130 }]));
        var page = Open("?sex=male&tissue.order=value&tissue.skip=100&tissue.limit=7&sort=title");

        Assert.Equal("Tissue: 4,132 values", page.Find("h1").TextContent);
        Assert.Equal("Page 2 of 42", page.Find(".pager span").TextContent);
        Assert.Equal(["values/tissue?sex=male&sort=title&tissue.order=value", "values/tissue?sex=male&sort=title&tissue.order=value&tissue.skip=200"],
            page.FindAll(".pager a").Select(link => link.GetAttribute("href")));
        Assert.Equal("./?sex=male&sort=title", page.Find(".came-from a").GetAttribute("href"));
        Assert.Equal("‹ Show 90 samples in 16 experiments", page.Find(".came-from a").TextContent);
        Assert.Equal("A–Z", page.Find(".choices a[aria-current]").TextContent);
        Assert.Equal("sex=male&size=0&tissue.limit=100&tissue.order=value&tissue.skip=100", Assert.Single(Engine.Asked));
    }

    [Fact]
    public void Choosing_a_value_stays_among_the_values()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(facets: [Counts(Tissue, ("liver", 5), ("lung", 4))]));
        var page = Open("?tissue.find=l");

        Assert.Equal("values/tissue?tissue=liver&tissue.find=l", page.Find(".values a").GetAttribute("href"));
        Assert.Equal("values/tissue?tissue=liver&tissue=lung&tissue.find=l", page.Find(".more a").GetAttribute("href"));
        Assert.Empty(page.FindAll(".pager"));
    }

    [Fact]
    public void Pages_end_where_a_list_can_no_longer_be_reached()
    {
        Engine.Answer = (_, _) => Task.FromResult(Response(facets: [Counts(Tissue, ("liver", 5)) with { More = 60_000 }]));
        var page = Open("?tissue.skip=9000");

        Assert.Equal("Page 91 of 91", page.Find(".pager span").TextContent);
        Assert.Contains("Pages reach the first 9,100 values", page.Markup, StringComparison.Ordinal);
    }
}
