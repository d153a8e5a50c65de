// The queue by keyboard: j and k go from case to case, Enter opens, c claims, ? shows these keys. Each works without too.
"use strict";
(() => {
  // On a telephone the cases come first; whoever filters opens this.
  const narrowing = document.querySelector(".narrowing");
  if (narrowing && matchMedia("(max-width: 63.9rem)").matches) narrowing.open = false;

  const cases = () => [...document.querySelectorAll("#board a[id^='case-']")];

  function go(by) {
    const all = cases();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next.focus();
    next.closest("tr").scrollIntoView({ block: "nearest" });
  }

  function claim() {
    const row = document.activeElement?.closest?.("#board tr");
    row?.querySelector("button[id^='claim-']")?.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const keys = { j: () => go(1), k: () => go(-1), c: claim, "?": () => {
      const help = document.querySelector(".keys");
      if (help) help.open = !help.open;
    } };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // Whoever is choosing in a list keeps it: it must not close because a number beside it has changed.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target?.contains(document.activeElement) && document.activeElement.matches("select")) {
      event.detail.shouldSwap = false;
    }
  });
})();
