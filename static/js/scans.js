// Scanning onto a list: the scanner is heard wherever the focus is, each scan has a key of its own and
// waits for its answer in order, and #list is shown as the server has it. Words are sent as any form.
// Without this file every form still works.

import { newKey } from "./keys.js";
import { beep } from "./sound.js";
import { isCode, listen } from "./wedge.js";

const RETRY_MS = 1500;
const TIMEOUT_MS = 8000;

const byId = (id) => document.getElementById(id);
const form = byId("scan-form");
const box = byId("scan");
const queue = []; // { key, code, row }
let sending = false;

function scanned(code) {
  const row = document.createElement("li");
  row.textContent = `… ${code}`;
  byId("waiting").prepend(row);
  queue.push({ key: newKey(), code, row });
  drain();
}

async function drain() {
  if (sending) return;
  sending = true;
  while (queue.length) {
    const { key, code, row } = queue[0];
    const body = new FormData();
    body.set("key", key);
    body.set("q", code);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { "HX-Request": "true", "HX-Current-URL": location.href },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) return location.assign(elsewhere);
      if (answer.status >= 500) throw new Error(String(answer.status));
      const said = show(await answer.text());
      queue.shift();
      if (answer.ok) row.remove();
      else {
        row.className = "wrong";
        row.textContent = `${code}: ${said}`;
      }
      beep(answer.ok ? "scan" : "error");
    } catch {
      row.classList.add("late"); // it stays in the queue with its key: a repeat cannot double it
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
  sending = false;
}

// Put the list and the sentence of an answer in the place of those on the page.
function show(html) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  const fresh = parts.getElementById("list");
  if (fresh && byId("list")) byId("list").replaceWith(document.adoptNode(fresh));
  const notice = parts.getElementById("notice");
  const sentence = notice?.querySelector(".error")?.lastChild?.textContent.trim() ?? "";
  if (notice) byId("notice").replaceChildren(...notice.childNodes);
  return sentence;
}

form.addEventListener("submit", (event) => {
  const text = box.value.trim();
  if (!isCode(text)) return; // words search, and a misread code comes back with a sentence
  event.preventDefault();
  box.value = "";
  scanned(text);
});

form.classList.add("alive"); // from here on a burst is heard, not typed
listen({ onScan: (text) => scanned(text.trim()), isOurs: (text) => isCode(text.trim()) });

// Nothing is sent or received while a scan still waits for its answer.
document.addEventListener("submit", (event) => {
  if (!queue.length || event.target === form) return;
  event.preventDefault();
  beep("error");
});

addEventListener("beforeunload", (event) => {
  if (queue.length) event.preventDefault();
});

// -- the phone's camera ---------------------------------------------------------------------------

async function useCamera() {
  const camera = await import("./camera.js");
  const video = byId("viewfinder");
  video.hidden = false;
  if (!(await camera.open(video))) {
    video.hidden = true;
    byId("no-camera").hidden = false;
    return;
  }
  byId("camera").hidden = true;
  camera.watch(video, (code) => isCode(code) && scanned(code));
}

if (navigator.mediaDevices?.getUserMedia && byId("camera")) {
  byId("camera").hidden = false;
  byId("camera").addEventListener("click", useCamera);
}
