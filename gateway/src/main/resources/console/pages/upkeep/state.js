// What is down now and since when, grouped by probable cause, as a list and on the map; and what will fail soon.
import {get, save} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {clockTime, day} from '../../core/format.js';
import {html, useEffect, useMemo, useState} from '../../core/html.js';
import {usePreferences} from '../../core/hooks.js';
import {useDistricts} from '../../core/places.js';
import {link} from '../../core/router.js';
import {attempt} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {ProblemText} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Map, mark, textNode} from '../../parts/map.js';
import {Mark} from '../../parts/marks.js';
import {UPKEEP} from '../../words/upkeep.js';
import {lasting, samplesOf} from './battery.js';
import {OrderForm} from './order-form.js';
import {daysUntil, isSoon, notReset, useCameras, useDevices, useOrders, useReport} from './report.js';

addWords(UPKEEP);

const CAUSE_ICONS = {uplink: 'junction', power: 'sun', 'credential-change': 'lock', disk: 'warning', single: 'tool'};
const LOW_PERCENT = 40;
const BATTERIES_ASKED = 24;

export const mayWrite = (me) => me.role === 'maintenance' || me.role === 'admin';
export const thingLink = (fault) => link(fault.kind === 'camera' ? 'cameras' : 'devices', fault.subject);

export default function State({me}) {
  const report = useReport();
  const devices = useDevices();
  const cameras = useCameras();
  const {orders} = useOrders();
  const [order, write] = useState();
  const groups = useMemo(() => report.value && split(report.value), [report.value]);
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <header class="page-head">
        <h1>${t('state-title')}</h1>
        ${report.value && html`<span class="muted">${t('checked-at', {time: clockTime(report.value.at)})}</span>`}
        <button type="button" class="button" onClick=${() => attempt(() => save('/health-report', 'health-report.csv', 'text/csv'))}><${Icon} name="download" /> ${t('csv')}</button>
      </header>
      <${ProblemText} problem=${report.problem} />
      ${report.value && html`
        <${Figures} report=${report.value} groups=${groups} orders=${orders} />
        <div class="two-columns">
          <div class="column">
            <section aria-label=${t('grouped-by-cause')}>
              <h2>${t('grouped-by-cause')}</h2>
              ${groups.now.length ? groups.now.map((group) => html`<${Group} key=${group.cause + group.subject} group=${group} onOrder=${mayWrite(me) && write} />`) : html`<p class="empty card">${t('nothing-down')}</p>`}
            </section>
            <${NotReset} list=${notReset(report.value)} devices=${devices.value} onOrder=${mayWrite(me) && write} />
            <${Soon} sims=${groups.sims} devices=${devices.value} onOrder=${mayWrite(me) && write} />
          </div>
          <${FaultMap} groups=${groups.now} devices=${devices.value} cameras=${cameras.value} />
        </div>`}
      ${report.loading && !report.value && html`<p class="starting">${t('loading')}</p>`}
      ${order && html`<${OrderForm} start=${order} onClose=${() => write()} />`}
    </main>`;
}

/** What fails now, apart from what only will. */
function split({groups}) {
  const sims = groups.flatMap((group) => group.faults.filter((fault) => fault.code === 'sim-expires'));
  const down = groups
    .map((group) => ({...group, faults: group.faults.filter((fault) => fault.code !== 'sim-expires')}))
    .filter((group) => group.faults.length);
  return {now: down, sims};
}

function Figures({report, groups, orders}) {
  const safe = report.sites.filter((site) => site.isProtected).length;
  const open = orders.filter((order) => order.state === 'open');
  const late = open.some((order) => order.dueAt && Date.parse(order.dueAt) < now());
  const faults = groups.now.reduce((sum, group) => sum + group.faults.length, 0);
  return html`
    <ul class="key-figures">
      <${Tile} href=${link('sites')} value=${`${safe} / ${report.sites.length}`} text=${t('sites-protected')} tone=${safe < report.sites.length ? 'warn' : 'good'} />
      <${Tile} value=${faults} text=${t('faults-now')} tone=${faults ? 'alarm' : 'good'} />
      <${Tile} value=${groups.now.length} text=${t('causes-now')} tone="plain" />
      <${Tile} href=${link('orders')} value=${open.length} text=${t('orders-open')} tone=${late ? 'alarm' : 'plain'} />
    </ul>`;
}

export const Tile = ({href, value, text, tone}) => html`
  <li class=${'key-figure ' + tone}>${href ? html`<a href=${href}><strong class="figures">${value}</strong><span>${text}</span></a>` : html`<p><strong class="figures">${value}</strong><span>${text}</span></p>`}</li>`;

const subjectOf = (group) => (group.cause === 'single' ? group.faults[0].name : group.subject);

function Group({group, onOrder}) {
  const district = useDistricts();
  const {cause, faults} = group;
  const title = t('cause.' + cause, {subject: subjectOf(group)});
  return html`
    <article class="card group">
      <header>
        <${Icon} name=${cause === 'single' && faults[0].kind === 'camera' ? 'camera' : CAUSE_ICONS[cause] ?? 'tool'} size="24" />
        <h3>${cause === 'single' ? html`<a href=${thingLink(faults[0])}>${title}</a>` : title}</h3>
        ${cause === 'single'
          ? html`<${Mark} tone="alarm">${word('fault', faults[0].code)}<//>`
          : html`<${Mark} tone="alarm">${t('cause-of', {count: faults.length, of: group.of})}<//>`}
      </header>
      <p class="muted">${district(faults[0].district)} · ${t('since')} <${Age} since=${group.since} /></p>
      ${cause !== 'single' && html`
        <details>
          <summary>${t('show-things', {count: faults.length})}</summary>
          <ul class="things">${faults.map((fault) => html`<li key=${fault.subject + fault.code}><a href=${thingLink(fault)}>${fault.name}</a> <span>${word('fault', fault.code)}</span> <${Age} since=${fault.since} className="muted" /></li>`)}</ul>
        </details>`}
      ${onOrder && html`<button type="button" class="button small" onClick=${() => onOrder(orderOf(group))}><${Icon} name="note" size="16" /> ${t('write-order')}</button>`}
    </article>`;
}

const orderOf = (group) => ({
  title: group.cause === 'single' ? `${t('order-default', {name: subjectOf(group)})}（${word('fault', group.faults[0].code)}）`
    : t('order-default-many', {subject: t('cause.' + group.cause, {subject: group.subject}), count: group.faults.length}),
  devices: group.faults.filter((fault) => fault.kind === 'device').map((fault) => fault.subject),
  cameras: group.faults.filter((fault) => fault.kind === 'camera').map((fault) => fault.subject),
});

function NotReset({list, devices, onOrder}) {
  if (!list.length) return null;
  const name = (id) => devices?.find((device) => device.device === id)?.name ?? id;
  return html`
    <section aria-label=${t('not-reset-title')}>
      <h2>${t('not-reset-title')}</h2>
      <div class="card soon">
        <p class="muted">${t('not-reset-hint')}</p>
        <ul class="things">${list.map(({device, site}) => html`
          <li key=${device}><a href=${link('devices', device)}>${name(device)}</a> <span>${site.name}</span> <${Mark} tone="alarm">${t('fault.not-reset')}<//>
            ${onOrder && html`<button type="button" class="button small quiet" onClick=${() => onOrder({title: `${t('order-default', {name: name(device)})}（${t('fault.not-reset')}）`, devices: [device], cameras: []})}>${t('write-order')}</button>`}</li>`)}</ul>
      </div>
    </section>`;
}

function Soon({sims, devices, onOrder}) {
  const low = (devices ?? []).filter((device) => device.batteryPercent < LOW_PERCENT).sort((a, b) => a.batteryPercent - b.batteryPercent).slice(0, BATTERIES_ASKED);
  return html`
    <section aria-label=${t('soon-title')}>
      <h2>${t('soon-title')}</h2>
      <div class="card soon">
        <h3>${t('soon-sims')}</h3>
        ${sims.length ? html`<ul class="things">${sims.map((fault) => html`
          <li key=${fault.subject}><a href=${thingLink(fault)}>${fault.name}</a> <${Expiry} time=${fault.since} />
            ${onOrder && html`<button type="button" class="button small quiet" onClick=${() => onOrder({title: `${t('order-default', {name: fault.name})}（${t('fault.sim-expires')}）`, devices: [fault.subject], cameras: []})}>${t('write-order')}</button>`}</li>`)}</ul>` : html`<p class="muted">${t('soon-none')}</p>`}
        <h3>${t('soon-batteries')}</h3>
        <p class="muted">${t('soon-batteries-hint', {percent: LOW_PERCENT})}</p>
        ${low.length ? html`<ul class="things">${low.map((device) => html`
          <li key=${device.device}><a href=${link('devices', device.device)}>${device.name}</a> <strong class="figures">${device.batteryPercent}%</strong> <${Lasting} id=${device.device} /></li>`)}</ul>` : html`<p class="muted">${t('soon-none')}</p>`}
      </div>
    </section>`;
}

export function Expiry({time}) {
  const days = daysUntil(time, now());
  return html`<${Mark} tone=${days < 7 ? 'alarm' : 'warn'}>${days < 0 ? t('expired-for', {days: -days}) : t('expires-in', {days})}<//> <span class="muted">${day(time)}</span>`;
}

function Lasting({id}) {
  const [device, set] = useState();
  useEffect(() => {
    let gone = false;
    get(`/devices/${encodeURIComponent(id)}`).then((one) => { if (!gone) set(one); }, () => {});
    return () => { gone = true; };
  }, [id]);
  return device ? html`<${BatteryWords} device=${device} />` : html`<span class="muted">…</span>`;
}

/** In words how long the battery lasts, or that nobody can say. */
export function BatteryWords({device}) {
  const left = lasting(samplesOf(device));
  if (left.unknown) return html`<span class="muted">${t('battery-unknown')}</span>`;
  if (left.long) return html`<span class="muted">${t('battery-long')}</span>`;
  return html`<${Mark} tone=${left.days < 7 ? 'alarm' : 'warn'}>${t('battery-in', left)}<//> <span class="muted">${t('battery-days', {days: left.from})}</span>`;
}

function FaultMap({groups, devices, cameras}) {
  usePreferences();
  const points = useMemo(() => {
    const places = {};
    for (const device of devices ?? []) places['device:' + device.device] = device;
    for (const camera of cameras ?? []) places['camera:' + camera.camera] = camera;
    return groups.flatMap((group, index) => group.faults.map((fault) => ({fault, index, place: places[`${fault.kind}:${fault.subject}`]}))).filter((one) => one.place);
  }, [groups, devices, cameras]);
  const all = [...(devices ?? []), ...(cameras ?? [])];
  const draw = (L, map, group) => {
    const quiet = L.canvas({padding: .3});
    for (const one of all) L.circleMarker([one.latitude, one.longitude], {renderer: quiet, radius: 3, stroke: false, fillColor: colour('--good'), fillOpacity: .55, interactive: false}).addTo(group);
    for (const {fault, place} of points) {
      L.marker([place.latitude, place.longitude], {icon: mark(L, 'place still', 22, fault.kind === 'camera' ? '▣' : '!'), title: fault.name, alt: fault.name})
        .bindTooltip(textNode(`${fault.name} · ${word('fault', fault.code)}`), {direction: 'top'})
        .on('click', () => { location.hash = thingLink(fault); }).addTo(group);
    }
  };
  const bounds = () => all.map((one) => [one.latitude, one.longitude]);
  return html`
    <section class="card upkeep-map" aria-label=${t('map-faults')}>
      <${Map} label=${t('map-faults')} draw=${draw} on=${[points, all.length]} bounds=${bounds} place=${all.length > 0} />
    </section>`;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
