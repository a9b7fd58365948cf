using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What a reader sees of facets whose values lie below each other, by their own text or by a file.</summary>
public sealed class TreeTests(Chromium chromium, TreeSite site) : BrowserTest(chromium, site), IClassFixture<TreeSite>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Choosing_a_value_takes_all_that_lies_below_it(bool scripts)
    {
        var page = await OpenAsync("/", new() { JavaScriptEnabled = scripts });
        await Expect(Link(page, "Body, 3 samples")).ToBeVisibleAsync();
        await Expect(Link(page, "Lobe, 1 sample, in Body/Liver")).ToBeVisibleAsync();
        if (scripts)
            await AssertAccessibleAsync(page);

        await Link(page, "Liver, 2 samples, in Body").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^2 unique samples in 1 experiment"));
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["Body/Liver"]);
        await Expect(Link(page, "CL:1, 2 samples")).ToBeVisibleAsync(); // of the file of parents: one is CL:2, the other CL:3
        await Expect(Link(page, "CL:3, 1 sample, in CL:1")).ToBeVisibleAsync();

        await Link(page, "CL:3, 1 sample, in CL:1").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^1 unique sample in 1 experiment"));
        await AssertFitsAsync(page);
    }

    [Fact]
    public async Task On_a_phone_a_tree_fits_and_is_accessible()
    {
        var page = await OpenAsync("/?anatomy=Body%2FLiver", new() { ViewportSize = new() { Width = 390, Height = 844 }, ColorScheme = ColorScheme.Dark });
        await page.GetByRole(AriaRole.Button, new() { Name = "Filters (1)" }).ClickAsync();
        await page.Locator(".facet-menu").GetByRole(AriaRole.Button, new() { Name = "Anatomy" }).ClickAsync();
        await Expect(Link(page, "Lobe, 1 sample, in Body/Liver")).ToBeVisibleAsync();
        await AssertFitsAsync(page);
        await AssertAccessibleAsync(page);
    }

    private static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}

/// <summary>A site with a tree of paths and one of a file of parents.</summary>
public sealed class TreeSite : Site
{
    private readonly string _files = Directory.CreateTempSubdirectory("facetexplorer-tree-").FullName;

    private string Parents => Path.Combine(_files, "parents.tsv");

    protected override Task PrepareAsync()
    {
        File.WriteAllText(Parents, "CL:2\tCL:1\nCL:3\tCL:1\n");
        return ImportAsync("""{"accession": "E1", "sample_accession_codes": ["s1", "s2", "s3"]}""", """
            {"accession": "s1", "anatomy": "Body/Liver/Lobe", "cell": "CL:2"}
            {"accession": "s2", "anatomy": "Body/Liver", "cell": "CL:3"}
            {"accession": "s3", "anatomy": "Body/Heart", "cell": "CL:4"}
            """);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        foreach (var (key, setting, value) in new[] { ("anatomy", "Separator", "/"), ("cell", "Parents", Parents) })
            builder.UseSetting($"Facets:{key}:Level", "sample").UseSetting($"Facets:{key}:Kind", "tree").UseSetting($"Facets:{key}:{setting}", value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }
}
