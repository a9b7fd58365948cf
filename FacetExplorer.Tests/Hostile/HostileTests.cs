using System.Text;
using FacetExplorer.Benchmarks.Hostile;
using FacetExplorer.Facets;
using FacetExplorer.Import.Demo;
using FacetExplorer.Tests.Api;
using FacetExplorer.Tests.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FacetExplorer.Tests.Hostile;

/// <summary>
/// Short runs of the benchmark <c>hostile</c>, which is long: what is sent is given by a seed and a number. <c>FACETEXPLORER_SEED</c> replays a run.
/// </summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    private const int Mixes = 3000, Scalars = 6000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_character_and_operator_is_only_text()
    {
        var seed = Seeds.Next(output);
        var random = new Random(seed);
        var scalars = TextRun.AllScalars();
        var some = Enumerable.Range(0, 0x180).Where(Rune.IsValid).Select(value => new Rune(value)).Concat(Enumerable.Range(0, Scalars).Select(_ => random.One(scalars))).Distinct().ToList();

        AssertNothingFailed(await TextRun.ScalarsAsync(some, seed, Cancel));
        var mixes = await TextRun.MixesAsync(Mixes, seed, Cancel);
        AssertNothingFailed(mixes);
        Assert.True(mixes.Of("something found") > Mixes / 10, mixes.ToString());
    }

    [Fact]
    public async Task Nothing_that_is_imported_or_sent_becomes_a_script_or_a_link_elsewhere()
    {
        var seed = Seeds.Next(output);
        await using var site = new InjectedSite { Seed = seed };
        await site.InitializeAsync();
        IReadOnlyList<string> facets = [.. site.Services.GetRequiredService<FacetRegistry>().All.Select(facet => facet.Key)];
        using var run = new InjectionRun(site.Address, facets, HostileBenchmark.LinkedHosts(site.Services.GetRequiredService<IConfiguration>()), seed);

        await run.ShowAsync(site.Experiments, site.Samples, facets, Cancel);
        await run.SendAsync(site.Payloads, Cancel);
        run.CheckFile(site.Report);
        AssertNothingFailed(run.Finish());
    }

    [Theory]
    [InlineData("<p>mouse</p><script>pwn(1)</script>", "there is a script")]
    [InlineData("<script src=//evil.example/x.js></script>", "a script is from")]
    [InlineData("<img src=x onerror=pwn(1)>", "has onerror")]
    [InlineData("<a href=\"java\nscript:pwn(1)\">x</a>", "leads elsewhere")]
    [InlineData("<a href=//evil.example>x</a>", "leads elsewhere")]
    [InlineData("<a href=\"/\\evil.example\">x</a>", "leads elsewhere")]
    [InlineData("<a href=https://doi.org@evil.example/>x</a>", "leads elsewhere")]
    [InlineData("<form action=https://evil.example><button>x</button></form>", "leads elsewhere")]
    [InlineData("<base href=https://evil.example/>", "the base is not the site's")]
    [InlineData("<meta http-equiv=refresh content='0;url=//evil.example'>", "there is a <meta>")]
    [InlineData("<iframe src=x></iframe>", "there is a <iframe>")]
    [InlineData("<p x\"y=1>mouse</p>", "became an attribute")]
    [InlineData("<p style='color:red'>mouse</p>", "has style")]
    [InlineData("<script type=application/ld+json>{\"a\": \"</script>", "a script of data is none")]
    public void What_runs_or_leads_elsewhere_is_noticed(string injected, string noticed)
    {
        const string Page = "<!DOCTYPE html><html><head><base href=\"/\"><title>x</title></head><body><a href=\"https://doi.org/10.1\">x</a><a href=\"?q=mouse\">y</a>#</body></html>";
        var check = new PageCheck(new Uri("http://127.0.0.1:5080/"), new HashSet<string> { "doi.org" });
        Assert.Empty(check.Problems(Page));
        Assert.Contains(check.Problems(Page.Replace("#", injected, StringComparison.Ordinal)), problem => problem.Contains(noticed, StringComparison.Ordinal));
    }

    internal static void AssertNothingFailed(Findings findings) => Assert.True(findings.Failed == 0, findings.ToString());
}

/// <summary>The part of them that has a limit of time, and so is alone.</summary>
[Collection(nameof(FuzzTests))]
public sealed class HostileRequestTests(ITestOutputHelper output)
{
    private const int Urls = 1500, HeadersAndBodies = 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_sent_over_any_route_the_server_does_not_fail_and_shows_nothing_of_itself()
    {
        var seed = Seeds.Next(output);
        await using var site = new SmallDemoSite();
        await site.InitializeAsync();
        var routes = Route.Of(site.Services);
        Assert.Contains(routes, route => route is { Method: "POST" } && route.Path(name => name) == "/lists/new");
        var run = new RequestRun(site.Address, new HostileRequests(seed, routes, [.. site.Services.GetRequiredService<FacetRegistry>().All.Select(facet => facet.Key)]), seed);

        var urls = await run.UrlsAsync(Urls, Cancel);
        HostileTests.AssertNothingFailed(urls);
        Assert.True(urls.Of("200") > Urls / 10 && urls.Of("400") > Urls / 20 && urls.Of("404") > Urls / 20, urls.ToString());
        var bodies = await run.HeadersAndBodiesAsync(HeadersAndBodies, Cancel);
        HostileTests.AssertNothingFailed(bodies);
        Assert.True(bodies.Of("200") > 0 && bodies.Of("400") > HeadersAndBodies / 20 && bodies.Of("no answer") < HeadersAndBodies / 5, bodies.ToString());
    }

    private sealed class SmallDemoSite : Site
    {
        protected override async Task PrepareAsync()
        {
            var source = Directory.CreateTempSubdirectory("facetexplorer-hostile-").FullName;
            DemoCatalog.Write(source, new DemoSize(60, 1_500, Seed: 1));
            await ImportAsync(source);
            Directory.Delete(source, recursive: true);
        }
    }
}

/// <summary>A site whose records have scripts and links in every field.</summary>
public sealed class InjectedSite : Site
{
    private const int Count = 400;

    public int Seed { get; init; } = 1;

    internal IReadOnlyList<string> Payloads => Benchmarks.Hostile.Payloads.Make(Seed, Count);

    internal IReadOnlyList<string> Experiments { get; private set; } = [];

    internal IReadOnlyList<string> Samples { get; private set; } = [];

    /// <summary>What the import wrote of itself.</summary>
    internal string Report { get; private set; } = "";

    protected override async Task PrepareAsync()
    {
        var source = Directory.CreateTempSubdirectory("facetexplorer-hostile-").FullName;
        (Experiments, Samples) = InjectedCatalog.Write(source, Payloads);
        var report = Path.Combine(source, "report.html");
        await HostileBenchmark.ImportAsync(source, State, report, CancellationToken.None);
        Report = await File.ReadAllTextAsync(report);
        Directory.Delete(source, recursive: true);
    }
}
