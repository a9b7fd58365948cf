"use strict";

// A button with data-copy copies what the element of that id holds. Where the clipboard is closed to the page (it
// is to pages without https), the text is selected instead, to be copied by hand.
addEventListener("click", async event => {
  const button = event.target.closest("button[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source || await facetExplorer.copy(button, source.value ?? source.textContent)) return;
  getSelection().selectAllChildren(source);
  source.select?.();
  facetExplorer.say(button, facetExplorer.text("SelectedToCopy"));
});

// Copies a text, and the button tells so.
facetExplorer.copy = async (button, text) => {
  try {
    await navigator.clipboard.writeText(text);
    facetExplorer.say(button, facetExplorer.text("Copied"));
    return true;
  } catch {
    facetExplorer.say(button, facetExplorer.text("NotCopied"));
    return false;
  }
};

// A button tells for a while what it did, to eyes and to screen readers. Meanwhile that is its name.
facetExplorer.say = (button, what) => {
  button.said ??= { text: button.textContent, name: button.ariaLabel };
  clearTimeout(button.saying);
  button.setAttribute("aria-live", "polite");
  button.ariaLabel = null;
  button.textContent = what;
  button.saying = setTimeout(() => {
    button.textContent = button.said.text;
    button.ariaLabel = button.said.name;
    delete button.said;
  }, 2000);
};
