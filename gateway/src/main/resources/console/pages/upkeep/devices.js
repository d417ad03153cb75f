// The devices, and one of them with its history and a test while standing before it.
import {save} from '../../core/api.js';
import {dayTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {useDistricts} from '../../core/places.js';
import {link} from '../../core/router.js';
import {attempt} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {ProblemText} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';
import {Table} from '../../parts/table.js';
import {UPKEEP} from '../../words/upkeep.js';
import {DevicePage} from './device.js';
import {useDevices} from './report.js';

addWords(UPKEEP);

const FILTERS = ['all', 'fault', 'offline', 'online'];
const LINK_TONES = {online: 'good', offline: 'alarm', unknown: 'plain'};

export const LinkMark = ({device}) => html`<${Mark} tone=${LINK_TONES[device.link] ?? 'plain'}>${word('link', device.link)}<//>`;

export default function Devices({me, path}) {
  return path[0] ? html`<${DevicePage} key=${path[0]} me=${me} id=${path[0]} />` : html`<${List} />`;
}

function List() {
  const devices = useDevices();
  const district = useDistricts();
  const [filter, setFilter] = useState('all');
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const rows = (devices.value ?? [])
    .filter((device) => filter === 'all' || (filter === 'fault' ? device.faults.length > 0 || device.link === 'offline' : device.link === filter))
    .filter((device) => !wanted || `${device.name} ${device.device} ${device.siteName} ${district(device.district)}`.toLowerCase().includes(wanted));
  const columns = [
    {key: 'name', label: t('device'), show: (device) => html`<a href=${link('devices', device.device)}>${device.name}</a> <small class="muted">${device.device}</small>`},
    {key: 'kind', label: t('kind'), show: (device) => word('kind', device.kind)},
    {key: 'site', label: t('site'), show: (device) => device.siteName},
    {key: 'district', label: t('district'), show: (device) => district(device.district)},
    {key: 'link', label: t('link'), show: (device) => html`<${LinkMark} device=${device} />`},
    {key: 'seen', label: t('seen-at'), show: (device) => html`<span class="figures">${device.seenAt ? dayTime(device.seenAt) : '—'}</span>`},
    {key: 'battery', label: t('battery'), show: (device) => html`<span class="figures">${device.batteryPercent === undefined ? '—' : device.batteryPercent + '%'}</span>`},
    {key: 'faults', label: t('faults'), show: (device) => (device.faults.length ? device.faults.map((fault) => html`<${Mark} key=${fault.code} tone="warn">${word('fault', fault.code)}<//> `) : html`<span class="muted">${t('none')}</span>`)},
  ];
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <header class="page-head">
        <h1>${t('devices-title')}</h1>
        <button type="button" class="button" onClick=${() => attempt(() => save('/devices', 'devices.csv', 'text/csv'))}><${Icon} name="download" /> ${t('csv')}</button>
      </header>
      <div class="filters">
        <input type="search" aria-label=${t('search')} placeholder=${t('search-hint')} value=${text} onInput=${(event) => setText(event.target.value)} />
        <div class="segments" role="group" aria-label=${t('filter')}>
          ${FILTERS.map((one) => html`<button type="button" key=${one} class="button small" aria-pressed=${filter === one} onClick=${() => setFilter(one)}>${t('filter.' + one)}</button>`)}
        </div>
        <span class="muted" role="status">${devices.value && t('shown-of', {shown: rows.length, all: devices.value.length})}</span>
      </div>
      <${ProblemText} problem=${devices.problem} />
      <section class="card">${devices.value ? html`<${Table} label=${t('devices-title')} columns=${columns} rows=${rows} name=${(device) => device.device} />` : html`<p class="empty">${t('loading')}</p>`}</section>
    </main>`;
}
