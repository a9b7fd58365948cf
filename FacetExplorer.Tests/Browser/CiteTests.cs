using System.Text.RegularExpressions;
using FacetExplorer.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>Citing a search, and coming back to it after the data has changed.</summary>
public sealed class CiteTests(Chromium chromium, TwoVersionsSite site) : BrowserTest(chromium, site), IClassFixture<TwoVersionsSite>
{
    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Text(IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    private static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_search_is_cited_as_text_BibTeX_RIS_and_methods_with_the_references_of_what_it_found_without_scripts(int width)
    {
        var page = await OpenAsync("/?organism=mouse", new() { JavaScriptEnabled = false, ViewportSize = new() { Width = width, Height = 844 } });
        await Link(page, "Cite this search").ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Cite this search");
        await Expect(Text(page, "Reference")).ToHaveValueAsync(new Regex(
            @"^FacetExplorer\. Data version 2, .*: Organism mouse\. 3 unique samples in 3 experiments\. http.*/\?generation=2&organism=mouse \(seen .*\)\.$"));
        await Expect(Text(page, "A sentence for the methods")).ToHaveValueAsync(new Regex(
            @"^Samples were selected with FacetExplorer \(data version 2, .*\) by: Organism mouse\. This gave 3 unique samples in 3 experiments, each sample accession counted once"));
        await Expect(Text(page, "BibTeX")).ToHaveValueAsync(new Regex("^@misc{facetexplorer-v2-"));
        await Expect(Text(page, "RIS")).ToHaveValueAsync(new Regex("^TY  - DATA"));
        await AssertFitsAsync(page);

        Assert.Equal("facetexplorer-v2.ris", (await page.RunAndWaitForDownloadAsync(() => Link(page, "Download as .ris").ClickAsync())).SuggestedFilename);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "References of all 3 experiments found" })).ToBeVisibleAsync();
        var references = await page.RunAndWaitForDownloadAsync(() => Link(page, "BibTeX").ClickAsync());
        Assert.Equal(3, (await File.ReadAllLinesAsync(await references.PathAsync(), Cancel)).Count(line => line.StartsWith("@misc{E", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pinned_link_shows_the_same_numbers_and_says_what_changed_since(bool scripts)
    {
        var page = await OpenAsync("/?organism=mouse&generation=1", new() { JavaScriptEnabled = scripts });
        await Link(page, "Cite this search").ClickAsync();
        await Expect(Text(page, "Reference")).ToHaveValueAsync(new Regex("Data version 1, .*2 unique samples in 3 experiments"));
        await page.GotoAsync(await Text(page, "Link to these numbers").InputValueAsync());
        await Expect(Heading(page)).ToHaveTextAsync("2 unique samples in 3 experiments");
        await Expect(page.GetByText("Since then: +1 experiment, −2.")).ToBeVisibleAsync();
        await Link(page, "See the current data, version 2").ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("3 unique samples in 3 experiments");
        await Expect(page.GetByText("Since then")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_citation_is_copied_with_a_click()
    {
        var page = await BlankAsync();
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync("/cite?organism=mouse");
        await InteractiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy: A sentence for the methods" }).ClickAsync();
        await Expect(page.GetByText("Copied", new() { Exact = true })).ToBeVisibleAsync();
        Assert.StartsWith("Samples were selected with", await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"), StringComparison.Ordinal);
        await AssertAccessibleAsync(page);
    }
}
