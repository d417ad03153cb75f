// The corner with short messages. Errors are read out at once, the rest when there is a pause.
import {html, useEffect, useLayoutEffect, useRef, useState} from '../core/html.js';
import {dismiss, onToasts} from '../core/toast.js';
import {t} from '../core/words.js';
import {Icon} from './icons.js';

const ICONS = {error: 'warning', good: 'check', info: 'info'};

/** What must stay in sight: keys, and what a page says first. */
const KEYS = 'button, a[href], input, select, textarea, summary, label.choice, h1, h2';
const EDGE = 12;
const STEP = 24;

const overlap = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** Puts the messages where they cover no key: from below upwards at the left, then at the right; else where they cover fewest. */
function place(element) {
  const {width, height} = element.getBoundingClientRect();
  const keys = [...document.querySelectorAll(KEYS)].filter((one) => !element.contains(one)).map((one) => one.getBoundingClientRect())
    .filter((box) => box.width && box.bottom > 0 && box.top < innerHeight);
  let best = {covered: Infinity};
  for (const left of [EDGE, innerWidth - width - EDGE]) {
    for (let top = innerHeight - height - EDGE; top >= EDGE && best.covered; top -= STEP) {
      const box = {left, top, right: left + width, bottom: top + height};
      const covered = keys.filter((key) => overlap(key, box)).length;
      if (covered < best.covered) best = {covered, left, bottom: innerHeight - box.bottom};
    }
  }
  if (best.covered === Infinity) return;
  element.style.insetInlineStart = `${best.left}px`;
  element.style.insetBlockEnd = `${best.bottom}px`;
}

export function Toasts() {
  const [toasts, set] = useState([]);
  const element = useRef();
  useEffect(() => onToasts(set), []);
  useLayoutEffect(() => { if (toasts.length) place(element.current); }, [toasts]);
  const show = (toast) => html`
    <div class=${'toast ' + toast.kind} key=${toast.id}>
      <${Icon} name=${ICONS[toast.kind]} />
      <p><strong>${toast.text}</strong>${toast.detail && html` <span>${toast.detail}</span>`}</p>
      <button type="button" class="button quiet icon-only" aria-label=${t('dismiss')} onClick=${() => dismiss(toast.id)}><${Icon} name="cross" size="16" /></button>
    </div>`;
  return html`
    <div class="toasts" ref=${element}>
      <div role="alert">${toasts.filter((toast) => toast.kind === 'error').map(show)}</div>
      <div role="status">${toasts.filter((toast) => toast.kind !== 'error').map(show)}</div>
    </div>`;
}
