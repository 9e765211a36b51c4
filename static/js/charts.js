// Draws a chart of each table that asks for one (data-chart): its rows' names, and the amounts of its rows
// (data-makers, data-house). The table stays beneath: whoever has no JavaScript reads the same figures there.
/* global Chart */

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const plain = (amount) => new Intl.NumberFormat("id-ID").format(amount);
const MOST = 12; // bars that lie; more are in the table

function draw(table) {
  const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.makers !== undefined);
  if (rows.length < 2) return;
  const lying = table.dataset.chart === "parts";
  const shown = lying ? rows.slice(0, MOST) : rows;
  const box = document.createElement("div");
  box.className = lying ? "drawn lying" : "drawn";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", table.dataset.chartLabel);
  box.append(canvas);
  table.parentElement.before(box);
  if (lying) box.dataset.rows = shown.length > 6 ? "many" : "few";
  const series = (label, key, fill) => ({ label, backgroundColor: fill, data: shown.map((row) => Number(row.dataset[key])), stack: "all", maxBarThickness: 36 });
  const amounts = { stacked: true, grid: { color: colour("--line") }, ticks: { callback: (value) => plain(value), maxTicksLimit: 6 } };
  const names = { stacked: true, grid: { display: false }, ticks: { autoSkip: !lying } };
  new Chart(canvas, {
    type: "bar",
    data: {
      labels: shown.map((row) => row.dataset.name),
      datasets: [series(table.dataset.makersLabel, "makers", colour("--maroon")), series(table.dataset.houseLabel, "house", colour("--gold"))],
    },
    options: {
      animation: false, maintainAspectRatio: false, indexAxis: lying ? "y" : "x",
      font: { family: getComputedStyle(document.body).fontFamily }, color: colour("--ink"),
      scales: lying ? { x: amounts, y: names } : { x: names, y: amounts },
      plugins: {
        legend: { position: "bottom", labels: { boxWidth: 14, boxHeight: 14 } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${plain(item.raw)}` } },
      },
    },
  });
}

document.querySelectorAll("table[data-chart]").forEach(draw);
