// What maintenance asks of the gateway, asked again when something changes.
import {all, get} from '../../core/api.js';
import {useEffect, useMemo, useRef} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {dispatch, useStore} from '../../core/store.js';

const SETTLE_MS = 2000;
const LOOK_AGAIN_MS = 60000;

/** Asks again a little after devices or cameras changed, and once a minute: much is told by time alone. */
export function useFresh(asking, on = []) {
  const answer = useAsked(asking, on);
  const changes = useStore((state) => state.faults);
  const registry = useStore((state) => state.registryVersion);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return undefined;
    }
    const timer = setTimeout(answer.again, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [changes, registry]);
  useEffect(() => {
    const timer = setInterval(answer.again, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return answer;
}

export const useReport = () => useFresh(() => get('/health-report'));
export const useDevices = () => useFresh(() => all('/devices'));
export const useCameras = () => useFresh(() => all('/cameras'));

/** The work orders, as they are told. Undefined until they are there; `missing` if this gateway has none. */
export function useOrders() {
  const {problem, loading} = useAsked(async () => {
    dispatch({type: 'orders', orders: await all('/work-orders')});
  });
  const orders = useStore((state) => state.orders);
  return useMemo(() => ({orders: Object.values(orders), problem, loading}), [orders, problem, loading]);
}

/** The presses that were never reset, out of the report. */
export const notReset = (report) => report.sites.flatMap((site) => site.because
  .filter(({code}) => code === 'button-not-reset')
  .map(({value}) => ({device: value, site})));

export const isSoon = (fault) => fault.code === 'sim-expires' || fault.code === 'low-battery';
export const daysUntil = (time, at) => Math.ceil((Date.parse(time) - at) / 86400000);
