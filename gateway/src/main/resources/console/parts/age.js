// An age that counts by itself: one text node is renewed each second, nothing else is drawn.
import {html, useEffect, useRef} from '../core/html.js';
import {now, onTick} from '../core/clock.js';
import {age, dayTime} from '../core/format.js';

export function Age({since, className = ''}) {
  const element = useRef();
  const from = Date.parse(since);
  useEffect(() => onTick((at) => {
    if (element.current) element.current.textContent = age(at - from);
  }), [from]);
  return html`<time class=${'age ' + className} ref=${element} datetime=${since} title=${dayTime(since)}>${age(now() - from)}</time>`;
}
