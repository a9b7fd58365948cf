using System.Text.RegularExpressions;
using static FacetExplorer.Tests.Api.HaystackFacets;

namespace FacetExplorer.Tests.Api;

/// <summary>The facet contract of drf-haystack, point by point, as its page numbers them.</summary>
public abstract class HaystackContract(HaystackSite site)
{
    private readonly HttpClient _client = site.CreateClient();

    private Task<HaystackFacets> GetAsync(string query) => HaystackFacets.GetAsync(_client, Route + query);

    private Task<string> RefusedAsync(string query) => HaystackFacets.RefusedAsync(_client, Route + query);

    private static string Query(HaystackEntry entry) => entry.NarrowUrl.Query;

    [Fact]
    public async Task Request_1_selected_facets_are_anded_the_same_field_included_and_every_bucket_is_counted_with_all_of_them_on()
    {
        var mouse = await GetAsync("?selected_facets=organism_exact:mouse");
        Assert.Equal((2, 2), (mouse.Count, mouse.ExperimentCount));
        Assert.Equal(["mouse 2", "human 1"], mouse.Of("fields", "organism").Select(e => $"{e.Text} {e.Count}"));

        var both = await GetAsync("?selected_facets=organism_exact:mouse&selected_facets=organism_exact:human");
        Assert.Equal((1, 2), (both.Count, both.ExperimentCount));
        Assert.Equal(["human 1", "mouse 1"], both.Of("fields", "organism").Select(e => $"{e.Text} {e.Count}"));
    }

    [Theory]
    [InlineData("organism_exact")]
    [InlineData("organism_exact:")]
    [InlineData("organism_exact: ")]
    [InlineData("nonsense")]
    public async Task Request_1_an_entry_without_colon_or_value_is_skipped(string entry) =>
        Assert.Equal(7, (await GetAsync($"?selected_facets={Uri.EscapeDataString(entry)}")).Count);

    [Theory]
    [InlineData("organism:mouse")]
    [InlineData("genus_exact:mus")]
    [InlineData("_exact:mus")]
    public async Task Request_1_an_unknown_field_or_one_without_exact_is_refused(string entry)
    {
        var detail = await RefusedAsync($"?selected_facets={entry}");
        Assert.Contains("selected_facets", detail, StringComparison.Ordinal);
        Assert.Contains("organism_exact", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_2_options_in_the_query_override_the_defaults_one_by_one()
    {
        var limited = await GetAsync("?organism=limit:2&organism=order:value");
        Assert.Equal(["Human", "human"], limited.Of("fields", "organism").Select(e => e.Text));
        Assert.Equal(["liver"], (await GetAsync("?tissue=find:IV,limit:1")).Of("fields", "tissue").Select(e => e.Text));
    }

    [Fact]
    public async Task Request_3_every_facet_is_counted_unasked_and_date_options_make_periods()
    {
        var all = await GetAsync("");
        Assert.Equal(["published", "collected"], all.Body.GetProperty("dates").EnumerateObject().Select(p => p.Name));
        Assert.Contains("organism", all.Body.GetProperty("fields").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["2012-01-01T00:00:00", "2013-01-01T00:00:00", "2014-01-01T00:00:00", "2015-01-01T00:00:00"], all.Of("dates", "published").Select(e => e.Text));

        Assert.Equal(["2012-12-01T00:00:00 1", "2014-02-01T00:00:00 3", "2015-05-01T00:00:00 3"], Texts(await GetAsync("?published=gap_by:month")));
        Assert.Equal(["2014-01-01T00:00:00 3", "2015-04-01T00:00:00 3"], Texts(await GetAsync("?published=start_date:January 2014,gap_by:month,gap_amount:3")));
        Assert.Equal(["2015-05-15T00:00:00 3", "2015-05-20T00:00:00 2"], Texts(await GetAsync("?published=start_date:2015-05-15,end_date:20th May 2015,gap_by:day")));
        Assert.Equal(["2015-05-20T10:00:00 2"], Texts(await GetAsync("?published=start_date:2015-05-20,end_date:2015-05-20,gap_by:hour")));
    }

    [Fact]
    public async Task Request_3_a_date_is_in_a_period_when_all_of_what_it_names_is()
    {
        var facets = await GetAsync("?collected=gap_by:month,start_date:2014-02-15");
        Assert.Equal(["2014-02-15T00:00:00 2 3", "2014-03-15T00:00:00 1 1"], facets.Of("dates", "collected").Select(e => $"{e.Text} {e.Count} {e.ExperimentCount}"));
        facets = await GetAsync("?collected=gap_by:month,start_date:2014-02-15&scope=experiment");
        Assert.Equal(["2014-02-15T00:00:00 5 3", "2014-03-15T00:00:00 3 1"], facets.Of("dates", "collected").Select(e => $"{e.Text} {e.Count} {e.ExperimentCount}"));
    }

    private static IEnumerable<string> Texts(HaystackFacets facets) => facets.Of("dates", "published").Select(e => $"{e.Text} {e.Count}");

    [Theory]
    [InlineData("20th May 2015")]
    [InlineData("20 May 2015")]
    [InlineData("May 20, 2015")]
    [InlineData("2015-05-20")]
    [InlineData("2015/05/20")]
    [InlineData("2015-05-20 00:00:00")]
    [InlineData("2015-05-20T00:00:00")]
    public async Task Request_3_dates_are_read_leniently(string date)
    {
        var selected = await GetAsync($"?published=gap_by:day&selected_facets={Uri.EscapeDataString($"published_exact:{date}")}");
        Assert.Equal((2, 1), (selected.Count, selected.ExperimentCount));
    }

    [Fact]
    public async Task Request_4_a_bare_field_is_options_and_the_other_parameters_filter()
    {
        Assert.Equal(7, (await GetAsync("?organism=limit:1")).Count);
        Assert.Contains("options are written name:value", await RefusedAsync("?organism=mouse"), StringComparison.Ordinal);
        Assert.Equal((5, 3), await CountsAsync("?q=liver&organism.not=rat"));
        Assert.Equal((5, 3), await CountsAsync("?text=liver"));
        Assert.Equal((1, 1), await CountsAsync("?organism.not=human&organism.not=mouse&organism.not=Human"));
        Assert.Equal((1, 1), await CountsAsync("?tissue.missing=true"));
        Assert.Equal((3, 1), await CountsAsync("?published.from=2014&published.to=2014"));
        Assert.Equal((2, 2), await CountsAsync("?selected_facets=organism_exact:mouse&scope=sample"));
        Assert.Equal((3, 2), await CountsAsync("?selected_facets=organism_exact:mouse&scope=experiment"));
    }

    private async Task<(long, long)> CountsAsync(string query) => await GetAsync(query) is var facets ? (facets.Count, facets.ExperimentCount) : default;

    [Fact]
    public async Task Response_the_three_groups_are_always_there_and_each_key_once()
    {
        var body = (await GetAsync("")).Body.GetRawText();
        foreach (var key in new[] { "fields", "dates", "queries", "organism", "published" })
            Assert.Single(Regex.Matches(body, $"\"{key}\":"));
        Assert.DoesNotContain("\"objects\"", body, StringComparison.Ordinal);
        Assert.Equal("{}", (await GetAsync("")).Body.GetProperty("queries").GetRawText());
    }

    [Fact]
    public async Task Response_dates_have_no_zone_and_both_forms_are_accepted()
    {
        var entry = (await GetAsync("?published=gap_by:day")).Entry("dates", "published", "2015-05-15T00:00:00");
        Assert.EndsWith("selected_facets=published_exact%3A2015-05-15+00%3A00%3A00", Query(entry), StringComparison.Ordinal);
        foreach (var form in new[] { "2015-05-15+00:00:00", "2015-05-15T00:00:00" })
        {
            var facets = await GetAsync($"?published=gap_by:day&selected_facets=published_exact:{form}");
            Assert.True(facets.Entry("dates", "published", "2015-05-15T00:00:00").Selected);
            Assert.Equal((3, 1), (facets.Count, facets.ExperimentCount));
        }
    }

    [Fact]
    public async Task Response_objects_are_paginated_with_absolute_links_and_the_fields_asked_for()
    {
        var first = (await GetAsync("?serialize_objects=true&page_size=2&objects_fields=accession,technology")).Body.GetProperty("objects");
        Assert.Equal(6, first.GetProperty("count").GetInt64());
        Assert.Null(first.GetProperty("previous").GetString());
        Assert.Equal("""[{"accession":"E1","technology":["RNA-SEQ"]},{"accession":"E3","technology":["MICROARRAY"]}]""", first.GetProperty("results").GetRawText());

        var second = (await HaystackFacets.GetAsync(_client, first.GetProperty("next").GetString()!)).Body.GetProperty("objects");
        Assert.StartsWith($"{site.Address}api/search/facets/?", first.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("page=", second.GetProperty("previous").GetString(), StringComparison.Ordinal);
        var seen = new List<string>();
        for (var address = $"{Route}?serialize_objects=true&page_size=2"; address is not null;)
        {
            var page = (await HaystackFacets.GetAsync(_client, address)).Body.GetProperty("objects");
            seen.AddRange(page.GetProperty("results").EnumerateArray().Select(o => o.GetProperty("accession").GetString()!));
            address = page.GetProperty("next").GetString();
        }
        Assert.Equal(["E1", "E2", "E3", "E4", "E5", "E6"], seen.Order());
        Assert.Contains("accession, title, samples, matching", await RefusedAsync("?objects_fields=secrets"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Narrow_url_1_keeps_every_other_parameter_and_drops_the_page_but_not_its_size()
    {
        var entry = (await GetAsync("?q=liver&serialize_objects=true&page=2&page_size=1&tissue.missing=false&organism=limit:3")).Entry("fields", "organism", "mouse");
        Assert.Equal("?q=liver&serialize_objects=true&page_size=1&tissue.missing=false&organism=limit%3A3&selected_facets=organism_exact%3Amouse", Query(entry));
        Assert.Equal($"{site.Address}api/search/facets/", entry.NarrowUrl.GetLeftPart(UriPartial.Path));
        Assert.Equal("?limit=1&selected_facets=organism_exact%3Amouse", Query((await GetAsync("?limit=1&offset=1")).Entry("fields", "organism", "mouse")));
    }

    [Fact]
    public async Task Narrow_url_2_is_the_selected_set_plus_the_entry_without_duplicates_sorted_last()
    {
        var facets = await GetAsync("?selected_facets=tissue_exact:liver&q=liver&selected_facets=organism_exact:mouse&selected_facets=tissue_exact:liver");
        Assert.Equal(
            "?q=liver&selected_facets=organism_exact%3Amouse&selected_facets=sex_exact%3Afemale&selected_facets=tissue_exact%3Aliver",
            Query(facets.Entry("fields", "sex", "female")));
    }

    [Fact]
    public async Task Narrow_url_3_is_form_encoded()
    {
        var entry = (await GetAsync("?q=-rat")).Entry("fields", "tissue", HaystackSite.Odd);
        Assert.Contains("tissue_exact%3Aa%3Ab%2C+c%26d+%22e%22%2Bf+%3D+100%25+%C3%A9+%E8%82%9D", Query(entry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Narrow_url_4_of_a_selected_value_is_the_same_search_without_the_page()
    {
        var facets = await GetAsync("?q=liver&selected_facets=organism_exact:mouse&page=1&page_size=10");
        Assert.Equal("?q=liver&page_size=10&selected_facets=organism_exact%3Amouse", Query(facets.Entry("fields", "organism", "mouse")));
    }

    [Fact]
    public async Task Added_here_entries_say_experiments_exactness_selection_and_how_to_remove_them()
    {
        var facets = await GetAsync("?selected_facets=organism_exact:mouse");
        var mouse = facets.Entry("fields", "organism", "mouse");
        Assert.Equal((2, 2, true), (mouse.Count, mouse.ExperimentCount, mouse.Json.GetProperty("exact").GetBoolean()));
        Assert.True(mouse.Selected);
        Assert.Equal($"{site.Address}api/search/facets/", mouse.RemoveUrl);
        var human = facets.Entry("fields", "organism", "human");
        Assert.False(human.Selected);
        Assert.Null(human.RemoveUrl);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?scope=experiment")]
    [InlineData("?published=gap_by:month,gap_amount:5,start_date:2012-12-15")]
    [InlineData("?published=gap_by:month,gap_amount:3,end_date:2015-05-16&scope=experiment")]
    [InlineData("?published=gap_by:day,gap_amount:100")]
    [InlineData("?published=gap_by:hour,gap_amount:7,start_date:2015-05-01&q=liver")]
    public async Task Added_here_following_a_link_yields_the_counts_it_announced(string query)
    {
        var walk = new HaystackWalk(_client, new Random(1));
        await walk.FollowAllAsync(Route + query, depth: 2, most: int.MaxValue);
        Assert.True(walk.Followed > 20, $"{walk.Followed} links followed");
    }

    [Theory]
    [InlineData("?organism=colour:red", "organism", "gap_by")]
    [InlineData("?organism=gap_by:year", "organism", "no date facet")]
    [InlineData("?published=gap_by:fortnight", "gap_by:fortnight", "year, month, day, hour, minute, second")]
    [InlineData("?published=gap_amount:two", "gap_amount:two", "whole number")]
    [InlineData("?published=gap_amount:0", "gap_amount:0", "whole number")]
    [InlineData("?published=start_date:yesterday", "start_date:yesterday", "20th May 2014")]
    [InlineData("?published=start_date:2015,end_date:2014", "start_date", "before end_date")]
    [InlineData("?published=gap_by:second", "gap_by:second", "10000 periods")]
    [InlineData("?organism=limit:ten", "organism", "whole number")]
    [InlineData("?serialize_objects=perhaps", "serialize_objects", "true or false")]
    [InlineData("?page_size=1000", "page_size", "1 to 100")]
    [InlineData("?page=0", "page", "whole number from 1")]
    [InlineData("?page=1000&page_size=100", "page", "first 10000")]
    [InlineData("?offset=3&limit=2", "offset", "multiple")]
    [InlineData("?colour=red", "colour", "no such parameter")]
    [InlineData("?scope=all", "scope", "sample, experiment")]
    [InlineData("?published.from=soon", "published.from", "2014-05")]
    [InlineData("?selected_facets=published_exact:soon", "selected_facets", "20th May 2014")]
    public async Task The_right_thing_a_wrong_option_is_400_and_names_the_parameter_and_what_is_allowed(string query, string parameter, string allowed)
    {
        var detail = await RefusedAsync(query);
        Assert.Contains(parameter, detail, StringComparison.Ordinal);
        Assert.Contains(allowed, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_thing_more_colons_are_part_of_the_value()
    {
        var facets = await GetAsync("?published=start_date:2015-05-20T10:00,gap_by:minute,end_date:2015-05-20T10:30");
        Assert.Equal(["2015-05-20T10:00:00 2"], Texts(facets));
        Assert.Equal(1, (await GetAsync($"?selected_facets={Uri.EscapeDataString($"tissue_exact:{HaystackSite.Odd}")}")).Count);
    }

    [Fact]
    public async Task The_right_thing_a_date_entry_narrows_to_its_whole_period_as_its_link_says_the_gap()
    {
        var entry = (await GetAsync("?published=gap_by:month,gap_amount:3")).Entry("dates", "published", "2015-04-01T00:00:00");
        Assert.Equal("?published=gap_by%3Amonth%2Cgap_amount%3A3&selected_facets=published_exact%3A2015-04-01+00%3A00%3A00", Query(entry));
        Assert.Equal((3, 2), (entry.Count, entry.ExperimentCount));

        var unasked = (await GetAsync("")).Entry("dates", "published", "2015-01-01T00:00:00");
        Assert.Equal("?published=gap_by%3Ayear%2Cgap_amount%3A1&selected_facets=published_exact%3A2015-01-01+00%3A00%3A00", Query(unasked));
    }

    [Theory]
    [InlineData("title_exact:liver")]
    [InlineData("organism_exact__or__tissue_exact:liver")]
    [InlineData("organism_exact OR *:*")]
    public async Task The_right_thing_field_names_are_checked_against_the_registry(string entry) =>
        Assert.Contains("is no facet here", await RefusedAsync($"?selected_facets={Uri.EscapeDataString(entry)}"), StringComparison.Ordinal);

    [Fact]
    public async Task The_right_thing_values_keep_every_character_through_the_round_trip()
    {
        var facets = await HaystackFacets.GetAsync(_client, (await GetAsync("")).Entry("fields", "tissue", HaystackSite.Odd).NarrowUrl.AbsoluteUri);
        Assert.Equal((1, 2), (facets.Count, facets.ExperimentCount));
        var odd = facets.Entry("fields", "tissue", HaystackSite.Odd);
        Assert.True(odd.Selected);
        Assert.Equal(7, (await HaystackFacets.GetAsync(_client, odd.RemoveUrl!)).Count);
        Assert.Equal(["human 4", "Human 1"], (await GetAsync("?organism=find:human")).Of("fields", "organism").Select(e => $"{e.Text} {e.Count}").Where(t => t.EndsWith('4') || t[0] == 'H'));
    }

    [Fact]
    public async Task The_right_thing_the_limit_in_force_is_said_with_how_many_entries_it_left_out()
    {
        Assert.Contains("""{"facet":"organism","limit":1,"left_out":3}""", (await GetAsync("?organism=limit:1")).Body.GetProperty("limits").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("""{"facet":"organism","limit":10,"left_out":0}""", (await GetAsync("")).Body.GetProperty("limits").GetRawText(), StringComparison.Ordinal);
    }
}

public sealed class HaystackOnEmbedded(HaystackSite site) : HaystackContract(site), IClassFixture<HaystackSite>;

public sealed class HaystackOnElasticsearch : HaystackContract, IClassFixture<ElasticsearchHaystackSite>
{
    public HaystackOnElasticsearch(ElasticsearchHaystackSite site) : base(site) => Need.Elasticsearch("9");
}
