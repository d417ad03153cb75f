// People, roles and districts: as the registry has them; a change is a small import, shown before it counts.
import {ask, post} from '../../core/api.js';
import {readCsv, writeCsv} from '../../core/csv.js';
import {html, useState} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {useStore} from '../../core/store.js';
import {toast} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {texts} from '../../core/zip.js';
import {Dialog, Form, ProblemText, SelectField, TextField} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Table} from '../../parts/table.js';
import {ADMIN} from '../../words/admin.js';
import {Report, importFiles} from './registry.js';

addWords(ADMIN);

const ROLES = ['dispatcher', 'patrol', 'maintenance', 'head', 'admin', 'site'];
const COLUMNS = ['user', 'name', 'role', 'district', 'password', 'unit', 'site'];
const OPTIONS = {mode: 'merge', coordinates: 'wgs-84'};

/** The registry's own files, as rows. */
async function registry() {
  const files = await texts(await ask('GET', '/registry'));
  const rows = (name) => (files[name] ? readCsv(files[name]) : []);
  return {people: rows('people.csv'), districts: rows('districts.csv'), units: rows('units.csv'), sites: rows('sites.csv')};
}

export default function People() {
  const version = useStore((state) => state.registryVersion);
  const {value, problem, loading} = useAsked(registry, [version]);
  const [person, change] = useState();
  const [signedIn, end] = useState();
  const names = Object.fromEntries((value?.districts ?? []).map(({code, name}) => [code, name]));
  const columns = [
    {key: 'user', label: t('person-user'), show: (one) => one.user},
    {key: 'name', label: t('person-name'), show: (one) => one.name},
    {key: 'role', label: t('person-role'), show: (one) => word('role', one.role)},
    {key: 'district', label: t('person-district'), show: (one) => names[one.district] ?? one.district},
    {key: 'of', label: `${t('table.units')} / ${t('table.sites')}`, show: (one) => one.unit || one.site || '—'},
    {key: 'change', label: t('people-change'), show: (one) => html`<span class="cell-keys"><button type="button" class="button small" aria-label=${`${t('people-change')}: ${one.name}`} onClick=${() => change(one)}>${t('people-change')}</button>
      <button type="button" class="button small" data-end=${one.user} aria-label=${`${t('people-end')}: ${one.name}`} onClick=${() => end(one)}>${t('people-end')}</button></span>`},
  ];
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <header class="page-head"><h1>${t('people-title')}</h1>
        <button type="button" class="button main" disabled=${!value} onClick=${() => change({})}><${Icon} name="plus" /> ${t('people-add')}</button></header>
      <${ProblemText} problem=${problem} />
      <section class="card">${value ? html`<${Table} label=${t('people-title')} columns=${columns} rows=${value.people} name=${(one) => one.user} />` : html`<p class="empty">${loading && t('loading')}</p>`}</section>
      ${value && html`<section class="card report-part" aria-label=${t('districts-title')}><h2>${t('districts-title')}</h2><${Districts} districts=${value.districts} /></section>`}
      <section class="card report-part" aria-label=${t('settings-title')}><h2>${t('settings-title')}</h2><p class="muted">${t('settings-hint')}</p></section>
      ${person && html`<${PersonForm} person=${person} known=${value} onClose=${() => change()} />`}
      ${signedIn && html`<${EndSignIns} person=${signedIn} onClose=${() => end()} />`}
    </main>`;
}

const EndSignIns = ({person, onClose}) => html`
  <${Dialog} title=${`${t('people-end')}: ${person.name}`} onClose=${onClose}>
    <${Form} submit=${t('people-end')} danger onCancel=${onClose} onDone=${onClose} onSubmit=${async () => {
      await post(`/people/${encodeURIComponent(person.user)}/logout`);
      toast('good', t('people-ended'), person.name);
    }}><p data-first tabindex="-1">${t('people-end-why')}</p><//>
  <//>`;

function PersonForm({person, known, onClose}) {
  const [preview, setPreview] = useState();
  const [row, setRow] = useState();
  const files = (values) => [{name: 'people.csv', text: writeCsv(COLUMNS, [values])}];
  const look = async (values) => {
    const wanted = {...person, ...values, unit: values.role === 'patrol' ? values.unit : '', site: values.role === 'site' ? values.site : ''};
    setRow(wanted);
    setPreview(await importFiles(files(wanted), OPTIONS, true));
  };
  const save = async () => {
    const report = await importFiles(files(row), OPTIONS, false);
    if (report.problemCount) setPreview(report);
    else {
      toast('good', t('person-saved'));
      onClose();
    }
  };
  const choices = (list, key, label) => list.map((one) => ({value: one[key], label: `${label(one)} (${one[key]})`}));
  const none = {value: '', label: '—'};
  return html`
    <${Dialog} title=${person.user ? `${t('people-change')}: ${person.name}` : t('people-add')} onClose=${onClose}>
      <${Form} submit=${t('import-preview')} onCancel=${onClose} onSubmit=${look}>
        <p class="muted">${t('person-hint')}</p>
        <${TextField} label=${t('person-user')} name="user" value=${person.user} readonly=${Boolean(person.user)} required maxlength="64" />
        <${TextField} label=${t('person-name')} name="name" value=${person.name} required maxlength="64" />
        <${SelectField} label=${t('person-role')} name="role" value=${person.role ?? 'dispatcher'} choices=${ROLES.map((role) => ({value: role, label: word('role', role)}))} />
        <${SelectField} label=${t('person-district')} name="district" value=${person.district} choices=${choices(known.districts, 'code', (one) => one.name)} />
        <${TextField} label=${t('person-password')} name="password" type="password" autocomplete="new-password" hint=${t('person-password-hint')} maxlength="1024" />
        <${SelectField} label=${t('person-unit')} name="unit" value=${person.unit ?? ''} choices=${[none, ...choices(known.units, 'id', (one) => one.name)]} />
        <${SelectField} label=${t('person-site')} name="site" value=${person.site ?? ''} choices=${[none, ...choices(known.sites, 'id', (one) => one.name)]} />
      <//>
      ${preview && html`<${SavePreview} preview=${preview} onSave=${save} />`}
    <//>`;
}

function SavePreview({preview, onSave}) {
  const [problem, setProblem] = useState();
  return html`
    <div aria-live="polite"><${Report} report=${preview} onImport=${() => onSave().catch(setProblem)} /><${ProblemText} problem=${problem} /></div>`;
}

/** The tree of districts, the lower ones folded away. */
function Districts({districts}) {
  const below = (code) => districts.filter((one) => one.parent === code);
  const codes = new Set(districts.map(({code}) => code));
  const show = (one, depth) => {
    const children = below(one.code);
    const label = html`${one.name} <code class="muted">${one.code}</code>`;
    return html`<li key=${one.code}>${children.length ? html`<details open=${depth < 2}><summary>${label}</summary><ul>${children.map((child) => show(child, depth + 1))}</ul></details>` : label}</li>`;
  };
  return html`<ul class="tree">${districts.filter((one) => !codes.has(one.parent)).map((one) => show(one, 0))}</ul>`;
}
