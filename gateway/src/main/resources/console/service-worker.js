// Lets the console's own files be had where there is no network. It keeps those and nothing else: no answer of the API,
// no picture, no page of anybody's data ever goes through here. What the gateway has is always asked first.
const CACHE = 'sharp-eyes-files';
const MOST = 200;
const WAIT_MS = 3000;
const DEAD_MS = 20000;
let deadUntil = 0; // A network that gave one file no answer gives none to forty others.
const KEPT = /^\/(?:|(?:core|pages|parts|words|style|lib)\/[a-z0-9./-]+\.(?:js|css)|[a-z0-9-]+\.(?:js|svg|png|webmanifest))$/;

const isKept = (request) => {
  const {origin, pathname} = new URL(request.url);
  return request.method === 'GET' && origin === location.origin && KEPT.test(pathname) && pathname !== '/service-worker.js';
};

async function keep(request, response) {
  if (!response.ok || response.type !== 'basic' || response.redirected) return;
  const cache = await caches.open(CACHE);
  if ((await cache.keys()).length < MOST || (await cache.match(request))) await cache.put(request, response);
}

async function fromNetwork(request, signal) {
  const response = await fetch(request.url, {signal, cache: 'no-cache'});
  await keep(request, response.clone());
  return response;
}

/** The gateway's file; the kept one if there is no answer in time, and for a while after that at once. */
async function answer(request) {
  const kept = await (await caches.open(CACHE)).match(request, {ignoreSearch: true});
  if (!kept) return fromNetwork(request);
  if (Date.now() < deadUntil) return kept;
  try {
    return await fromNetwork(request, AbortSignal.timeout(WAIT_MS));
  } catch {
    deadUntil = Date.now() + DEAD_MS;
    return kept;
  }
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (isKept(event.request)) event.respondWith(answer(event.request));
});

/** A page says which files it has loaded before this worker was there. */
addEventListener('message', (event) => {
  const files = (event.data?.keep ?? []).slice(0, MOST).map((file) => new Request(file)).filter(isKept);
  event.waitUntil(Promise.allSettled(files.map((file) => fromNetwork(file))));
});
