// The page works without this file. With it: no reload, new messages by themselves, three times Shift, a page that blanks.
"use strict";
(() => {
  const get = (id, root = document) => root.getElementById(id);
  const talk = get("talk"), say = get("say"), text = get("text"), send = get("send"), exit = get("exit");
  const idle = Number(talk.dataset.idle) * 1000;
  const desk = matchMedia("(hover: hover) and (pointer: fine)").matches;
  let stream = null, recorder = null, gone = false, alive = Date.now(), told = Date.now(), missed = false;

  // --- leaving: nothing is asked, nothing is waited for -----------------------------------------------------------
  function blank() {
    gone = true;
    if (recorder) recorder.stop();
    if (stream) stream.close();
    document.title = "";
    document.body.replaceChildren();
  }
  function leave(tell = true) {
    const to = exit.dataset.to;
    blank();
    if (tell && !(navigator.sendBeacon && navigator.sendBeacon("/exit?quiet")))
      fetch("/exit?quiet", { method: "POST", keepalive: true }).catch(() => {});
    location.replace(to);
  }
  function close(to = "/closed") {
    blank();
    location.replace(to);
  }
  exit.form.addEventListener("submit", (event) => { event.preventDefault(); leave(); });

  // Shift counts when it was pressed and let go alone: capital letters are no way out.
  let presses = [], alone = false;
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift";
    if (!alone) shown(presses = []);
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const now = Date.now();
    presses = presses.filter((at) => now - at < 5000).concat(now);
    if (presses.length >= 3) return leave();
    shown(presses);
    setTimeout(() => shown(presses = presses.filter((at) => Date.now() - at < 5000)), 5000);
  });
  function shown(presses) {
    get("dots").textContent = "●".repeat(presses.length) + (presses.length ? "○".repeat(3 - presses.length) : "");
    if (presses.length) get("status").textContent = talk.dataset.shift;
  }

  // --- a page left alone closes -----------------------------------------------------------------------------------
  function here() {
    if (gone) return; // blanking the page scrolls it
    alive = Date.now();
    get("warning").hidden = true;
    if (!("live" in talk.dataset) || alive - told < 60000) return;
    told = alive;
    fetch("/here", { method: "POST" }).then((answer) => { if (answer.status === 410 && !text.value) close(); }, () => {});
  }
  for (const kind of ["keydown", "pointerdown", "scroll", "input"]) addEventListener(kind, here, { passive: true });
  get("stay").addEventListener("click", () => { told = 0; here(); });
  function watch() {
    if (gone || !("live" in talk.dataset)) return;
    const left = alive + idle - Date.now();
    if (left <= 0) return close();
    if (left < 60000) get("warning").hidden = false;
  }
  setInterval(watch, 1000);
  document.addEventListener("visibilitychange", watch);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // --- what the server's page says is put into this one -------------------------------------------------------------
  function merge(page, moved) {
    const log = page.querySelector("#log ol");
    if (!log) return false;
    const mine = document.querySelector("#log ol");
    // The first screen has no numbers of its own: the conversation's first lines take its place.
    const kept = new Set([...log.children].map((line) => line.dataset.id));
    for (const line of [...mine.children]) {
      line.classList.remove("new");
      if (line.dataset.id === "0" || !kept.has(line.dataset.id)) line.remove();
    }
    let first = null;
    mine.parentElement.ariaLive = "off"; // what only changed its looks is not read out again
    for (const line of [...log.children]) {
      const old = mine.querySelector(`[data-id="${line.dataset.id}"]`);
      line.removeAttribute("id");
      if (old) {
        if (old.innerHTML !== line.innerHTML) old.innerHTML = line.innerHTML;
        continue;
      }
      mine.parentElement.ariaLive = "polite";
      line.classList.add("new");
      mine.append(line);
      first = first || line;
    }
    mine.parentElement.ariaLive = "polite";
    for (const id of ["choices", "alert"]) {
      const fresh = get(id, page);
      if (get(id).innerHTML !== fresh.innerHTML) get(id).replaceChildren(...fresh.childNodes);
      get(id).hidden = fresh.hidden;
    }
    get("dock").className = get("dock", page).className;
    get("picture").hidden = get("picture", page).hidden;
    for (const form of [say, voice, get("picture")]) form.elements.nonce.value = page.querySelector("#say [name=nonce]").value;
    if ("live" in get("talk", page).dataset) { talk.dataset.live = ""; listen(); }
    if (first && moved) {
      const said = [...mine.querySelectorAll(".me.new")].pop() || first;
      said.tabIndex = -1;
      if (!desk || document.activeElement !== text) said.focus({ preventScroll: true });
      said.scrollIntoView();
    }
    return true;
  }
  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  // --- sending ------------------------------------------------------------------------------------------------------
  say.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    const pressed = event.submitter && event.submitter.name ? event.submitter : null;
    const body = new URLSearchParams(new FormData(say));
    body.set("script", "1");
    if (pressed) { body.set("choice", pressed.value); body.delete("text"); }
    const words = text.value;
    send.disabled = true;
    get("status").textContent = talk.dataset.sending;
    try {
      const answer = await fetch("/", { method: "POST", body });
      if (gone) return;
      if (answer.status === 204) return leave(false);
      const page = await read(answer);
      if (!merge(page, answer.ok)) {
        if (answer.ok) return close(answer.url);
        unsent(page.querySelector("#alert")?.textContent);
      } else if (answer.ok) {
        alive = told = Date.now();
        if (!pressed && text.value === words) text.value = "";
      }
    } catch {
      if (!gone) unsent();
    } finally {
      send.disabled = false;
      if (!gone) get("status").textContent = "";
      if (!gone && missed) hear();
    }
  });
  function unsent(why) {
    get("alert").textContent = why || talk.dataset.unsent;
    get("alert").hidden = false;
  }

  // --- speaking -----------------------------------------------------------------------------------------------------
  const voice = get("voice"), file = get("recording"), record = get("record").firstElementChild, taken = get("taken");
  const longest = 600000;
  get("record").hidden = !(navigator.mediaDevices && window.MediaRecorder && window.DataTransfer);
  record.addEventListener("click", async () => {
    if (recorder) return recorder.stop();
    const label = record.textContent, parts = [], began = Date.now();
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      taken.textContent = talk.dataset.deaf;
      return;
    }
    recorder = new MediaRecorder(sound, { audioBitsPerSecond: 32000 });
    const clock = setInterval(() => {
      here();
      const past = Math.floor((Date.now() - began) / 1000);
      taken.textContent = `${Math.floor(past / 60)}:${String(past % 60).padStart(2, "0")}`;
      if (gone || past * 1000 >= longest) recorder.stop();
    }, 500);
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      for (const track of sound.getTracks()) track.stop();
      const type = recorder.mimeType, held = new DataTransfer();
      recorder = null;
      if (gone) return;
      record.textContent = label;
      held.items.add(new File(parts, "voice", { type }));
      file.files = held.files; // from here on it is a recording like any other
    });
    recorder.start();
    record.textContent = record.dataset.stop;
  });
  for (const form of [voice, get("picture")]) form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (send.disabled || recorder) return recorder && recorder.stop();
    const body = new FormData(form);
    send.disabled = button.disabled = true;
    get("status").textContent = talk.dataset.sending;
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (gone) return;
      const page = await read(answer);
      if (!merge(page, answer.ok)) {
        if (answer.ok) return close(answer.url);
        unsent(page.querySelector("main p")?.textContent);
      } else if (answer.ok) {
        alive = told = Date.now();
        form.reset();
        taken.textContent = "";
        voice.querySelector("details").open = false;
      }
    } catch {
      if (!gone) unsent();
    } finally {
      send.disabled = button.disabled = false;
      if (!gone) get("status").textContent = "";
      if (!gone && missed) hear();
    }
  });
  text.addEventListener("keydown", (event) => {
    if (desk && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say.requestSubmit(send);
    }
  });
  if (desk) text.focus({ preventScroll: true });

  // --- hearing ------------------------------------------------------------------------------------------------------
  function listen() {
    if (stream || !window.EventSource) return;
    const last = document.querySelector("#log li:last-child");
    stream = new EventSource("/events?after=" + (last ? last.dataset.id : 0));
    stream.addEventListener("closed", () => { if (!send.disabled) close(); }); // else the answer says where to
    stream.addEventListener("news", hear);
  }
  async function hear() {
    missed = send.disabled; // while something is being sent, its answer comes first
    if (missed) return;
    try {
      const answer = await fetch("/log");
      const page = await read(answer);
      if (send.disabled) missed = true;
      else if (!gone && answer.ok && !merge(page, false)) close();
    } catch {}
  }
  if ("live" in talk.dataset) listen();
})();
