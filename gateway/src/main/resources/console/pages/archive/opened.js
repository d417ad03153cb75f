// What a confirmed review opens: the kept pictures, each look audited first, and the signed package.
import {API, ask, post} from '../../core/api.js';
import {dayTime, bytes} from '../../core/format.js';
import {download} from '../../core/download.js';
import {html, useEffect, useState} from '../../core/html.js';
import {now} from '../../core/clock.js';
import {attempt} from '../../core/toast.js';
import {t} from '../../core/words.js';
import {ProblemText} from '../../parts/dialog.js';
import {Watermark} from '../../parts/camera-tile.js';
import {Icon} from '../../parts/icons.js';

export function Opened({me, incident, review, pieces, cameras}) {
  const byCamera = {};
  for (const piece of pieces) (byCamera[piece.camera] ??= []).push(piece);
  return html`
    ${Object.entries(byCamera).map(([camera, kept]) => html`
      <${Camera} key=${camera} me=${me} incident=${incident} review=${review} camera=${camera} name=${cameras[camera] ?? camera} kept=${kept} />`)}
    ${!pieces.length && html`<p class="muted">${t('evidence-none')}</p>`}
    <${Package} incident=${incident} pieces=${pieces} />`;
}

/** The pictures of one camera: asked for by a key, gone when the grant is. */
function Camera({me, incident, review, camera, name, kept}) {
  const [shown, show] = useState();
  const path = `/incidents/${encodeURIComponent(incident.id)}/cameras/${encodeURIComponent(camera)}`;
  const open = () => attempt(async () => {
    const {requestNumber, reason} = review;
    const {grant, expiresAt} = await post(`${path}/grant`, {review: {requestNumber, reason}});
    const snapshot = kept.some(({kind}) => kind === 'snapshot')
      ? URL.createObjectURL(await ask('GET', `${path}/snapshot?of=alarm`, undefined, {Grant: grant})) : undefined;
    const clip = kept.some(({kind}) => kind === 'clip') ? `${API}${path}/clip?grant=${encodeURIComponent(grant)}` : undefined;
    show({snapshot, clip, expiresAt});
  });
  useEffect(() => {
    if (!shown) return undefined;
    const end = setTimeout(() => show(), Math.max(0, Date.parse(shown.expiresAt) - now()));
    return () => {
      clearTimeout(end);
      if (shown.snapshot) URL.revokeObjectURL(shown.snapshot);
    };
  }, [shown]);
  return html`
    <section class="kept" aria-label=${name}>
      <header><h3>${name}</h3>
        ${shown
          ? html`<button type="button" class="button small" onClick=${() => show()}><${Icon} name="cross" size="16" /> ${t('kept-close')}</button>`
          : html`<button type="button" class="button small" data-open onClick=${open}><${Icon} name="eye" size="16" /> ${t('kept-open')}</button>`}
      </header>
      ${shown?.snapshot && html`<${Picture} me=${me} words=${t('kept-snapshot', {name, time: dayTime(incident.openedAt)})}><img src=${shown.snapshot} alt=${t('kept-snapshot', {name, time: dayTime(incident.openedAt)})} /><//>`}
      ${shown?.clip && html`<${Clip} me=${me} name=${name} src=${shown.clip} />`}
    </section>`;
}

function Clip({me, name, src}) {
  const [broken, set] = useState(false);
  if (broken) return html`<p class="problem" role="alert"><${Icon} name="warning" /> ${t('kept-broken')}</p>`;
  return html`
    <${Picture} me=${me} words=${t('kept-clip', {name})}>
      <video src=${src} controls playsinline muted preload="metadata" disablepictureinpicture controlslist="nodownload nofullscreen noremoteplayback"
        aria-label=${t('kept-clip', {name})} onError=${() => set(true)}></video>
    <//>`;
}

const Picture = ({me, words, children}) => html`
  <figure class="kept-picture"><div>${children}<${Watermark} viewer=${me.name} /></div><figcaption>${words}</figcaption></figure>`;

/** The package: how far it has come, and how whoever gets it can prove that it is whole. */
function Package({incident, pieces}) {
  const [state, set] = useState({});
  const name = `evidence-${incident.id}.zip`;
  const about = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  const fetchIt = async () => {
    set({busy: true, got: 0});
    try {
      await download(`/incidents/${encodeURIComponent(incident.id)}/evidence`, name, (got) => set({busy: true, got}));
      set({done: true});
    } catch (problem) {
      set({problem});
    }
  };
  return html`
    <section class="package" aria-label=${t('package-title')}>
      <h3>${t('package-title')}</h3>
      <p class="muted">${t('package-what')}</p>
      <button type="button" class="button main" data-export disabled=${state.busy} onClick=${fetchIt}><${Icon} name="download" size="18" /> ${t('package-get')} (≈ ${bytes(about)})</button>
      ${state.busy && html`<p><label>${t('package-coming', {got: bytes(state.got)})} <progress max=${Math.max(about, state.got, 1)} value=${state.got}></progress></label></p>`}
      <${ProblemText} problem=${state.problem} />
      ${state.done && html`
        <div class="done-words" role="status">
          <p><${Icon} name="check" size="18" /> <strong>${t('package-done', {name})}</strong></p>
          <p>${t('package-verify')}</p>
          <code>java -jar sharp-eyes-gateway.jar evidence verify ${name} --key public.pem</code>
          <p class="muted">${t('package-key')}</p>
        </div>`}
    </section>`;
}
