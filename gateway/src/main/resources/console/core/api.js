// Asks the gateway. Everything that goes wrong is a Problem with words that can be shown.
import {t} from './words.js';

export const API = '/api/v1';
const signedOut = new Set();

/** A network that swallows bytes answers never; and a browser asks one gateway only six things at a time. */
const PATIENCE_MS = 30000;

/** Told when the gateway says that nobody is signed in any more. */
export const onSignedOut = (listener) => signedOut.add(listener);

export class Problem extends Error {
  /** @param body problem+json (RFC 9457) with one more member, mend */
  constructor(body, status) {
    super([body.title, body.detail].filter(Boolean).join(' '));
    this.title = body.title;
    this.detail = body.detail;
    this.mend = body.mend;
    this.errors = body.errors ?? [];
    this.status = status;
    this.code = String(body.type ?? '').replace('urn:sharp-eyes:problem:', '');
    this.incident = body.incident; // 412: how it stands now
    this.body = body;
  }
}

async function failure(response) {
  const body = await response.json().catch(() => ({title: response.statusText || String(response.status)}));
  return new Problem(body, response.status);
}

/**
 * Asks. The answer's JSON, or undefined for none; fails with Problem.
 *
 * @param body an object is sent as JSON; a Blob as it is
 * @param signal an AbortSignal; null for what may take as long as it takes
 */
export async function ask(method, path, body, headers = {}, signal = undefined) {
  const raw = body instanceof Blob;
  let response;
  try {
    response = await fetch(API + path, {
      method,
      signal: signal === undefined && !raw ? AbortSignal.timeout(PATIENCE_MS) : signal ?? undefined,
      headers: body === undefined || raw ? headers : {'Content-Type': 'application/json', ...headers},
      body: body === undefined || raw ? body : JSON.stringify(body),
    });
  } catch {
    throw new Problem({type: 'urn:sharp-eyes:problem:unreachable', title: t('unreachable-gateway'), mend: t('unreachable-gateway-mend')}, 0);
  }
  if (!response.ok) {
    if (response.status === 401 && path !== '/login') signedOut.forEach((listener) => listener());
    throw await failure(response);
  }
  if (response.status === 204) return undefined;
  return (response.headers.get('Content-Type') ?? '').includes('json') ? response.json() : response.blob();
}

export const get = (path) => ask('GET', path);
export const post = (path, body, headers) => ask('POST', path, body, headers);

/** All pages of a list, up to a bound. */
export async function all(path, most = 20000) {
  const items = [];
  let cursor;
  do {
    const query = new URLSearchParams({limit: '500', ...(cursor ? {cursor} : {})});
    const page = await get(path + (path.includes('?') ? '&' : '?') + query);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  return items;
}

/** What happened to an incident: two thousand events at most. */
export async function timelineOf(incident) {
  const events = [];
  let after;
  do {
    const page = await get(`/incidents/${encodeURIComponent(incident)}/timeline?limit=500${after ? `&after=${after}` : ''}`);
    events.push(...page.items);
    after = page.next;
  } while (after && events.length < 2000);
  return events;
}

/** Saves what an address gives under a name: CSV, MP4, ZIP. */
export async function save(path, name, accept) {
  const blob = await ask('GET', path, undefined, accept ? {Accept: accept} : {}, null);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob instanceof Blob ? blob : new Blob([JSON.stringify(blob)]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
