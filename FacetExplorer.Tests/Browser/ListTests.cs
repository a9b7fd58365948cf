using System.Text.RegularExpressions;
using FacetExplorer.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>Lists of accessions that a reader brings along.</summary>
[Collection(LibraryGroup.Name)]
public sealed class ListTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private static readonly BrowserNewContextOptions NoScripts = new() { JavaScriptEnabled = false };

    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pasted_list_says_what_there_is_and_can_be_turned_around(bool scripts)
    {
        var page = await OpenAsync("/?organism=Homo+sapiens", new() { JavaScriptEnabled = scripts });
        await page.GetByRole(AriaRole.Link, new() { Name = "Use a list of accessions" }).ClickAsync();
        await Expect(page.GetByText("Within the search you come from: Organism Homo sapiens.")).ToBeVisibleAsync();
        await page.GetByLabel("Accessions", new() { Exact = true }).FillAsync("E00, OLD/1\nS012;GSE1 GSE2");
        await Button(page, "Show only these").ClickAsync();

        await Expect(Heading(page)).ToContainTextAsync("12 unique samples in");
        if (scripts)
            await InteractiveAsync(page);
        await Expect(page).ToHaveURLAsync(new Regex(@"/\?list=[0-9a-f]{32}&organism=Homo%20sapiens$"));
        await Expect(page.Locator(".list-note")).ToContainTextAsync("3 found");
        await page.GetByText("2 not found").ClickAsync();
        await Expect(page.GetByLabel("Not found in this data")).ToHaveValueAsync("GSE1\nGSE2");
        await page.GetByText("1 known under another accession").ClickAsync();
        await Expect(page.GetByText("OLD/1 is SUPER")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "In your list (3), remove" })).ToBeVisibleAsync();
        await Expect(Button(page, "Copy")).ToHaveCountAsync(scripts ? 1 : 0);
        if (scripts)
            await AssertAccessibleAsync(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "In your list, change to not in your list" }).ClickAsync();
        await Expect(page.Locator(".chip-not")).ToContainTextAsync("Not in your list");
        await Expect(Heading(page)).ToContainTextAsync("108 unique samples in 18 experiments");
    }

    [Fact]
    public async Task An_uploaded_list_leaves_out_samples_used_already_without_scripts()
    {
        var page = await OpenAsync("/lists", NoScripts);
        await page.GetByLabel("Or a file with them").SetInputFilesAsync(new FilePayload
        {
            Name = "used.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes("\"S001\",\"S002\"\r\nS003\r\n"),
        });
        await Button(page, "Leave these out").ClickAsync();
        await Expect(Heading(page)).ToContainTextAsync("237 unique samples in");
        await Expect(page.Locator(".list-note")).ToContainTextAsync("Left out by your list: 3 found");
    }

    [Fact]
    public async Task A_list_that_cannot_be_used_says_why()
    {
        var page = await OpenAsync("/lists", NoScripts);
        await Button(page, "Show only these").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("There was no accession in it.");
        await page.GetByLabel("Accessions", new() { Exact = true }).FillAsync(string.Join(' ', Enumerable.Range(0, 10_001)));
        await Button(page, "Show only these").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("more than 10,000 accessions");
        await page.Context.ClearCookiesAsync();
        await page.GetByLabel("Accessions", new() { Exact = true }).FillAsync("E00");
        await Button(page, "Show only these").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Please send it again.");

        await page.GotoAsync($"/?list={AccessionList.Of(["nobody kept this"]).Hash}");
        await Expect(page.GetByText("there is none of this name, or no longer")).ToBeVisibleAsync();
        await Expect(Heading(page)).ToContainTextAsync("240 unique samples");
    }

    [Fact]
    public async Task What_was_not_found_can_be_copied()
    {
        var list = AccessionList.Of(["E00", "GSE2", "GSE1"]);
        Site.Services.GetRequiredService<AccessionLists>().Keep(list);
        var page = await BlankAsync();
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync($"/?list={list.Hash}");
        await InteractiveAsync(page);
        await page.GetByText("2 not found").ClickAsync();
        await Button(page, "Copy").ClickAsync();
        await Expect(Button(page, "Copied")).ToBeVisibleAsync();
        Assert.Equal("GSE1\nGSE2", await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }
}
