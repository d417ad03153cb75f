// What a unit said while it had no network: kept on the phone, shown as queued, sent in order when the network is back.
// Nothing is sent twice on purpose, and if it is (the answer got lost), the gateway takes the same step only once.
import {ask, get} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {clockTime} from '../../core/format.js';
import {useEffect, useState} from '../../core/html.js';
import {t} from '../../core/words.js';
import {LEADS_TO, isReached} from './steps.js';

const PREFIX = 'sharp-eyes.outbox.';
const MOST = 50;
const WAIT_FOR_ANSWER_MS = 10000;
const LATE_MS = 30000;
const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];
const LOCK = 'sharp-eyes-outbox';

export class Outbox {
  #key; #told; #entries; #listeners = new Set(); #timer; #tries = 0; #sending = false; #again = false;
  #poke = () => this.poke();
  #otherTab = ({key}) => { if (key === this.#key) this.#show(this.#stored()); };

  /**
   * @param unit whose words these are
   * @param told {incident(incident), duty(onDuty), refused(entry, incident, problem)}
   */
  constructor(unit, told) {
    this.#key = PREFIX + unit;
    this.#told = told;
    this.#entries = this.#stored();
  }

  start() {
    addEventListener('online', this.#poke);
    addEventListener('storage', this.#otherTab);
    document.addEventListener('visibilitychange', this.#poke);
    this.poke();
  }

  stop() {
    removeEventListener('online', this.#poke);
    removeEventListener('storage', this.#otherTab);
    document.removeEventListener('visibilitychange', this.#poke);
    clearTimeout(this.#timer);
  }

  get entries() { return this.#entries; }

  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts something in. False if there is no room: then nothing was noted. */
  add(entry) {
    const before = this.#stored().filter((one) => !(entry.kind === 'duty' && one.kind === 'duty'));
    if (before.length >= MOST) return false;
    this.#keep([...before, {...entry, id: crypto.randomUUID?.() ?? String(Math.random()), at: new Date(now()).toISOString()}]);
    this.poke();
    return true;
  }

  /** Tries now: there may be a network again. */
  poke() {
    clearTimeout(this.#timer);
    this.#tries = 0;
    this.#send();
  }

  async #send() {
    if (this.#sending) {
      this.#again = true;
      return;
    }
    this.#sending = true;
    const isEmpty = await alone(() => this.#sendAll());
    this.#sending = false;
    if (this.#again) {
      this.#again = false;
      this.#send();
    } else if (!isEmpty) {
      this.#timer = setTimeout(() => this.#send(), PAUSES_MS[Math.min(this.#tries++, PAUSES_MS.length - 1)]);
    }
  }

  /** One after the other, in the order they were said; stops at the first that can't be sent now. */
  async #sendAll() {
    for (;;) {
      const [entry] = this.#stored();
      if (!entry) {
        this.#show([]);
        return true;
      }
      if (navigator.onLine === false || !(await this.#sendOne(entry))) return false;
    }
  }

  async #sendOne(entry) {
    try {
      await this.#say(entry);
      this.#drop((one) => one.id === entry.id);
      return true;
    } catch (problem) {
      return mayPass(problem) ? false : this.#refused(entry, problem);
    }
  }

  async #say(entry) {
    const signal = AbortSignal.timeout(WAIT_FOR_ANSWER_MS);
    if (entry.kind === 'duty') {
      await ask('PUT', `/units/${entry.unit}/duty`, {onDuty: entry.onDuty}, {}, signal);
      this.#told.duty(entry.onDuty);
      return;
    }
    const path = `/incidents/${encodeURIComponent(entry.incident)}/assignments/${encodeURIComponent(entry.unit)}/${entry.step}`;
    this.#told.incident(await ask('POST', path, {note: noteOf(entry)}, {}, signal));
  }

  /** The gateway said no: what stands there now is the truth, and if the step was taken, that is all that was wanted. */
  async #refused(entry, problem) {
    if (entry.kind === 'duty') {
      this.#drop((one) => one.id === entry.id);
      this.#told.refused(entry, undefined, problem);
      return true;
    }
    let incident;
    try {
      incident = problem.incident ?? await get(`/incidents/${encodeURIComponent(entry.incident)}`);
    } catch (other) {
      if (mayPass(other)) return false;
    }
    if (incident) this.#told.incident(incident);
    const state = incident?.assignments.find((one) => one.unit === entry.unit)?.state;
    if (state && isReached(state, entry.step)) {
      this.#drop((one) => one.id === entry.id);
    } else {
      this.#drop((one) => one.incident === entry.incident);
      this.#told.refused(entry, incident, problem);
    }
    return true;
  }

  #stored() {
    try {
      const list = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(list) ? list.filter(isEntry).slice(0, MOST) : [];
    } catch {
      return this.#entries ?? []; // Storage is blocked: it holds until the page is left.
    }
  }

  #keep(entries) {
    try {
      localStorage.setItem(this.#key, JSON.stringify(entries));
    } catch {
      // As above.
    }
    this.#show(entries);
  }

  #drop(which) {
    this.#keep(this.#stored().filter((entry) => !which(entry)));
  }

  #show(entries) {
    this.#entries = entries;
    this.#listeners.forEach((listener) => listener(entries));
  }
}

/** What is kept on a phone may be of an older console, or broken. */
const isEntry = (entry) => entry && typeof entry.id === 'string' && typeof entry.unit === 'string'
  && (entry.kind === 'duty' ? typeof entry.onDuty === 'boolean' : typeof entry.incident === 'string' && entry.step in LEADS_TO);

/** Whether trying again later may help. */
const mayPass = (problem) => !problem.status || problem.status === 401 || problem.status === 429 || problem.status >= 500;

/** The unit's words; who reads them must know if a step was taken long before it could be sent. */
function noteOf({note = '', at}) {
  return now() - Date.parse(at) > LATE_MS ? [note, t('said-at', {time: clockTime(at)})].filter(Boolean).join(' · ') : note;
}

/** Only one page of this browser sends at a time, where the browser can see to it. */
const alone = (action) => (navigator.locks ? navigator.locks.request(LOCK, action) : action());

/** What waits, drawn anew when it changes. */
export function useEntries(outbox) {
  const [entries, set] = useState(outbox.entries);
  useEffect(() => {
    set(outbox.entries);
    return outbox.onChange(set);
  }, [outbox]);
  return entries;
}
