// Foto cepat: scan a tag, snap, next. Photos wait in the browser and travel by themselves.

import * as camera from "./camera.js";
import { newKey } from "./keys.js";
import { drop, keep, sender, waiting } from "./shot_queue.js";
import { beep } from "./sound.js";

const SHOWN = 8;

const byId = (id) => document.getElementById(id);
const root = byId("shots");
const say = root.dataset;
const video = byId("picture");
const known = new Map(); // code -> { title, maker, photos }
let live = false; // a camera shows its picture on the page
let found = null; // { code, title, … } that is being photographed
let sight = {}; // the code that the camera saw last, and when
let taken = null; // what was photographed last, for one photo more

// -- what is scanned ------------------------------------------------------------------------------

async function learn() {
  try {
    const answer = await fetch(say.goods);
    for (const [code, title, maker, photos] of (await answer.json()).goods) {
      known.set(code, { code, title, maker, photos });
    }
  } catch {
    // without a list each code is taken as it is, and the server judges it
  }
}

function scanned(code) {
  const goods = known.get(code) ?? (known.size ? null : { code, title: code, maker: "", photos: 0 });
  if (!goods) return refuse(say.unknown.replace("%(code)s", code));
  beep("scan");
  found = goods;
  show();
}

function refuse(sentence) {
  beep("error");
  byId("prompt").textContent = sentence;
  byId("prompt").classList.add("bad");
}

// -- what is photographed -------------------------------------------------------------------------

async function take(picture) {
  const goods = found;
  if (!goods) return;
  const photo = await picture.catch(() => null);
  if (!photo) return refuse(say.nophoto);
  const shot = {
    key: newKey(), code: goods.code, title: goods.title, photo, at: Date.now(),
    outlet: byId("outlet")?.value ?? "", shelf: byId("shelf").value, by: say.by,
  };
  await keep(shot);
  beep("done");
  goods.photos += 1;
  taken = goods;
  found = null;
  Object.assign(sight, { code: goods.code, seen: Date.now() });
  add(shot);
  show();
  send();
}

function show() {
  byId("found").hidden = !found;
  byId("more").hidden = Boolean(found) || !taken;
  byId("viewfinder").hidden = !live;
  byId("code-form").hidden = Boolean(found);
  byId("snap").hidden = !live;
  byId("snap-file").hidden = live;
  byId("prompt").classList.remove("bad");
  byId("prompt").textContent = found ? say.aim : live ? say.scan : say.type;
  root.classList.toggle("aiming", Boolean(found));
  if (found) {
    byId("found-title").textContent = found.title;
    byId("found-maker").textContent = found.maker;
    byId("found-photos").textContent = found.photos ? say.has.replace("%(n)s", found.photos) : "";
    (live ? byId("snap") : byId("snap-file").querySelector("input")).focus();
  } else if (taken) {
    byId("more-title").textContent = taken.title;
  }
}

// -- what is on its way ---------------------------------------------------------------------------

const rows = new Map(); // key -> list item

function add(shot) {
  const item = byId("shot-row").content.firstElementChild.cloneNode(true);
  item.dataset.key = shot.key;
  item.querySelector("img").src = URL.createObjectURL(shot.photo);
  item.querySelector("strong").textContent = shot.title;
  item.querySelector("small").textContent = say.waits;
  rows.set(shot.key, item);
  byId("queue").prepend(item);
  for (const old of [...byId("queue").children].slice(SHOWN)) if (old.classList.contains("sent")) old.remove();
  count();
}

function mark(shot, kind, words) {
  const item = rows.get(shot.key);
  if (!item) return;
  item.className = kind;
  item.querySelector("small").textContent = words;
}

async function count() {
  const kept = await waiting();
  const refused = kept.filter((shot) => shot.refused).length;
  const left = kept.length - refused;
  byId("link-state").dataset.waiting = left;
  if (!left && refused) byId("link-state").textContent = say.somerefused.replace("%(n)s", refused);
  else if (!left) byId("link-state").textContent = byId("queue").children.length ? say.allsent : "";
  else if (!byId("link-state").classList.contains("bad")) byId("link-state").textContent = say.sending.replace("%(n)s", left);
}

function connected(good) {
  byId("link-state").classList.toggle("bad", !good);
}

const tell = {
  sent(shot, html) {
    connected(true);
    mark(shot, "sent", say.sent);
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("missing");
    if (fresh) byId("missing").replaceWith(document.adoptNode(fresh));
    count();
  },
  refused(shot, html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    mark(shot, "refused", page.querySelector(".notice.error")?.lastChild?.textContent?.trim() || say.refused);
    rows.get(shot.key)?.querySelector("button").removeAttribute("hidden");
    beep("error");
    count();
  },
  async offline() {
    connected(false);
    const left = (await waiting()).filter((shot) => !shot.refused).length;
    byId("link-state").textContent = say.offline.replace("%(n)s", left);
  },
  signIn(where) {
    connected(false);
    const link = document.createElement("a");
    link.href = where;
    link.textContent = say.signin;
    byId("link-state").replaceChildren(link);
  },
};

const send = sender(say.url, tell);

// -- the page -------------------------------------------------------------------------------------

async function start() {
  root.classList.add("alive");
  navigator.storage?.persist?.().catch(() => {});
  byId("snap").addEventListener("click", () => take(camera.snap(video)));
  byId("not-this").addEventListener("click", () => {
    found = null;
    show();
  });
  byId("more").addEventListener("click", () => {
    found = taken;
    show();
  });
  byId("snap-file").querySelector("input").addEventListener("change", ({ target }) => {
    if (target.files[0]) take(camera.shrink(target.files[0]));
    target.value = "";
  });
  byId("code-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const box = byId("code");
    const code = camera.digits(box.value);
    if (code) {
      scanned(code);
      box.value = "";
    } else refuse(say.unknown.replace("%(code)s", box.value));
  });
  byId("queue").addEventListener("click", async ({ target }) => {
    const item = target.closest("button")?.closest("li");
    if (!item) return;
    await drop(item.dataset.key);
    item.remove();
    count();
  });
  for (const shot of await waiting()) {
    add(shot);
    if (shot.refused) {
      mark(shot, "refused", say.refused);
      rows.get(shot.key).querySelector("button").removeAttribute("hidden");
    }
  }
  send();
  await learn();
  live = await camera.open(video);
  show();
  if (live) sight = camera.watch(video, scanned, () => Boolean(found));
  else byId("no-camera").hidden = false;
}

start();
