"use strict";

// What the page needs beyond links and forms, which work by themselves.
window.facetExplorer = {
  texts: JSON.parse(document.getElementById("texts").textContent),
  isInteractive: false,
  isPaging: false,

  interactive() {
    this.isInteractive = true;
  },

  // A text of the page, its placeholders filled.
  text(name, ...parts) {
    return this.pieces(name, ...parts).join("");
  },

  // The same as pieces, for parts that are elements.
  pieces(name, ...parts) {
    return this.texts[name].split(/\{(\d)\}/).map((piece, i) => i % 2 === 1 ? parts[piece] : piece);
  },

  remember(name, value) {
    const path = new URL(document.baseURI).pathname;
    document.cookie = `${name}=${value}; path=${path}; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  },

  // The next page of results begins at its beginning, unless the reader goes back to it.
  show(id) {
    if (!facetExplorer.isPaging) return;
    const part = document.getElementById(id);
    part?.scrollIntoView();
    part?.focus({ preventScroll: true });
  },
};

// A GET form is navigation like a link: with a circuit it stays on the page. Empty fields ask for nothing.
addEventListener("submit", event => {
  const form = event.target;
  if (!facetExplorer.isInteractive || form.method !== "get") return;
  event.preventDefault();
  const address = new URL(form.action);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim() !== ""));
  Blazor.navigateTo(address.href);
});

// Skipping moves the focus, not the address.
addEventListener("click", event => {
  const skip = event.target.closest("a.skip");
  const target = skip && document.getElementById(skip.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.focus();
}, true);

addEventListener("click", event => { facetExplorer.isPaging = event.target.closest(".pager") !== null; });
addEventListener("popstate", () => { facetExplorer.isPaging = false; });

// A choice in an open menu closes it.
addEventListener("click", event => {
  const menu = event.target.closest(".toolbar a")?.closest("[popover]");
  if (menu?.matches(":popover-open")) menu.hidePopover();
});

// The first rendering of the circuit replaces the page's elements, and a chip that is removed is gone: the focus goes
// to the element that took its place, or to the nearest part of the page that is still there, with what was typed.
{
  let last = null;

  const note = event => {
    const element = event.target;
    if (!(element instanceof HTMLElement)) return;
    const around = [];
    for (let part = element; part; part = part.parentElement) if (part.id) around.push(part.id);
    last = { element, around, href: element.getAttribute("href"), value: element.value };
  };

  const successor = () => {
    const part = last.around.map(id => document.getElementById(id)).find(found => found);
    if (!last.href || part?.id !== last.around[0] || part.id === last.element.id) return part;
    return part.querySelector(`a[href="${CSS.escape(last.href)}"]`) ?? part;
  };

  note({ target: document.activeElement }); // typed before this script was there
  addEventListener("focusin", note);
  addEventListener("input", note);
  new MutationObserver(() => {
    if (!last || last.element.isConnected || document.activeElement !== document.body) return;
    const next = successor();
    if (!next) return;
    const { id, value } = { id: last.element.id, value: last.value };
    if (!next.matches("a, button, input, summary, [tabindex]")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    if (next.id === id && next instanceof HTMLInputElement && next.value !== value) next.value = value;
  }).observe(document.body, { childList: true, subtree: true });
}
