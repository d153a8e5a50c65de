// A case that lies open: new words come in by themselves, what was in view is told, what is written is kept.
"use strict";
(() => {
  const EVERY = 5000; // milliseconds between two looks for new words, while the page can be seen
  const PAUSE = 800; // after the last key, until what is written is kept
  const pane = document.querySelector("#talk[data-live]");
  const form = document.getElementById("answer");
  const text = form?.elements.text;
  const visible = () => document.visibilityState === "visible";
  const headers = (here) => ({ "HX-Request": "true", "X-Person-Here": here ? "yes" : "no" });
  document.cookie = "ct_live=1; path=/; SameSite=Strict";

  // --- what was in view -----------------------------------------------------------------------------------------
  const seen = new Set(), told = new Set();
  let telling = 0;
  const watch = new IntersectionObserver((found) => {
    for (const one of found) {
      const most = Math.min(one.boundingClientRect.height, innerHeight) / 2;
      one.target.inView = one.isIntersecting && one.intersectionRect.height >= most;
    }
    look();
  }, { threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] });

  function look() {
    if (!pane || !visible()) return;
    for (const one of document.querySelectorAll("[data-unseen]")) {
      if (one.inView) for (const id of one.dataset.unseen.split(",")) if (!told.has(id)) seen.add(id);
    }
    if (seen.size && !telling) telling = setTimeout(tell, 600); // long enough to have looked
  }

  async function tell() {
    telling = 0;
    if (!visible() || !seen.size) return;
    const items = [...seen];
    try {
      const body = new URLSearchParams({ items: items.join(",") });
      const answer = await fetch(`${pane.dataset.live}/seen`, { method: "POST", headers: headers(false), body });
      if (answer.ok) for (const id of items) { told.add(id); seen.delete(id); }
    } catch { /* it is told when the next look gets through */ }
  }

  function observe() {
    for (const one of document.querySelectorAll("[data-unseen]")) watch.observe(one);
  }

  // --- what has come --------------------------------------------------------------------------------------------
  let mark = pane?.dataset.mark || "", asking = false, over = false;

  async function ask() {
    if (!pane || over || asking || !visible()) return;
    asking = true;
    try {
      const have = [...pane.querySelectorAll("li[id]")].map((one) => one.id.slice(2)).join(",");
      const answer = await fetch(`${pane.dataset.live}/talk?have=${have}`, { headers: { ...headers(false), "If-None-Match": mark } });
      if (answer.status === 200) {
        mark = answer.headers.get("ETag");
        put(await answer.text());
      } else if (answer.status === 403 || answer.status === 404) {
        over = true; // somebody else has the case: its words are theirs to read
        pane.querySelector("ol").replaceChildren();
        document.getElementById("report")?.replaceChildren();
        document.getElementById("not-yours").hidden = false;
      } else if (answer.status === 401) over = true; // console.js says so
    } catch { /* console.js says that the connection is lost */ }
    asking = false;
    look();
    if (seen.size) tell();
  }

  function put(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    const came = box.content.getElementById("came");
    const list = pane.querySelector("ol");
    const at = (one) => Date.parse(one.querySelector("time")?.dateTime || "") || 0;
    const aloud = [];
    for (const one of came.querySelectorAll(":scope > ol > li")) {
      if (document.getElementById(one.id)) continue;
      const next = [...list.querySelectorAll("li[id]")].find((other) => at(other) > at(one));
      one.classList.add("came-in");
      list.insertBefore(one, next || null);
      if (!one.classList.contains("system")) {
        aloud.push([one.querySelector("strong"), one.querySelector(".said-text")].map((part) => part?.textContent || "").join(". "));
      }
    }
    for (const key of came.dataset.gone.split(",").filter(Boolean)) document.getElementById(`e-${key}`)?.remove();
    for (const one of came.querySelectorAll("[data-of]")) {
      const entry = document.getElementById(one.dataset.of);
      if (!entry) continue;
      entry.querySelector("[data-state]").innerHTML = one.innerHTML;
      if (!("back" in one.dataset)) entry.querySelector(".back-again")?.remove();
    }
    const report = came.querySelector("#report");
    // What somebody has unfolded stays so.
    for (const one of report?.querySelectorAll("details[id]") || []) one.open = document.getElementById(one.id)?.open || false;
    if (report) document.getElementById("report")?.replaceWith(report);
    if (came.dataset.standing !== pane.dataset.standing) {
      const changed = document.getElementById("changed");
      const said = came.querySelector(".changed");
      if (changed.innerHTML !== said.innerHTML) changed.innerHTML = said.innerHTML;
      changed.hidden = false;
    }
    // Only what is new is said, and only that: whoever writes goes on writing.
    if (aloud.length) document.getElementById("came-now").textContent = `${pane.dataset.says} ${aloud.join(" ")}`;
    count(came.dataset.known);
    observe();
  }

  function count(now) {
    pane.dataset.known = now;
    if (!form) return;
    if (!text.value.trim()) form.elements.known.value = now;
    const [words, reports] = now.split(".").map(Number);
    const [knew, knewReports] = form.elements.known.value.split(".").map(Number);
    // What was typed into the report counts one by one, what was tapped as one, as on the server.
    const typed = [...pane.querySelectorAll("li[data-report]:not([hidden])")].filter((one) => Number(one.dataset.report) > knewReports);
    const newer = Math.max(0, words - knew) + Math.max(typed.length, reports > knewReports ? 1 : 0);
    const place = document.getElementById("newer");
    place.textContent = newer ? place.dataset.text.replace("{count}", newer) : "";
  }

  // --- what is being written ------------------------------------------------------------------------------------
  const state = document.getElementById("draft-state");
  let dirty = false, keeping = null, timer = 0, elsewhere = false, signedOut = false;

  function keep(leaving = false) {
    // One after the other: each needs the version that the one before was given.
    if (keeping && !leaving) return keeping.then(() => keep());
    if (!dirty || elsewhere) return Promise.resolve(!dirty);
    keeping = send(leaving).finally(() => { keeping = null; });
    return keeping;
  }

  async function send(leaving) {
    dirty = false;
    const { known, version, who } = form.elements;
    const body = new URLSearchParams({ text: text.value, known: known.value, version: version.value, who: who.value });
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", headers: headers(true), body, keepalive: leaving });
      if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      elsewhere = answer.status === 409;
      if (elsewhere) decide(box.content);
      else version.value = box.content.querySelector("[data-version]").dataset.version;
      state.replaceChildren(box.content);
      if (!elsewhere) return true;
    } catch {
      const lost = document.createElement("p");
      lost.setAttribute("role", "alert");
      lost.textContent = state.dataset.lost;
      if (state.textContent !== lost.textContent) state.replaceChildren(lost);
      timer = timer || setTimeout(later, EVERY);
    }
    dirty = true;
    return false;
  }

  function later() {
    timer = 0;
    keep();
  }

  function decide(box) {
    const number = box.querySelector("[data-version]").dataset.version;
    const other = box.querySelector("[data-other]").textContent;
    const go = (both) => () => {
      if (both) text.value = `${text.value}\n\n${other}`;
      form.elements.version.value = number;
      elsewhere = false;
      dirty = true;
      keep();
      text.focus();
    };
    box.querySelector("[data-both]").addEventListener("click", go(true));
    box.querySelector("[data-mine]").addEventListener("click", go(false));
  }

  if (form) {
    text.addEventListener("input", () => {
      dirty = true;
      if (!elsewhere) state.replaceChildren(); // what stands there now is not kept yet
      clearTimeout(timer);
      timer = setTimeout(later, PAUSE);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const pressed = event.submitter;
      const only = pressed && "keep" in pressed.dataset;
      dirty = true;
      // What is to be sent is kept first: where that does not get through, nothing is lost and the page says so.
      const kept = await keep();
      if (pressed) pressed.removeAttribute("aria-busy");
      if (kept && !only) form.submit();
    });
    addEventListener("beforeunload", (event) => {
      if (dirty && (elsewhere || signedOut || !navigator.onLine)) event.preventDefault();
      else keep(true); // before the next page is asked for
    });
    addEventListener("pagehide", () => keep(true));
    // The session ended, as while a laptop slept: the page shows nothing any more, but what it could not keep it still has.
    document.addEventListener("ct:ended", () => {
      signedOut = true;
      if (!dirty) return;
      const line = document.getElementById("ended"), way = line.querySelector("a");
      line.querySelector("[data-unkept]").hidden = false;
      [way.target, way.rel, way.href] = ["_blank", "noopener", "/sign-in"];
    });
    document.addEventListener("ct:back", (event) => { signedOut = false; event.detail.push(keep()); });
    if (document.querySelector("[data-asks]")) form.parentElement.scrollIntoView();
  }

  document.addEventListener("visibilitychange", () => {
    if (visible()) { ask(); look(); } else if (form) keep(true);
  });
  for (const back of ["online", "pageshow", "focus"]) addEventListener(back, () => { ask(); if (form) keep(); });
  if (!pane) return;
  observe();
  for (const link of pane.querySelectorAll(".reload")) link.hidden = true;
  setInterval(ask, EVERY);
})();
