// The cameras, by what is wrong with them; and one of them: what it is.
import {get, save} from '../../core/api.js';
import {dayTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {useDistricts} from '../../core/places.js';
import {link} from '../../core/router.js';
import {attempt} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {ProblemText} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Map, mark, textNode, wedge} from '../../parts/map.js';
import {Mark} from '../../parts/marks.js';
import {UPKEEP} from '../../words/upkeep.js';
import {BreakGlass} from './break-glass.js';
import {OrderForm} from './order-form.js';
import {useCameras} from './report.js';
import {mayWrite} from './state.js';

addWords(UPKEEP);

const isFine = (cause) => cause === 'ok';
const tone = (cause) => (isFine(cause) ? 'good' : ['unknown', 'slow', 'clock-off', 'busy'].includes(cause) ? 'warn' : 'alarm');

export default function Cameras({me, path}) {
  return path[0] ? html`<${CameraPage} key=${path[0]} me=${me} id=${path[0]} />` : html`<${List} me=${me} />`;
}

function List({me}) {
  const cameras = useCameras();
  const [order, write] = useState();
  const groups = {};
  for (const camera of cameras.value ?? []) (groups[camera.health.cause] ??= []).push(camera);
  const causes = Object.keys(groups).sort((a, b) => Number(isFine(a)) - Number(isFine(b)) || groups[b].length - groups[a].length);
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <header class="page-head">
        <h1>${t('cameras-title')}</h1>
        <button type="button" class="button" onClick=${() => attempt(() => save('/cameras', 'cameras.csv', 'text/csv'))}><${Icon} name="download" /> ${t('csv')}</button>
      </header>
      <${ProblemText} problem=${cameras.problem} />
      ${!cameras.value && cameras.loading && html`<p class="empty">${t('loading')}</p>`}
      ${causes.map((cause) => html`
        <section class="card cause" key=${cause} aria-label=${word('health', cause)}>
          <header class="card-head"><h2><${Mark} tone=${tone(cause)}>${word('health', cause)}<//> ${groups[cause].length}</h2>
            ${!isFine(cause) && mayWrite(me) && html`<button type="button" class="button small" onClick=${() => write({title: t('order-default-many', {subject: word('health', cause), count: groups[cause].length}), cameras: groups[cause].map((camera) => camera.camera)})}>${t('write-order')}</button>`}</header>
          <ul class="things">${groups[cause].map((camera) => html`
            <li key=${camera.camera}><a href=${link('cameras', camera.camera)}>${camera.name}</a> <small class="muted">${camera.camera}</small>
              ${camera.health.since && html`<span class="muted">${t('since')} <${Age} since=${camera.health.since} /></span>`}
              ${camera.health.detail && html`<span class="muted">${camera.health.detail}</span>`}</li>`)}</ul>
        </section>`)}
      ${order && html`<${OrderForm} start=${order} onClose=${() => write()} />`}
    </main>`;
}

function CameraPage({me, id}) {
  const camera = useAsked(() => get(`/cameras/${encodeURIComponent(id)}`), [id]);
  const district = useDistricts();
  const [order, write] = useState(false);
  const one = camera.value;
  const track = one?.description?.tracks.find(({kind}) => kind === 'video');
  const row = (label, value) => (value === undefined || value === null || value === '' ? null : html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`);
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <p><a class="back" href=${link('cameras')}><${Icon} name="back" /> ${t('back-to-list')}</a></p>
      ${camera.problem && !one && (camera.problem.status === 404 ? html`<p class="empty card">${t('no-such-thing')}</p>` : html`<${ProblemText} problem=${camera.problem} />`)}
      ${one && html`
        <header class="page-head"><h1>${one.name}</h1> <${Mark} tone=${tone(one.health.cause)}>${word('health', one.health.cause)}<//>
          ${mayWrite(me) && html`<button type="button" class="button" onClick=${() => write(true)}><${Icon} name="note" /> ${t('write-order')}</button>`}</header>
        <p class="muted">${one.camera} · ${district(one.district)}</p>
        <div class="two-columns">
          <section class="card facts" aria-label=${t('detail')}><h2>${t('detail')}</h2><dl>
            ${row(t('because'), one.health.detail)}
            ${row(t('checked-last'), one.health.checkedAt && dayTime(one.health.checkedAt))}
            ${row(t('zone'), word('zone', one.zone))}
            ${row(t('codec'), track?.codec ?? one.codec)}
            ${row(t('size'), track && `${track.width}×${track.height} · ${Math.round(track.framesPerSecond)}/s`)}
            ${row(t('direction'), Number.isFinite(one.azimuthDeg) ? `${Math.round(one.azimuthDeg)}°` : undefined)}
            ${row(t('prerecord'), t(one.prerecord ? 'yes' : 'no'))}
            ${row(t('uplink'), one.uplink)}${row(t('power'), one.power)}
          </dl></section>
          <div class="column"><${Where} camera=${one} /><${BreakGlass} me=${me} camera=${one} /></div>
        </div>
        ${order && html`<${OrderForm} start=${{title: t('order-default', {name: one.name}), cameras: [one.camera]}} onClose=${() => write(false)} />`}`}
    </main>`;
}

function Where({camera}) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const draw = (L, map, group) => {
    if (Number.isFinite(camera.azimuthDeg) && Number.isFinite(camera.fieldOfViewDeg)) L.polygon(wedge(camera), {color: colour('--accent'), weight: 1, fillOpacity: .28, interactive: false}).addTo(group);
    L.marker([camera.latitude, camera.longitude], {icon: mark(L, 'camera', 24, '▣'), keyboard: false}).bindTooltip(textNode(camera.name), {direction: 'top', permanent: true, offset: [0, -10]}).addTo(group);
  };
  const bounds = () => [[camera.latitude + .0015, camera.longitude + .0015], [camera.latitude - .0015, camera.longitude - .0015]];
  return html`<section class="card small-map" aria-label=${t('map')}><${Map} label=${t('map')} draw=${draw} bounds=${bounds} place=${camera.camera} /></section>`;
}
