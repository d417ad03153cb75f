// Fetches something large and saves it as a file, telling how much has come.
import {API, Problem} from './api.js';
import {t} from './words.js';

/**
 * Saves what an address gives under a name; fails with Problem, also if it breaks off.
 *
 * @param told is told the bytes that have come, from time to time
 */
export async function download(path, name, told) {
  const response = await fetch(API + path).catch(() => { throw broken(); });
  if (!response.ok) throw new Problem(await response.json().catch(() => ({title: String(response.status)})), response.status);
  const parts = [];
  let count = 0;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      told(count += part.value.length);
    }
  } catch {
    throw broken();
  }
  keep(new Blob(parts, {type: response.headers.get('Content-Type') ?? ''}), name);
}

const broken = () => new Problem({title: t('download-broken'), mend: t('download-broken-mend')}, 0);

/** Has the browser save a file. */
function keep(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
