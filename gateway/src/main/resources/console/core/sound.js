// Sounds, made here so that no file is needed. Browsers give none before somebody has touched the page: `blocked()` says so.
import {onPulse} from './clock.js';

/** Tones of each sound: [start s, length s, Hz, Hz at the end]; and after how long it comes again. */
const SOUNDS = {
  1: {tones: [0, .5, 1, 1.5].flatMap((at) => [[at, .24, 988, 988], [at + .25, .24, 740, 740]]), shape: 'square', level: .5, every: 2.6},
  2: {tones: [[0, .2, 880, 880], [.3, .2, 880, 880], [.6, .2, 880, 880]], shape: 'square', level: .4, every: 3},
  3: {tones: [[0, .25, 659, 659], [.35, .25, 784, 784]], shape: 'triangle', level: .6, every: 5},
  4: {tones: [[0, .3, 523, 523]], shape: 'triangle', level: .45, every: 10},
  drill: {tones: [[0, .18, 523, 523], [.2, .18, 659, 659], [.4, .25, 784, 784]], shape: 'sine', level: .5, every: 6},
  test: {tones: [[0, .3, 440, 440]], shape: 'sine', level: .4, every: 12},
  lost: {tones: [[0, .6, 620, 240], [.75, .6, 620, 240]], shape: 'sawtooth', level: .4, every: 4},
  again: {tones: [[0, .12, 1175, 1175], [.16, .12, 1175, 1175], [.32, .2, 1568, 1568]], shape: 'square', level: .4},
  recalled: {tones: [[0, .3, 784, 784], [.35, .3, 587, 587], [.7, .6, 392, 392]], shape: 'triangle', level: .6, every: 6},
  overdue: {tones: [[0, .2, 587, 587], [.25, .35, 440, 440]], shape: 'triangle', level: .6},
};

let context;
let wanted; // the sound that goes on, or undefined
let next = 0;
const listeners = new Set();

/** Told whenever sound becomes possible or impossible. */
export const onSound = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const changed = () => listeners.forEach((listener) => listener());

/** Whether this browser lets nothing be heard yet. */
export const blocked = () => context?.state !== 'running';

/** Asks the browser for sound; it agrees only while somebody presses or touches something. */
export async function unlock() {
  if (!context) {
    context = new AudioContext();
    context.onstatechange = changed;
  }
  if (context.state !== 'running') await context.resume();
  changed();
  return !blocked();
}

/** Plays a sound once. */
export function play(name) {
  const sound = SOUNDS[name];
  if (!sound || blocked()) return;
  for (const [start, length, from, to] of sound.tones) tone(context.currentTime + start + .02, length, from, to, sound);
}

function tone(at, length, from, to, {shape, level}) {
  const source = context.createOscillator();
  const gain = context.createGain();
  source.type = shape;
  source.frequency.setValueAtTime(from, at);
  source.frequency.linearRampToValueAtTime(to, at + length);
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(level, at + .015);
  gain.gain.setValueAtTime(level, at + length - .03);
  gain.gain.linearRampToValueAtTime(0, at + length);
  source.connect(gain).connect(context.destination);
  source.start(at);
  source.stop(at + length + .01);
}

/** Keeps a sound going until another is wanted, or none. */
export function keep(name) {
  if (name === wanted) return;
  wanted = name;
  next = 0;
  again();
}

/** What sounds now. */
export const sounding = () => wanted;

function again() {
  if (wanted === undefined || blocked() || performance.now() < next) return;
  next = performance.now() + SOUNDS[wanted].every * 1000;
  play(wanted);
}

onPulse(again);
for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => { if (blocked()) unlock().catch(() => {}); }, {capture: true});
