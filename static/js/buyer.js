// Tells the buyer's display when the cashier has a QRIS code open, so that it shows the code too.

import { newKey } from "./keys.js";

let told = "";

function tell() {
  const side = document.getElementById("side");
  if (!side?.dataset.tell) return;
  const shows = side.dataset.shows ?? "";
  if (shows === told) return;
  told = shows;
  const body = new FormData();
  body.set("key", newKey());
  body.set("shows", shows);
  fetch(side.dataset.tell, { method: "POST", body }).catch(() => {
    told = null; // the next look tries again
  });
}

new MutationObserver(tell).observe(document.body, { childList: true, subtree: true });
tell();
