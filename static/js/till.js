// The till in the browser: hears the scanner wherever the focus is, keeps scans in order, and
// shows each as waiting until the server has it. Without this file every form still works.

import { newKey } from "./keys.js";
import { beep } from "./sound.js";
import { isCode, listen } from "./wedge.js";

const RETRY_MS = 1500;
const TIMEOUT_MS = 8000;
const PERSON_MS = 400; // no scanner waits so long between two keys

const byId = (id) => document.getElementById(id);
const scanBox = () => byId("scan");
const queue = []; // { key, code, row }
let sending = false;
let reachedAt = 0; // when the focus came to the button that completes

// -- talking to the server ------------------------------------------------------------------------

async function send(url, body) {
  const options = { headers: { "HX-Request": "true", "HX-Current-URL": location.href } };
  if (body) Object.assign(options, { method: "POST", body });
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const elsewhere = response.headers.get("HX-Redirect");
  if (elsewhere) {
    location.assign(elsewhere);
    return null;
  }
  if (response.redirected && !new URL(response.url).pathname.startsWith("/pos")) {
    location.assign(response.url);
    return null;
  }
  return { status: response.status, html: await response.text() };
}

// Put the parts of an answer (#ticket, #side, #notice) in the place of those on the page.
function show(html) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  const waiting = queue.map((scan) => scan.row);
  const refused = standingRefusals(parts);
  for (const id of ["ticket", "side"]) {
    const fresh = parts.getElementById(id);
    if (fresh && byId(id)) byId(id).replaceWith(document.adoptNode(fresh));
  }
  const notice = parts.getElementById("notice");
  if (notice && byId("notice")) byId("notice").replaceChildren(...notice.childNodes);
  byId("waiting")?.replaceChildren(...waiting.reverse());
  byId("refused")?.append(...refused);
  lockComplete();
  watchPaper();
}

// A refused scan stays red while the same ticket goes on: in a burst nobody looks at each answer.
function standingRefusals(parts) {
  const before = byId("ticket")?.dataset.sale;
  const after = parts.getElementById("ticket")?.dataset.sale;
  return before && before !== after ? [] : [...(byId("refused")?.children ?? [])];
}

function dismiss(link) {
  link.closest("tr").remove();
  settle();
}

function connected(good) {
  const state = byId("link-state");
  if (!state) return;
  state.textContent = good ? state.dataset.good : state.dataset.bad;
  state.classList.toggle("bad", !good);
}

// -- scans: one key each, sent in order, kept until answered -------------------------------------

function scanned(code) {
  const text = code.trim();
  if (!text) return;
  const form = byId("scan-form");
  if (!form) return;
  const row = document.createElement("tr");
  row.className = "waiting";
  const cell = row.insertCell();
  cell.colSpan = 5;
  cell.textContent = `… ${text}`;
  queue.push({ key: newKey(), code: text, row });
  byId("waiting")?.prepend(row);
  lockComplete();
  drain();
}

async function drain() {
  if (sending) return;
  sending = true;
  while (queue.length) {
    const scan = queue[0];
    const body = new FormData();
    body.set("key", scan.key);
    body.set("code", scan.code);
    try {
      const answer = await send(byId("scan-form").action, body);
      if (!answer) break;
      if (answer.status >= 500) throw new Error(String(answer.status));
      queue.shift();
      connected(true);
      show(answer.html);
      beep(answer.status < 400 ? "scan" : "error");
      settle();
    } catch {
      connected(false); // the scan stays in the queue with its key: a repeat cannot double it
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
  sending = false;
}

// Nothing may be completed while a scan still waits for its answer.
function lockComplete() {
  const button = byId("complete");
  if (button) button.disabled = queue.length > 0;
}

// The paper of the sale on the screen: ask a few times how it fares, and touch nothing else.
function watchPaper(pauses = [1500, 3500, 8000]) {
  const state = document.querySelector(".done [data-again]");
  const [pause, ...later] = pauses;
  if (!state || !pause) return;
  setTimeout(async () => {
    try {
      const answer = await send(state.dataset.again);
      const fresh = answer && new DOMParser().parseFromString(answer.html, "text/html");
      const news = fresh?.querySelector(".done .state");
      if (!state.isConnected || !news) return;
      state.replaceWith(document.adoptNode(news));
    } catch {
      return;
    }
    watchPaper(later);
  }, pause);
}

// -- everything else: forms and panes -------------------------------------------------------------

async function submit(form, button) {
  if (form.hasAttribute("data-complete") && queue.length) return;
  if (form.dataset.busy) return; // the key makes a repeat harmless; this only spares the server
  form.dataset.busy = "1";
  try {
    const answer = await send(form.action, new FormData(form, button));
    if (!answer) return;
    connected(true);
    show(answer.html);
    beep(answer.status >= 400 ? "error" : form.hasAttribute("data-complete") ? "done" : "touch");
    settle();
  } catch {
    connected(false);
    beep("error");
  } finally {
    delete form.dataset.busy;
  }
}

async function openPane(link) {
  if (link.getAttribute("aria-disabled") === "true" || queue.length) return;
  try {
    const answer = await send(link.href);
    if (answer) {
      show(answer.html);
      settle();
    }
  } catch {
    connected(false);
  }
}

// After every answer the focus is where the next thing happens: the pane's field, else the scan box.
function settle() {
  const wanted = document.querySelector("#side [autofocus]") ?? scanBox();
  wanted?.focus({ preventScroll: wanted === scanBox() });
  if (wanted && wanted !== scanBox()) wanted.select?.();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "scan-form") {
    event.preventDefault();
    scanned(scanBox().value);
    scanBox().value = "";
  } else if (form.hasAttribute("data-swap")) {
    event.preventDefault();
    submit(form, event.submitter);
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-on-change]");
  if (form) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.matches?.("input[name=quantity]")) event.target.select(); // typing 3 means 3, not 31
  const link = event.target.closest?.("a[data-pane], a[data-dismiss]");
  if (link) {
    event.preventDefault();
    link.hasAttribute("data-dismiss") ? dismiss(link) : openPane(link);
    return;
  }
  const fill = event.target.closest?.("[data-fill]");
  const received = document.querySelector("[data-testid=cash-received]");
  if (fill && received) {
    received.value = fill.dataset.fill;
    preview(received);
    byId("complete")?.focus();
  }
});

// -- cash: the change as it is typed ---------------------------------------------------------------

function preview(input) {
  const out = byId("change-preview");
  const amount = Number(input.value.replace(/\D/g, ""));
  const change = amount - Number(input.dataset.due);
  if (!out) return;
  out.textContent = amount && change >= 0 ? change.toLocaleString("id-ID") : "–";
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-testid=cash-received]")) preview(event.target);
});

// -- keys -------------------------------------------------------------------------------------------

const press = (selector) => document.querySelector(selector)?.click();

document.addEventListener("keydown", (event) => {
  const actions = {
    F2: () => byId("search-goods")?.click(),
    F4: () => press("[data-testid=discount]"),
    F6: () => press("[data-testid=pay-exact]:not(:disabled)"),
    F7: () => press("[data-testid=more]"),
    F8: () => byId("hold-form")?.requestSubmit(),
    F9: () => press("#complete:not(:disabled), [data-testid=pay-cash], [data-next]"),
    Escape: () => press("[data-dismiss], [data-back]"),
  };
  const action = event.altKey && event.key.toLowerCase() === "q"
    ? () => press("[data-testid=pay-qris]")
    : actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  } else if (event.key === "Enter" && event.target.closest?.("form[data-complete]")) {
    // A scanner ends with Enter, maybe two: an Enter leads to the button, and only one that comes
    // a moment later, from a person, presses it.
    const onButton = event.target.id === "complete";
    if (onButton && event.timeStamp - reachedAt > PERSON_MS) return;
    event.preventDefault();
    if (!onButton) byId("complete")?.focus();
  }
});

document.addEventListener("focusin", (event) => {
  if (event.target.id === "complete") reachedAt = event.timeStamp;
});

listen({
  onScan: scanned,
  isOurs: (text, target) =>
    !target.matches("[data-scan-here]") && (target === scanBox() || target === document.body || target.matches("button, a") || isCode(text)),
});
settle();
watchPaper();
connected(true); // from here on the scanner is heard wherever the focus is
