"use strict";

// What this browser keeps for its reader: My list, the last searches, and those saved. Every installation has its own,
// also where several share a host. Where nothing can be kept, there is nothing.
facetExplorer.kept = {
  changed: "facetexplorer-kept",

  key: name => `facetexplorer ${new URL(document.baseURI).pathname} ${name}`,

  read(name) {
    try {
      const items = JSON.parse(localStorage.getItem(this.key(name)));
      return Array.isArray(items) ? items : [];
    } catch {
      return [];
    }
  },

  write(name, items) {
    try {
      localStorage.setItem(this.key(name), JSON.stringify(items));
    } catch {
      return false; // full, or forbidden
    }
    dispatchEvent(new Event(this.changed));
    return true;
  },
};

// Another tab changed it.
addEventListener("storage", () => dispatchEvent(new Event(facetExplorer.kept.changed)));

// An element of the page that shows what is kept, and is drawn anew whenever that changes.
facetExplorer.KeptElement = class extends HTMLElement {
  #draw = () => this.draw();

  connectedCallback() {
    addEventListener(facetExplorer.kept.changed, this.#draw);
    this.draw();
  }

  disconnectedCallback() {
    removeEventListener(facetExplorer.kept.changed, this.#draw);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.draw();
  }

  // Exchanges what is in it. A button of a list that goes hands the focus to the one that then has its place.
  fill(...content) {
    const buttons = () => [...this.querySelectorAll("li button")];
    const hasFocus = this.contains(document.activeElement);
    const place = buttons().indexOf(document.activeElement);
    this.replaceChildren(...content.filter(part => part !== null));
    if (!hasFocus) return;
    this.tabIndex = -1;
    (buttons().slice(0, place + 1).at(-1) ?? this).focus();
  }
};

// An element with properties and what is in it.
facetExplorer.element = (name, properties, ...content) => {
  const element = document.createElement(name);
  for (const [property, value] of Object.entries(properties ?? {}))
    if (property in element) element[property] = value;
    else element.setAttribute(property, value);
  element.append(...content.filter(part => part !== null));
  return element;
};

facetExplorer.number = number => number.toLocaleString(navigator.languages);
