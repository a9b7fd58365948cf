"use strict";

// My list: accessions of experiments and samples, each once, in the order they were collected.
{
  const MOST = 10000, SHOWN = 200;
  const { kept, element, number } = facetExplorer;

  const mine = {
    // [accession, "experiment" or "sample"]
    items: () => kept.read("list").filter(item => Array.isArray(item) && item.length === 2),
    has: accession => mine.items().some(([other]) => other === accession),

    add(items) {
      const all = new Map(mine.items());
      for (const [accession, kind] of items) if (!all.has(accession)) all.set(accession, kind);
      return all.size <= MOST && kept.write("list", [...all]);
    },

    remove: accession => kept.write("list", mine.items().filter(([other]) => other !== accession)),
  };

  // Keeps a list on the server: its name, what is on it, and how much there is of it.
  const post = async body => {
    const response = await fetch("api/lists", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error((await response.json().catch(() => null))?.detail ?? response.statusText);
    return response.json();
  };

  // "My list (n)" in the header.
  customElements.define("my-list-count", class extends facetExplorer.KeptElement {
    draw() { this.textContent = `(${number(mine.items().length)})`; }
  });

  // Adds one record, or takes it away again.
  customElements.define("my-list-button", class extends facetExplorer.KeptElement {
    static observedAttributes = ["data-accession"];

    draw() {
      const { accession, kind } = this.dataset;
      const isIn = mine.has(accession);
      this.button ??= this.appendChild(element("button", { type: "button" }));
      this.button.textContent = isIn ? "✓ In my list" : "+ My list";
      this.button.setAttribute("aria-label", `${accession}: ${isIn ? "in my list, remove" : "add to my list"}`);
      this.button.classList.toggle("in", isIn);
      this.button.onclick = () => {
        if (isIn) mine.remove(accession);
        else if (!mine.add([[accession, kind]])) facetExplorer.say(this.button, "My list is full");
      };
    }
  });

  // Adds all that a search found.
  customElements.define("my-list-search", class extends facetExplorer.KeptElement {
    static observedAttributes = ["data-query", "data-of", "data-label"];

    draw() {
      const { query, of, label } = this.dataset;
      this.button ??= this.appendChild(element("button", { type: "button" }));
      this.button.textContent = label;
      this.button.onclick = async () => {
        this.button.disabled = true;
        try {
          const { accessions } = await post({ search: query, of });
          const added = mine.add(accessions.map(accession => [accession, of.slice(0, -1)]));
          facetExplorer.say(this.button, added ? "Added to my list" : `My list takes ${number(MOST)}`);
        } catch (error) {
          facetExplorer.say(this.button, `Not added: ${error.message}`);
        }
        this.button.disabled = false;
      };
    }
  });

  const accessions = count => count === 1 ? "accession" : "accessions";

  const copying = (label, text) => {
    const button = element("button", { type: "button" }, label);
    button.onclick = () => facetExplorer.copy(button, text);
    return button;
  };

  // The page of my list.
  customElements.define("my-list", class extends facetExplorer.KeptElement {
    draw() {
      const items = mine.items();
      this.fill(...(items.length === 0 ? this.#nothing() : this.#something(items)));
      clearTimeout(this.asking);
      if (items.length > 0) this.asking = setTimeout(() => this.#ask(items), 200);
    }

    #nothing() {
      return [element("p", {}, `Nothing is in it yet. Every ${this.dataset.experiment} and every search that was narrowed has a button “My list”.`)];
    }

    #something(items) {
      this.summary = element("div", { className: "my-list-summary", role: "status" }, element("p", { className: "my-list-total" }, `${number(items.length)} ${accessions(items.length)}`));
      this.uses = element("div", { className: "my-list-uses" });
      this.copies = element("p", { className: "list-uses" }, this.#copy(items, "experiment"), this.#copy(items, "sample"));
      const entry = ([accession, kind]) => element("li", {},
        element("a", { href: `${kind}s/${accession.split("/").map(encodeURIComponent).join("/")}` }, accession),
        element("span", { className: "caption" }, this.dataset[kind]),
        element("button", { type: "button", "aria-label": `Remove ${accession}`, onclick: () => mine.remove(accession) }, "Remove"));
      return [
        this.summary, this.uses, this.copies,
        element("ul", { className: "my-list-items" }, ...items.slice(0, SHOWN).map(entry)),
        items.length > SHOWN ? element("p", { className: "caption" }, `and ${number(items.length - SHOWN)} more`) : null,
        element("p", {}, element("button", { type: "button", onclick: () => kept.write("list", []) }, "Empty my list")),
      ];
    }

    #copy(items, kind) {
      const of = items.filter(([, other]) => other === kind).map(([accession]) => accession);
      return of.length === 0 ? null : copying(`Copy ${number(of.length)} ${kind} ${accessions(of.length)}`, of.join("\n"));
    }

    // What the server knows of it: unique samples, which come in more than once, and their runs.
    async #ask(items) {
      const asked = this.asking;
      try {
        const told = await post({ accessions: items.map(([accession]) => accession) });
        if (asked !== this.asking) return;
        this.summary.replaceChildren(...this.#told(told));
        this.uses.replaceChildren(...this.#waysOn(told));
        if (told.runs > 0) this.copies.append(this.#copyRuns(told));
      } catch (error) {
        if (asked === this.asking) this.summary.append(element("p", { className: "notice" }, `What is on it cannot be told just now: ${error.message}`));
      }
    }

    #told(told) {
      const { sample, samples } = this.dataset;
      const repeated = told.repeated.length < told.samples_repeated ? `${told.repeated.join(", ")}, …` : told.repeated.join(", ");
      return [
        element("p", { className: "my-list-total" }, element("strong", {}, `${number(told.samples)} unique ${told.samples === 1 ? sample : samples}`),
          ` on ${number(told.accessions.length)} ${accessions(told.accessions.length)}`),
        told.samples_repeated === 0 ? null : element("p", { className: "notice", role: "note" },
          `${number(told.samples_repeated)} ${told.samples_repeated === 1 ? `${sample} comes` : `${samples} come`} in more than once, and count once: ${repeated}`),
        told.not_found.length === 0 ? null : element("p", { className: "notice", role: "note" }, `Not in this data: ${told.not_found.slice(0, 20).join(", ")}${told.not_found.length > 20 ? ", …" : ""}`),
      ].filter(part => part !== null);
    }

    #waysOn(told) {
      const query = `list=${told.list}`, address = `./?${query}`;
      const file = (text, href) => element("a", { href, target: "_top" }, text);
      return [
        element("p", { className: "list-uses" },
          element("a", { href: address }, "See what is on it"), element("a", { href: `cite?${query}` }, "Cite it"),
          copying("Copy its address", new URL(address, document.baseURI).href)),
        element("p", { className: "list-uses" },
          file("Samples as TSV", `api/samples?format=tsv&${query}`), file("Samples as JSON", `api/samples?format=jsonl&${query}`),
          file("Experiments as TSV", `api/experiments?format=tsv&${query}`), file("The list as JSON", `api/lists/${told.list}`)),
      ];
    }

    #copyRuns({ runs, run_accessions: known }) {
      const first = known.length < runs ? `the first ${number(known.length)} of ` : "";
      return copying(`Copy ${first}${number(runs)} run ${accessions(runs)}`, known.join("\n"));
    }
  });
}
