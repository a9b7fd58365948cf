using Microsoft.Playwright;

namespace FacetExplorer.Tests.Browser;

/// <summary>What js/place.js makes of the scroll position when the circuit navigates.</summary>
[Collection(LibraryGroup.Name)]
public sealed class ScrollTests(Chromium chromium, LibrarySite site) : BrowserTest(chromium, site)
{
    private const string Short = "samples/S000";

    [Fact]
    public async Task Another_query_string_keeps_the_place()
    {
        var page = await OpenTallAsync();
        await ScrollToAsync(page, 700);

        await FollowAsync(page, $"{Short}?q=liver");

        await SettledAtAsync(page, 700);
        await StayedInTheDocumentAsync(page);
    }

    [Fact]
    public async Task Another_page_starts_at_its_top()
    {
        var page = await OpenTallAsync();
        await ScrollToAsync(page, 700);

        await FollowAsync(page, "not-found");

        await SettledAtAsync(page, 0);
        await StayedInTheDocumentAsync(page);
    }

    [Fact]
    public async Task Back_and_forward_return_to_where_each_page_was_left()
    {
        var page = await OpenTallAsync();
        await ScrollToAsync(page, 700);
        await FollowAsync(page, $"{Short}?q=liver");
        await ScrollToAsync(page, 1200);
        await FollowAsync(page, "not-found");
        await SettledAtAsync(page, 0);
        await ScrollToAsync(page, 300);

        foreach (var (step, top) in ((int, int)[])[(-1, 1200), (-1, 700), (1, 1200), (1, 300)])
        {
            await page.EvaluateAsync("step => history.go(step)", step);
            await SettledAtAsync(page, top);
        }

        await StayedInTheDocumentAsync(page);
    }

    [Fact]
    public async Task Back_waits_for_a_page_that_grows_late()
    {
        var page = await OpenTallAsync();
        await ScrollToAsync(page, 1200);
        await FollowAsync(page, "not-found");
        await SettledAtAsync(page, 0);

        await page.EvaluateAsync("() => { document.body.style.minHeight = '0'; }");
        await page.EvaluateAsync("() => history.back()");
        await Assertions.Expect(page).ToHaveURLAsync(Site.Address + Short);
        await SettledAtAsync(page, 0);
        await page.EvaluateAsync("() => { document.body.style.minHeight = '3000px'; }");

        await SettledAtAsync(page, 1200);
    }

    [Fact]
    public async Task A_reader_who_moves_after_going_back_is_left_alone()
    {
        var page = await OpenTallAsync();
        await ScrollToAsync(page, 1200);
        await FollowAsync(page, "not-found");
        await SettledAtAsync(page, 0);

        await page.EvaluateAsync("() => { document.body.style.minHeight = '0'; }");
        await page.EvaluateAsync("() => history.back()");
        await Assertions.Expect(page).ToHaveURLAsync(Site.Address + Short);
        await page.Keyboard.PressAsync("Shift");
        await page.EvaluateAsync("() => { document.body.style.minHeight = '3000px'; }");

        await SettledAtAsync(page, 0);
    }

    private async Task<IPage> OpenTallAsync()
    {
        var page = await OpenAsync(Short, new() { ViewportSize = new() { Width = 1280, Height = 1000 } });
        await page.EvaluateAsync("() => { document.body.style.minHeight = '3000px'; window.sameDocument = true; }");
        return page;
    }

    private static Task ScrollToAsync(IPage page, int top) => page.EvaluateAsync("""
        top => new Promise(done => { window.scroll(0, top); requestAnimationFrame(() => requestAnimationFrame(done)); })
        """, top);

    /// <summary>Clicks a link where it is, and waits until Blazor's script asks for the top of the page.</summary>
    private static Task FollowAsync(IPage page, string href) => page.EvaluateAsync("""
        href => new Promise(done => {
          const scrollTo = window.scrollTo;
          window.scrollTo = (...args) => { window.scrollTo = scrollTo; scrollTo(...args); done(); };
          const link = Object.assign(document.createElement("a"), { href });
          document.body.append(link);
          link.click();
          link.remove();
        })
        """, href);

    /// <summary>Waits until the page is at this position and stays there.</summary>
    private static async Task SettledAtAsync(IPage page, int top)
    {
        var deadline = DateTime.UtcNow.AddSeconds(5);
        for (var seen = 0; seen < 5;)
        {
            await Task.Delay(50, Cancel);
            var now = await page.EvaluateAsync<double>("() => window.scrollY");
            seen = Math.Abs(now - top) < 1 ? seen + 1 : 0;
            if (DateTime.UtcNow > deadline) Assert.Fail($"The page is at {now}, not at {top}.");
        }
    }

    private static async Task StayedInTheDocumentAsync(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"));
}
