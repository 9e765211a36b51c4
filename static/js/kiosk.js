// The gallery's screen: fetches pages instead of going to them, lets the round go by, and forgets whoever went away.
// A dead network changes nothing that stands there: the round stays in memory and goes on.

const TURN_MS = 9000;
const TIMEOUT_MS = 6000;
const RETRY_MS = 15000;

const lost = document.getElementById("lost");
let round = null; // the last round that was fetched, kept with its pictures
let turning;
let idle;
let retry;
let asked = 0;

const screen = () => document.getElementById("kiosk");
const home = () => screen().dataset.home;

async function fetched(address) {
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById("kiosk");
  if ((answer.ok || answer.status === 404) && found) return document.adoptNode(found);
  if (answer.ok) location.assign(answer.url); // the link was ended: this is no screen any more
  throw new Error(String(answer.status));
}

// Say whether the network is there; while it is not, one round is asked for again and again, never two.
function connected(is) {
  lost.hidden = is;
  clearTimeout(retry);
  if (!is) retry = setTimeout(renew, RETRY_MS);
}

function show(found) {
  screen().replaceWith(found);
  document.documentElement.lang = found.lang;
  document.title = found.dataset.title;
  scrollTo(0, 0);
  clearInterval(turning);
  if (found.querySelector("[data-slides]")) {
    round = found;
    turning = setInterval(turn, TURN_MS);
  }
}

function turn() {
  const slides = [...screen().querySelectorAll(".slide")];
  if (slides.length < 2) return;
  const now = slides.findIndex((slide) => slide.classList.contains("on"));
  const next = (now + 1) % slides.length;
  slides.forEach((slide, at) => {
    slide.classList.toggle("on", at === next);
    slide.toggleAttribute("aria-hidden", at !== next);
    slide.querySelector("a")?.setAttribute("tabindex", at === next ? "0" : "-1");
  });
  if (next === 0) renew();
}

// A new round, once the old one went by: what was sold is gone from it.
async function renew() {
  try {
    const fresh = await fetched(home());
    connected(true);
    if (screen().querySelector("[data-slides]")) show(fresh);
    else round = fresh;
  } catch {
    connected(false);
  }
}

async function go(address) {
  const mine = ++asked;
  screen().classList.add("waiting");
  try {
    const found = await fetched(address);
    connected(true);
    if (mine === asked) show(found);
  } catch {
    connected(false);
  } finally {
    screen().classList.remove("waiting");
  }
}

function forget() {
  if (screen().querySelector("[data-slides]") && screen().lang === "id") return;
  asked += 1;
  if (!round || round.lang !== "id") return go(home());
  show(round);
  renew();
}

function touched() {
  clearTimeout(idle);
  idle = setTimeout(forget, screen().dataset.idle * 1000);
}

// The first touch takes the address bar away; a page that is never left keeps it away.
function fill() {
  if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => {});
}

document.addEventListener("click", (event) => {
  fill();
  const link = event.target.closest("a[href]") ?? event.target.closest(".slide")?.querySelector("a[href]");
  if (!link) return;
  event.preventDefault();
  go(link.href);
});
for (const kind of ["pointerdown", "keydown", "scroll", "touchmove"]) {
  document.addEventListener(kind, touched, { passive: true });
}
for (const kind of ["contextmenu", "dragstart", "selectstart"]) {
  document.addEventListener(kind, (event) => event.target.closest?.("input") || event.preventDefault());
}

// The way back of a browser leads to the same place.
history.pushState(null, "");
addEventListener("popstate", () => history.pushState(null, ""));
addEventListener("online", renew);
addEventListener("offline", () => connected(false));

if ("wakeLock" in navigator) {
  const stay = () => document.visibilityState === "visible" && navigator.wakeLock.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stay);
  stay();
}
show(screen());
touched();
if (!round) renew();
