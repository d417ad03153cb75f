// Shares the unit's place while it is on duty or on an assignment, and never else; what is shared can be seen.
import {ask} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {useEffect, useState} from '../../core/html.js';

const EVERY_MS = 5000;
const AGAIN_MS = 30000; // A phone that lies still tells no new place, but is still there.
const WAIT_MS = 8000;

/**
 * {phase, at, accuracyM, latitude, longitude}; phase is 'off' | 'asking' | 'sharing' | 'denied' | 'unavailable' |
 * 'unsafe' (the page came without https, so the browser gives no position) | 'offline'.
 */
export function useSharing(wanted, unit) {
  const [sharing, set] = useState({phase: 'off'});
  useEffect(() => {
    if (!wanted) {
      set({phase: 'off'});
      return undefined;
    }
    if (!window.isSecureContext || !navigator.geolocation) {
      set({phase: window.isSecureContext ? 'unavailable' : 'unsafe'});
      return undefined;
    }
    set((before) => ({...before, phase: 'asking'}));
    return share(unit, (change) => set((before) => ({...before, ...change})));
  }, [wanted, unit]);
  return sharing;
}

function share(unit, tell) {
  let fix;
  let sent;
  let sentAt = 0;
  let busy = false;
  const send = async () => {
    if (!fix || busy || (fix === sent && now() - sentAt < AGAIN_MS)) return;
    busy = true;
    const {latitude, longitude, accuracy, speed} = fix.coords;
    const mine = fix;
    try {
      await ask('PUT', `/units/${encodeURIComponent(unit)}/position`, {
        latitude, longitude, accuracyM: accuracy, ...(speed >= 0 && speed !== null ? {speedMps: speed} : {}),
      }, {}, AbortSignal.timeout(WAIT_MS));
      sent = mine;
      sentAt = now();
      tell({phase: 'sharing', at: sentAt, accuracyM: accuracy});
    } catch (problem) {
      // An old place is worth nothing: it isn't queued, the next one is sent.
      tell({phase: problem.status === 409 ? 'off' : 'offline'});
    } finally {
      busy = false;
    }
  };
  const watch = navigator.geolocation.watchPosition(
    (position) => {
      const first = !fix;
      fix = position;
      tell({latitude: position.coords.latitude, longitude: position.coords.longitude});
      if (first) send();
    },
    (failure) => tell({phase: failure.code === failure.PERMISSION_DENIED ? 'denied' : 'unavailable'}),
    {enableHighAccuracy: true, maximumAge: 5000, timeout: 30000});
  const timer = setInterval(send, EVERY_MS);
  return () => {
    navigator.geolocation.clearWatch(watch);
    clearInterval(timer);
  };
}
