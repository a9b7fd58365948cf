"use strict";

// Suggestions while typing in the search box of the header: a combobox whose options are links. Each key press gives up
// the request before it; an answer that comes late is dropped.
{
  const WAIT = 150, SHORTEST = 2, MOST = 5;
  const { element, number } = facetExplorer;
  const text = (...of) => facetExplorer.text(...of);
  let asking = null, waiting, list = null, options = [], active = -1;

  const isBox = target => target instanceof HTMLInputElement && target.matches(".search-form input[data-suggests]");

  // Only with a script it is a combobox.
  const ready = box => {
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${box.id}-suggestions` };
    for (const [name, value] of Object.entries(attributes)) if (!box.hasAttribute(name)) box.setAttribute(name, value);
  };
  addEventListener("focusin", event => { if (isBox(event.target)) ready(event.target); });

  const close = box => {
    clearTimeout(waiting);
    asking?.abort();
    list?.remove();
    [list, options, active] = [null, [], -1];
    box?.setAttribute("aria-expanded", "false");
    box?.removeAttribute("aria-activedescendant");
  };

  const choose = (box, index) => {
    active = index;
    for (const [i, option] of options.entries()) option.setAttribute("aria-selected", i === active);
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  };

  // A value narrows the search that is there; what was typed in its place goes. Titles and accessions are texts.
  const follow = option => {
    const address = new URL("./", document.baseURI);
    const now = new URLSearchParams(isSearch() ? location.search : "");
    now.delete("q");
    now.delete("page");
    for (const [name, value] of new URLSearchParams(new URL(option.url, document.baseURI).search))
      if (!now.getAll(name).includes(value)) now.append(name, value);
    address.search = now;
    return address.href;
  };
  const isSearch = () => new URL(document.baseURI).pathname === location.pathname;

  const show = (box, found) => {
    const samples = box.dataset.samples;
    const items = [
      ...found.values.map(v => ({ url: v.url, text: text("Suggestion", v.label, v.value), note: text("Counted", `${v.samples.exact ? "" : "≈"}${number(v.samples.value)}`, samples) })),
      ...found.titles.map(t => ({ url: `experiments/${t.accession.split("/").map(encodeURIComponent).join("/")}`, text: t.title, note: t.accession, isRecord: true })),
      ...found.accessions.map(a => ({ url: `${a.level}s/${a.accession.split("/").map(encodeURIComponent).join("/")}`, text: a.text, note: box.dataset[a.level], isRecord: true })),
    ];
    list?.remove();
    [list, options, active] = [null, [], -1];
    if (items.length === 0) return close(box);
    options = items.map((item, i) => element("a", {
      id: `suggestion-${i}`, role: "option", tabIndex: -1, "aria-selected": "false",
      href: item.isRecord ? item.url : follow(item),
    }, element("span", {}, item.text), element("span", { className: "muted" }, ` · ${item.note}`)));
    list = element("div", { id: box.getAttribute("aria-controls"), className: "suggestions", role: "listbox", "aria-label": text("Suggestions") }, ...options);
    box.closest("form").append(list);
    box.setAttribute("aria-expanded", "true");
    box.removeAttribute("aria-activedescendant");
  };

  const ask = async box => {
    asking?.abort();
    const mine = asking = new AbortController();
    try {
      const response = await fetch(`api/search/autocomplete/?limit=${MOST}&q=${encodeURIComponent(box.value.trim())}`, { signal: mine.signal });
      const found = response.ok ? await response.json() : null;
      if (mine === asking && found && document.activeElement === box) show(box, found);
    } catch (error) {
      if (error.name !== "AbortError") close(box); // typing goes on without them
    }
  };

  addEventListener("input", event => {
    if (!isBox(event.target)) return;
    ready(event.target);
    clearTimeout(waiting);
    asking?.abort();
    if (event.target.value.trim().length < SHORTEST) close(event.target);
    else waiting = setTimeout(() => ask(event.target), WAIT);
  });

  addEventListener("keydown", event => {
    if (!isBox(event.target) || event.isComposing || options.length === 0) return;
    const moves = { ArrowDown: () => active + 1, ArrowUp: () => active < 0 ? options.length - 1 : active - 1 };
    if (event.key in moves) {
      const next = moves[event.key]();
      choose(event.target, next >= options.length ? -1 : next);
    } else if (event.key === "Enter" && active >= 0) options[active].click();
    else if (event.key === "Escape") close(event.target);
    else return;
    event.preventDefault();
  });

  // A link in the list takes no focus, so that the box keeps it until the link is followed.
  addEventListener("mousedown", event => { if (list?.contains(event.target)) event.preventDefault(); });
  addEventListener("click", event => { if (list?.contains(event.target)) setTimeout(() => close(document.activeElement)); });
  addEventListener("focusout", event => { if (isBox(event.target)) close(event.target); });
  addEventListener("submit", () => close(document.activeElement));
}
