using FacetExplorer.Benchmarks.Running;
using Microsoft.Playwright;

namespace FacetExplorer.Benchmarks.Searching;

/// <summary>Clicks on values of facets in a real browser, each until the page is painted with its answer and nothing of it changes any more.</summary>
internal static class PageClicks
{
    /// <summary>After so many clicks a reader begins anew, as few searches have more filters.</summary>
    private const int Trail = 5;

    private static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

    // Still is what has not changed for 300 ms; the time is that of the frame after the last change.
    private const string Click = """
        async chance => {
          const frame = () => new Promise(requestAnimationFrame);
          const links = [...document.querySelectorAll(".facet .values a")].filter(link => link.checkVisibility());
          const link = links[Math.floor(chance * links.length)];
          link.scrollIntoView({ block: "center" });
          await frame(); await frame();
          const from = location.href, clicked = performance.now();
          let changed = clicked, painted = clicked;
          const watch = new MutationObserver(() => {
            changed = performance.now();
            requestAnimationFrame(() => setTimeout(() => painted = performance.now()));
          });
          watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
          const isThere = () => location.href !== from && !document.querySelector("[aria-busy]")
            && [...document.querySelectorAll(".count-switch a")].some(choice => choice.ariaCurrent && choice.href === location.href);
          link.click();
          while (!isThere() || performance.now() - changed < 300) {
            if (performance.now() - clicked > 30000) throw new Error(`No answer at ${location.href}`);
            await frame();
          }
          watch.disconnect();
          return painted - clicked;
        }
        """;

    /// <summary>Clicks so many times, on values chosen by a seed; the first trail is for warming up and is not told.</summary>
    public static async Task<Latencies> MeasureAsync(Uri address, int clicks, int seed)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = InstalledChromium.Find() ?? throw new InvalidOperationException(InstalledChromium.Missing),
            Args = Flags,
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var (random, times) = (new Random(seed), new Latencies());
        for (var i = -Trail; i < clicks; i++)
        {
            if (i % Trail == 0)
            {
                await page.GotoAsync(address.ToString());
                await page.WaitForFunctionAsync("() => window.facetExplorer?.isInteractive");
            }
            var took = await page.EvaluateAsync<double>(Click, random.NextDouble());
            if (i >= 0)
                times.Add(TimeSpan.FromMilliseconds(took), null);
        }
        return times;
    }
}
