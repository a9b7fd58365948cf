using System.Text.Json;
using Microsoft.Playwright;

namespace FacetExplorer.Tests.Browser;

/// <summary>What moved on the screen when a value of a facet was clicked.</summary>
/// <param name="Name">What the link says.</param>
/// <param name="Stays">Whether the value is still in its list: one that was let go may have no place in it.</param>
/// <param name="Grown">Which parts of the page that stay became higher: facets and the line of chips.</param>
/// <param name="Scrolled">By how much the page scrolled.</param>
/// <param name="Moved">By how much the link moved on the screen.</param>
/// <param name="Focused">Whether the link is still focused.</param>
/// <param name="Displaced">Parts of the page that stay, above, beside and below the link, and are elsewhere on the screen.</param>
/// <param name="Shifted">The sources of all layout shifts the browser saw, but for the footer, which follows the end of the results.</param>
public sealed record Stillness(string Name, bool Stays, string[] Grown, double Scrolled, double Moved, bool Focused, string[] Displaced, string[] Shifted)
{
    /// <summary>To be given to the page before it is loaded.</summary>
    public const string Script = """
        window.stillness = (() => {
          const shifts = [];
          let clicked = Infinity;
          const elementOf = node => node instanceof Element ? node : node?.parentElement;
          const describe = node => {
            const element = elementOf(node);
            return element ? `${element.closest("[id]")?.id} ${element.localName}.${element.getAttribute("class")} “${element.textContent.trim().slice(0, 30)}”` : "removed";
          };
          new PerformanceObserver(list => {
            for (const { sources, startTime } of list.getEntries())
              if (startTime >= clicked) // those of the page as it came may be told late
                shifts.push(...sources.map(source => source.node).filter(node => !elementOf(node)?.closest(".footer")).map(describe));
          }).observe({ type: "layout-shift" });

          const parts = () => new Map([
            ...[".header", ".heading", ".count-switch", ".chip-line", ".results"].map(part => [part, document.querySelector(part)]),
            ...[...document.querySelectorAll(".facet")].map(facet => [facet.querySelector("h3").id, facet]),
          ].map(([name, part]) => [name, part.getBoundingClientRect()]));
          const links = () => [...document.querySelectorAll(".facet .values a")].filter(link => link.checkVisibility());
          const frame = () => new Promise(requestAnimationFrame);
          const until = async condition => {
            for (const end = performance.now() + 10000; !condition();) {
              if (performance.now() > end) throw new Error(`No answer at ${location.href}`);
              await frame();
            }
          };

          return {
            async click(chance) {
              const all = links(), used = all.filter(link => link.ariaCurrent), from = location.href;
              const pool = used.length > 2 ? used : all;
              const link = pool[Math.floor(chance * pool.length)], name = link.ariaLabel;
              const at = link.getBoundingClientRect();
              if (at.top < 0 || at.bottom > innerHeight) link.scrollIntoView({ block: "center" });
              link.focus({ preventScroll: true });
              for (let i = 0; i < 4; i++) await frame();
              shifts.length = 0;
              clicked = performance.now();
              const top = scrollY, place = link.getBoundingClientRect(), before = parts();
              link.click();
              await until(() => location.href !== from && document.querySelector(".search[aria-busy]") === null
                && [...document.querySelectorAll(".count-switch a")].some(choice => choice.ariaCurrent && choice.href === location.href));
              for (let i = 0; i < 4; i++) await frame();
              const after = parts(), changed = (how) => [...before.keys()].filter(part => how(before.get(part), after.get(part)));
              const now = link.getBoundingClientRect();
              return {
                name: `${name} at ${from}`, stays: link.isConnected, scrolled: scrollY - top, moved: Math.hypot(now.x - place.x, now.y - place.y),
                focused: document.activeElement === link, shifted: [...shifts],
                grown: changed((was, is) => is.height > was.height + 0.5).filter(part => !part.startsWith(".") || part === ".chip-line"),
                displaced: changed((was, is) => Math.hypot(is.x - was.x, is.y - was.y) >= 1),
              };
            },
          };
        })();
        """;

    /// <summary>Clicks one of the values on the page, where a chance from 0 to 1 says which; of three that are chosen, one is let go.</summary>
    public static async Task<Stillness> OfClickAsync(IPage page, double chance) => JsonSerializer.Deserialize<Stillness>(
        await page.EvaluateAsync<string>("async chance => JSON.stringify(await stillness.click(chance))", chance), JsonSerializerOptions.Web)!;
}
