using System.Text.Json;
using Microsoft.Playwright;

namespace FacetExplorer.Tests.Browser;

/// <summary>What a reader sees of a search: its address, the whole text of its parts, and where the page is scrolled to.</summary>
public sealed record Screen(string Url, string Title, string Heading, string Switch, string Chips, string Filters, string Results, double Top);

/// <summary>A link of the page: its place among all of them, its kind, and what it says.</summary>
public sealed record WalkLink(int Index, string Kind, string Name);

/// <summary>
/// What a click did besides: how far the page scrolled, how far the focus moved, the element focused after it, whether what was clicked
/// is no longer listed, as a value that stood beyond the list's limit only because it was chosen, and whether a facet's list became longer.
/// </summary>
public sealed record Footprint(double Scrolled, double Moved, string Focused, bool Gone, bool Grown);

/// <summary>One reader's page, driven from within: a step costs one call, and is over when the screen belongs to the address.</summary>
public sealed class Walk(IPage page)
{
    /// <summary>To be given to the page before it is loaded.</summary>
    public const string Script = """
        window.walk = (() => {
          const kinds = {
            facet: ".values a", chip: ".chips a", count: ".count-switch a", sort: "nav[aria-label=Sort] a",
            breakdown: "nav[aria-label^=Break] a", pager: ".paging a", more: ".more a",
          };
          const turnWheel = () => dispatchEvent(new WheelEvent("wheel")); // a script that scrolls says nothing, a reader does
          const frame = () => new Promise(requestAnimationFrame);
          const fixed = part => { // what a browser keeps, and does not belong to the address, is left out
            if (!part.querySelector("kept-searches")) return part;
            const copy = part.cloneNode(true);
            for (const kept of copy.querySelectorAll("kept-searches")) kept.remove();
            return copy;
          };
          const text = part => [...document.querySelectorAll(part)].map(one => fixed(one).textContent.replace(/\s+/g, " ").trim()).join("\n");
          const links = kind => [...document.querySelectorAll(kinds[kind])].filter(link => !isHere(link.href) && link.checkVisibility());
          const unpaged = address => { const url = new URL(address); url.searchParams.delete("page"); return url.href; };
          const isHere = address => address === location.href;
          const name = link => (link?.closest(".facet")?.querySelector("h3").textContent ?? "") + " / " + (link?.querySelector(".value-name")?.lastChild.textContent ?? link?.textContent);

          const belongs = () => {
            const chosen = document.querySelector(".count-switch a[aria-current]");
            const at = document.querySelector(".pager a[aria-current]")?.textContent ?? "1";
            return chosen && unpaged(chosen.href) === unpaged(location.href)
              && at === (new URL(location).searchParams.get("page") ?? "1") && !document.querySelector(".search[aria-busy], .nothing[aria-busy], .gain:empty");
          };
          const until = async (what, condition) => {
            for (const end = performance.now() + 10000; !condition();) {
              if (performance.now() > end) throw new Error(`${what} did not come at ${location.href}`);
              await frame();
            }
          };
          const settled = async () => { await until("the answer", belongs); await frame(); await frame(); };

          return {
            settled,
            async home() {
              const home = document.querySelector(".header .name");
              if (!isHere(home.href)) {
                home.click();
                await until("the address", () => isHere(home.href));
              }
              await settled();
              [...document.querySelectorAll(".paging a")].find(link => link.search === "?size=10").click();
              await until("the address", () => location.search === "?size=10");
              await settled();
              turnWheel();
              scroll(0, 0);
            },
            links: () => Object.keys(kinds).flatMap(kind => links(kind).map((link, index) => ({ index, kind, name: name(link) }))),
            screen: () => ({
              url: location.href, title: document.title, heading: text("h1"), switch: text(".count-switch"), chips: text(".chip"),
              filters: text(".facet"), results: text(".results"), top: scrollY,
            }),
            async follow({ kind, index }) {
              const link = links(kind)[index], called = name(link), pages = link.closest(".pager"), from = location.href;
              turnWheel();
              link.scrollIntoView({ block: "center" });
              link.focus({ preventScroll: true });
              await frame(); await frame();
              const top = scrollY;
              walk.left = top;
              const place = link.getBoundingClientRect();
              const facets = [...document.querySelectorAll(".facet")].map(facet => [facet, facet.offsetHeight]);
              link.click();
              await until("the address", () => location.href !== from);
              await settled();
              if (pages) await until("the beginning of the results", () => document.activeElement.id === "results");
              const now = document.activeElement.getBoundingClientRect();
              return { scrolled: scrollY - top, moved: Math.hypot(now.x - place.x, now.y - place.y), focused: name(document.activeElement),
                gone: !links(kind).some(one => name(one) === called), grown: facets.some(([facet, height]) => facet.offsetHeight > height) };
            },
            async go({ by, top }) {
              const arrived = new Promise(done => addEventListener("popstate", done, { once: true })); // the address may be the same one again
              history.go(by);
              await arrived;
              await settled();
              for (const end = performance.now() + 2000; Math.abs(scrollY - top) >= 1 && performance.now() < end;) await frame();
            },
          };
        })();
        """;

    public Task<WalkLink[]> LinksAsync() => AskAsync<WalkLink[]>("walk.links()");

    public Task<Footprint> FollowAsync(WalkLink link) => AskAsync<Footprint>("walk.follow(to)", new { kind = link.Kind, index = link.Index });

    /// <summary>Where the page was when the last link was followed.</summary>
    public Task<double> LeftAsync() => AskAsync<double>("walk.left");

    /// <summary>Goes to the search that asks nothing, by the link in the header, to pages of ten, as rows cost time, and to its top.</summary>
    public Task HomeAsync() => page.EvaluateAsync("() => walk.home()");

    public Task<Screen> ScreenAsync() => AskAsync<Screen>("walk.screen()");

    /// <summary>Goes back or forward to a screen that was left at <paramref name="top"/>, and gives it time to scroll there.</summary>
    public Task GoAsync(int by, double top) => page.EvaluateAsync("to => walk.go(to)", new { by, top });

    private async Task<T> AskAsync<T>(string question, object? to = null) =>
        JsonSerializer.Deserialize<T>(await page.EvaluateAsync<string>($"async to => JSON.stringify(await {question})", to), JsonSerializerOptions.Web)!;
}
