// Small hooks that several pages use.
import {useEffect, useRef, useState} from './html.js';
import {now, onTick} from './clock.js';
import {onPreference} from './preferences.js';
import {Problem} from './api.js';

/** The time now, renewed each second. */
export function useNow() {
  const [at, tick] = useState(now());
  useEffect(() => onTick(tick), []);
  return at;
}

/** Draws anew when language, theme or another choice changes. */
export function usePreferences() {
  const [, again] = useState(0);
  useEffect(() => onPreference(() => again((count) => count + 1)), []);
}

/**
 * Asks once, and again when one of `on` changes. {value, problem, loading, again}.
 */
export function useAsked(asking, on = []) {
  const [answer, set] = useState({loading: true});
  const round = useRef(0);
  const go = () => {
    const mine = ++round.current;
    set((before) => ({...before, loading: true}));
    Promise.resolve().then(asking).then(
      (value) => { if (mine === round.current) set({value, loading: false}); },
      (problem) => {
        if (!(problem instanceof Problem)) console.error(problem);
        if (mine === round.current) set((before) => ({...before, problem, loading: false}));
      });
  };
  useEffect(() => {
    go();
    return () => { round.current++; };
  }, on);
  return {...answer, again: go};
}

/** Listens to keys while the component is there; `keys` is renewed at every drawing. */
export function useKeys(listener) {
  const current = useRef(listener);
  current.current = listener;
  useEffect(() => {
    const hear = (event) => current.current(event);
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}
