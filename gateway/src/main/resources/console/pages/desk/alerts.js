// What a desk hears: a sound by priority and the place, until somebody claims; red silence when the feed is lost.
import {now, onTick} from '../../core/clock.js';
import {byUrgency, isMine, rings} from '../../core/state.js';
import {getState, watch} from '../../core/store.js';
import {keep, play} from '../../core/sound.js';
import {hush, speak} from '../../core/speech.js';
import {t, word} from '../../core/words.js';
import {session} from '../../core/session.js';

const SPEAK_AGAIN_MS = 12000;
const REPEAT_FRESH_MS = 10000;

/** How an incident is said. */
export const spoken = (incident) => [
  incident.status === 'exercise' ? t('mark.exercise') : incident.status === 'test' ? t('mark.test') : '',
  incident.duress ? t('mark.duress') : '',
  word('code', incident.code), incident.place.siteName, incident.place.districtName,
].filter(Boolean).join(t('spoken-comma'));

const soundOf = (incident) =>
  (incident.status === 'exercise' ? 'drill' : incident.status === 'test' ? 'test' : String(incident.priority ?? 4));

/** Incidents that ring at this desk now; of an area event only the most urgent. */
export function ringing(state, at) {
  const areas = new Set();
  return Object.values(state.incidents).filter((one) => rings(one, state.me, at)).sort(byUrgency).filter((one) => {
    const area = one.links?.areaEvent;
    if (!area || !state.areaEvents[area]) return true;
    if (areas.has(area)) return false;
    areas.add(area);
    return true;
  });
}

/** Sounds until it is stopped; returns how to stop it. */
export function startAlerts() {
  let spokenOf;
  let spokenAt = -Infinity;
  const listen = () => {
    const state = getState();
    if (state.feed.phase === 'lost') {
      keep('lost');
      return;
    }
    const [first, ...others] = ringing(state, now());
    keep(first && soundOf(first));
    const title = first ? `(${others.length + 1}) ${first.place.siteName}` : t('product');
    if (document.title !== title) document.title = title;
    if (!first) {
      if (spokenOf) hush();
      spokenOf = undefined;
    } else if (first.id !== spokenOf || performance.now() - spokenAt > SPEAK_AGAIN_MS) {
      spokenOf = first.id;
      spokenAt = performance.now();
      speak(spoken(first));
    }
  };
  // What makes silence, and what only moves the queue, is looked at a few times a second at most.
  let waiting;
  const soon = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      listen();
    }, 150);
  };
  const unwatch = watch((state, before, action) => {
    if (action.type === 'event') once(action.event, state);
    if (state.feed !== before.feed || action.event?.type === 'incident.opened') listen();
    else if (state.incidents !== before.incidents || state.areaEvents !== before.areaEvents) soon();
  });
  const untick = onTick(listen);
  listen();
  return () => {
    unwatch();
    untick();
    clearTimeout(waiting);
    keep(undefined);
    hush();
    document.title = t('product');
  };
}

/** What sounds once: pressed again, a unit that doesn't answer, a press that could not be stored. */
function once({type, data, time}, {me}) {
  if (Math.abs(now() - Date.parse(time)) > REPEAT_FRESH_MS) return;
  if (type === 'incident.repeated' && (data.allDesks || isMine(data.incident, me))) {
    play('again');
    speak(t('spoken-again', {count: data.incident.presses.count, place: data.incident.place.siteName}));
  } else if (type === 'incident.cancel-requested' && isMine(data.incident, me)) play('again');
  else if (type === 'assignment.overdue' && isMine(data.incident, me)) play('overdue');
  else if (type === 'alarm.unstored') play('1');
}

/** Tells the gateway which of the new incidents stand on this screen. */
export function startLedger() {
  const waiting = [];
  const unwatch = watch((state, before, action) => {
    if (action.type !== 'event') return;
    const {type, subject, id} = action.event;
    if (type === 'incident.opened' || type === 'incident.repeated') waiting.push([subject, id]);
  });
  // Two frames later it has been drawn.
  const unframe = onTick(() => {
    if (!waiting.length || document.hidden) return;
    const drawn = waiting.splice(0, 100);
    requestAnimationFrame(() => requestAnimationFrame(() => drawn.forEach(([incident, id]) => session.say('rendered', incident, id))));
  });
  return () => {
    unwatch();
    unframe();
  };
}
