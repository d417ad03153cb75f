// 调阅留痕: who looked at what, when and why. Asking for it is a row of it, too.
import {get} from '../../core/api.js';
import {useOperation} from '../../core/contract.js';
import {dayTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {attempt} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {Form, TextField} from '../../parts/dialog.js';
import {Table} from '../../parts/table.js';
import {HEAD} from '../../words/head.js';

addWords(HEAD);

const PAGE = 100;
const isLook = (row) => /picture|snapshot|live|clip|grant|glass|review|evidence|camera/.test(row.action);

export default function Audit() {
  const can = useOperation('listAudit');
  const [found, set] = useState({items: []});
  const [only, setOnly] = useState(true);
  const ask = async (values, cursor) => {
    const query = new URLSearchParams({limit: String(PAGE), ...(cursor ? {cursor} : {})});
    for (const key of ['incident', 'camera', 'user']) if (values[key]?.trim()) query.set(key, values[key].trim());
    const page = await get(`/audit?${query}`);
    set((before) => ({values, items: cursor ? [...before.items, ...page.items] : page.items, next: page.next, asked: true}));
  };
  const columns = [
    {key: 'at', label: t('audit-at'), show: (row) => html`<span class="figures">${dayTime(row.at)}</span>`},
    {key: 'who', label: t('audit-who'), show: (row) => row.user},
    {key: 'what', label: t('audit-what'), show: (row) => word('audit', row.action)},
    {key: 'subject', label: t('audit-subject'), show: (row) => [row.subject, row.detail?.camera, row.detail?.incident].filter((one, index, list) => one && list.indexOf(one) === index).join(' · ')},
    {key: 'why', label: t('audit-why'), show: (row) => [row.detail?.reason, row.detail?.requestNumber].filter(Boolean).join(' · ')},
  ];
  const rows = found.items.filter((row) => !only || isLook(row));
  return html`
    <main id="main" class="page upkeep audit" tabindex="-1">
      <header class="page-head"><h1>${t('audit-title')}</h1></header>
      ${can === false ? html`<p class="empty card">${t('audit-missing')}</p>` : html`
        <p class="muted">${t('audit-hint')}</p>
        <section class="card report-part"><${Form} submit=${t('find')} onSubmit=${(values) => ask(values)}>
          <div class="three-fields">
            <${TextField} label=${t('audit-camera')} name="camera" maxlength="64" />
            <${TextField} label=${t('audit-incident')} name="incident" maxlength="64" />
            <${TextField} label=${t('audit-user')} name="user" maxlength="64" />
          </div>
        <//></section>
        ${found.asked && html`
          <label class="check"><input type="checkbox" checked=${only} onChange=${(event) => setOnly(event.target.checked)} /> ${t('audit-only')}</label>
          <section class="card"><${Table} label=${t('audit-title')} columns=${columns} rows=${rows} name=${(row) => row.sequence} empty=${t('audit-none')} /></section>
          ${found.next && html`<p class="table-more"><button type="button" class="button" onClick=${() => attempt(() => ask(found.values, found.next))}>${t('audit-more')}</button></p>`}`}`}
    </main>`;
}
