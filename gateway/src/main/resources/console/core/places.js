// Names of districts, as far as the map's boundaries have them; a finer one is named by what holds it.
import {get} from './api.js';
import {useEffect, useState} from './html.js';

let names;

const load = () => (names ??= get('/map/boundaries').then(
  async (data) => {
    const map = data instanceof Blob ? JSON.parse(await data.text()) : data;
    return Object.fromEntries((map.features ?? []).map(({properties = {}}) => [properties.code, properties.name]));
  },
  () => {
    names = undefined;
    return {};
  }));

/** Those of the map's boundaries, by their codes: [{code, name}]; none where there is no map. */
export function useDistrictList() {
  const [known, set] = useState([]);
  useEffect(() => {
    let gone = false;
    load().then((all) => {
      if (!gone) set(Object.entries(all).map(([code, name]) => ({code, name})).sort((a, b) => (a.code < b.code ? -1 : 1)));
    });
    return () => { gone = true; };
  }, []);
  return known;
}

/** district(code) gives its name: that of the smallest known one it lies in, and the rest of the code. */
export function useDistricts() {
  const [known, set] = useState({});
  useEffect(() => {
    let gone = false;
    load().then((all) => { if (!gone) set(all); });
    return () => { gone = true; };
  }, []);
  return (code) => nameOf(known, String(code ?? ''));
}

function nameOf(known, code) {
  if (known[code]) return known[code];
  const above = code.slice(0, 12);
  if (code.length > 12 && known[above]) return `${known[above]} ${code.slice(12).replace(/^0+/, '')}`;
  return code;
}

/** The town that a district lies in; what is above towns stays what it is. */
export const townOf = (code) => (code.length >= 9 ? code.slice(0, 9) + '000' : code);
