using FacetExplorer.Components.Sites;
using FacetExplorer.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>A site with a name, a logo, colours and pages of its own, and its visitors from elsewhere.</summary>
public sealed class OwnSiteTests(Chromium chromium, OwnSite site) : BrowserTest(chromium, site), IClassFixture<OwnSite>
{
    [Theory]
    [InlineData(ColorScheme.Light, "rgb(122, 31, 92)", 0)]
    [InlineData(ColorScheme.Dark, "rgb(255, 176, 224)", 1)]
    public async Task It_has_its_name_logo_colours_columns_links_and_pages(ColorScheme scheme, string accent, int theme)
    {
        var page = await OpenAsync("/", new() { ColorScheme = scheme });
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("– Liver Atlas$"));
        await Expect(page.Locator(".header .name")).ToHaveTextAsync("Liver Atlas");
        Assert.True(await page.EvaluateAsync<bool>("async () => { const logo = document.querySelector('.logo'); await logo.decode(); return logo.naturalWidth > 0; }"));
        await Expect(page.Locator(".hit-title a").First).ToHaveCSSAsync("color", accent);
        await Expect(page.Locator(".hit-facts").First.Locator("> span")).ToHaveTextAsync(["BIG", "spleen"]);
        await AssertAccessibleAsync(page);

        // The grounds that accents are held against are those of the page.
        var grounds = theme == 0 ? Colours.LightGrounds : Colours.DarkGrounds;
        foreach (var (role, ground) in new[] { "--ground", "--raised", "--warning-ground" }.Zip(grounds))
            Assert.Equal(ground, await page.EvaluateAsync<string>("""
                role => {
                  const probe = document.body.appendChild(document.createElement("i"));
                  probe.style.color = `var(${role})`;
                  const channels = getComputedStyle(probe).color.match(/\d+/g).slice(0, 3);
                  probe.remove();
                  return "#" + channels.map(channel => (+channel).toString(16).padStart(2, "0")).join("");
                }
                """, role));

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Our institute" })).ToHaveAttributeAsync("href", "https://institute.example/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Imprint" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Imprint");
        await Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("<script>");
        await AssertAccessibleAsync(page);
        await page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link, new() { Name = "privacy" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("What we keep – Liver Atlas");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_visitor_reads_numbers_and_dates_as_at_home(bool scripts)
    {
        var page = await OpenAsync("/?sort=title", new() { Locale = "de-DE", JavaScriptEnabled = scripts });
        await Expect(page.Locator("h1")).ToContainTextAsync("1.203 unique samples");
        await page.GetByRole(AriaRole.Link, new() { Name = "spleen, 1.200 samples" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("1.200 unique samples");
        await Expect(page.Locator(".header .version")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^Data version 1, \d+\. ?\w+\.? \d{4}$|^Data version 1, \d+ \w+\.? \d{4}$"));
    }

    [Fact]
    public async Task What_programs_read_is_the_same_for_everyone()
    {
        using var client = site.CreateClient();
        var documents = new Dictionary<string, List<string>>();
        foreach (var language in (string[])["", "en-US", "de-DE", "tr-TR", "ar-SA", "fa-IR", "th-TH"])
            foreach (var address in (string[])["/?tissue=spleen&published.from=2001&by=tissue", "/experiments/BIG?page=2", "/data", "/api/experiments?tissue=spleen", "/api/samples?format=csv", "/sitemap.xml"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (language.Length > 0)
                    request.Headers.TryAddWithoutValidation("Accept-Language", language);
                using var response = await client.SendAsync(request, Cancel);
                Assert.True(response.IsSuccessStatusCode, address);
                var text = await response.Content.ReadAsStringAsync(Cancel);
                var read = address.StartsWith("/api", StringComparison.Ordinal) || address.EndsWith(".xml", StringComparison.Ordinal)
                    ? text
                    : string.Join('\n', System.Text.RegularExpressions.Regex.Matches(text, @" (href|src|name|value|id|datetime|width|height|x|y|start|max|content)=""[^""]*""").Where(a => !a.Value.Contains("blazor", StringComparison.OrdinalIgnoreCase)));
                documents.TryAdd(address, []);
                documents[address].Add(read);
            }
        foreach (var (address, read) in documents)
            Assert.All(read, other => Assert.True(other == read[0], address));
    }
}

/// <summary>The worked example, an experiment of more samples, and a configured site.</summary>
public sealed class OwnSite : WorkedExampleSite
{
    private readonly string _files = Directory.CreateTempSubdirectory("facetexplorer-own-").FullName;

    protected override Task PrepareAsync()
    {
        Directory.CreateDirectory(Path.Combine(_files, "pages"));
        File.WriteAllText(Path.Combine(_files, "logo.svg"), """<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><circle cx="16" cy="16" r="14" fill="#7a1f5c"/></svg>""");
        File.WriteAllText(Path.Combine(_files, "pages", "imprint.md"), "# Imprint\n\nSee [privacy](privacy.md). <script>alert(1)</script>\n\n| who | where |\n| --- | ---: |\n| we | here |\n");
        File.WriteAllText(Path.Combine(_files, "pages", "privacy.md"), "# What we keep\n\nNothing.\n");
        var many = Enumerable.Range(0, 1200).Select(i => $"B{i:0000}").ToList();
        return ImportAsync(
            $$"""
            {{Experiments}}
            {"accession": "BIG", "title": "Spleens", "published": "2002-03-04", "sample_accession_codes": ["{{string.Join("\", \"", many)}}"]}
            """,
            $"{Samples}\n{string.Join('\n', many.Select(accession => $$"""{"accession": "{{accession}}", "tissue": "spleen"}"""))}");
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Site:Name", "Liver Atlas").UseSetting("Site:Logo", Path.Combine(_files, "logo.svg")).UseSetting("Site:Pages", Path.Combine(_files, "pages"))
            .UseSetting("Site:Accent", "#7a1f5c").UseSetting("Site:AccentDark", "#ffb0e0").UseSetting("Site:ResultColumns:0", "tissue")
            .UseSetting("Site:FooterLinks:0:Text", "Our institute").UseSetting("Site:FooterLinks:0:Url", "https://institute.example/");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(_files))
            Directory.Delete(_files, recursive: true);
    }
}
