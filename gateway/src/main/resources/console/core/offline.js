// Has the console's files kept on the phone, so that it can be opened in a dead spot: service-worker.js does it.

/** All files that this page has loaded until now. */
const loaded = () => ['/', ...performance.getEntriesByType('resource').map(({name}) => new URL(name))
  .filter(({origin, pathname}) => origin === location.origin && !pathname.startsWith('/api/')).map(({pathname}) => pathname)];

/** Registers the worker, and tells it what to keep now and whenever the page goes to the background. */
export async function keepFiles() {
  if (!navigator.serviceWorker) return; // Without https there is none.
  await navigator.serviceWorker.register('/service-worker.js');
  const {active} = await navigator.serviceWorker.ready;
  const tell = () => active.postMessage({keep: [...new Set(loaded())]});
  tell();
  setTimeout(tell, 5000); // The map comes a little later.
  document.addEventListener('visibilitychange', tell);
}
