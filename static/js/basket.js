// What was typed beside a piece goes along with the button that asks for the code: nobody presses the
// small one of each row first.

document.addEventListener("submit", (event) => {
  const ready = event.target;
  if (!ready.matches("form[data-with-rows]")) return;
  ready.querySelectorAll("[data-along]").forEach((old) => old.remove());
  for (const row of document.querySelectorAll("form[data-item]")) {
    for (const field of row.querySelectorAll("[name=quantity], [name=note]")) {
      const along = Object.assign(document.createElement("input"), { type: "hidden", value: field.value });
      along.name = `${field.name}-${row.dataset.item}`;
      along.dataset.along = "";
      ready.append(along);
    }
  }
});
