// The phone's camera: its picture, and the code of a tag in it. The browser reads codes itself
// where it can (Android); elsewhere zxing does, compiled, from our own server.

const VENDOR = "/static/vendor";
const LOOK_MS = 120; // between two looks at the picture
const GONE_MS = 1200; // a code must be out of sight so long before it counts again
const FORMATS = ["ean_13", "qr_code"];
const READ_WIDTH = 1024;
const QUALITY = 0.9;
const LARGEST = 1920; // the server keeps 1280

export async function open(video) {
  if (!navigator.mediaDevices?.getUserMedia) return false; // plain http: no browser gives a camera
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1440 } },
    });
    await video.play();
    return true;
  } catch {
    return false;
  }
}

// Open the camera of a page: its picture is #viewfinder, #no-camera says why there is none, and a
// button #camera that was pressed is no longer needed. Returns the picture, null where there is none.
export async function openHere() {
  const [video, button, sorry] = ["viewfinder", "camera", "no-camera"].map((id) => document.getElementById(id));
  video.hidden = false;
  if (await open(video)) {
    if (button) button.hidden = true;
    return video;
  }
  video.hidden = true;
  sorry.hidden = false;
  return null;
}

async function reader() {
  if ("BarcodeDetector" in window) {
    const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (FORMATS.every((format) => known.includes(format))) {
      return reading(new BarcodeDetector({ formats: FORMATS }));
    }
  }
  await script(`${VENDOR}/barcode-detector-3.2.2.min.js`);
  const zxing = window.BarcodeDetectionAPI;
  zxing.prepareZXingModule({
    overrides: { locateFile: () => `${VENDOR}/zxing-wasm-3.1.3.reader.wasm` },
  });
  return reading(new zxing.BarcodeDetector({ formats: FORMATS }));
}

// Hand each code over as it comes into sight, once for as long as it stays. `resting()` says when
// nobody wants one. What comes back knows the code that was last in sight.
export function watch(video, onCode, resting = () => false) {
  const sight = { code: "", seen: 0 };
  reader().then(async (read) => {
    for (;;) {
      await new Promise((next) => setTimeout(next, LOOK_MS));
      if (resting() || document.hidden) continue;
      const code = await read(video).catch(() => null);
      if (!code || resting()) continue;
      const again = code === sight.code && Date.now() - sight.seen < GONE_MS;
      Object.assign(sight, { code, seen: Date.now() });
      if (!again) onCode(code);
    }
  });
  return sight;
}

function reading(detector) {
  const canvas = document.createElement("canvas");
  return async (video) => {
    if (!video.videoWidth) return null;
    draw(canvas, video, video.videoWidth, video.videoHeight, READ_WIDTH);
    for (const found of await detector.detect(canvas)) {
      const code = digits(found.rawValue);
      if (code) return code;
    }
    return null;
  };
}

// The 13 digits of a tag, from its bars, from its QR, or typed.
export function digits(text) {
  const bare = (text.match(/\/k\/(\d{13})(?:[/?#]|$)/i)?.[1] ?? text).replace(/[\s-]/g, "");
  return /^\d{13}$/.test(bare) ? bare : /^\d{12}$/.test(bare) ? `0${bare}` : null;
}

export function snap(video) {
  return jpeg(video, video.videoWidth, video.videoHeight);
}

// A photo from the phone's own camera, made smaller before it travels; as it is where that fails.
export async function shrink(file) {
  try {
    const image = await createImageBitmap(file);
    return await jpeg(image, image.width, image.height);
  } catch {
    return file;
  }
}

function jpeg(source, width, height) {
  const canvas = document.createElement("canvas");
  draw(canvas, source, width, height, LARGEST);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no photo"))), "image/jpeg", QUALITY);
  });
}

function draw(canvas, source, width, height, widest) {
  const share = Math.min(1, widest / Math.max(width, height));
  canvas.width = Math.round(width * share);
  canvas.height = Math.round(height * share);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
}

function script(address) {
  return new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = address;
    tag.onload = done;
    tag.onerror = () => failed(new Error(address));
    document.head.append(tag);
  });
}
