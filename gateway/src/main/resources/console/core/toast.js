// Short messages in the corner: what was done, and what could not be done and why.
import {problemWords} from './problem-words.js';

const MOST = 4;
const GOOD_MS = 5000;
/** Long enough to be read twice; what went wrong stands in the page, too, where there is a form. */
const ERROR_MS = 15000;
let toasts = [];
let count = 0;
const listeners = new Set();

export const onToasts = (listener) => {
  listeners.add(listener);
  listener(toasts);
  return () => listeners.delete(listener);
};

function set(next) {
  toasts = next;
  listeners.forEach((listener) => listener(toasts));
}

export const dismiss = (id) => set(toasts.filter((toast) => toast.id !== id));

/** Shows one, which goes away by itself. */
export function toast(kind, text, detail) {
  const id = ++count;
  set([...toasts, {id, kind, text, detail}].slice(-MOST));
  setTimeout(() => dismiss(id), kind === 'error' ? ERROR_MS : GOOD_MS);
}

/** Shows what went wrong, in words. */
export function toastProblem(problem) {
  const errors = (problem.errors ?? []).map(({at, what}) => `${at} ${what}`).join('; ');
  const {title, detail, mend} = problemWords(problem);
  toast('error', title, [detail, errors, mend].filter(Boolean).join(' '));
}

/** Does something; what goes wrong is shown. True if it went well. */
export async function attempt(action) {
  try {
    await action();
    return true;
  } catch (problem) {
    if (!problem.title) console.error(problem);
    toastProblem(problem);
    return false;
  }
}
