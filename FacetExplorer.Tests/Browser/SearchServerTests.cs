using System.Net;
using FacetExplorer.Tests.Engines.Elasticsearch;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FacetExplorer.Tests.Browser;

/// <summary>The search server goes away under an open page, and comes back.</summary>
public sealed class SearchServerTests(Chromium chromium, SearchServerSite site) : SearchServerTest(chromium, site), IClassFixture<SearchServerSite>
{
    [Theory]
    [InlineData("refused", "The search server does not answer.")]
    [InlineData("hangs", "The search server took too long to answer.")]
    [InlineData("503", "The search server has a problem.")]
    public async Task The_page_keeps_what_it_had_says_how_old_it_is_and_is_back_by_itself(string fault, string sentence)
    {
        var page = await OpenAsync("/");
        var before = Log.Count;
        await Expect(Heading(page)).ToHaveTextAsync("3 unique samples in 4 experiments");
        await TakeAwayAsync(fault);
        await page.Locator(".values a", new() { HasText = "liver" }).ClickAsync();

        var alert = page.GetByRole(AriaRole.Alert);
        await Expect(alert).ToContainTextAsync($"{sentence} Below are the last results, from less than a minute ago.");
        await Expect(alert.GetByRole(AriaRole.Link, new() { Name = "Try again" })).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(Heading(page)).ToHaveTextAsync("3 unique samples in 4 experiments");
        await Expect(page.Locator(".chip")).ToHaveCountAsync(0);
        await AssertAccessibleAsync(page);
        await PictureAsync(page, fault);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, sentence), await ReadyAsync());

        await page.WaitForTimeoutAsync(7000); // it asks several times
        await Expect(alert).ToContainTextAsync(sentence);
        await alert.GetByRole(AriaRole.Link).ClickAsync(); // and when told to, which takes nothing away
        await Expect(Heading(page)).ToHaveTextAsync("3 unique samples in 4 experiments");
        await BringBackAsync(fault);
        await Expect(Heading(page)).ToHaveTextAsync("2 unique samples in 3 experiments");
        await Expect(alert).ToHaveCountAsync(0);
        await Expect(page.Locator(".chip-value")).ToHaveTextAsync(["liver"]);
        await Expect(page).ToHaveURLAsync(new Uri(Site.Address, "?tissue=liver").ToString());
        Assert.Equal((HttpStatusCode.OK, "ready, generation 1"), await ReadyAsync());

        var log = Log.Skip(before).ToList();
        Assert.Equal(2, log.Count);
        Assert.StartsWith(sentence, log[0], StringComparison.Ordinal);
        Assert.True(log[0].Length > sentence.Length, "no cause");
        Assert.Equal("Elasticsearch answers again", log[1]);
    }
}

/// <summary>The search server is away when a page is asked for. On a site of its own, as one failure is logged once a minute.</summary>
public sealed class SearchServerAwayTests(Chromium chromium, SearchServerSite site) : SearchServerTest(chromium, site), IClassFixture<SearchServerSite>
{
    [Fact]
    public async Task Who_comes_while_it_is_away_is_told_and_sees_the_answer_when_it_is_back()
    {
        ExpectError("503");
        await TakeAwayAsync("hangs");
        var page = await BlankAsync();
        var response = await page.GotoAsync("/?organism=mouse", new() { WaitUntil = WaitUntilState.Commit });
        Assert.Equal(503, response!.Status);
        await Expect(Heading(page)).ToHaveTextAsync("The search server took too long to answer.");
        await BringBackAsync("hangs");
        await Expect(Heading(page)).ToHaveTextAsync("2 unique samples in 3 experiments");
    }
}

/// <summary>A browser and a search server that can be taken away.</summary>
public abstract class SearchServerTest(Chromium chromium, SearchServerSite site) : BrowserTest(chromium, site)
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("FACETEXPLORER_PICTURES");

    public override async ValueTask InitializeAsync()
    {
        Need.Elasticsearch("9");
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (Need.Has("FACETEXPLORER_ELASTICSEARCH_9"))
            await BringBackAsync("refused");
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected IReadOnlyCollection<string> Log => [.. site.Log.Lines];

    protected static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    protected async Task TakeAwayAsync(string fault)
    {
        if (fault == "refused")
            await site.StopAsync();
        else
            site.Fault = fault == "hangs"
                ? c => Task.Delay(Timeout.Infinite, c.RequestAborted)
                : c => MisbehavingServer.WriteAsync(c, """{"error":{"type":"cluster_block_exception","reason":"no master"},"status":503}""", 503);
    }

    protected async Task BringBackAsync(string fault)
    {
        if (fault == "refused" && !site.IsListening)
            await site.StartAsync();
        site.Fault = null;
    }

    protected async Task<(HttpStatusCode, string)> ReadyAsync()
    {
        using var client = site.CreateClient();
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    protected static async Task PictureAsync(IPage page, string name)
    {
        if (Pictures is null)
            return;
        foreach (var (size, width, height) in new[] { ("wide", 1440, 900), ("phone", 390, 844) })
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.SetViewportSizeAsync(width, height);
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"away-{name}-{size}-{scheme}.png".ToLowerInvariant()) });
            }
    }
}
