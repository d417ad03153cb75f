// Talks with the gateway: requests, and the event stream that resumes by itself.
const API = '/api/v1';

export class Problem extends Error {
  constructor(body, status) {
    super([body.title, body.detail, body.mend].filter(Boolean).join(' — '));
    this.status = status;
    this.incident = body.incident;
  }
}

export async function ask(method, path, body, headers = {}) {
  const response = await fetch(API + path, {
    method,
    headers: body === undefined ? headers : {...headers, 'Content-Type': 'application/json'},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = response.status === 204 ? {} : await response.json().catch(() => ({title: response.statusText}));
  if (!response.ok) throw new Problem(json, response.status);
  return json;
}

/** Keeps a stream up; `on.event`, `on.live(true|false)`, `on.began(first)`, `on.snapshot(incidents, first)`. */
export class Stream {
  #on; #last; #socket; #silence; #pause = 500; #stopped = false; #first = true;

  constructor(on) { this.#on = on; }

  start() {
    const after = this.#last === undefined ? '' : `?after=${this.#last}`;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.#socket = new WebSocket(`${scheme}://${location.host}${API}/events${after}`);
    this.#socket.onmessage = ({data}) => this.#hear(JSON.parse(data));
    this.#socket.onclose = ({code}) => this.#over(code);
  }

  stop() { this.#stopped = true; this.#socket?.close(); clearTimeout(this.#silence); }

  say(type, incident, id) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({type, incident, id}));
  }

  #hear(message) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#socket.close(), 12000);
    if (message.type === 'heartbeat') {
      const whole = this.#last === undefined || this.#last === message.last;
      this.#last ??= message.last;
      this.#pause = 500;
      this.#on.live(whole);
      if (!whole) this.#socket.close(); // Something is missing: come back and resume.
      if (this.#first) { this.#first = false; this.#on.began(); }
    } else if (message.type === 'resync') {
      this.#last = message.last;
      this.#on.resync();
    } else if (message.type === 'snapshot') {
      message.incidents.forEach((incident) => this.#on.incident(incident));
    } else if (message.specversion) {
      if (/^\d+$/.test(message.id)) this.#last = message.id;
      this.#on.event(message);
    }
  }

  #over(code) {
    clearTimeout(this.#silence);
    if (this.#stopped) return;
    this.#on.live(false);
    if (code === 4401) { this.#on.signedOut(); return; }
    // A refused handshake has no status in a browser: ask whether we are still signed in.
    ask('GET', '/me').catch((problem) => { if (problem.status === 401 && !this.#stopped) this.#on.signedOut(); });
    setTimeout(() => { if (!this.#stopped) this.start(); }, this.#pause * (0.5 + Math.random()));
    this.#pause = Math.min(this.#pause * 2, 10000);
  }
}
