using Bunit;
using FacetExplorer.Components.Facets;
using FacetExplorer.Facets;
using FacetExplorer.Search;

namespace FacetExplorer.Tests.Components;

public sealed class FacetTests : PageTest
{
    private IRenderedComponent<FacetSection> Show(string query, FacetCounts counts) => Render<FacetSection>(parameters => parameters
        .Add(facet => facet.Request, Request(query)).Add(facet => facet.Counts, counts));

    [Fact]
    public void A_value_is_a_link_that_says_its_count_and_narrows()
    {
        var link = Show("?sort=title", Counts(Tissue, ("liver", 1220))).Find(".values a");

        Assert.Equal("liver, 1,220 samples", link.GetAttribute("aria-label"));
        Assert.Equal("./?sort=title&tissue=liver", link.GetAttribute("href"));
        Assert.Null(link.GetAttribute("aria-current"));
    }

    [Fact]
    public void Study_design_is_a_plain_form_that_keeps_the_search()
    {
        var form = Render<StudyDesign>(parameters => parameters.Add(design => design.Request, Request("?tissue=liver&min=10&sex.also=male&page=2"))
            .Add(design => design.Response, Response(facets: [Counts(Technology), Counts(Tissue, ("liver", 5)), Counts(Sex, ("female", 3))]))).Find("form");

        Assert.Equal(("get", "./"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal(
            ["min=10", "tissue.also=", "sex.also=", "sex.also=male", "tissue=liver"],
            form.QuerySelectorAll("input").Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}"));
        Assert.Equal(["liver", "female"], form.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
        Assert.True(form.QuerySelector("details")!.HasAttribute("open"));
        Assert.Contains("of experiments with at least 10 matching samples now", form.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selected_value_says_so_and_is_let_go_by_its_link()
    {
        var facet = Show("?tissue=liver&tissue=lung", Counts(Tissue, ("liver", 1), ("lung", 0)));
        var links = facet.FindAll(".values a");

        Assert.Equal(["liver, 1 sample, selected, remove", "lung, 0 samples, selected, remove"], links.Take(2).Select(link => link.GetAttribute("aria-label")));
        Assert.All(links.Take(2), link => Assert.Equal("true", link.GetAttribute("aria-current")));
        Assert.Equal("./?tissue=lung", links[0].GetAttribute("href"));
        Assert.Contains("recorded for 10%, 2 selected", facet.Find(".recorded").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_excluded_value_says_so()
    {
        var link = Show("?tissue.not=liver", Counts(Tissue, ("liver", 5))).Find(".value-excluded a");

        Assert.Equal("liver, 5 samples, excluded, remove", link.GetAttribute("aria-label"));
        Assert.Equal("./", link.GetAttribute("href"));
    }

    [Fact]
    public void Not_recorded_comes_last_and_is_left_out_where_all_is_recorded()
    {
        var facet = Show("", Counts(Tissue, ("liver", 5)));
        Assert.Equal("Not recorded, 90 samples", facet.FindAll(".values a")[^1].GetAttribute("aria-label"));
        Assert.Equal("./?tissue.missing=true", facet.FindAll(".values a")[^1].GetAttribute("href"));

        facet = Show("", Counts(Tissue, ("liver", 5)) with { Missing = new Bucket(null, new Count(0), 0), Recorded = new Count(100) });
        Assert.Empty(facet.FindAll(".value-missing"));
        Assert.Equal("recorded for all", facet.Find(".recorded").TextContent.Trim());
    }

    [Fact]
    public void A_value_of_nothing_is_readable_but_no_link()
    {
        var facet = Show("", Counts(Tissue, ("liver", 0)) with { Buckets = [new Bucket(new FacetValue("liver"), new Count(0), 0)] });

        Assert.Equal("liver", facet.Find(".value-none .value-name").TextContent);
    }

    [Fact]
    public void A_list_that_goes_on_offers_more_finding_and_order()
    {
        var facet = Show("?tissue=liver&page=2", Counts(Tissue, ("liver", 5), ("lung", 4)) with { More = 40 });

        Assert.Equal("./?page=2&tissue=liver&tissue.limit=32", facet.Find(".more a").GetAttribute("href"));
        Assert.Equal("Show 30 more of 40 of Tissue", facet.Find(".more a").TextContent);
        Assert.Equal(("tissue.find", "get"), (facet.Find(".facet-tools input[type=search]").GetAttribute("name"), facet.Find(".facet-tools form").GetAttribute("method")));
        Assert.Equal(["page=2", "tissue=liver"], facet.FindAll(".facet-tools input[type=hidden]").Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}"));
        Assert.Equal("./?page=2&tissue=liver&tissue.order=value", facet.FindAll(".facet-tools .choices a")[1].GetAttribute("href"));
    }

    [Fact]
    public void A_longer_list_can_be_made_short_again()
    {
        var facet = Show("?tissue.limit=32", Counts(Tissue, ("liver", 5), ("lung", 4)) with { More = 10 });

        Assert.Equal(["Show 10 more of Tissue", "Show fewer of Tissue"], facet.FindAll(".more a").Select(link => link.TextContent));
        Assert.Equal("./", facet.FindAll(".more a")[1].GetAttribute("href"));
        Assert.StartsWith("Show ≈10 more", Show("", Counts(Tissue, ("liver", 5)) with { More = 10, IsMoreExact = false }).Find(".more a").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_facet_has_a_range_to_type_a_picture_and_its_numbers()
    {
        var facet = Show("?published.from=2003&tissue=liver", Counts(Published, ("2001", 10), ("2004", 20)));

        Assert.Equal(["published.from=2003", "published.to=", "tissue=liver"], facet.FindAll(".range input").Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}"));
        Assert.Equal(["24", "48"], facet.FindAll(".histogram rect").Select(bar => bar.GetAttribute("height")));
        Assert.Equal(["2001, 10 samples", "2004, 20 samples", "Not recorded, 90 samples"], facet.FindAll("details a").Select(link => link.GetAttribute("aria-label")));
    }

    [Fact]
    public void The_list_of_facets_says_what_each_is_asked_for_and_how_much_of_it_is_recorded()
    {
        var menu = Render<FacetMenu>(parameters => parameters
            .Add(m => m.Request, Request("?tissue=liver&tissue=lung&tissue.not=skin&published.from=2003&tissue.missing=false&sex.also=male&min=10"))
            .Add(m => m.Response, Response(facets: [Counts(Published), Counts(Tissue), Counts(Sex)])));

        Assert.Equal(["from 2003", "liver, lung, not skin, recorded", "also Sex male, at least 10 matching samples"], menu.FindAll(".facet-menu-used").Select(used => used.TextContent));
        Assert.Equal(["Published", "Tissue", "Sex", "Study design"], menu.FindAll(".facet-menu-name").Select(name => name.TextContent));
        Assert.All(menu.FindAll(".recorded"), recorded => Assert.Equal("recorded for 10%", recorded.TextContent));
    }

    [Fact]
    public void A_closed_facet_stays_closed_and_is_remembered()
    {
        var facet = Show("", Counts(Tissue, ("liver", 5)));
        facet.Find(".disclosure").Click();

        Assert.Equal("false", facet.Find(".disclosure").GetAttribute("aria-expanded"));
        Assert.True(facet.Find("#facet-tissue").HasAttribute("hidden"));
        Assert.Equal(["collapsed", "tissue"], JSInterop.Invocations["facetExplorer.remember"].Single().Arguments);
    }

    [Fact]
    public void A_tree_is_nested_lists_whose_links_say_where_they_stand()
    {
        var anatomy = Tissue with { Key = "tissue", Kind = FacetKind.Tree, Tree = new PathTree("/") };
        var facet = Show("", Counts(anatomy, ("Body", 9), ("Head/Brain", 8), ("Body/Liver", 7), ("Body/Liver/Lobe/Left", 2)));

        Assert.Equal(["Body, 9 samples", "Liver, 7 samples, in Body", "Lobe/Left, 2 samples, in Body/Liver", "Head/Brain, 8 samples", "Not recorded, 90 samples"],
            facet.FindAll(".values a").Select(link => link.GetAttribute("aria-label")));
        Assert.Equal(["In Body", "In Body/Liver"], facet.FindAll(".values ul").Select(list => list.GetAttribute("aria-label")));
        Assert.Equal("./?tissue=Body%2FLiver%2FLobe%2FLeft", facet.Find(".values ul ul a").GetAttribute("href"));
    }

    [Fact]
    public void After_a_find_all_that_is_shown_can_be_selected_at_once()
    {
        var facet = Show("?tissue.find=li&tissue=lips&page=2", Counts(Tissue, ("liver", 5), ("left limb", 4), ("lips", 1)));
        var all = facet.Find(".more a");

        Assert.Equal("Select all 2 shown of Tissue", all.TextContent);
        Assert.Equal("./?tissue=left%20limb&tissue=lips&tissue=liver&tissue.find=li", all.GetAttribute("href"));
        Assert.DoesNotContain("Select all", Show("", Counts(Tissue, ("liver", 5), ("lips", 4)) with { More = 3 }).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void More_values_than_a_url_holds_are_not_selected_at_once()
    {
        var facet = Show("?find=v", Counts(Tissue, [.. Enumerable.Range(0, 501).Select(i => ($"v{i}", 1L))]));

        Assert.StartsWith("501 are too many to select at once: 500 is the most", facet.Find(".more").TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_looked_for_in_all_filters_leaves_those_that_have_it_or_are_in_use()
    {
        var panel = Render<FilterPanel>(parameters => parameters
            .Add(p => p.Request, Request("?find=li&sex=male&page=3"))
            .Add(p => p.Response, Response(facets: [Counts(Technology), Counts(Published, ("2001", 5)), Counts(Tissue, ("liver", 5)) with { More = 7 }, Counts(Sex, ("male", 2))])));

        Assert.Equal(["Tissue", "Sex"], panel.FindAll(".facet-menu-name").Select(name => name.TextContent));
        Assert.Equal(["tissue", "sex"], panel.FindAll(".facet").Select(facet => facet.GetAttribute("data-facet")));
        Assert.StartsWith("8 values contain “li”.", panel.Find(".found-in-all").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("./?page=3&sex=male", panel.Find(".found-in-all a").GetAttribute("href"));
        Assert.Equal(["page=3", "sex=male"], panel.FindAll(".find-in-all input[type=hidden]").Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}"));
    }
}
