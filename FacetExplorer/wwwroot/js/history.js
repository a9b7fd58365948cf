"use strict";

// The last searches of this browser, and those its reader saved. A search is its query string, and a title.
{
  const MOST = 50, SHOWN = 5;
  const { kept, element } = facetExplorer;

  const add = (name, entry, most) => kept.write(name, [entry, ...kept.read(name).filter(([query]) => query !== entry[0])].slice(0, most));

  // What the page is about is known when its title says so.
  const isSearch = () => new URL(document.baseURI).pathname === location.pathname && location.search.length > 1;
  const titleOf = () => {
    const site = ` – ${document.querySelector(".header .name").textContent.trim()}`;
    return document.title.endsWith(site) ? document.title.slice(0, -site.length) : document.title;
  };
  let noting;
  const note = () => {
    clearTimeout(noting);
    noting = setTimeout(() => {
      if (isSearch() && document.title.includes(" – ") && !document.querySelector(".failure")) add("searches", [location.search, titleOf()], MOST);
    }, 1500);
  };
  new MutationObserver(note).observe(document.head, { childList: true, subtree: true, characterData: true });
  note();

  // Saves the present search, or lets it go.
  customElements.define("save-search", class extends facetExplorer.KeptElement {
    draw() {
      const isSaved = kept.read("saved").some(([query]) => query === location.search);
      this.button ??= this.appendChild(element("button", { type: "button" }));
      this.button.textContent = facetExplorer.text(isSaved ? "SearchSaved" : "SaveSearch");
      this.button.setAttribute("aria-pressed", isSaved);
      this.button.onclick = () => {
        if (isSaved) kept.write("saved", kept.read("saved").filter(([query]) => query !== location.search));
        else add("saved", [location.search, titleOf()], MOST);
      };
    }
  });

  // Searches that are kept, the last first: data-kept says which.
  customElements.define("kept-searches", class extends facetExplorer.KeptElement {
    draw() {
      const name = this.dataset.kept;
      const searches = kept.read(name).filter(entry => Array.isArray(entry) && entry.length === 2 && String(entry[0]).startsWith("?"));
      const entry = ([query, title]) => element("li", {},
        element("a", { href: `./${query}`, title }, title),
        element("button", { type: "button", "aria-label": facetExplorer.text("ForgetSearch", title), onclick: () => kept.write(name, kept.read(name).filter(([other]) => other !== query)) }, facetExplorer.text("Forget")));
      this.fill(...(searches.length === 0 ? [] : [
        element("h2", {}, this.dataset.label),
        element("ul", { className: "kept-searches" }, ...searches.slice(0, Number(this.dataset.most ?? SHOWN)).map(entry)),
        element("p", {}, element("button", { type: "button", onclick: () => kept.write(name, []) }, facetExplorer.text("ForgetAll"))),
      ]));
    }
  });
}
