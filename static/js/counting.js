// Adds up the notes and coins of a drawer count as they are typed.

const form = document.getElementById("count-form");
const total = form.querySelector("[name=counted_cash]");

form.addEventListener("input", (event) => {
  if (!event.target.dataset.note) return;
  let sum = 0;
  for (const input of form.querySelectorAll("[data-note]")) {
    sum += Number(input.dataset.note) * Number(input.value.replace(/\D/g, ""));
  }
  total.value = sum.toLocaleString("id-ID");
});

// Enter goes on to the next box, as people who count expect; only the button closes.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=radio])")) return;
  event.preventDefault();
  const boxes = [...form.querySelectorAll("input:not([type=hidden]), select, button.primary")];
  boxes[boxes.indexOf(event.target) + 1]?.focus();
});
