// Scanning onto a list: the scanner is heard wherever the focus is, each scan has a key of its own and
// waits for its answer in order, and #list is shown as the server has it. What is typed in the list is sent
// along, and what was typed since stays. Words are sent as any form.
// Without this file every form still works.

import { newKey } from "./keys.js";
import { beep } from "./sound.js";
import { isCode, listen } from "./wedge.js";

const RETRY_MS = 1500;
const TIMEOUT_MS = 8000;

const byId = (id) => document.getElementById(id);
const box = byId("scan");
const add = byId("scan-add");
const form = box.form;
const queue = []; // { code, row, body }: the body is made when it is first sent, and a repeat sends the same
let sending = false;
let heardAt = 0;

function scanned(code) {
  const row = document.createElement("li");
  row.textContent = `… ${code}`;
  byId("waiting").prepend(row);
  queue.push({ code, row });
  heardAt = Date.now();
  drain();
}

function bodyOf(code) {
  const body = new FormData(form);
  body.set("key", newKey());
  body.set("q", code);
  return body;
}

async function drain() {
  if (sending) return;
  sending = true;
  while (queue.length) {
    const { code, row } = queue[0];
    const body = (queue[0].body ??= bodyOf(code));
    try {
      const answer = await fetch(add.formAction, {
        method: "POST", body, headers: { "HX-Request": "true", "HX-Current-URL": location.href },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) return location.assign(elsewhere);
      if (answer.status >= 500) throw new Error(String(answer.status));
      const said = show(await answer.text(), body);
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
function show(html, sent) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  const fresh = parts.getElementById("list");
  if (fresh && byId("list")) {
    const focused = document.activeElement?.id;
    keepTyped(byId("list"), fresh, sent);
    byId("list").replaceWith(document.adoptNode(fresh));
    if (focused && document.activeElement !== byId(focused)) byId(focused)?.focus();
  }
  const notice = parts.getElementById("notice");
  const sentence = notice?.querySelector(".error")?.lastChild?.textContent.trim() ?? "";
  if (notice) byId("notice").replaceChildren(...notice.childNodes);
  return sentence;
}

// What somebody typed since `sent` left stays typed.
function keepTyped(old, fresh, sent) {
  for (const field of old.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea, select")) {
    const known = sent.get(field.name) ?? field.defaultValue;
    const place = fresh.querySelector(`[name="${field.name}"]`);
    if (place && known !== undefined && field.value !== known) place.value = field.value;
  }
}

form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter !== add) return;
  const text = box.value.trim();
  if (!text && (queue.length || Date.now() - heardAt < 1000)) return event.preventDefault(); // pressed twice
  if (!isCode(text)) return; // words search, and a misread code comes back with a sentence
  event.preventDefault();
  box.value = "";
  scanned(text);
});

byId("scan-form").classList.add("alive"); // from here on a burst is heard, not typed
listen({ onScan: (text) => scanned(text.trim()), isOurs: (text) => isCode(text.trim()) });

// Nothing is sent or received while a scan still waits for its answer.
document.addEventListener("submit", (event) => {
  if (!queue.length || (event.target === form && event.submitter === add)) return;
  event.preventDefault();
  beep("error");
});

addEventListener("beforeunload", (event) => {
  if (queue.length) event.preventDefault();
});

// -- the phone's camera ---------------------------------------------------------------------------

async function useCamera() {
  const camera = await import("./camera.js");
  const video = await camera.openHere();
  if (video) camera.watch(video, (code) => isCode(code) && scanned(code));
}

if (navigator.mediaDevices?.getUserMedia && byId("camera")) {
  byId("camera").hidden = false;
  byId("camera").addEventListener("click", useCamera);
}
