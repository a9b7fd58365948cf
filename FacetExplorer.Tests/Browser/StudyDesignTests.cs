using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>What an experiment must be like as a whole, and the ways on from any search.</summary>
[Collection(LibraryGroup.Name)]
public sealed partial class StudyDesignTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static async Task<int> SamplesAsync(IPage page) => Number(await Heading(page).InnerTextAsync());

    private static int Number(string text) => int.Parse(Digits().Match(text).Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9,]+")]
    private static partial Regex Digits();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_experiments_with_enough_matching_samples_and_with_other_samples_beside_them(bool scripts)
    {
        var page = await OpenAsync("/?organism=Homo+sapiens", new() { JavaScriptEnabled = scripts });
        var all = await Heading(page).InnerTextAsync();
        var apply = page.GetByRole(AriaRole.Button, new() { Name = "Apply to Study design" });
        await page.GetByLabel("Only experiments with at least").FillAsync("7");
        await apply.ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("12 unique samples in 1 experiment");
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["Homo sapiens", "at least 7 matching samples"]);
        await page.GetByRole(AriaRole.Link, new() { Name = "at least 7 matching samples, remove" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync(all);

        await page.GetByText("that must also contain…").ClickAsync();
        await page.Locator("#facet-study-design-organism").FillAsync("Mus musculus");
        await apply.ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("12 unique samples in 1 experiment");
        await Expect(page.Locator(".chip").Last).ToContainTextAsync(new Regex(@"^Also contains Organism:\s*Mus musculus"));
        await Expect(page).ToHaveURLAsync(new Regex("organism.also=Mus"));
    }

    [Fact]
    public async Task Every_chip_says_what_removing_it_brings_and_that_is_what_comes()
    {
        var page = await OpenAsync("/?organism=Homo+sapiens&tissue=liver&q=study");
        var gains = page.Locator(".gain");
        await Expect(gains).ToHaveTextAsync([new Regex(@"^\+[0-9,]+ "), new Regex(@"^\+[0-9,]+ samples$"), new Regex(@"^\+[0-9,]+ samples$")]);
        var (before, gain) = (await SamplesAsync(page), Number(await gains.Last.InnerTextAsync()));
        Assert.True(gain > 0);
        await page.Locator(".chip-part").Last.ClickAsync();
        await Expect(page.Locator(".chip")).ToHaveCountAsync(2);
        await Expect(Heading(page)).ToContainTextAsync($"{before + gain} unique samples");
        await AssertAccessibleAsync(page);
    }

    [Fact]
    public async Task Without_scripts_chips_and_dead_ends_tell_their_numbers_too()
    {
        var page = await OpenAsync("/", new() { JavaScriptEnabled = false });
        foreach (var (address, known) in new[] { ("/?tissue=liver&sex=male", ".nothing li:has-text(\"Remove Tissue liver – \")"), ("/?tissue=liver", ".gain:not(:empty)") })
            do
                await page.GotoAsync(address);
            while (await page.Locator(known).CountAsync() == 0); // a busy machine may take longer than the page waits: then they come with the next
    }

    [Fact]
    public async Task Zero_results_name_the_smallest_change_that_helps_with_its_exact_number()
    {
        var page = await OpenAsync("/?tissue=liver&sex=male");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches all of this" })).ToBeVisibleAsync();
        await Expect(page.GetByText("One change helps:")).ToBeVisibleAsync();
        await AssertAccessibleAsync(page);
        var way = page.Locator(".nothing li", new() { HasText = "Remove Tissue liver" });
        var promised = (await way.InnerTextAsync()).Split(" – ")[1].Replace(" samples in", " unique samples in", StringComparison.Ordinal);
        await way.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync(promised);
    }

    [Fact]
    public async Task Spelling_suggestions_lead_to_what_they_promise()
    {
        var page = await OpenAsync("/?q=studdy&tissue=liver");
        var meant = page.GetByText("Did you mean");
        await Expect(meant).ToContainTextAsync(new Regex(@"study\s+\([0-9,]+ samples in [0-9,]+ experiments\)"));
        var promised = Number(Regex.Match(await meant.InnerTextAsync(), @"\([0-9,]+").Value[1..]);
        await meant.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Heading(page)).ToContainTextAsync($"{promised} unique samples");
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["study", "liver"]);
    }
}
