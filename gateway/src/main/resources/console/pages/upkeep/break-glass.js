// 应急调阅: maintenance looks through a camera without an incident: a written reason, a short time, a mark in the audit.
import {ask, post} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {age, clockTime} from '../../core/format.js';
import {html, useEffect, useState} from '../../core/html.js';
import {useNow} from '../../core/hooks.js';
import {attempt} from '../../core/toast.js';
import {t} from '../../core/words.js';
import {usePlayer, Watermark} from '../../parts/camera-tile.js';
import {Form, TextField} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';

export function BreakGlass({me, camera}) {
  const [open, set] = useState();
  const [over, setOver] = useState(false);
  const end = () => {
    set();
    setOver(true);
  };
  if (me.role !== 'maintenance') return html`<section class="card glass" aria-label=${t('glass-title')}><h2>${t('glass-title')}</h2><p class="muted">${t('glass-others')}</p></section>`;
  if (open) return html`<${Looking} me=${me} camera=${camera} grant=${open} onEnd=${end} />`;
  const send = async ({reason}) => {
    set({reason, ...await post(`${pathOf(camera)}/break-glass`, {reason})});
    setOver(false);
  };
  return html`
    <section class="card glass" aria-labelledby="glass-title">
      <h2 id="glass-title"><${Icon} name="warning" size="18" /> ${t('glass-title')}</h2>
      <p class="muted">${t('glass-why')}</p>
      ${over && html`<p role="status"><${Mark} tone="plain">${t('glass-over')}<//> ${t('glass-again')}</p>`}
      <${Form} submit=${t('glass-open')} danger onSubmit=${send}>
        <${TextField} label=${t('glass-reason')} name="reason" lines="2" required minlength="4" maxlength="500" hint=${t('glass-reason-hint')} />
      <//>
    </section>`;
}

const pathOf = (camera) => `/cameras/${encodeURIComponent(camera.camera)}`;

function Looking({me, camera, grant, onEnd}) {
  const at = useNow();
  const [live, play] = useState(false);
  const [still, keep] = useState();
  const left = Date.parse(grant.expiresAt) - at;
  useEffect(() => {
    const timer = setTimeout(onEnd, Math.max(0, Date.parse(grant.expiresAt) - now()));
    return () => clearTimeout(timer);
  }, [grant.grant]);
  useEffect(() => () => { if (still) URL.revokeObjectURL(still.src); }, [still]);
  const {video, image, phase} = usePlayer(pathOf(camera), async () => grant.grant, live ? grant.grant : undefined);
  const snapshot = () => attempt(async () => {
    const picture = await ask('GET', `${pathOf(camera)}/snapshot`, undefined, {Grant: grant.grant});
    keep({src: URL.createObjectURL(picture), at: now()});
  });
  const playing = phase.is === 'playing';
  const endNow = async () => {
    if (await attempt(() => ask('DELETE', `${pathOf(camera)}/break-glass`))) onEnd();
  };
  return html`
    <section class="card glass open" aria-labelledby="glass-title">
      <h2 id="glass-title"><${Mark} tone="warn">${t('glass-mark')}<//> ${t('glass-title')}</h2>
      <p>${t('glass-audited', {reason: grant.reason})}</p>
      <p role="timer"><span class="muted">${t('glass-left')}</span> <span class="countdown">${age(left)}</span></p>
      <div class="do-keys">
        <button type="button" class="button main" data-snapshot onClick=${snapshot}><${Icon} name="camera" size="18" /> ${t('glass-snapshot')}</button>
        <button type="button" class="button" data-live aria-pressed=${live} onClick=${() => play(!live)}><${Icon} name=${live ? 'pause' : 'eye'} size="18" /> ${t(live ? 'glass-live-stop' : 'glass-live')}</button>
        <button type="button" class="button" data-end onClick=${endNow}><${Icon} name="cross" size="18" /> ${t('glass-end')}</button>
      </div>
      <figure class=${'tile' + (playing ? ' is-playing' : '')} data-phase=${phase.is} hidden=${!live}>
        <video ref=${video} muted autoplay playsinline aria-label=${camera.name}></video>
        <img ref=${image} alt="" />
        ${!playing && html`<div class="tile-none"><${Icon} name="camera" size="30" /><p>${phase.is === 'over' ? phase.why : t('picture-waiting')}</p></div>`}
        ${playing && html`<${Watermark} viewer=${me.name} />`}
      </figure>
      ${still && html`<figure class="kept-picture"><div><img src=${still.src} alt=${t('glass-still', {name: camera.name, time: clockTime(still.at)})} /><${Watermark} viewer=${me.name} /></div><figcaption>${t('glass-still', {name: camera.name, time: clockTime(still.at)})}</figcaption></figure>`}
    </section>`;
}
