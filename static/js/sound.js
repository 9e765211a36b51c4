// Three short sounds: heard, not understood, done. Silent where the browser forbids sound.

const TUNES = { scan: [[1320, 0.06]], error: [[220, 0.16], [180, 0.22]], done: [[880, 0.08], [1320, 0.14]] };
let context;

export function beep(name) {
  const tune = TUNES[name];
  if (!tune) return;
  try {
    context ??= new AudioContext();
    let at = context.currentTime;
    for (const [frequency, seconds] of tune) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      tone.type = name === "error" ? "square" : "sine";
      volume.gain.setValueAtTime(0.12, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds;
    }
  } catch {
    // no sound device
  }
}
