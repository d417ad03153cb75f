// The one place that knows the view library: Preact's hooks and htm's tagged templates, without a build step; and the one
// place where text is put into the page.
import {html as template} from '/lib/preact.js';

export {
  h, render, Component, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback,
} from '/lib/preact.js';

/** What turns the direction of all that follows it around (UAX #9): it would turn the rest of the line, too. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Text as it is shown: letters keep their own direction, and nothing else turns. */
export const straight = (text) => (typeof text === 'string' ? text.replace(TURNS, '') : Array.isArray(text) ? text.map(straight) : text);

const PLACES = new WeakMap();

/** Of each value of a template, whether it stands as text, not in a tag. */
function places(parts) {
  if (!PLACES.has(parts)) {
    let inTag = false;
    PLACES.set(parts, parts.map((part) => {
      const [opened, closed] = [part.lastIndexOf('<'), part.lastIndexOf('>')];
      if (opened !== closed) inTag = opened > closed;
      return !inTag;
    }));
  }
  return PLACES.get(parts);
}

/** A piece of the page. What stands as text is {@link straight}; what fields and addresses hold stays as it is. */
export function html(parts, ...values) {
  const isText = places(parts);
  return template(parts, ...values.map((value, index) => (isText[index] ? straight(value) : value)));
}
