// Time as the gateway has it. A desk's own clock may be off; ages must not be.
const listeners = new Set();
let skew = 0; // Milliseconds that this browser is ahead of the gateway.
let best = Infinity;

/** Now in milliseconds, by the gateway's clock as far as it is known. */
export const now = () => Date.now() - skew;

/** Learns from an event that came right now: its time, and when it arrived. */
export function learn(time, arrived = Date.now()) {
  const ahead = arrived - Date.parse(time);
  if (Number.isFinite(ahead) && ahead < best) {
    best = ahead;
    skew = Math.abs(ahead) < 2000 ? 0 : ahead;
  }
}

/** Calls a listener each second; a worker ticks, because browsers slow down pages that nobody looks at. */
export function onTick(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls a listener four times a second: for what must be noticed quickly. */
export function onPulse(listener) {
  pulses.add(listener);
  return () => pulses.delete(listener);
}

const pulses = new Set();
let pulse = 0;
function beat() {
  pulses.forEach((listener) => listener());
  if (++pulse % 4 === 0) listeners.forEach((listener) => listener(now()));
}

try {
  new Worker('/core/tick-worker.js').onmessage = beat;
} catch {
  setInterval(beat, 250);
}
