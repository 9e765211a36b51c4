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
const STASH = "titip-scans"; // what waits, kept in this tab over a reload or a sign-in
let sending = false;
let completing = false; // until its answer is here, nothing else may take the place of the change; what fails before it calls it off
let reachedAt = 0; // when the focus came to the button that completes
let toldAt = -Infinity; // when another total than the one seen was told: it is read before it is taken

// -- talking to the server ------------------------------------------------------------------------

async function ask(url, body) {
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

// One after the other: an answer overtaken by a later one would put back a ticket without its scan.
let turn = Promise.resolve();

function send(url, body, isWanted = () => true) {
  const answer = turn.then(() => (isWanted() ? ask(url, body) : null));
  turn = answer.catch(() => null);
  return answer;
}

// Put the parts of an answer (#ticket, #side, #notice) in the place of those on the page.
function show(html) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  const waiting = queue.map((scan) => scan.row);
  const refused = standingRefusals(parts);
  const before = byId("ticket")?.className;
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
  if (before !== byId("ticket")?.className) scrollTo({ top: 0 }); // a phone stands where the last buyer's page was left
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
  if (text && byId("scan-form")) enqueue({ key: newKey(), code: text });
}

function enqueue({ key, code }) {
  const row = document.createElement("tr");
  row.className = "waiting";
  const cell = row.insertCell();
  cell.colSpan = 5;
  const state = document.createElement("span");
  state.textContent = byId("scan-form").dataset.waits;
  cell.append(`${code} `, state);
  queue.push({ key, code, row });
  stash();
  byId("waiting")?.prepend(row);
  lockComplete();
  drain();
}

function stash() {
  try {
    sessionStorage.setItem(STASH, JSON.stringify(queue.map(({ key, code }) => ({ key, code }))));
  } catch {
    // a browser that keeps nothing: the scans live as long as the page
  }
}

// What an earlier page could not send: with its keys, so that nothing comes twice.
function takeUp() {
  if (!byId("scan-form")) return;
  try {
    JSON.parse(sessionStorage.getItem(STASH) ?? "[]").forEach(enqueue);
  } catch {
    sessionStorage.removeItem(STASH);
  }
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
      stash();
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
  for (const button of document.querySelectorAll("form[data-complete] button:not([type=button])")) {
    if (queue.length && !button.disabled) button.dataset.locked = "1";
    if (button.dataset.locked) button.disabled = queue.length > 0;
  }
}

// The paper of the sale on the screen: ask a few times how it fares, and touch nothing else.
function watchPaper(pauses = [1500, 3500, 8000]) {
  const state = document.querySelector(".done [data-again]");
  const [pause, ...later] = pauses;
  if (!state || !pause) return;
  setTimeout(async () => {
    try {
      const answer = await ask(state.dataset.again);
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

// A quantity that was typed and not yet sent goes first: what follows is about the ticket with it.
function sendTyped() {
  for (const input of document.querySelectorAll("form[data-on-change] input:not([type=hidden])")) {
    if (input.value !== input.defaultValue) input.form.requestSubmit();
  }
}

async function submit(form, button) {
  const completes = form.hasAttribute("data-complete");
  if (completing || (completes && queue.length)) return;
  if (completes && form.id !== "pay-form" && performance.now() - toldAt < PERSON_MS) return; // a key pressed twice
  if (form.dataset.busy) return; // the key makes a repeat harmless; this only spares the server
  form.dataset.busy = "1";
  if (!form.hasAttribute("data-on-change")) sendTyped();
  completing = completes;
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await send(form.action, new FormData(form, button), () => !completes || completing);
    if (!answer) return;
    if (answer.status >= 400) completing = false;
    connected(true);
    show(answer.html);
    if (answer.status === 409) toldAt = performance.now();
    beep(answer.status >= 400 ? "error" : completes ? "done" : "touch");
    settle();
  } catch {
    completing = false;
    connected(false);
    beep("error");
  } finally {
    if (completes) completing = false;
    delete form.dataset.busy;
    button?.removeAttribute("aria-busy");
  }
}

async function openPane(link) {
  if (link.getAttribute("aria-disabled") === "true" || queue.length || completing) return;
  sendTyped();
  try {
    const answer = await send(link.href);
    if (answer) {
      show(answer.html);
      settle();
      document.querySelector("#side .pay > h2")?.scrollIntoView({ block: "nearest" }); // on a phone it lies below the ticket
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
    received.value = grouped(fill.dataset.fill);
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

// Nobody counts zeros: 500000 becomes 500.000 as it is typed, where it is typed at its end.
const grouped = (digits) => Number(digits).toLocaleString("id-ID");

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("input.money")) return;
  const digits = input.value.replace(/\./g, "");
  if (/^\d{4,12}$/.test(digits) && input.selectionEnd === input.value.length) input.value = grouped(digits);
  if (input.dataset.due) preview(input);
});

// -- keys -------------------------------------------------------------------------------------------

// What a key does stands on the thing itself: data-key="F9". Escape goes back, a red row first.
const keyed = (key) =>
  document.querySelectorAll(key === "Escape" ? "[data-dismiss], [data-back]" : `[data-key="${key}"]`);

function press(things) {
  const wanted = [...things].find(
    (one) => !one.disabled && one.getAttribute("aria-disabled") !== "true" && (one.checkVisibility?.() ?? true),
  );
  if (!wanted?.matches("input:not([type=checkbox])")) return wanted?.click();
  wanted.focus();
  wanted.select();
}

document.addEventListener("keydown", (event) => {
  const named = event.altKey ? `Alt+${event.key.toUpperCase()}` : event.key;
  const things = /^(F\d+|Escape|Alt\+\w)$/.test(named) ? keyed(named) : [];
  if (things.length) {
    event.preventDefault();
    if (!event.repeat) press(things); // a key held down would go on to what comes next
  } else if (event.key === "Enter" && event.target.closest?.("form[data-complete]")) {
    // A scanner ends with Enter, maybe two: an Enter leads to the button, and only one that comes
    // a moment later, from a person, presses it.
    const onButton = event.target.id === "complete";
    if (onButton && event.timeStamp - reachedAt > PERSON_MS) return;
    event.preventDefault();
    if (!onButton) byId("complete")?.focus();
  }
});

// -- the camera of a phone: its page shows what it sees ----------------------------------------------

async function useCamera() {
  const camera = await import("./camera.js");
  const video = await camera.openHere();
  if (!video) return;
  camera.watch(video, (code) => {
    if (!isCode(code)) return;
    navigator.vibrate?.(60);
    scanned(code);
  });
}

listen({
  onScan: scanned,
  isOurs: (text, target) =>
    !target.matches("[data-scan-here]") && (target === scanBox() || target === document.body || target.matches("button, a") || isCode(text)),
});
settle();
watchPaper();
takeUp();
if (byId("viewfinder")) useCamera();
connected(true); // from here on the scanner is heard wherever the focus is
