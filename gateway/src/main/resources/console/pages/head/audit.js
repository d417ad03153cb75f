// 调阅留痕: who looked at what, when and why. Asking for it is a row of it, too.
import {get, save} from '../../core/api.js';
import {useOperation} from '../../core/contract.js';
import {clockTime, dayTime} from '../../core/format.js';
import {html, useEffect, useState} from '../../core/html.js';
import {attempt} from '../../core/toast.js';
import {addWords, isWorded, measure, t, word} from '../../core/words.js';
import {Form, SelectField, TextField} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Table} from '../../parts/table.js';
import {AUDIT} from '../../words/audit.js';
import {HEAD} from '../../words/head.js';

addWords(HEAD);
addWords(AUDIT);

const PAGE = 100;
const FIELDS = ['camera', 'incident', 'user', 'action'];
const ACTIONS = Object.keys(AUDIT).filter((key) => key.startsWith('audit.')).map((key) => key.slice('audit.'.length));
const isLook = (row) => row.action.startsWith('picture.') || ['export', 'hold', 'hold-release', 'receipt'].includes(row.action);

function queryOf(values, more) {
  const query = new URLSearchParams(more);
  for (const key of FIELDS) if (values[key]?.trim()) query.set(key, values[key].trim());
  return query;
}

/** @param path ['incident', ID] asks at once for what was done about it; likewise camera and user */
export default function Audit({path}) {
  const can = useOperation('listAudit');
  const [found, set] = useState({items: []});
  const [only, setOnly] = useState(true);
  const given = FIELDS.includes(path[0]) && path[1] ? {[path[0]]: path[1]} : undefined;
  const ask = async (values, cursor) => {
    const page = await get(`/audit?${queryOf(values, {limit: String(PAGE), ...(cursor ? {cursor} : {})})}`);
    set((before) => ({values, items: cursor ? [...before.items, ...page.items] : page.items, next: page.next, asked: true}));
  };
  useEffect(() => { if (given) attempt(() => ask(given)); }, [path.join('/')]);
  const rows = found.items.filter((row) => !only || found.values.action || isLook(row));
  return html`
    <main id="main" class="page upkeep audit" tabindex="-1">
      <header class="page-head"><h1>${t('audit-title')}</h1></header>
      ${can === false ? html`<p class="empty card">${t('audit-missing')}</p>` : html`
        <p class="muted">${t('audit-hint')}</p>
        <section class="card report-part" aria-label=${t('find')}><${Form} key=${path.join('/')} submit=${t('find')} onSubmit=${(values) => ask(values)}>
          <div class="three-fields">
            <${TextField} label=${t('audit-user')} name="user" maxlength="64" />
            <${TextField} label=${t('audit-camera')} name="camera" maxlength="64" defaultValue=${given?.camera} />
            <${TextField} label=${t('audit-incident')} name="incident" maxlength="64" defaultValue=${given?.incident} />
            <${SelectField} label=${t('audit-what')} name="action" choices=${[{value: '', label: t('audit-all')}, ...ACTIONS.map((value) => ({value, label: word('audit', value)}))]} />
          </div>
        <//></section>
        ${found.asked && html`
          <div class="filters">
            <label class="check"><input type="checkbox" checked=${only} onChange=${(event) => setOnly(event.target.checked)} /> ${t('audit-only')}</label>
            <button type="button" class="button small" onClick=${() => attempt(() => save(`/audit?${queryOf(found.values)}`, 'audit.csv', 'text/csv'))}><${Icon} name="download" size="16" /> CSV</button>
          </div>
          <section class="card"><${Table} label=${t('audit-title')} columns=${columns()} rows=${rows} name=${(row) => row.sequence} empty=${t('audit-none')} /></section>
          ${found.next && html`<p class="table-more"><button type="button" class="button" onClick=${() => attempt(() => ask(found.values, found.next))}>${t('audit-more')}</button></p>`}`}`}
    </main>`;
}

const columns = () => [
  {key: 'what', label: t('audit-what'), show: (row) => word('audit', row.action)},
  {key: 'at', label: t('audit-at'), show: (row) => html`<span class="figures">${dayTime(row.at)}</span>`},
  {key: 'who', label: t('audit-who'), show: (row) => row.user},
  {key: 'subject', label: t('audit-subject'), show: (row) => [row.subject, row.detail?.camera, row.detail?.incident].filter((one, index, list) => one && list.indexOf(one) === index).join(' · ')},
  {key: 'why', label: t('audit-why'), show: whyOf},
];

/** Why it was done, and why it was refused, in words where there are some. */
function whyOf({detail = {}}) {
  const ended = `ended.${String(detail.reason).replace(/[^a-z]+/g, '-')}`;
  const why = isWorded(ended) ? t(ended) : detail.reason;
  const refused = isWorded(`refused.${detail.cause}`) ? t(`refused.${detail.cause}`) : detail.cause;
  const second = detail.confirmedBy && t('audit-second', {user: detail.confirmedBy});
  const since = detail.since && `${clockTime(detail.since)}–${clockTime(detail.until)}`;
  const lasted = Number.isFinite(detail.lastedMs) && t('audit-lasted', {seconds: Math.round(detail.lastedMs / 1000)});
  const forS = detail.forS && measure(detail.forS, 's');
  return [why, detail.requestNumber, second, detail.declineReason, since, lasted, forS, refused].filter(Boolean).join(' · ');
}
