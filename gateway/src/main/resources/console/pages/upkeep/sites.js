// For each school and village: is it protected right now? Yes or no, because.
import {save} from '../../core/api.js';
import {html, useState} from '../../core/html.js';
import {useDistricts} from '../../core/places.js';
import {attempt} from '../../core/toast.js';
import {addWords, reason, t, word} from '../../core/words.js';
import {ProblemText} from '../../parts/dialog.js';
import {Icon, siteIcon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';
import {Table} from '../../parts/table.js';
import {UPKEEP} from '../../words/upkeep.js';
import {useReport} from './report.js';

addWords(UPKEEP);

export default function Sites() {
  const report = useReport();
  const district = useDistricts();
  const [only, setOnly] = useState(false);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const rows = (report.value?.sites ?? [])
    .filter((site) => !only || !site.isProtected)
    .filter((site) => !wanted || `${site.name} ${site.site} ${district(site.district)}`.toLowerCase().includes(wanted));
  const columns = [
    {key: 'name', label: t('site'), show: (site) => html`<${Icon} name=${siteIcon(site.kind)} /> ${site.name}`},
    {key: 'kind', label: t('kind'), show: (site) => word('site-kind', site.kind)},
    {key: 'district', label: t('district'), show: (site) => district(site.district)},
    {key: 'is', label: t('is-protected'), show: (site) => html`<${Protected} site=${site} />`},
    {key: 'because', label: t('because'), show: (site) => html`<${Because} site=${site} />`},
  ];
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <header class="page-head">
        <h1>${t('sites-title')}</h1>
        <button type="button" class="button" onClick=${() => attempt(() => save('/health-report', 'health-report.csv', 'text/csv'))}><${Icon} name="download" /> ${t('csv')}</button>
      </header>
      <div class="filters">
        <input type="search" aria-label=${t('search')} placeholder=${t('search-hint')} value=${text} onInput=${(event) => setText(event.target.value)} />
        <label class="check"><input type="checkbox" checked=${only} onChange=${(event) => setOnly(event.target.checked)} /> ${t('only-unprotected')}</label>
        <span class="muted" role="status">${report.value && t('shown-of', {shown: rows.length, all: report.value.sites.length})}</span>
      </div>
      <${ProblemText} problem=${report.problem} />
      <section class="card">${report.value ? html`<${Table} label=${t('sites-title')} columns=${columns} rows=${rows} name=${(site) => site.site} />` : html`<p class="empty">${t('loading')}</p>`}</section>
    </main>`;
}

export const Protected = ({site}) => html`
  <${Mark} tone=${site.isProtected ? 'good' : 'alarm'}><${Icon} name=${site.isProtected ? 'shield' : 'no-shield'} size="15" /> ${t(site.isProtected ? 'protected' : 'not-protected')}<//>`;

export const Because = ({site}) => (site.because.length
  ? html`<ul class="because">${site.because.map((one) => html`<li key=${one.code + one.value}>${reason(one)}</li>`)}</ul>`
  : html`<span class="muted">${t('because-all-well')}</span>`);
