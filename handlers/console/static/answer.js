// What helps to make an answer: a situation text at the cursor, and a spoken answer that is heard before it is sent.
"use strict";
(() => {
  // --- situation texts: put where the cursor stands, over nothing, and never sent ---------------------------------
  const texts = document.getElementById("situations");
  const box = document.getElementById("answer")?.elements.text;
  if (texts && box) {
    const status = texts.querySelector("[role=status]");
    for (const button of texts.querySelectorAll("button[name=situation]")) {
      button.type = "button"; // by itself it would load the page anew, with the text at the end
      button.addEventListener("click", () => {
        const text = button.closest("li").querySelector(".said-text").textContent;
        const at = box.selectionEnd;
        const before = box.value.slice(0, at), after = box.value.slice(at);
        const gap = (side) => (side && !/\s$/.test(side) ? "\n" : "");
        box.setRangeText(gap(before) + text + (after && !/^\s/.test(after) ? "\n" : ""), at, at, "end");
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.focus();
        status.textContent = status.dataset.put;
      });
    }
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
    const search = texts.querySelector(".search");
    const entries = [...texts.querySelectorAll("li")].map((one) => [one, plain(one.textContent)]);
    search.hidden = false;
    search.querySelector("input").addEventListener("input", (event) => {
      const words = plain(event.target.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const [one, text] of entries) {
        one.hidden = !words.every((word) => text.includes(word));
        if (!one.hidden) found += 1;
      }
      for (const [at, voice] of [...texts.querySelectorAll(".voice")].entries()) {
        voice.open = words.length ? Boolean(voice.querySelector("li:not([hidden])")) : at === 0;
      }
      status.textContent = found ? "" : status.dataset.none;
    });
  }

  // --- a spoken answer: recorded here or chosen, then heard, made anew or discarded ---------------------------------
  const longest = 240000; // milliseconds
  for (const heard of document.querySelectorAll("[data-heard]")) {
    const form = heard.closest("form"), file = form.querySelector("input[type=file]");
    const place = form.querySelector("[data-recorder]"), [record, taken] = place.children;
    const player = heard.querySelector("audio"), broken = heard.querySelector("[role=alert]");
    const label = record.textContent;
    let recorder = null, address = "", sent = false;

    function offer() {
      if (address) URL.revokeObjectURL(address);
      const chosen = file.files[0];
      address = chosen ? URL.createObjectURL(chosen) : "";
      heard.hidden = !chosen;
      broken.hidden = true;
      if (chosen) player.src = address; else player.removeAttribute("src");
      record.textContent = chosen ? record.dataset.again : label;
    }

    player.addEventListener("error", () => { broken.hidden = !address; });
    file.addEventListener("change", offer);
    heard.querySelector("button").addEventListener("click", () => {
      file.value = "";
      taken.textContent = "";
      offer();
      (place.hidden ? file : record).focus();
    });
    form.addEventListener("submit", () => { sent = true; player.pause(); });
    addEventListener("pageshow", () => { sent = false; offer(); }); // a browser may keep what was chosen
    addEventListener("beforeunload", (event) => { if (!sent && (recorder || file.files.length)) event.preventDefault(); });

    if (!(navigator.mediaDevices && window.MediaRecorder && window.DataTransfer)) continue;
    place.hidden = false;
    let asking = false;
    record.addEventListener("click", async () => {
      if (recorder) return recorder.stop();
      if (asking) return;
      asking = true;
      let sound;
      try {
        sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        taken.textContent = record.dataset.deaf;
        return;
      } finally {
        asking = false;
      }
      player.pause();
      // What telephones play: Chromium writes the second, Firefox the first.
      const mimeType = ["audio/ogg;codecs=opus", "audio/mp4"].find((type) => MediaRecorder.isTypeSupported(type));
      recorder = new MediaRecorder(sound, { audioBitsPerSecond: 32000, ...(mimeType && { mimeType }) });
      const parts = [], began = Date.now();
      const clock = setInterval(() => {
        const past = Math.floor((Date.now() - began) / 1000);
        taken.textContent = `${Math.floor(past / 60)}:${String(past % 60).padStart(2, "0")}`;
        if (past * 1000 >= longest) recorder?.stop();
      }, 500);
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        clearInterval(clock);
        for (const track of sound.getTracks()) track.stop();
        const held = new DataTransfer();
        held.items.add(new File(parts, "voice", { type: recorder.mimeType }));
        recorder = null;
        file.files = held.files;
        offer();
      });
      heard.hidden = true;
      recorder.start();
      record.textContent = record.dataset.stop;
    });
  }
})();
