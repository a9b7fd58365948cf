using FacetExplorer.Tests.Web;
using Microsoft.Playwright;

namespace FacetExplorer.Tests.Browser;

public sealed class ShellTests(Chromium chromium, Site site) : BrowserTest(chromium, site), IClassFixture<Site>
{
    [Fact]
    public async Task The_page_becomes_interactive_over_a_web_socket()
    {
        var page = await BlankAsync();
        var socket = page.WaitForWebSocketAsync();
        await page.GotoAsync("/");
        await InteractiveAsync(page);

        Assert.Contains("/_blazor", (await socket).Url, StringComparison.Ordinal);
        Assert.EndsWith("FacetExplorer", await page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_whole_without_scripts()
    {
        var page = await OpenAsync("/", new() { JavaScriptEnabled = false });

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".connection")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".connection").First).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Axe_finds_no_violation(ColorScheme scheme, int width, int height)
    {
        var page = await OpenAsync("/", new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });

        await AssertAccessibleAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(22, 25, 29)")]
    public async Task The_page_follows_the_colour_scheme(ColorScheme scheme, string ground)
    {
        var page = await OpenAsync("/", new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });

        await Assertions.Expect(page.Locator("body")).ToHaveCSSAsync("background-color", ground);
    }

    [Fact]
    public async Task An_unknown_page_is_said_to_be_not_found()
    {
        ExpectError("404");
        var page = await OpenAsync("/no-such-page");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Not found" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_inline_style_or_script_is_refused_and_noticed()
    {
        ExpectViolation("style-src");
        ExpectViolation("script-src");
        var page = await OpenAsync("/");
        await page.EvaluateAsync("""
            () => {
              document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>inline</p>");
              document.body.append(Object.assign(document.createElement("script"), { text: "window.ran = true" }));
            }
            """);

        Assert.False(await page.EvaluateAsync<bool>("() => 'ran' in window"));
    }

    [Fact]
    public async Task A_lost_server_is_said_to_be_away()
    {
        ExpectError(""); // Blazor's script reports what it tries in many words.
        await using var own = new Site();
        await own.InitializeAsync();
        var page = await BlankAsync();
        await page.GotoAsync(own.Address.ToString());
        await InteractiveAsync(page);

        await own.DisposeAsync();

        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync("interrupted");
    }

    [Fact]
    public async Task Links_work_while_the_circuit_is_away()
    {
        var page = await OpenAsync("/?before=1");
        await page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').classList.add('components-reconnect-show')");
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => { window.sameDocument = true; }");

        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Site.Address.ToString());

        Assert.False(await page.EvaluateAsync<bool>("() => 'sameDocument' in window"));
    }

    [Fact]
    public async Task A_page_whose_circuit_the_server_has_forgotten_is_loaded_again()
    {
        var page = await OpenAsync("/?kept=1");
        await page.EvaluateAsync("() => { window.sameDocument = true; }");
        await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').classList.add('components-reconnect-rejected')"),
            "**/?kept=1");
        await InteractiveAsync(page);

        Assert.False(await page.EvaluateAsync<bool>("() => 'sameDocument' in window"));
    }
}
