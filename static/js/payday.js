// Paying day: a slip that the camera sees is sent as if it had been scanned. The page comes back after each,
// so the camera is opened again while it is wanted. Without this file a scanner types into the box, and who is
// paid how is saved by a button.

import { beep } from "./sound.js";

const WANTED = "payday-camera";
const SLIP = /S\d+\/?$/i;
const PAUSE = 900; // milliseconds after the last choice, so that several are sent together
const byId = (id) => document.getElementById(id);
const box = byId("code");

async function useCamera() {
  const camera = await import("./camera.js");
  const video = await camera.openHere();
  if (!video) return sessionStorage.removeItem(WANTED);
  sessionStorage.setItem(WANTED, "1");
  const before = sessionStorage.getItem("payday-last"); // the slip that still lies before the camera
  camera.watch(video, (code) => {
    if (!SLIP.test(code) || code === before) return;
    sessionStorage.setItem("payday-last", code);
    beep("scan");
    box.value = code;
    box.form.requestSubmit();
  });
}

if (box && navigator.mediaDevices?.getUserMedia) {
  byId("camera").hidden = false;
  byId("camera").addEventListener("click", useCamera);
  if (sessionStorage.getItem(WANTED)) useCamera();
}

if (box?.value) box.select(); // what was refused: the next slip is scanned over it

const means = byId("means");
if (means) {
  let later;
  byId("save-means").hidden = true;
  means.addEventListener("change", () => {
    clearTimeout(later);
    later = setTimeout(() => means.requestSubmit(), PAUSE);
  });
}
