using Bunit;
using FacetExplorer.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Components;

public sealed class MainLayoutTests : PageTest
{
    private IRenderedComponent<MainLayout> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, "<h1>Experiments</h1>"));
    }

    [Fact]
    public void A_page_stands_in_the_main_part_between_header_and_footer()
    {
        var layout = Open("/samples/S1");

        Assert.Equal("Experiments", layout.Find("main h1").TextContent);
        Assert.Equal("./", layout.Find("header .name").GetAttribute("href"));
        Assert.Equal(["http://localhost/samples/S1#content"], layout.FindAll(".skip").Select(skip => skip.GetAttribute("href")));
        Assert.Empty(layout.FindAll("header input[type=hidden]"));
    }

    [Fact]
    public void The_search_box_keeps_filters_and_order_but_not_the_page()
    {
        var layout = Open("/?q=liver&tissue=lung&tissue=a%20%26%20b&sort=title&page=3");

        Assert.Equal("liver", layout.Find("header input[name=q]").GetAttribute("value"));
        Assert.Equal(["sort=title", "tissue=a & b", "tissue=lung"],
            layout.FindAll("header input[type=hidden]").Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}"));
    }

    [Fact]
    public async Task The_search_box_follows_the_address()
    {
        var layout = Open("/?q=liver");
        await layout.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo("/?tissue=lung"));

        layout.WaitForAssertion(() => Assert.Null(layout.Find("header input[name=q]").GetAttribute("value")));
        Assert.Equal("tissue", layout.Find("header input[type=hidden]").GetAttribute("name"));
    }
}
