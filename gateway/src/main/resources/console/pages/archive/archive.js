// The archive (档案): incidents that are closed, found again; and the reviews that wait for a second person.
import {get} from '../../core/api.js';
import {dayTime} from '../../core/format.js';
import {html, useEffect, useState} from '../../core/html.js';
import {useNow} from '../../core/hooks.js';
import {useDistrictList} from '../../core/places.js';
import {link} from '../../core/router.js';
import {reviewsFor} from '../../core/state.js';
import {useStore} from '../../core/store.js';
import {attempt} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {Form, SelectField, TextField} from '../../parts/dialog.js';
import {Marks, Priority} from '../../parts/marks.js';
import {Table} from '../../parts/table.js';
import {ARCHIVE} from '../../words/archive.js';
import {CasePage} from './case.js';
import {DISPOSITIONS} from './facts.js';

addWords(ARCHIVE);

const PAGE = 50;
const FIRST = {handling: 'closed'};

export default function Archive({me, path}) {
  return path[0] ? html`<${CasePage} key=${path[0]} me=${me} id=${path[0]} />` : html`<${List} me=${me} />`;
}

function List({me}) {
  const [found, set] = useState({items: []});
  const ask = async (values, cursor) => {
    const page = await get(`/incidents?${queryOf(values, cursor)}`);
    set((before) => ({values, items: cursor ? [...before.items, ...page.items] : page.items, next: page.next, asked: true}));
  };
  useEffect(() => { attempt(() => ask(FIRST)); }, []);
  return html`
    <main id="main" class="page upkeep archive" tabindex="-1">
      <header class="page-head"><h1>${t('archive-title')}</h1></header>
      <${Waiting} me=${me} />
      <section class="card report-part" aria-label=${t('find')}><${Filters} onFind=${(values) => ask(values)} /></section>
      <section class="card" aria-busy=${!found.asked}>
        ${found.asked ? html`<${Found} items=${found.items} />` : html`<p class="empty">${t('loading')}</p>`}
      </section>
      ${found.next && html`<p class="table-more"><button type="button" class="button" onClick=${() => attempt(() => ask(found.values, found.next))}>${t('archive-more')}</button></p>`}
    </main>`;
}

function queryOf(values, cursor) {
  const query = new URLSearchParams({limit: String(PAGE)});
  for (const key of ['text', 'district', 'handling', 'disposition']) if (values[key]?.trim()) query.set(key, values[key].trim());
  if (values.since) query.set('since', new Date(`${values.since}T00:00`).toISOString());
  if (cursor) query.set('cursor', cursor);
  return query;
}

function Filters({onFind}) {
  const districts = useDistrictList();
  const all = {value: '', label: t('archive-all')};
  return html`
    <${Form} submit=${t('find')} onSubmit=${onFind}>
      <div class="three-fields">
        <${TextField} label=${t('archive-text')} name="text" type="search" maxlength="64" hint=${t('archive-text-hint')} />
        <${SelectField} label=${t('archive-handling')} name="handling" choices=${[
          {value: 'closed', label: t('handling.closed')}, {value: 'open', label: t('archive-open')}, all]} />
        <${SelectField} label=${t('archive-disposition')} name="disposition" choices=${[all, ...DISPOSITIONS.map((value) => ({value, label: word('disposition', value)}))]} />
        ${districts.length > 0 && html`<${SelectField} label=${t('archive-district')} name="district" choices=${[all, ...districts.map(({code, name}) => ({value: code, label: name}))]} />`}
        <${TextField} label=${t('archive-since')} name="since" type="date" />
      </div>
    <//>`;
}

function Found({items}) {
  const columns = [
    {key: 'site', label: t('archive-site'), show: (one) => html`<a class="row-link" href=${link('archive', one.id)}>${one.place.siteName}</a>`},
    {key: 'opened', label: t('archive-opened'), show: (one) => html`<span class="figures">${dayTime(one.openedAt)}</span>`},
    {key: 'district', label: t('archive-district'), show: (one) => one.place.districtName},
    {key: 'kind', label: t('archive-kind'), show: (one) => html`<span class="card-marks"><${Priority} incident=${one} /> ${word('code', one.code)} <${Marks} incident=${one} /></span>`},
    {key: 'how', label: t('archive-disposition'), show: (one) => (one.closing ? word('disposition', one.closing.disposition) : word('handling', one.handling))},
    {key: 'id', label: t('archive-id'), show: (one) => html`<span class="figures muted">${one.id}</span>`},
  ];
  return html`<${Table} label=${t('archive-title')} columns=${columns} rows=${items} name=${(one) => one.id} empty=${t('archive-none')} />`;
}

/** Those for which this person could be the second one. */
function Waiting({me}) {
  const reviews = useStore((state) => state.reviews);
  const waiting = reviewsFor({reviews}, me.user, useNow());
  if (!waiting.length) return null;
  return html`
    <section class="card review-waiting" aria-labelledby="waiting-title">
      <header class="card-head"><h2 id="waiting-title">${t('review-waiting-title')}</h2></header>
      <p class="muted">${t('review-waiting-hint')}</p>
      <ul class="things">${waiting.map((one) => html`
        <li key=${one.review}>
          <a class="button small" href=${link('archive', one.incident)}>${one.siteName ?? one.incident}</a>
          <span>${one.by.name} · ${one.requestNumber} · ${one.reason}</span>
          <span class="muted">${t('review-until', {time: dayTime(one.expiresAt)})}</span>
        </li>`)}</ul>
    </section>`;
}
