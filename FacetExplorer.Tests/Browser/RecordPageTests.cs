using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The pages of single experiments and samples.</summary>
[Collection(LibraryGroup.Name)]
public sealed class RecordPageTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    public static TheoryData<string> Awkward => [.. LibrarySite.AwkwardAccessions];

    private static ILocator Accession(IPage page) => page.Locator(".record-head .accession");

    [Theory]
    [MemberData(nameof(Awkward))]
    public async Task An_awkward_accession_is_found_by_its_links_with_and_without_scripts(string accession)
    {
        foreach (var scripts in (bool[])[true, false])
        {
            var page = await OpenAsync("/?q=" + Uri.EscapeDataString(accession), new() { JavaScriptEnabled = scripts });
            await page.Locator(".hit", new() { Has = page.GetByText(accession, new() { Exact = true }) }).GetByRole(AriaRole.Link).ClickAsync();
            await Expect(Accession(page)).ToHaveTextAsync(accession, new() { UseInnerText = true });
            if (scripts)
            {
                await page.ReloadAsync(); // the address alone leads there too, and to the same
                await InteractiveAsync(page);
                await Expect(Accession(page)).ToHaveTextAsync(accession, new() { UseInnerText = true });
            }
        }
    }

    [Fact]
    public async Task An_experiment_shows_all_of_its_metadata_its_samples_and_who_shares_them()
    {
        var page = await OpenAsync("/experiments/SUPER");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Study SUPER of many tissues");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("All of E00, E01 and E02.");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "18 samples" })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(18);
        await Expect(page.Locator(".sharing li").First).ToContainTextAsync("E00");
        await Expect(page.Locator(".sharing li").First).ToContainTextAsync("6 samples in both");
        await Expect(page.Locator(".sources")).ToContainTextAsync("experiments.jsonl");
    }

    [Fact]
    public async Task From_sample_to_experiment_and_back_without_loading_anew()
    {
        var page = await OpenAsync("/samples/S000");
        await page.EvaluateAsync("() => { window.sameDocument = true; }");
        await page.GetByRole(AriaRole.Link, new() { Name = "E00", Exact = true }).ClickAsync();
        await Expect(Accession(page)).ToHaveTextAsync("E00");
        await page.GetByRole(AriaRole.Link, new() { Name = "SUPER", Exact = true }).ClickAsync();
        await Expect(Accession(page)).ToHaveTextAsync("SUPER");
        await page.GoBackAsync();
        await Expect(Accession(page)).ToHaveTextAsync("E00");

        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"));
    }

    [Theory]
    [InlineData("/experiments/OLD%2F1")]
    [InlineData("/experiments/OLD/1")]
    public async Task An_alternate_accession_shows_the_record_and_names_its_own_address(string address)
    {
        var page = await OpenAsync(address);

        await Expect(Accession(page)).ToHaveTextAsync("SUPER");
        await Expect(page.Locator("link[rel=canonical]")).ToHaveAttributeAsync("href", "experiments/SUPER");
    }

    [Theory]
    [InlineData("/experiments/NONE")]
    [InlineData("/samples/NO%20SUCH%2Fthing")]
    [InlineData("/nowhere")]
    public async Task What_is_not_there_is_not_found_and_offers_a_search(string address)
    {
        using var client = site.CreateClient();
        using var response = await client.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);

        ExpectError("404");
        var page = await OpenAsync(address);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not found");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Searchbox).FillAsync("SUPER");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".hit")).Not.ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_samples_of_an_experiment_are_narrowed_by_facets_of_their_own(bool scripts)
    {
        var page = await OpenAsync("/experiments/SUPER", new() { JavaScriptEnabled = scripts });
        await page.GetByRole(AriaRole.Link, new() { Name = "Mus musculus, 6 samples" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "6 of 18 samples" })).ToBeVisibleAsync();
        await Expect(page.Locator(".table tbody tr")).ToHaveCountAsync(6);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Homo sapiens, 12 samples" })).ToBeVisibleAsync(); // its alternatives stay
        await page.GetByRole(AriaRole.Link, new() { Name = "male, 1 sample", Exact = true }).ClickAsync();
        await Expect(page.Locator(".table tbody th")).ToHaveTextAsync(["S011"]);
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"/experiments/SUPER\?organism=Mus%20musculus&sex=male$"));
        if (scripts)
            await Expect(page.GetByText("1 of 18 samples.", new() { Exact = true })).ToBeAttachedAsync();

        await page.GoBackAsync();
        await Expect(page.Locator(".table tbody tr")).ToHaveCountAsync(6);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await Expect(page.Locator(".table tbody tr")).ToHaveCountAsync(18);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_says_what_of_it_the_search_matched_and_leads_back_to_it(bool scripts)
    {
        var page = await OpenAsync("/?q=super&organism=Mus+musculus", new() { JavaScriptEnabled = scripts });
        await page.Locator(".hit-title a").ClickAsync();
        await Expect(page.Locator("h1 mark")).ToHaveTextAsync("SUPER");
        await Expect(page.Locator(".came-from")).ToContainTextAsync("6 of 18 samples match that search.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show only these" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "6 of 18 samples" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "S006", Exact = true }).ClickAsync();
        await Expect(Accession(page)).ToHaveTextAsync("S006");
        await page.GetByRole(AriaRole.Link, new() { Name = "‹ Back to 6 samples in 1 experiment" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"/\?organism=Mus%20musculus&q=super$"));
    }

    [Fact]
    public async Task An_experiment_leads_to_its_publication_to_similar_ones_and_to_who_hears_of_problems()
    {
        var page = await OpenAsync("/experiments/SUPER");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "PubMed 12345" })).ToHaveAttributeAsync("href", "https://pubmed.ncbi.nlm.nih.gov/12345/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Report a problem with this record" }))
            .ToHaveAttributeAsync("href", "https://issues.example/new?title=SUPER&body=version%201");
        var similar = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Similar experiments" }) });
        await Expect(similar.Locator("li").First).ToContainTextAsync("Both have");
        var other = similar.GetByRole(AriaRole.Link).First;
        var accession = await other.InnerTextAsync();
        await other.ClickAsync();
        await Expect(Accession(page)).ToHaveTextAsync(accession);
    }

    [Fact]
    public async Task On_a_phone_the_filters_of_samples_open_over_the_page()
    {
        var page = await OpenAsync("/experiments/SUPER", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Filters", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Mus musculus, 6 samples" }).ClickAsync();
        await AssertAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show 6 samples" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Filters (1)" })).ToBeFocusedAsync();
        await Expect(page.Locator(".table tbody tr")).ToHaveCountAsync(6);
    }
}
