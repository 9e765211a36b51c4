// Who is at the till: a name that is touched, or a digit that is typed, leads to the PIN.

const pin = document.querySelector("input.pin");
const chosen = () => document.querySelector("[name=user]:checked");

for (const person of document.querySelectorAll(".person")) {
  // A touch only: arrows go on through the names, and each of them is a click to the browser too.
  person.addEventListener("pointerup", () => setTimeout(() => pin.focus()));
}

document.addEventListener("keydown", (event) => {
  if (/^\d$/.test(event.key) && chosen() && document.activeElement !== pin) pin.focus();
});

if (chosen()) pin.focus();
