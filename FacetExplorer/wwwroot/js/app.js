"use strict";

// While the circuit is away, clicks and forms go the browser's own way: every link has its full URL. A server
// that no longer knows the circuit (it was restarted) is asked for the page again; its state is all in the URL.
{
  const notice = document.getElementById("components-reconnect-modal");
  const is = state => notice.classList.contains(`components-reconnect-${state}`);
  for (const type of ["click", "submit"])
    addEventListener(type, event => { if (["show", "failed", "rejected"].some(is)) event.stopImmediatePropagation(); }, true);
  // A reload would undo the click on a link that is being followed. What is only downloaded leaves the page where it is.
  let leaving = false;
  addEventListener("beforeunload", () => { leaving = true; setTimeout(() => { leaving = false; }, 10000); });
  const reload = () => { if (leaving) setTimeout(reload, 500); else location.reload(); };
  new MutationObserver(() => { if (is("rejected")) reload(); }).observe(notice, { attributeFilter: ["class"] });
}

// Before the circuit is there, links are the browser's too, instead of being fetched and patched into the page.
// By itself it would try less and less often to reach a server that is away, and give up after some minutes.
Blazor.start({
  ssr: { disableDomPreservation: true },
  circuit: { reconnectionOptions: { maxRetries: Infinity, retryIntervalMilliseconds: attempt => attempt === 0 ? 0 : 3000 } },
});
