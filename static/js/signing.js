// Signing on the screen: what a finger, a pen or a mouse draws becomes strokes of whole numbers in a
// hidden field (core/drawn.py reads them). Without this file the paper is printed and signed.

const WIDTH = 600;
const HEIGHT = 200;
const NEAR = 3; // points that are closer add nothing

for (const field of document.querySelectorAll("[data-pad]")) begin(field);

function begin(field) {
  const canvas = field.querySelector("canvas");
  const kept = field.querySelector("input");
  const strokes = read(kept.value);
  let stroke = null;

  field.hidden = false;
  draw();

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
    draw();
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || !event.isPrimary) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = point(one);
      const [lastX, lastY] = stroke[stroke.length - 1];
      if (Math.abs(x - lastX) + Math.abs(y - lastY) >= NEAR) stroke.push([x, y]);
    }
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      stroke = null;
      keep();
    });
  }
  field.querySelector("button").addEventListener("click", () => {
    strokes.length = 0;
    keep();
    draw();
  });

  function point(event) {
    const box = canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * WIDTH);
    const y = Math.round(((event.clientY - box.top) / box.height) * HEIGHT);
    return [Math.min(Math.max(x, 0), WIDTH), Math.min(Math.max(y, 0), HEIGHT)];
  }

  function keep() {
    kept.value = strokes.map((line) => line.map((one) => one.join(",")).join(" ")).join(";");
  }

  function draw() {
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    for (const line of strokes) {
      pen.beginPath();
      pen.moveTo(...line[0]);
      for (const one of line.length > 1 ? line.slice(1) : line) pen.lineTo(...one);
      pen.stroke();
    }
  }
}

function read(text) {
  if (!text) return [];
  return text.split(";").map((line) => line.split(" ").map((one) => one.split(",").map(Number)));
}
