// Settling: the great sum, the number of makers and the list of slips that become void follow the ticks at once.
// Without this file the button "Jumlahkan lagi" asks the server for the same.

const boxes = [...document.querySelectorAll('input[name="with"]')];
const byId = (id) => document.getElementById(id);
const voids = byId("settle-voids");

function follow() {
  const ticked = boxes.filter((box) => box.checked);
  const sum = ticked.reduce((total, box) => total + Number(box.dataset.amount), 0);
  byId("settle-sum").textContent = (sum < 0 ? "−Rp" : "Rp") + Math.abs(sum).toLocaleString("id-ID");
  byId("settle-count").textContent = ticked.length.toLocaleString("id-ID");
  if (!voids) return;
  const ids = new Set(ticked.map((box) => box.value));
  const named = [...voids.querySelectorAll("li")];
  for (const one of named) one.hidden = !ids.has(one.dataset.maker);
  voids.hidden = named.every((one) => one.hidden);
}

function tickAll(wanted) {
  return (event) => {
    event.preventDefault();
    for (const box of boxes) box.checked = wanted;
    follow();
  };
}

for (const box of boxes) box.addEventListener("change", follow);
document.querySelector('[data-testid="tick-all"]').addEventListener("click", tickAll(true));
document.querySelector('[data-testid="tick-none"]').addEventListener("click", tickAll(false));
byId("recount").hidden = true;
follow(); // a browser that comes back keeps the ticks, not the sum
