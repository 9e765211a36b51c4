// Tells the buyer's display when the cashier has a QRIS code open, so that it shows the code too.

import { newKey } from "./keys.js";

const TOLD = "titip-told"; // kept over a page that is loaded anew, so that a code is taken back
let told = sessionStorage.getItem(TOLD) ?? "";

// The code that stands beside the ticket, and the rupiah that it asks for.
function shown(side) {
  const code = side.querySelector("img.qris");
  return code ? (new URL(code.src).searchParams.get("amount") ?? "") : "";
}

function tell() {
  const side = document.getElementById("side");
  if (!side?.dataset.tell) return;
  const amount = shown(side);
  if (amount === told) return;
  told = amount;
  sessionStorage.setItem(TOLD, told);
  const body = new FormData();
  body.set("key", newKey());
  body.set("shows", amount && "qris");
  body.set("amount", amount);
  fetch(side.dataset.tell, { method: "POST", body }).catch(() => {
    told = null; // the next look tries again
    sessionStorage.removeItem(TOLD);
  });
}

new MutationObserver(tell).observe(document.body, { childList: true, subtree: true });
tell();
