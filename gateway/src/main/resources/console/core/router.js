// Where the person is: #/page/rest/of/the/path. Only ever text; nothing of it is run.
import {useEffect, useState} from './html.js';

/** The path as its parts: '#/desk/incident/1' gives ['desk', 'incident', '1']. */
export function path() {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

export const link = (...parts) => '#/' + parts.map(encodeURIComponent).join('/');

export function go(...parts) {
  if (location.hash !== link(...parts)) location.hash = link(...parts);
}

export function usePath() {
  const [now, set] = useState(path());
  useEffect(() => {
    const change = () => set(path());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return now;
}
