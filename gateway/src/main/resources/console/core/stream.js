// The one event stream: comes back by itself, resumes where it was, and knows when it is dead.
import {API, get} from './api.js';
import {onPulse} from './clock.js';

// A heartbeat comes every 5 s; with a pulse every 250 ms silence is told within 6 s.
const RED_AFTER_MS = 5500;
const GIVE_UP_AFTER_MS = 9000;

/**
 * Keeps a stream up. `on` is told:
 * event(cloudEvent), feed(phase) with 'connecting' | 'live' | 'lost', began() once when the first heartbeat is there,
 * resync() when what it had must be thrown away, incidents(list) of the snapshot, signedOut().
 */
export class EventStream {
  #on; #last; #socket; #heard = performance.now(); #pause = 250; #stopped = false; #began = false; #untick; #phase; #again;
  #back = () => this.#reopen(0);
  #cut = () => this.#tell('lost');

  constructor(on) {
    this.#on = on;
    this.#untick = onPulse(() => this.#watch());
    addEventListener('online', this.#back);
    addEventListener('offline', this.#cut);
  }

  start() {
    this.#tell('connecting');
    this.#open();
  }

  stop() {
    this.#stopped = true;
    this.#untick();
    clearTimeout(this.#again);
    removeEventListener('online', this.#back);
    removeEventListener('offline', this.#cut);
    this.#socket?.close();
  }

  /** The newest id that is known. */
  get last() { return this.#last; }

  /** Answers for the delivery ledger: 'rendered' or 'seen'. */
  say(type, incident, id) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({type, incident, id}));
  }

  #open() {
    const after = this.#last === undefined ? '' : `?after=${this.#last}`;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}${API}/events${after}`);
    this.#socket = socket;
    this.#heard = performance.now();
    socket.onmessage = ({data}) => { if (socket === this.#socket) this.#hear(JSON.parse(data)); };
    socket.onclose = ({code}) => { if (socket === this.#socket) this.#over(code); };
  }

  #hear(message) {
    this.#heard = performance.now();
    if (message.type === 'heartbeat') this.#beat(message.last);
    else if (message.type === 'resync') {
      this.#last = message.last;
      this.#on.resync();
    } else if (message.type === 'snapshot') this.#on.incidents(message.incidents);
    else if (message.specversion) {
      if (/^\d+$/.test(message.id)) this.#last = message.id;
      this.#on.event(message);
    }
  }

  #beat(last) {
    this.#last ??= last;
    if (this.#last !== last) {
      this.#cut(); // Something is missing: come back and resume.
      this.#reopen(0);
      return;
    }
    this.#pause = 250;
    this.#tell('live');
    if (!this.#began) {
      this.#began = true;
      this.#on.began();
    }
  }

  #watch() {
    const silent = performance.now() - this.#heard;
    if (silent > RED_AFTER_MS) this.#tell('lost');
    if (silent > GIVE_UP_AFTER_MS) this.#reopen(0);
  }

  #tell(phase) {
    if (phase === this.#phase || this.#stopped) return;
    this.#phase = phase;
    this.#on.feed(phase);
  }

  #reopen(pause) {
    const old = this.#socket;
    this.#socket = undefined;
    old?.close();
    clearTimeout(this.#again);
    this.#heard = performance.now();
    this.#again = setTimeout(() => { if (!this.#stopped) this.#open(); }, pause);
  }

  #over(code) {
    if (this.#stopped) return;
    this.#tell('lost');
    if (code === 4401) {
      this.#on.signedOut();
      return;
    }
    // A refused handshake has no status in a browser: ask whether we are still signed in (401 is told by api.js).
    if (code === 1006) get('/me').catch(() => {});
    this.#reopen(this.#pause * (0.5 + Math.random()));
    this.#pause = Math.min(this.#pause * 2, 4000);
  }
}
