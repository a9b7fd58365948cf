"use strict";

// My list: accessions of experiments and samples, each once, in the order they were collected.
{
  const MOST = 10000, SHOWN = 200;
  const { kept, element, number } = facetExplorer;
  const text = (...of) => facetExplorer.text(...of);

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
      this.button.textContent = text(isIn ? "InMyList" : "AddToMyList");
      this.button.setAttribute("aria-label", text(isIn ? "RecordInMyList" : "RecordNotInMyList", accession));
      this.button.classList.toggle("in", isIn);
      this.button.onclick = () => {
        if (isIn) mine.remove(accession);
        else if (!mine.add([[accession, kind]])) facetExplorer.say(this.button, text("MyListIsFull"));
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
          facetExplorer.say(this.button, added ? text("AddedToMyList") : text("MyListTakes", number(MOST)));
        } catch (error) {
          facetExplorer.say(this.button, text("NotAdded", error.message));
        }
        this.button.disabled = false;
      };
    }
  });

  const accessions = count => text(count === 1 ? "Accession" : "Accessions", number(count));

  const copying = (label, what) => {
    const button = element("button", { type: "button" }, label);
    button.onclick = () => facetExplorer.copy(button, what);
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
      return [element("p", {}, text("NothingYet", this.dataset.experiment))];
    }

    #something(items) {
      this.summary = element("div", { className: "my-list-summary", role: "status" }, element("p", { className: "my-list-total" }, accessions(items.length)));
      this.uses = element("div", { className: "my-list-uses" });
      this.copies = element("p", { className: "list-uses" }, this.#copy(items, "experiment"), this.#copy(items, "sample"));
      const entry = ([accession, kind]) => element("li", {},
        element("a", { href: `${kind}s/${accession.split("/").map(encodeURIComponent).join("/")}` }, accession),
        element("span", { className: "caption" }, this.dataset[kind]),
        element("button", { type: "button", "aria-label": text("RemoveRecord", accession), onclick: () => mine.remove(accession) }, text("Remove")));
      return [
        this.summary, this.uses, this.copies,
        element("ul", { className: "my-list-items" }, ...items.slice(0, SHOWN).map(entry)),
        items.length > SHOWN ? element("p", { className: "caption" }, text("AndMore", number(items.length - SHOWN))) : null,
        element("p", {}, element("button", { type: "button", onclick: () => kept.write("list", []) }, text("EmptyMyList"))),
      ];
    }

    #copy(items, kind) {
      const of = items.filter(([, other]) => other === kind).map(([accession]) => accession);
      return of.length === 0 ? null : copying(text(of.length === 1 ? "CopyAccession" : "CopyAccessions", number(of.length), this.dataset[kind]), of.join("\n"));
    }

    // What the server knows of it: unique samples, which come in more than once, and their runs.
    async #ask(items) {
      const asked = this.asking;
      try {
        const told = await post({ accessions: items.map(([accession]) => accession) });
        if (asked !== this.asking) return;
        this.summary.replaceChildren(...this.#told(told));
        this.uses.replaceChildren(...this.#waysOn(told));
        this.copies.append(...this.#copiesOf(told));
      } catch (error) {
        if (asked === this.asking) this.summary.append(element("p", { className: "notice" }, text("CannotBeTold", error.message)));
      }
    }

    #told(told) {
      const { sample, samples } = this.dataset;
      const repeated = told.repeated.length < told.samples_repeated ? `${told.repeated.join(", ")}, …` : told.repeated.join(", ");
      return [
        element("p", { className: "my-list-total" }, ...facetExplorer.pieces("OnAccessions",
          element("strong", {}, text("UniqueSamples", number(told.samples), told.samples === 1 ? sample : samples)), accessions(told.accessions.length))),
        told.samples_repeated === 0 ? null : element("p", { className: "notice", role: "note" },
          told.samples_repeated === 1 ? text("ComesInMoreThanOnce", number(1), sample, repeated) : text("ComeInMoreThanOnce", number(told.samples_repeated), samples, repeated)),
        told.not_found.length === 0 ? null : element("p", { className: "notice", role: "note" }, text("NotInThisData", `${told.not_found.slice(0, 20).join(", ")}${told.not_found.length > 20 ? ", …" : ""}`)),
      ].filter(part => part !== null);
    }

    #waysOn(told) {
      const query = `list=${told.list}`;
      const file = (name, href) => element("a", { href, target: "_top" }, text(name));
      return [
        element("p", { className: "list-uses" },
          element("a", { className: "main", href: `./?${query}` }, text("SeeWhatIsOnIt")), element("a", { href: `cite?${query}` }, text("CiteIt"))),
        element("p", { className: "list-uses" }, element("span", { className: "caption" }, text("Download")),
          file("SamplesAsTsv", `api/samples?format=tsv&${query}`), file("SamplesAsJson", `api/samples?format=jsonl&${query}`),
          file("ExperimentsAsTsv", `api/experiments?format=tsv&${query}`), file("ListAsJson", `api/lists/${told.list}`)),
      ];
    }

    #copiesOf({ list, runs, run_accessions: known }) {
      const label = known.length < runs ? text("CopyFirstRuns", number(known.length), number(runs)) : text(runs === 1 ? "CopyRun" : "CopyRuns", number(runs));
      return [
        ...(runs > 0 ? [copying(label, known.join("\n"))] : []),
        copying(text("CopyAddress"), new URL(`./?list=${list}`, document.baseURI).href),
      ];
    }
  });
}
