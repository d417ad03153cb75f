// One camera's live picture: asks for a grant, plays what comes, and says why there is none. Viewer and time lie over it.
import {html, useEffect, useLayoutEffect, useRef, useState} from '../core/html.js';
import {API, post} from '../core/api.js';
import {now, onTick} from '../core/clock.js';
import {clockTime} from '../core/format.js';
import {problemWords} from '../core/problem-words.js';
import {t, word} from '../core/words.js';
import {Icon} from './icons.js';

const ENDS = {4403: 'picture-grant-over', 4410: 'picture-given-up', 4429: 'picture-too-many'};
const TRIES = [1000, 3000, 8000, 15000];
const BEHIND_S = 1.5;

/** Plays a camera into <video> or <img>. `on.phase(phase, why)`: 'asking' | 'waiting' | 'playing' | 'over'. */
class Player {
  #path; #ask; #on; #socket; #source; #buffer; #queue = []; #url; #stopped = false; #tries = 0; #again; #video; #image; #mime;

  /** @param ask gives the grant for `path`, each time that the view is opened */
  constructor(path, ask, {video, image}, on) {
    this.#path = path;
    this.#ask = ask;
    this.#video = video;
    this.#image = image;
    this.#on = on;
    this.#begin();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#again);
    this.#socket?.close();
    this.#clear();
  }

  async #begin() {
    this.#on('asking');
    try {
      this.#grant = await this.#ask();
      if (!this.#stopped) this.#open();
    } catch (problem) {
      const {title, mend} = problemWords(problem);
      this.#retry([title, mend].filter(Boolean).join(' '), problem.status >= 400 && problem.status < 500 && problem.status !== 429);
    }
  }

  #grant;

  #open() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}${API}${this.#path}/live?grant=${encodeURIComponent(this.#grant)}`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#on('waiting');
    socket.onmessage = ({data}) => {
      if (this.#stopped) return;
      if (typeof data === 'string') this.#told(JSON.parse(data));
      else this.#picture(data);
    };
    socket.onclose = ({code, reason}) => {
      if (this.#stopped || socket !== this.#socket) return;
      this.#clear();
      this.#retry(ENDS[code] ? t(ENDS[code]) : word('picture-end', this.#ended ?? (reason || 'lost')), code === 4403);
    };
  }

  #ended;

  #told(message) {
    if (message.type === 'end') this.#ended = message.reason;
    if (message.type !== 'init') return;
    this.#mime = message.mimeType;
    this.#clear();
    if (this.#mime === 'image/jpeg') return;
    if (!globalThis.MediaSource?.isTypeSupported(this.#mime)) {
      this.#on('over', t('picture-unplayable', {type: this.#mime}));
      this.stop();
      return;
    }
    const source = new MediaSource();
    this.#source = source;
    this.#url = URL.createObjectURL(source);
    this.#video.src = this.#url;
    source.onsourceopen = () => {
      if (source !== this.#source) return;
      this.#buffer = source.addSourceBuffer(this.#mime);
      this.#buffer.mode = 'segments';
      this.#buffer.onupdateend = () => this.#feed();
      this.#feed();
    };
    this.#video.play().catch(() => {});
  }

  #picture(bytes) {
    if (this.#mime === 'image/jpeg') {
      const before = this.#url;
      this.#url = URL.createObjectURL(new Blob([bytes], {type: 'image/jpeg'}));
      this.#image.onload = () => { if (before) URL.revokeObjectURL(before); };
      this.#image.src = this.#url;
      this.#playing();
      return;
    }
    this.#queue.push(bytes);
    if (this.#queue.length > 400) { // Seconds behind: begin anew rather than show the past.
      this.#socket.close();
      return;
    }
    this.#feed();
  }

  #feed() {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#source.readyState !== 'open') return;
    try {
      const {buffered} = buffer;
      if (buffered.length) {
        const start = buffered.start(0);
        const end = buffered.end(buffered.length - 1);
        if (this.#video.currentTime < start || end - this.#video.currentTime > BEHIND_S) this.#video.currentTime = Math.max(start, end - .1);
        if (this.#video.paused) this.#video.play().catch(() => {});
        this.#playing();
        if (end - start > 30) {
          buffer.remove(start, end - 10);
          return;
        }
      }
      if (this.#queue.length) buffer.appendBuffer(join(this.#queue.splice(0, 50)));
    } catch (failure) {
      console.warn('picture', failure);
      this.#socket?.close();
    }
  }

  #playing() {
    this.#tries = 0;
    this.#on('playing');
  }

  #clear() {
    this.#queue = [];
    this.#buffer = undefined;
    this.#source = undefined;
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
    this.#video.removeAttribute('src');
    this.#video.load();
    this.#image.removeAttribute('src');
  }

  #retry(why, final) {
    if (this.#stopped) return;
    this.#on('over', why);
    if (final) return;
    const pause = TRIES[Math.min(this.#tries++, TRIES.length - 1)];
    this.#again = setTimeout(() => { if (!this.#stopped) this.#begin(); }, pause);
  }
}

function join(parts) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole;
}

/** Plays as long as it is there and `on` isn't undefined. {video, image, phase} for the view that shows it. */
export function usePlayer(path, ask, on) {
  const video = useRef();
  const image = useRef();
  const [phase, setPhase] = useState({is: 'idle'});
  useEffect(() => {
    if (on === undefined) {
      setPhase({is: 'idle'});
      return undefined;
    }
    const player = new Player(path, ask, {video: video.current, image: image.current},
      (is, why) => setPhase((before) => (before.is === is && before.why === why ? before : {is, why})));
    return () => player.stop();
  }, [path, on]);
  return {video, image, phase};
}

/** `right` is what a grant hangs on (who has the incident): when it changes, it is asked for anew. */
export function CameraTile({incident, camera, number, viewer, allowed, right, start, onBig, isBig}) {
  const [wanted, want] = useState(start);
  useEffect(() => { if (start) want(true); }, [start]);
  const path = `/incidents/${encodeURIComponent(incident)}/cameras/${encodeURIComponent(camera.camera)}`;
  const ask = async () => (await post(`${path}/grant`)).grant;
  const {video, image, phase} = usePlayer(path, ask, wanted && allowed ? right : undefined);
  const playing = phase.is === 'playing';
  const words = !allowed ? t('picture-closed') : phase.is === 'over' ? phase.why : phase.is === 'idle' ? '' : t('picture-' + phase.is);
  return html`
    <figure class=${'tile' + (playing ? ' is-playing' : '')} data-phase=${phase.is}>
      <video ref=${video} muted autoplay playsinline aria-label=${camera.name}></video>
      <img ref=${image} alt="" />
      ${!playing && html`
        <div class="tile-none">
          <${Icon} name="camera" size="30" />
          ${phase.is === 'idle' && allowed ? html`<button type="button" class="button small" onClick=${() => want(true)}>${t('picture-open')}</button>` : html`<p>${words || t('picture-none')}</p>`}
        </div>`}
      ${playing && html`<${Watermark} viewer=${viewer} />`}
      <figcaption>
        <b class="figures">${number}</b> <span>${camera.name}</span>
        <button type="button" class="button quiet icon-only small" aria-pressed=${isBig} aria-label=${t(isBig ? 'picture-small' : 'picture-big')} onClick=${onBig}><${Icon} name=${isBig ? 'down' : 'up'} size="16" /></button>
      </figcaption>
    </figure>`;
}

/** Who looks, and when: over every picture. */
export function Watermark({viewer}) {
  const element = useRef();
  useLayoutEffect(() => {
    const show = (at) => { element.current.textContent = clockTime(at); };
    show(now());
    return onTick(show);
  }, []);
  return html`<p class="watermark" aria-hidden="true">${viewer} <span ref=${element}></span></p>`;
}
