"use strict";

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

// Going back, the browser restores the scroll position at once, but the page only gets its full height when
// the circuit has rendered it. So the position of each history entry (Blazor numbers them) is remembered and
// restored as soon as the page is high enough, unless the reader moves first.
{
  const positions = new Map();
  const entry = () => history.state?._index ?? 0;
  let restoring = new AbortController();

  const restore = top => {
    restoring.abort();
    restoring = new AbortController();
    const { signal } = restoring;
    const stop = () => restoring.signal === signal && restoring.abort();
    const growth = new ResizeObserver(() => {
      window.scroll(scrollX, top);
      if (Math.abs(scrollY - top) < 1) stop();
    });
    growth.observe(document.body);
    signal.addEventListener("abort", () => growth.disconnect());
    for (const input of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(input, stop, { signal, passive: true });
    setTimeout(stop, 5000);
  };

  restoring.abort();
  addEventListener("scroll", () => { if (restoring.signal.aborted) positions.set(entry(), scrollY); }, { passive: true });
  addEventListener("popstate", () => { if (positions.has(entry())) restore(positions.get(entry())); });
}

// While the circuit is away, clicks and forms go the browser's own way: every link has its full URL. A server
// that no longer knows the circuit (it was restarted) is asked for the page again; its state is all in the URL.
{
  const notice = document.getElementById("components-reconnect-modal");
  const is = state => notice.classList.contains(`components-reconnect-${state}`);
  for (const type of ["click", "submit"])
    addEventListener(type, event => { if (is("show") || is("failed")) event.stopImmediatePropagation(); }, true);
  new MutationObserver(() => { if (is("rejected")) location.reload(); }).observe(notice, { attributeFilter: ["class"] });
}

// Before the circuit is there, links are the browser's too, instead of being fetched and patched into the page.
// By itself it would try less and less often to reach a server that is away, and give up after some minutes.
Blazor.start({
  ssr: { disableDomPreservation: true },
  circuit: { reconnectionOptions: { maxRetries: Infinity, retryIntervalMilliseconds: attempt => attempt === 0 ? 0 : 3000 } },
});
