// The wallboard: asks again by itself, says when its figures are old, and rings for new P0 and P1 once it was allowed.
"use strict";
(() => {
  const AGAIN = 120000; // an urgent case that still waits rings again after two minutes
  const every = Number(document.body.dataset.every) * 1000;
  const wall = document.getElementById("wall");
  const lost = document.getElementById("lost");
  const ended = document.getElementById("ended");
  const button = document.getElementById("sound");
  const heard = new Map(); // which case, as a name that tells nothing -> when it last rang
  let tag = null;
  let came = Date.now(); // the clock of the wall: it goes on while a machine sleeps
  let at = new Date();
  let context = null;
  let wanted = false;
  let over = false;

  document.body.classList.add("live");
  const ready = () => wanted && context !== null && context.state === "running";

  function tone(start, frequency) {
    const source = context.createOscillator();
    const gain = context.createGain();
    source.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(0.5, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
    source.connect(gain).connect(context.destination);
    source.start(start);
    source.stop(start + 0.3);
  }

  function sound(times) {
    if (!ready()) return;
    for (let i = 0; i < times; i += 1) {
      tone(context.currentTime + i * 0.7, 880);
      tone(context.currentTime + i * 0.7 + 0.3, 660);
    }
    document.body.dataset.rang = String(Number(document.body.dataset.rang || 0) + 1);
  }

  function show() {
    button.hidden = over;
    button.setAttribute("aria-pressed", String(ready()));
    button.textContent = ready() ? button.dataset.on : button.dataset.off;
  }

  button.addEventListener("click", async () => {
    wanted = !ready();
    if (wanted) {
      context = context || new AudioContext();
      await context.resume();
      sound(1);
      ring();
    }
    show();
  });

  function ring() {
    const figures = document.getElementById("figures");
    if (!figures || !ready()) return;
    const names = figures.dataset.rings.split(" ").filter(Boolean);
    const now = Date.now();
    const due = names.filter((name) => now - (heard.get(name) || 0) >= AGAIN);
    for (const name of due) heard.set(name, now);
    for (const name of heard.keys()) if (!names.includes(name)) heard.delete(name);
    if (due.length) sound(Number(figures.dataset.urgent) ? 3 : 1);
  }

  function judge() {
    const old = !over && Date.now() - came > every * 4;
    if (lost.hidden === old) {
      lost.hidden = !old;
      const hour = at.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
      lost.textContent = lost.dataset.says.replace("{time}", hour);
      document.body.classList.toggle("stale", old);
      if (old) sound(2);
    }
  }

  async function ask() {
    if (over) return;
    const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
    try {
      const answer = await fetch("/wall", { headers, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(every * 2) });
      if (answer.status === 401 || answer.status === 403) {
        over = true;
        wall.replaceChildren(); // whoever looks now must not take old figures for new ones
        ended.hidden = false;
        show();
        sound(2);
      } else if (answer.status === 200 || answer.status === 304) {
        if (answer.status === 200) {
          tag = answer.headers.get("ETag");
          wall.innerHTML = await answer.text();
        }
        came = Date.now();
        at = new Date();
        ring();
      }
    } catch {
      // Nothing came: judge() says so when it has lasted.
    }
    judge();
  }

  setInterval(ask, every);
  setInterval(judge, 1000);
  addEventListener("online", ask);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { judge(); ask(); } });
  show();
})();
