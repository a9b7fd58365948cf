"use strict";

// What the reader looks at stays where it is while answers come and go, and going back returns to it.

// Blazor's script scrolls to the top in the first render after every intercepted navigation. Another page
// starts at its top; another query string is the same page (a facet was clicked), which stays where it is.
{
  const scrollTo = window.scrollTo.bind(window);
  let page = location.pathname;
  addEventListener("popstate", () => { page = location.pathname; });
  window.scrollTo = (...args) => {
    const samePage = page === location.pathname;
    page = location.pathname;
    const toTop = args.length === 2 && args[0] === 0 && args[1] === 0;
    if (!(toTop && samePage)) scrollTo(...args);
  };
}

{
  // What gets shorter and longer between searches.
  const parts = () => [...document.querySelectorAll(".facet, .values, .chip-line, main")];
  const nameOf = part => part.id || part.getAttribute("aria-labelledby") || part.className;
  const setHeight = (part, height) => { if (part.style.minHeight !== height) part.style.minHeight = height; };

  // Each history entry (Blazor numbers them) is left at a scroll position, with the heights that parts were held at.
  const places = JSON.parse(sessionStorage.getItem("places") ?? "{}");
  const entry = () => history.state?._index ?? 0;
  let current = entry(), used = null, returning = null;

  const leave = () => {
    if (returning) return; // it was not moved from
    places[current] = { top: scrollY, heights: Object.fromEntries(parts().map(part => [nameOf(part), part.style.minHeight])) };
  };

  const keep = () => {
    if (returning) {
      for (const part of parts()) setHeight(part, returning.heights[nameOf(part)] ?? "");
      window.scroll(scrollX, returning.top);
    } else if (used?.link.isConnected) {
      const moved = used.link.getBoundingClientRect().top - used.top;
      const scroller = used.link.closest(":popover-open") ?? window;
      if (Math.abs(moved) >= 1) scroller.scrollBy(0, moved);
      const left = used.link.getBoundingClientRect().top - used.top;
      if (left >= 1 && scroller === window) lengthen(left);
    }
  };

  // Results that get shorter end the page above where the reader is.
  const lengthen = missing => {
    const main = document.querySelector("main");
    setHeight(main, `${main.offsetHeight + Math.ceil(missing)}px`);
    window.scrollBy(0, missing);
  };

  // Going back, the page gets its old content and height only when the circuit has rendered it: until then its place is
  // taken again at each change, unless the reader moves first.
  const goBackTo = place => {
    returning = place;
    setTimeout(() => { if (returning === place) returning = null; }, 10000);
    keep();
  };

  const push = history.pushState;
  history.pushState = (...args) => {
    leave();
    returning = null;
    push.apply(history, args);
    current = entry();
  };
  addEventListener("popstate", () => {
    leave();
    current = entry();
    used = null;
    goBackTo({ top: 0, heights: {}, ...places[current] });
  });
  // The position in another document, or in this one after a reload, is restored by the browser.
  addEventListener("pageshow", () => { history.scrollRestoration = "manual"; });
  addEventListener("pagehide", () => {
    history.scrollRestoration = "auto";
    sessionStorage.setItem("places", JSON.stringify(places));
  });

  // The value that was chosen stays under the pointer and nothing around it moves: facets, lists and chips
  // keep their height while they get shorter, until another text is searched; where lists above get longer the page moves along.
  addEventListener("click", event => {
    const facet = event.target.closest(".facet"), link = event.target.closest("a[href], button[type=submit]");
    const isElsewhere = link?.closest(".header");
    if (link) for (const part of parts()) if (isElsewhere || part.localName !== "main") setHeight(part, isElsewhere ? "" : `${part.offsetHeight}px`);
    if (facet && !event.target.closest(".values")) for (const part of [facet, ...facet.querySelectorAll(".values")]) setHeight(part, "");
    used = facet && link && { link, top: link.getBoundingClientRect().top };
  });

  for (const input of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(input, () => { used = returning = null; }, { passive: true, capture: true });

  new MutationObserver(keep).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
}
