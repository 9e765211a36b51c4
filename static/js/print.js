// The browser as printer: a button that prints, and a page that asks to print as soon as it stands.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
if (document.querySelector("[data-print-now]")) {
  window.addEventListener("load", () => window.print(), { once: true });
}
