// Lets the phone's own sheet share a page, where there is one; elsewhere the link opens WhatsApp.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-share]");
  if (!link || !navigator.share) return;
  event.preventDefault();
  navigator.share({ title: link.dataset.title, url: link.dataset.share }).catch(() => {});
});
