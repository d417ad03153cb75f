// An age that counts by itself, until it is over: one text node is renewed each second, nothing else is drawn.
import {html, useLayoutEffect, useRef} from '../core/html.js';
import {now, onTick} from '../core/clock.js';
import {age, dayTime} from '../core/format.js';
import {preference} from '../core/preferences.js';

export function Age({since, until, className = ''}) {
  const element = useRef();
  const from = Date.parse(since);
  // The text belongs to the clock alone; the view library draws only the element around it.
  useLayoutEffect(() => {
    const show = (at) => { element.current.textContent = age(at - from); };
    show(until ? Date.parse(until) : now());
    return until ? undefined : onTick(show);
  }, [from, until, preference('language')]);
  return html`<time class=${'age ' + className} ref=${element} datetime=${since} title=${dayTime(since)}></time>`;
}
