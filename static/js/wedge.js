// A keyboard-wedge scanner types a burst and ends it with Enter, with Tab or with nothing. This tells
// bursts from people by the time between keys, and hands them over wherever the focus was.

const GAP_MS = 150; // slow scanners send a key every 80 to 100 ms
const LEAST = 4;
const TAG = /\/k\/(\d{13})(?!\d)/i; // a tag's QR; Caps Lock turns the letters of the address
const BY_HAND = /^(F\d+|Escape)$/; // no scanner presses these: what was typed before was no code
const BEGINS = /[\dh]/i; // a code begins with a digit, an address with http

export function isCode(text) {
  const found = TAG.exec(text);
  const digits = (found ? found[1] : text).padStart(13, "0");
  if (!/^\d{13}$/.test(digits) || !(found || /^\d{12,13}$/.test(text))) return false;
  const sum = [...digits.slice(0, 12)].reduce((s, d, i) => s + Number(d) * (i % 2 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(digits[12]);
}

// A code to which nothing can be added: what is typed next begins another.
const isWhole = (text) => /(?:^|\/k\/)\d{13}$/i.test(text) && isCode(text);

// onScan(text) gets the burst; isOurs(text, target) says whether a burst typed into `target` is a
// scan rather than somebody typing fast.
export function listen({ onScan, isOurs }) {
  let text = "";
  let last = 0;
  let before = null; // the value of the field the burst ran into, to put back
  let field = null;
  let heardAt = -Infinity; // some scanners send Enter twice
  let heardIn = null;
  let silence; // runs while a whole code waits for a key that may end it

  function begin(target) {
    field = "value" in target && !target.matches("button") ? target : null;
    before = field?.value ?? null;
  }

  function handOver(target, at) {
    clearTimeout(silence);
    const inBox = field?.id === "scan";
    const burst = inBox && !isCode(text) ? field.value : text;
    if (field) field.value = inBox ? "" : before;
    heardAt = at;
    heardIn = target;
    text = "";
    onScan(burst);
  }

  function typed(event, target) {
    if (isWhole(text) && BEGINS.test(event.key) && isOurs(text, target)) {
      handOver(target, event.timeStamp);
    }
    if (!text) begin(target);
    text += event.key;
    const pressable = target.matches?.("button, a") && event.key !== " ";
    if (target === document.body || pressable) event.preventDefault();
    if (isWhole(text) && isOurs(text, target)) {
      silence = setTimeout(() => handOver(target, performance.now()), GAP_MS);
    }
  }

  // Who touched something in between is a person: the Enter that follows is theirs.
  document.addEventListener("pointerdown", () => { heardAt = -Infinity; }, { capture: true });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target;
    clearTimeout(silence);
    // event.timeStamp, not the time of handling: a busy page must not tear a burst apart.
    if (event.timeStamp - last > GAP_MS || BY_HAND.test(event.key)) text = "";
    last = event.timeStamp;
    if (event.key.length === 1) return typed(event, target);
    const ends = event.key === "Enter" || event.key === "Tab";
    const again = target === heardIn || !target.matches("input:not(#scan)");
    const full = target.id === "scan" && target.value;
    if (ends && !text && !full && again && event.timeStamp - heardAt < GAP_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!ends || text.length < LEAST || !isOurs(text, target)) {
      if (ends) text = "";
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    handOver(target, event.timeStamp);
  }, { capture: true });
}
