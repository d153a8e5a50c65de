// The page works without this file. With it: no reload, new messages by themselves, three times Shift, a page that blanks.
"use strict";
(() => {
  const get = (id, root = document) => root.getElementById(id);
  const talk = get("talk"), say = get("say"), text = get("text"), send = get("send"), exit = get("exit");
  const voice = get("voice"), forms = [say, voice, get("picture")];
  const idle = Number(talk.dataset.idle) * 1000;
  const desk = matchMedia("(hover: hover) and (pointer: fine)").matches;
  // Tabs of one browser speak to each other: an http page has six connections for all of them together.
  const tabs = window.BroadcastChannel ? new BroadcastChannel("chat") : null;
  let stream = null, timer = 0, pause = 0, recorder = null;
  let gone = false, alive = Date.now(), told = Date.now(), missed = false, atEnd = true, rolled = false;

  // --- leaving: nothing is asked, nothing is waited for -----------------------------------------------------------
  function blank() {
    gone = true;
    if (recorder) recorder.stop();
    rest();
    document.title = "";
    document.body.replaceChildren();
  }
  function leave(tell = true) {
    const to = exit.dataset.to;
    blank();
    if (tabs) tabs.postMessage("left");
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
    get("leaving").textContent = presses.length ? talk.dataset.shift : "";
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
  for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, here, { passive: true });
  addEventListener("scroll", () => {
    const down = rolled;
    rolled = false;
    if (down) return; // the page did so itself
    atEnd = isAtEnd();
    here();
  }, { passive: true });
  get("stay").addEventListener("click", () => { told = 0; here(); });
  function watch() {
    if (gone || !("live" in talk.dataset)) return;
    const left = alive + idle - Date.now();
    if (left <= 0) return close();
    if (left < 60000) get("warning").hidden = false;
  }
  setInterval(watch, 1000);
  document.addEventListener("visibilitychange", () => {
    watch();
    if (!document.hidden) listen();
    else if (stream) ask(true);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // --- the newest words, the question and its answers stay in sight, above the box ----------------------------------
  const depth = () => talk.getBoundingClientRect().bottom - innerHeight;
  const isAtEnd = () => depth() < 48;
  function toEnd() {
    const before = scrollY;
    scrollBy(0, depth());
    rolled = rolled || scrollY !== before;
    atEnd = true;
  }
  addEventListener("resize", () => { if (atEnd && "live" in talk.dataset) toEnd(); });

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
    unmark(page);
    mine.parentElement.ariaLive = "off"; // what only changed its looks is not read out again
    for (const line of [...log.children]) {
      const old = mine.querySelector(`[data-id="${line.dataset.id}"]`);
      if (old) {
        if (old.innerHTML !== line.innerHTML) old.innerHTML = line.innerHTML;
        continue;
      }
      mine.parentElement.ariaLive = "polite";
      line.classList.add("new");
      mine.append(line);
      if (!moved && line.className.startsWith("me")) arrived(line.querySelector("p").textContent);
      first = first || line;
    }
    mine.parentElement.ariaLive = "polite";
    delete talk.dataset.earlier;
    for (const id of moved ? ["code", "earlier", "choices", "alert"] : ["code", "earlier", "choices"]) {
      const fresh = get(id, page);
      if (get(id).innerHTML !== fresh.innerHTML) get(id).replaceChildren(...fresh.childNodes);
      get(id).hidden = fresh.hidden;
    }
    get("dock").className = get("dock", page).className;
    get("picture").hidden = get("picture", page).hidden;
    // What has not been sent keeps the mark of its form: sent again, it counts once.
    if (moved) mark(page);
    const fresh = get("talk", page).dataset;
    talk.dataset.version = fresh.version;
    if ("live" in fresh && !("live" in talk.dataset)) { talk.dataset.live = ""; listen(); }
    if (first && moved) {
      const said = [...mine.querySelectorAll(".me.new")].pop() || first;
      said.tabIndex = -1;
      if (!desk || document.activeElement !== text) said.focus({ preventScroll: true });
    }
    if (!moved && atEnd) toEnd();
    return true;
  }
  function mark(page) {
    for (const form of forms) form.elements.nonce.value = page.querySelector("#say [name=nonce]").value;
  }
  // Where the browser goes without a script.
  function unmark(page) {
    const mark = get("newest", page);
    if (mark) mark.remove();
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
    await give(say.action, body, [send], () => { if (!pressed && text.value === words) text.value = ""; room(); });
  });
  // Posts a form and shows the answer. What could not be sent stays where it is, and the page says so.
  async function give(to, body, buttons, sent) {
    const patience = new AbortController();
    const limit = setTimeout(() => patience.abort(), body instanceof FormData ? 200000 : 60000);
    for (const button of [send, ...buttons]) button.disabled = true;
    get("status").textContent = talk.dataset.sending;
    try {
      let answer = await fetch(to, { method: "POST", body, signal: patience.signal });
      // A crowd behind the same address: what was sent is kept, and goes on when its turn has come.
      while (answer.headers.has("Chat-Wait") && !gone) {
        clearTimeout(limit);
        unsent(get("alert", await read(answer)));
        await new Promise((go) => setTimeout(go, 1000 * Number(answer.headers.get("Chat-Wait"))));
        here();
        answer = gone ? answer : await fetch("/wait?script");
      }
      if (gone) return;
      if (answer.status === 204) return leave(false);
      const page = await read(answer);
      if (gone) return;
      get("status").textContent = ""; // before the end is looked for: its line takes room
      if (answer.status === 409) { // the page was of another chat than its cookie: shown, and one tap more
        mark(page);
        missed = true;
      }
      if (!answer.ok) unsent(get("alert", page), answer.status === 413 && !get("talk", page) && to === say.action);
      else if (!merge(page, true)) return close(answer.url);
      else {
        alive = told = Date.now();
        sent();
        toEnd(); // the box is low again
      }
    } catch {
      if (!gone) unsent();
    } finally {
      clearTimeout(limit);
      for (const button of [send, ...buttons]) button.disabled = false;
      if (!gone) get("status").textContent = "";
      if (!gone && missed) hear();
    }
  }
  function unsent(why, long) {
    if (why && !long) get("alert").replaceChildren(...why.childNodes);
    else get("alert").textContent = long ? talk.dataset.long : talk.dataset.unsent;
    get("alert").hidden = false;
    get("alert").scrollIntoView({ block: "nearest" });
  }

  // What came through after all, behind a page that had given it up, need not be sent again.
  function arrived(words) {
    if (get("alert").hidden || words !== text.value.trim()) return;
    text.value = "";
    get("alert").hidden = true;
    room();
  }

  // How much still fits into one message: nothing that was pasted is cut off.
  const left = get("room"), longest = Number(left.dataset.longest);
  function room() {
    const some = text.value.length > longest * 0.9;
    const over = some ? [...text.value.trim()].length - longest : 0;
    left.hidden = !some;
    left.classList.toggle("over", over > 0);
    left.textContent = (over > 0 ? left.dataset.over : left.dataset.left).replace("{number}", Math.abs(over));
  }
  text.addEventListener("input", room);
  room();
  // The box grows with what is written, where the style sheet cannot do that.
  if (!CSS.supports("field-sizing", "content")) text.addEventListener("input", () => {
    text.style.height = "auto";
    text.style.height = text.scrollHeight + text.offsetHeight - text.clientHeight + "px";
  });

  // --- speaking -----------------------------------------------------------------------------------------------------
  const file = get("recording"), record = get("record").firstElementChild, taken = get("taken");
  const longestVoice = 600000;
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
      if (gone || past * 1000 >= longestVoice) recorder.stop();
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
  for (const form of [voice, get("picture")]) form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled || recorder) return recorder && recorder.stop();
    give(form.action, new FormData(form), [event.submitter], () => {
      form.reset();
      taken.textContent = "";
      voice.querySelector("details").open = false;
    });
  });
  text.addEventListener("keydown", (event) => {
    if (desk && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say.requestSubmit(send);
    }
  });
  if (desk) text.focus({ preventScroll: true });

  // --- hearing: the tab that was looked at last has the stream, the others ask now and then ------------------------
  function rest() {
    if (stream) stream.close();
    stream = null;
    clearTimeout(timer);
  }
  function listen() {
    // An earlier part of the talk stays as it is until something is sent from it.
    if (gone || stream || document.hidden || !("live" in talk.dataset) || "earlier" in talk.dataset) return;
    if (!window.EventSource) return ask(true);
    rest();
    stream = new EventSource("/events?have=" + talk.dataset.version);
    stream.addEventListener("closed", () => { if (!send.disabled) close(); }); // else the answer says where to
    stream.addEventListener("elsewhere", () => ask(true));
    stream.addEventListener("news", (event) => { if (event.data !== talk.dataset.version) hear(); });
    stream.addEventListener("error", () => { if (stream && stream.readyState === EventSource.CLOSED) ask(true); });
    if (tabs) tabs.postMessage("listening");
  }
  if (tabs) tabs.addEventListener("message", (event) => {
    if (gone) return;
    if (event.data === "left") leave(false);
    else if (stream) ask(true);
  });
  // Less and less often while nothing comes, and never all tabs at once.
  function ask(anew) {
    rest();
    if (gone) return;
    pause = anew ? 2000 : Math.min(pause * 1.5, 20000);
    timer = setTimeout(async () => {
      const before = talk.dataset.version;
      if (await hear()) listen();
      if (!stream) ask(before !== talk.dataset.version);
    }, pause * (0.7 + Math.random() * 0.6));
  }
  // Whether nobody has the stream.
  async function hear() {
    missed = send.disabled; // while something is being sent, its answer comes first
    if (missed) return false;
    try {
      const answer = await fetch("/log?have=" + talk.dataset.version);
      if (answer.status !== 204) {
        const page = await read(answer);
        if (send.disabled) missed = true;
        else if (!gone && answer.ok && !merge(page, false)) close();
      }
      return answer.headers.get("Chat-Stream") === "free";
    } catch {
      return false;
    }
  }
  unmark(document);
  if ("live" in talk.dataset) toEnd();
  listen();
})();
