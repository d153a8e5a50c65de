// What a page can't do by itself: sound for new urgent cases, the number in the title, and saying aloud when it is blind.
"use strict";
(() => {
  const AGAIN = 120000; // an unclaimed urgent case, or a silence, sounds again after two minutes
  const title = document.title;
  const button = document.getElementById("sound");
  const heard = new Map(); // "number@round", or which process is silent -> when it last sounded
  let context = null;
  let here = true; // opening the page was somebody's doing
  let fails = 0;
  let unsent = false;
  let over = false; // the session, as far as this page knows

  const wanted = () => localStorage.getItem("ct-sound") === "on";
  const ready = () => context !== null && context.state === "running";

  function tone(at, frequency) {
    const source = context.createOscillator();
    const gain = context.createGain();
    source.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.4, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
    source.connect(gain).connect(context.destination);
    source.start(at);
    source.stop(at + 0.3);
  }

  function sound(times) {
    if (!wanted() || !ready()) return;
    for (let i = 0; i < times; i += 1) {
      tone(context.currentTime + i * 0.7, 880);
      tone(context.currentTime + i * 0.7 + 0.3, 660);
    }
  }

  function show() {
    if (!button) return;
    const on = wanted() && ready();
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
  }

  async function wake() {
    // A browser lets a page sound only after a key or a tap.
    if (!wanted() || ready()) return;
    context = context || new AudioContext();
    await context.resume();
    show();
    ring();
  }

  button?.addEventListener("click", async () => {
    const on = wanted() && ready();
    localStorage.setItem("ct-sound", on ? "off" : "on");
    if (!on) {
      await wake();
      sound(1);
    }
    show();
  });

  function ring() {
    const bell = document.querySelector("#bell [data-rings]");
    if (!bell) return;
    const count = Number(bell.dataset.waiting);
    document.title = count ? `(${count}) ${title}` : title;
    const names = bell.dataset.rings.split(" ").filter(Boolean);
    const now = Date.now();
    const due = names.filter((name) => now - (heard.get(name) || 0) >= AGAIN);
    if (due.length && wanted() && ready()) {
      due.forEach((name) => heard.set(name, now));
      sound(Number(bell.dataset.urgent) ? 3 : 1);
    }
    for (const name of heard.keys()) if (!names.includes(name)) heard.delete(name);
  }

  function blind(id, on) {
    const line = document.getElementById(id);
    if (!line || line.hidden !== on) return;
    line.hidden = !on;
    if (on) sound(2);
  }

  for (const kind of ["keydown", "pointerdown", "touchstart"]) {
    document.addEventListener(kind, () => { here = true; wake(); }, { passive: true });
  }
  const tags = new Map(); // address -> what its newest answer was called: unchanged, it is not sent again
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Person-Here"] = here ? "yes" : "no";
    if (event.detail.path === "/bell") here = false;
    const tag = tags.get(event.detail.path);
    if (tag) event.detail.headers["If-None-Match"] = tag;
  });
  const tidy = (html) => { const t = document.createElement("template"); t.innerHTML = html.trim(); return t.innerHTML; };
  const last = new Map();
  document.addEventListener("htmx:beforeSwap", (event) => {
    // Unchanged parts stay as they are: a screen reader must not hear the same alarm every five seconds.
    if (event.detail.xhr.status === 304) event.detail.shouldSwap = false;
    if (event.detail.xhr.status !== 200) return;
    const tag = event.detail.xhr.getResponseHeader("ETag");
    if (tag) tags.set(event.detail.requestConfig.path, tag);
    const html = tidy(event.detail.xhr.responseText);
    if (last.get(event.detail.target.id) === html) event.detail.shouldSwap = false;
    last.set(event.detail.target.id, html);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr?.status || 0;
    const fine = status === 200 || status === 304;
    fails = fine ? 0 : fails + 1;
    blind("ended", status === 401);
    if (status === 401) {
      if (!over) document.dispatchEvent(new CustomEvent("ct:ended"));
      over = true;
      // Whoever comes by the screen now must not find the last case on it.
      document.getElementById("content").replaceChildren();
      document.getElementById("bell").replaceChildren();
      unsent = false;
    }
    blind("lost", status !== 401 && fails >= 2);
    if (fine && over) {
      // Signed in again on another tab: what was not kept yet is kept, and the page is there again.
      const back = new CustomEvent("ct:back", { detail: [] });
      document.dispatchEvent(back);
      Promise.allSettled(back.detail).then(() => location.reload());
      over = false;
    }
    if (fine) ring();
  });
  document.addEventListener("htmx:afterSettle", ring);

  document.addEventListener("input", (event) => { if (event.target.matches("form.once:not([data-draft]) textarea")) unsent = true; });
  document.addEventListener("submit", (event) => {
    unsent = false;
    const pressed = event.submitter;
    if (!pressed) return;
    if (pressed.getAttribute("aria-busy") === "true") event.preventDefault();
    pressed.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => document.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy")));
  addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

  // The menu goes as it came: by Escape, by a tap elsewhere, by moving on.
  const menu = document.querySelector(".morepages");
  const shut = (event) => { if (menu?.open && !menu.contains(event.target)) menu.open = false; };
  for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, shut);
  menu?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  show();
  ring();
})();
