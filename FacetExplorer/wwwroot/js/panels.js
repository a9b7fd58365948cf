"use strict";

// On a phone, filters and order open over the page. They are popovers, which work without scripts, with every facet open. Here they
// become modal, and the filters get two levels: the list of facets, and one facet. The level is kept in attributes that the
// server does not know of, so that new counts leave it as it is.
{
  let open = null;

  /** What lies around the panel; what speaks of changes is heard on. */
  const around = panel => {
    const found = [];
    for (let part = panel; part !== document.body; part = part.parentElement)
      found.push(...[...part.parentElement.children].filter(other => other !== part && !other.matches("[role=status], [role=alert], script")));
    return found;
  };

  const show = facet => {
    open.facet = facet;
    open.panel.dataset.level = facet ? "facet" : "list";
    for (const section of open.panel.querySelectorAll(".facet")) section.toggleAttribute("data-open", section.dataset.facet === facet);
    open.panel.scrollTop = 0;
  };

  const enter = panel => {
    open = { panel, role: panel.getAttribute("role"), inert: around(panel), facet: null };
    for (const part of open.inert) part.inert = true;
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-modal", "true");
    if (panel.id === "filters") show(null);
  };

  const leave = () => {
    const { panel, role, inert } = open;
    for (const part of inert) part.inert = false;
    role ? panel.setAttribute("role", role) : panel.removeAttribute("role");
    panel.removeAttribute("aria-modal");
    delete panel.dataset.level;
    open = null;
  };

  addEventListener("beforetoggle", ({ target, newState }) => {
    if (!target.matches(".panel")) return;
    if (open) leave();
    if (newState === "open") enter(target);
  }, true);

  addEventListener("toggle", ({ target, newState }) => {
    if (!target.matches(".panel")) return;
    if (newState === "closed") document.querySelector(`[popovertarget="${target.id}"]:not([popovertargetaction])`)?.focus();
    else if (!target.contains(document.activeElement)) target.focus();
  }, true);

  addEventListener("click", ({ target }) => {
    const button = target.closest(".facet-menu button, .back");
    if (!button || !open) return;
    const { facet } = open;
    show(button.dataset.facet);
    const next = document.getElementById(open.facet ? `facet-${open.facet}-name` : `facet-${facet}-menu`);
    if (open.facet) next.tabIndex = -1;
    next.focus();
  });

  const early = document.querySelector(".panel:popover-open");
  if (early) enter(early);

  // The first rendering of the circuit replaces the page's elements: what was open is opened again.
  new MutationObserver(() => {
    if (!open || open.panel.isConnected) return;
    const { panel: { id }, facet } = open;
    leave();
    document.getElementById(id)?.showPopover();
    if (open && facet) show(facet);
  }).observe(document.body, { childList: true, subtree: true });

  // Turned, a phone may be wide enough for both to stand in the page.
  matchMedia("(min-width: 720px)").addEventListener("change", () => open?.panel.hidePopover());
}
