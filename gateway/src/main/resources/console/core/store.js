// Holds the one state. Actions come in, views are told once a frame, watchers at once.
import {useEffect, useState} from './html.js';
import {INITIAL, reduce} from './state.js';

let state = INITIAL;
let scheduled = false;
const views = new Set();
const watchers = new Set();

export const getState = () => state;

export function dispatch(action) {
  const before = state;
  state = reduce(state, action);
  if (state === before) return;
  watchers.forEach((watcher) => watcher(state, before, action));
  if (!scheduled) {
    scheduled = true;
    // A page that nobody looks at gets no frames, but must not fall behind.
    if (document.hidden) setTimeout(tellViews, 200);
    else requestAnimationFrame(tellViews);
  }
}

function tellViews() {
  scheduled = false;
  views.forEach((view) => view());
}

/** Calls watcher(state, before, action) at every change, whether anybody looks or not: sounds, titles. */
export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** What a selector makes of the state, now and after every change of it. */
export function useStore(select) {
  const [, again] = useState(0);
  const chosen = select(state);
  useEffect(() => {
    let last = chosen;
    const view = () => {
      const next = select(state);
      if (!Object.is(next, last)) {
        last = next;
        again((count) => count + 1);
      }
    };
    view();
    views.add(view);
    return () => views.delete(view);
  });
  return chosen;
}
