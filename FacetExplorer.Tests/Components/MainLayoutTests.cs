using Bunit;
using FacetExplorer.Components.Layout;

namespace FacetExplorer.Tests.Components;

public sealed class MainLayoutTests : BunitContext
{
    [Fact]
    public void A_page_stands_in_the_main_part_below_the_way_home()
    {
        var layout = Render<MainLayout>(parameters => parameters.Add(it => it.Body, "<h1>Experiments</h1>"));

        layout.MarkupMatches("""<header><a href="">FacetExplorer</a></header><main><h1>Experiments</h1></main>""");
    }
}
