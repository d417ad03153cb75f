// The head's weekly meeting: how soon people answered, as distributions; false presses, drills, what is down. Printable.
import {all, get} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {day} from '../../core/format.js';
import {html, useMemo, useState} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {townOf, useDistricts} from '../../core/places.js';
import {addWords, t} from '../../core/words.js';
import {ProblemText} from '../../parts/dialog.js';
import {Drill} from '../../parts/drills.js';
import {Icon} from '../../parts/icons.js';
import {Table} from '../../parts/table.js';
import {HEAD} from '../../words/head.js';
import {SITE} from '../../words/site.js';
import {UPKEEP} from '../../words/upkeep.js';
import {Times} from './times.js';

addWords(UPKEEP);
addWords(SITE);
addWords(HEAD);

const PERIODS = ['7', '30', '90'];
const MOST_INCIDENTS = 20000;

export default function Head() {
  const [days, setDays] = useState('7');
  const span = useMemo(() => ({since: new Date(now() - Number(days) * 86400000).toISOString(), until: new Date(now()).toISOString()}), [days]);
  const query = `since=${encodeURIComponent(span.since)}&until=${encodeURIComponent(span.until)}`;
  const times = useAsked(() => get(`/reports/response-times?${query}`), [query]);
  const drills = useAsked(() => all(`/reports/drills?${query}`, 500), [query]);
  const incidents = useAsked(() => all(`/incidents?handling=closed&since=${encodeURIComponent(span.since)}`, MOST_INCIDENTS), [query]);
  const health = useAsked(() => get('/health-report'), [days]);
  return html`
    <main id="main" class="page upkeep head" tabindex="-1">
      <header class="page-head">
        <h1>${t('report-title')}</h1>
        <span class="muted figures">${t('report-span', {since: day(span.since), until: day(span.until)})}</span>
        <div class="segments no-print" role="group" aria-label=${t('period')}>
          ${PERIODS.map((one) => html`<button type="button" key=${one} class="button small" aria-pressed=${days === one} onClick=${() => setDays(one)}>${t('period.' + one)}</button>`)}
        </div>
        <button type="button" class="button no-print" onClick=${() => print()}><${Icon} name="copy" /> ${t('print')}</button>
      </header>
      <section class="card report-part" aria-label=${t('times-title')}>
        <h2>${t('times-title')}</h2>
        <p class="muted">${t('times-hint')}</p>
        <${ProblemText} problem=${times.problem} />
        ${times.value && html`<${Times} items=${times.value.items} />`}
      </section>
      <div class="two-columns">
        <${FalsePresses} asked=${incidents} />
        <${Down} asked=${health} />
      </div>
      <${Drills} asked=${drills} />
    </main>`;
}

const KINDS = ['founded', 'accidental', 'unfounded'];

function FalsePresses({asked}) {
  const district = useDistricts();
  const rows = useMemo(() => {
    const towns = {};
    for (const incident of asked.value ?? []) {
      if (incident.status !== 'actual' || !incident.closing) continue;
      const town = townOf(incident.place.district);
      const row = (towns[town] ??= {town, total: 0, founded: 0, accidental: 0, unfounded: 0, others: 0});
      row.total++;
      row[KINDS.includes(incident.closing.disposition) ? incident.closing.disposition : 'others']++;
    }
    return Object.values(towns).sort((a, b) => b.accidental + b.unfounded - a.accidental - a.unfounded);
  }, [asked.value]);
  const figure = (key) => ({key, label: t(key), show: (row) => html`<span class="figures">${row[key]}</span>`});
  const columns = [
    {key: 'town', label: t('district'), show: (row) => district(row.town)},
    figure('total'), figure('founded'), figure('accidental'), figure('unfounded'), figure('others'),
    {key: 'share', label: t('share-false'), show: (row) => html`<span class="figures">${Math.round(100 * (row.accidental + row.unfounded) / row.total)}%</span>`},
  ];
  return html`
    <section class="card report-part" aria-label=${t('false-title')}>
      <h2>${t('false-title')}</h2>
      <p class="muted">${t('false-hint')}</p>
      <${ProblemText} problem=${asked.problem} />
      <${Table} label=${t('false-title')} columns=${columns} rows=${rows} name=${(row) => row.town} empty=${t(asked.loading ? 'loading' : 'none')} />
    </section>`;
}

function Down({asked}) {
  const district = useDistricts();
  const rows = useMemo(() => {
    const towns = {};
    const row = (code) => (towns[townOf(code)] ??= {town: townOf(code), sites: 0, devices: 0, cameras: 0});
    for (const site of asked.value?.sites ?? []) if (!site.isProtected) row(site.district).sites++;
    for (const fault of (asked.value?.groups ?? []).flatMap((group) => group.faults)) {
      if (fault.code !== 'sim-expires') row(fault.district)[fault.kind === 'camera' ? 'cameras' : 'devices']++;
    }
    return Object.values(towns).sort((a, b) => (a.town < b.town ? -1 : 1));
  }, [asked.value]);
  const columns = [
    {key: 'town', label: t('district'), show: (row) => district(row.town)},
    {key: 'sites', label: t('unprotected-sites'), show: (row) => html`<span class="figures">${row.sites}</span>`},
    {key: 'devices', label: t('down-devices'), show: (row) => html`<span class="figures">${row.devices}</span>`},
    {key: 'cameras', label: t('down-cameras'), show: (row) => html`<span class="figures">${row.cameras}</span>`},
  ];
  return html`
    <section class="card report-part" aria-label=${t('down-title')}>
      <h2>${t('down-title')}</h2>
      <${ProblemText} problem=${asked.problem} />
      <${Table} label=${t('down-title')} columns=${columns} rows=${rows} name=${(row) => row.town} empty=${t(asked.loading ? 'loading' : 'nothing-down')} />
    </section>`;
}

function Drills({asked}) {
  const district = useDistricts();
  const list = (asked.value ?? []).filter((one) => one.status === 'exercise' || one.status === 'test');
  return html`
    <section aria-label=${t('drills-title')}>
      <h2>${t('drills-title')}</h2>
      <${ProblemText} problem=${asked.problem} />
      ${list.length ? html`<ul class="orders">${list.map((one) => html`<${Drill} key=${one.id} booked=${one} at=${now()} where=${district(one.district)} />`)}</ul>`
        : html`<p class="empty card">${t(asked.loading ? 'loading' : 'drills-none')}</p>`}
    </section>`;
}
