// Keeps the buyer's display up to date: asks twice a second, and gets an answer only when it changed.

const EVERY_MS = 500;
const AFTER_TROUBLE_MS = 1500;
const TIMEOUT_MS = 4000;

const screen = document.getElementById("screen");
const lost = document.getElementById("lost");
let seen = "";

async function ask() {
  const answer = await fetch(screen.dataset.now, {
    headers: seen ? { "If-None-Match": seen } : {},
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (answer.status === 404) location.reload(); // this address leads nowhere any more: say so
  if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
  if (answer.status === 304) return;
  const html = await answer.text();
  const parts = new DOMParser().parseFromString(html, "text/html");
  screen.replaceChildren(...parts.body.childNodes);
  seen = answer.headers.get("ETag") ?? "";
}

async function follow() {
  let pause = EVERY_MS;
  try {
    await ask();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
    pause = AFTER_TROUBLE_MS;
  }
  setTimeout(follow, pause);
}

if ("wakeLock" in navigator) {
  const stay = () => document.visibilityState === "visible" && navigator.wakeLock.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stay);
  stay();
}
follow();
