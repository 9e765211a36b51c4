// Photos on their way: each is kept in the browser with its own key until the server has it, so a
// dropped connection, a closed page or a second try can neither lose nor double one.

const STORE = "shots";
const RETRY_MS = 3000;
const TIMEOUT_MS = 90_000; // a photo over mobile data at the edge of a village

const memory = new Map(); // where the browser keeps nothing: good until the page is left
let opened;

function database() {
  opened ??= new Promise((found) => {
    try {
      const asked = indexedDB.open("titip-photos", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => found(asked.result);
      asked.onerror = () => found(null);
    } catch {
      found(null);
    }
  });
  return opened;
}

async function within(mode, work) {
  const known = await database();
  if (!known) return null;
  return new Promise((done, failed) => {
    const transaction = known.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = transaction.onerror = () => failed(transaction.error);
  });
}

// Keep a photo: { key, code, title, photo, outlet, shelf, at }. It is safe when this resolves.
export async function keep(shot) {
  if (await database()) await within("readwrite", (store) => store.put(shot));
  else memory.set(shot.key, shot);
}

export async function drop(key) {
  memory.delete(key);
  await within("readwrite", (store) => store.delete(key));
}

export async function waiting() {
  const kept = (await within("readonly", (store) => store.getAll())) ?? [];
  return [...kept, ...memory.values()].sort((a, b) => a.at - b.at);
}

// Send what waits, oldest first, for as long as the page is open. `tell` hears of each:
// sent(shot, html), refused(shot, sentence), offline(), signIn(where).
export function sender(url, tell) {
  let busy = false;
  let asked = false; // while busy: a photo may have come after what waits was looked at
  let timer;

  async function send(shot) {
    const body = new FormData();
    for (const name of ["key", "code", "outlet", "shelf", "by"]) body.set(name, shot[name] ?? "");
    body.set("photo", shot.photo, "foto.jpg");
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "HX-Request": "true", "HX-Current-URL": location.href },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const where = answer.headers.get("HX-Redirect");
    if (where) return { where };
    if (answer.status >= 500) throw new Error(String(answer.status));
    return { ok: answer.ok, html: await answer.text() };
  }

  async function drain() {
    clearTimeout(timer);
    if (busy) {
      asked = true;
      return;
    }
    busy = true;
    asked = false;
    try {
      for (let shot; (shot = (await waiting()).find((one) => !one.refused)); ) {
        const answer = await send(shot);
        if (answer.where) return tell.signIn(answer.where);
        if (answer.ok) {
          await drop(shot.key);
          tell.sent(shot, answer.html);
        } else {
          await keep({ ...shot, refused: true });
          tell.refused(shot, answer.html);
        }
      }
    } catch {
      tell.offline();
      timer = setTimeout(drain, RETRY_MS);
    } finally {
      busy = false;
      if (asked) drain();
    }
  }

  addEventListener("online", drain);
  return drain;
}
