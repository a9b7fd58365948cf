"use strict";

// A button with data-copy copies what the element of that id holds. Where the clipboard is closed to the page (it
// is to pages without https), the text is selected instead, to be copied by hand.
addEventListener("click", async event => {
  const button = event.target.closest("button[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    facetExplorer.say(button, "Copied");
  } catch {
    getSelection().selectAllChildren(source);
    source.select?.();
    facetExplorer.say(button, "Selected: press Ctrl+C");
  }
});

// A button tells for a while what it did, to eyes and to screen readers.
facetExplorer.say = (button, what) => {
  button.dataset.label ??= button.textContent;
  clearTimeout(button.saying);
  button.setAttribute("aria-live", "polite");
  button.textContent = what;
  button.saying = setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
};
