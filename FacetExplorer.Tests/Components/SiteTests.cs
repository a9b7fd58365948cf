using System.Globalization;
using System.Text;
using FacetExplorer.Components;
using FacetExplorer.Components.Sites;
using FacetExplorer.Tests.Search;

namespace FacetExplorer.Tests.Components;

public sealed class SiteTests
{
    private static List<string> MistakesOf(SiteOptions options)
    {
        var mistakes = new List<string>();
        Site.Read(options, SomeFacets.Registry, mistakes);
        return mistakes;
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#ffffff", "#ffffff", 1)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#767676", "#ffffff", 4.54)]
    [InlineData("#ff0000", "#ffffff", 4.00)]
    public void Contrast_is_that_of_WCAG(string a, string b, double contrast) => Assert.Equal(contrast, Colours.Contrast(a, b), 0.006);

    [Theory]
    [InlineData("#002ea3", "#88aaff", null)]
    [InlineData("#767676", null, "Site:Accent is \"#767676\", whose contrast on the light page's #fff3d6 is 4.11, where at least 4.5 is expected (WCAG AA).")]
    [InlineData(null, "#002ea3", "Site:AccentDark is \"#002ea3\", whose contrast on the dark page's #3a2e12 is ")]
    [InlineData("red", null, "Site:Accent is \"red\" where a colour such as #002ea3 is expected.")]
    [InlineData("#0000ff;}", null, "Site:Accent is \"#0000ff;}\" where a colour")]
    public void Colours_that_could_not_be_read_well_are_refused(string? light, string? dark, string? mistake)
    {
        var mistakes = MistakesOf(new SiteOptions { Accent = light, AccentDark = dark });
        if (mistake is null)
            Assert.Empty(mistakes);
        else
            Assert.StartsWith(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_light_accent_does_not_reach_the_dark_page()
    {
        Assert.Equal("@media (prefers-color-scheme: light) { :root { --accent: #7a1f5c; --on-accent: #ffffff; --tint: color-mix(in srgb, #7a1f5c 16%, transparent); }\n}\n", new Colours("#7a1f5c", null).Stylesheet);
        Assert.Contains("prefers-color-scheme: dark) { :root { --accent: #ffb0e0; --on-accent: #000000;", new Colours("#7a1f5c", "#ffb0e0").Stylesheet, StringComparison.Ordinal);
        Assert.Null(new Colours(null, null).Stylesheet);
    }

    [Theory]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>""", "image/svg+xml")]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>""", null)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg" onload="1"/>""", null)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:1"/></svg>""", null)]
    [InlineData("""<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>""", null)]
    [InlineData("<html/>", null)]
    [InlineData("\u0089PNG\r\n\u001a\n", "image/png")]
    [InlineData("\u00ff\u00d8\u00ffx", "image/jpeg")]
    [InlineData("RIFF____WEBPVP8", "image/webp")]
    [InlineData("RIFF____WAVEfmt", null)]
    [InlineData("RIFF", null)]
    public void A_logo_is_a_picture_by_its_content(string content, string? type)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes(content));
        var mistakes = new List<string>();
        Assert.Equal(type, Logo.Read(file, "Site:Logo", mistakes)?.Type);
        Assert.Equal(type is null ? 1 : 0, mistakes.Count);
        File.Delete(file);
    }

    [Fact]
    public void A_logo_that_is_large_or_not_there_is_refused()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, new byte[257 * 1024]);
        Assert.Equal($"Site:Logo is \"{file}\", which is larger than 256 kB.", Assert.Single(MistakesOf(new SiteOptions { Logo = file })));
        File.Delete(file);
        Assert.StartsWith("Site:Logo is \"/no/such/file\", which cannot be read", Assert.Single(MistakesOf(new SiteOptions { Logo = "/no/such/file" })), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_links_and_pages_that_cannot_be_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("facetexplorer-pages-").FullName;
        File.WriteAllText(Path.Combine(folder, "About us.md"), "# About");
        var mistakes = MistakesOf(new SiteOptions
        {
            ResultColumns = ["tissue", "colour"],
            FooterLinks = [new FooterLink { Text = "Good", Url = "https://example.org" }, new FooterLink { Text = "Bad", Url = "javascript:1" }],
            Pages = folder,
        });
        Directory.Delete(folder, recursive: true);

        Assert.Equal(["Site:FooterLinks:1", "Site:Pages", "Site:ResultColumns"], mistakes.Select(m => m.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("organism, tissue", mistakes.Single(m => m.StartsWith("Site:ResultColumns", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("Site:Pages is \"/no/such/folder\", which cannot be read", Assert.Single(MistakesOf(new SiteOptions { Pages = "/no/such/folder" })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "script")]
    [InlineData("a <img src=x onerror=alert(1)> b", "img")]
    [InlineData("[x](javascript:alert(1))", "a")]
    [InlineData("[x](JaVaScRiPt:alert(1))", "a")]
    [InlineData("[x](java&#10;script:alert(1))", "a")]
    [InlineData("[x](\u0001javascript:alert(1))", "a")]
    [InlineData("[x](data:text/html,x)", "a")]
    [InlineData("[x](//evil.example)", "a")]
    [InlineData("[x](vbscript:x)", "a")]
    [InlineData("<javascript:alert(1)>", "a")]
    [InlineData("![x](https://evil.example/x.png)", "img")]
    public void Nothing_in_a_page_runs_or_leads_astray(string markdown, string element) =>
        Assert.DoesNotContain($"<{element}", MarkdownPage.Of("about", markdown, new HashSet<string>()).Html, StringComparison.Ordinal);

    [Fact]
    public void A_page_has_headings_lists_tables_and_links_to_its_fellows()
    {
        var page = MarkdownPage.Of("about", "# Who we *are*\n\nSee [privacy](privacy.md#data), [below](#more), [all](https://example.org), [the data](data) and <mail@example.org>.\n\n| a | b |\n| --: | - |\n| 1 | 2 |\n\n- x\n", new HashSet<string> { "privacy" });

        Assert.Equal("Who we are", page.Title);
        foreach (var address in (string[])["pages/privacy#data", "pages/about#more", "https://example.org", "data", "mailto:mail@example.org"])
            Assert.Contains($"href=\"{address}\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", page.Html, StringComparison.Ordinal);
        Assert.Contains("<li>x</li>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page.Html, StringComparison.Ordinal);
        Assert.Equal("Imprint", MarkdownPage.Of("imprint", "Nobody.", new HashSet<string>()).Title);
    }

    [Theory]
    [InlineData("", "1,234,567", "22 Nov 2026")]
    [InlineData("en-US", "1,234,567", "Nov 22, 2026")]
    [InlineData("en-GB", "1,234,567", "22 Nov 2026")]
    [InlineData("de-DE", "1.234.567", "22 Nov 2026")]
    [InlineData("sv-SE", "1 234 567", "2026 nov. 22")]
    [InlineData("th-TH", "1,234,567", "22 พ.ย. 2026")]
    [InlineData("en-IN", "12,34,567", "22 Nov 2026")]
    public void Numbers_and_dates_are_the_visitors(string culture, string number, string day)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(number, Words.Number(1_234_567).Replace('\u00a0', ' '));
            Assert.Equal(day.Replace(".", "", StringComparison.Ordinal), Words.Day(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero)).Replace(".", "", StringComparison.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
