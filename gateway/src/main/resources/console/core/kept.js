// Who was signed in, for a page that is opened where there is no network. It gives no right to anything: the gateway asks the cookie.
const KEY = 'sharp-eyes.me';
const FOR = ['patrol'];

export function remember(me) {
  try {
    if (FOR.includes(me.role)) localStorage.setItem(KEY, JSON.stringify(me));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: then there is nothing to come back to.
  }
}

/** Who it was, unless that sign-in has ended. */
export function recall() {
  try {
    const me = JSON.parse(localStorage.getItem(KEY));
    return me && FOR.includes(me.role) && Date.parse(me.expiresAt) > Date.now() ? me : undefined;
  } catch {
    return undefined;
  }
}

/** Signed out: nothing of the work stays on this browser but what waits to be sent. */
export function forget() {
  try {
    Object.keys(localStorage).filter((key) => key === KEY || key.startsWith('sharp-eyes.assignments')).forEach((key) => localStorage.removeItem(key));
  } catch {
    // As above.
  }
}
