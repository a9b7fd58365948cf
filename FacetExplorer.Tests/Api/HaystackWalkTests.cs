using FacetExplorer.Tests.Browser;
using FacetExplorer.Tests.Web;

namespace FacetExplorer.Tests.Api;

/// <summary>Every announced count is found behind its link, in catalogs of real size. <c>FACETEXPLORER_SEED</c> replays a walk.</summary>
public abstract class HaystackWalkTests(Site site)
{
    private static readonly string[] Starts = ["?", "?published=gap_by:month,gap_amount:6&organism=limit:20&", "?q=liver&"];

    [Theory]
    [InlineData("sample")]
    [InlineData("experiment")]
    public async Task Every_link_leads_to_what_it_announced(string scope)
    {
        var seed = Seeds.Given ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"FACETEXPLORER_SEED={seed}");
        var walk = new HaystackWalk(site.CreateClient(), new Random(seed));
        foreach (var start in Starts)
            await walk.FollowAllAsync($"{HaystackFacets.Route}{start}scope={scope}", depth: 3, most: 1);
        Assert.True(walk.Followed > 150, $"{walk.Followed} links followed");
    }

    [Theory]
    [InlineData("/api/search/?page_size=100")]
    [InlineData("/api/search/?limit=100&ordering=title")]
    [InlineData("/api/search/facets/?serialize_objects=true&page_size=100&organism=limit:1")]
    public async Task Next_and_previous_visit_every_object_once(string address)
    {
        var client = site.CreateClient();
        var accessions = await new HaystackWalk(client, new Random(0)).ReadAllAsync(address);
        Assert.Equal((await HaystackFacets.GetAsync(client, HaystackFacets.Route)).ExperimentCount, accessions.Distinct().Count());
        Assert.Equal(accessions.Count, accessions.Distinct().Count());
    }
}

public sealed class HaystackWalkOnDemo(DemoSite site) : HaystackWalkTests(site), IClassFixture<DemoSite>;

public sealed class HaystackWalkOnRealData : HaystackWalkTests, IClassFixture<RealSite>
{
    public HaystackWalkOnRealData(RealSite site) : base(site) => Need.RealData();
}

/// <summary>A site with the largest real catalog.</summary>
public sealed class RealSite : Site
{
    protected override Task PrepareAsync() => !Need.Has("FACETEXPLORER_REAL_DATA") ? Task.CompletedTask : ImportAsync(Path.Combine(Need.RealData(), "big", "union_share"));
}
