using FacetExplorer.Tests.Commands;
using FacetExplorer.Tests.Import;
using FacetExplorer.Tests.Web;
using Microsoft.Playwright;

namespace FacetExplorer.Tests.Browser;

/// <summary>The report of an import, opened as the file it is.</summary>
[Collection("console")]
public sealed class ImportPageTests(Chromium chromium, WorkedExampleSite site) : BrowserTest(chromium, site), IClassFixture<WorkedExampleSite>
{
    [Theory]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 1200)]
    public async Task It_fits_a_phone_and_is_accessible(ColorScheme scheme, int width)
    {
        using var catalog = new TempCatalog();
        var report = catalog.PathOf("report.html");
        string[] samples = [.. Enumerable.Range(0, 1200).Select(i => i % 100 == 7 ? "{}" : $$"""{"accession": "S{{i}}", "sex": "male"}""")];
        var folder = Path.GetDirectoryName(catalog.Write("a laboratory with a rather long name, as they are/samples.jsonl", samples))!;
        catalog.Write("a laboratory with a rather long name, as they are/experiments.jsonl", """{"accession": "E1", "sample_accession_codes": ["S1", "S2", "S3000"]}""");
        Assert.Equal(2, (await Verbs.RunAsync("import", folder, "--source", "lab", "--lenient", "--report", report, "--catalog", catalog.Folder)).Code);

        var page = await BlankAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await page.GotoAsync(new Uri(report).AbsoluteUri);
        await AssertAccessibleAsync(page);
        await AssertFitsAsync(page);
        if (Environment.GetEnvironmentVariable("FACETEXPLORER_PICTURES") is { Length: > 0 } pictures)
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"import-{width}-{scheme}.png"), FullPage = true });
    }
}
