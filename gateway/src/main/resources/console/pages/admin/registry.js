// The registry in and out: every change and every error is shown before anything changes.
import {ask, save} from '../../core/api.js';
import {writeCsv} from '../../core/csv.js';
import {html, useRef, useState} from '../../core/html.js';
import {attempt, toast} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {packed} from '../../core/zip.js';
import {ChoiceField, ProblemText} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';
import {Table} from '../../parts/table.js';
import {ADMIN} from '../../words/admin.js';

addWords(ADMIN);

const MODES = ['merge', 'replace'];
const COORDINATES = ['wgs-84', 'gcj-02', 'bd-09'];

/** Imports, or says what it would change. A report with problems is an answer, too. */
export async function importFiles(files, {mode, coordinates}, dryRun) {
  try {
    return await ask('POST', `/registry/import?${new URLSearchParams({dryRun, mode, coordinates})}`, await packed(files), {'Content-Type': 'application/zip'});
  } catch (problem) {
    if (problem.status === 422 && problem.body?.outcome) return problem.body;
    throw problem;
  }
}

export default function Registry() {
  const [files, setFiles] = useState([]);
  const [options, setOptions] = useState({mode: 'merge', coordinates: 'wgs-84'});
  const [preview, setPreview] = useState();
  const [done, setDone] = useState();
  const [problem, setProblem] = useState();
  const [busy, setBusy] = useState(false);
  const begin = (change) => {
    change();
    setPreview();
    setDone();
    setProblem();
  };
  const run = async (dryRun) => {
    setBusy(true);
    setProblem();
    try {
      const report = await importFiles(files, options, dryRun);
      if (dryRun || report.problemCount) setPreview(report);
      else {
        setPreview();
        setDone(report);
        toast('good', t('import-changed'));
      }
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <header class="page-head"><h1>${t('registry-title')}</h1>
        <button type="button" class="button" onClick=${() => attempt(() => save('/registry', 'registry.zip'))}><${Icon} name="download" /> ${t('registry-export')}</button></header>
      <p class="muted">${t('registry-hint')}</p>
      <section class="card report-part" aria-label=${t('import-title')}>
        <h2>${t('import-title')}</h2>
        <${Drop} files=${files} onFiles=${(chosen) => begin(() => setFiles(chosen))} />
        <${ChoiceField} label=${t('import-mode')} name="mode" value=${options.mode} choices=${MODES.map((value) => ({value, label: t('mode.' + value)}))} onChange=${(mode) => begin(() => setOptions({...options, mode}))} />
        <${ChoiceField} label=${t('import-coordinates')} name="coordinates" value=${options.coordinates} choices=${COORDINATES.map((value) => ({value, label: t('coordinates.' + value)}))} onChange=${(coordinates) => begin(() => setOptions({...options, coordinates}))} />
        <p><button type="button" class="button main" disabled=${!files.length || busy} onClick=${() => run(true)}><${Icon} name="eye" /> ${t(preview ? 'import-again' : 'import-preview')}</button></p>
        <${ProblemText} problem=${problem} />
      </section>
      <div aria-live="polite" class="column">
        ${preview && html`<${Report} report=${preview} busy=${busy} onImport=${() => run(false)} />`}
        ${done && html`<${Report} report=${done} />`}
      </div>
    </main>`;
}

function Drop({files, onFiles}) {
  const input = useRef();
  const [over, setOver] = useState(false);
  const take = (list) => { if (list?.length) onFiles([...list]); };
  return html`
    <div class=${'drop' + (over ? ' over' : '')}
      onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)}
      onDrop=${(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files); }}>
      <${Icon} name="upload" size="36" />
      <p>${files.length ? t('import-chosen', {names: files.map((file) => file.name).join(', ')}) : t('import-drop')}</p>
      <button type="button" class="button" onClick=${() => input.current.click()}>${t('import-choose')}</button>
      <input ref=${input} type="file" class="only-read" tabindex="-1" aria-label=${t('import-choose')} multiple accept=".csv,.geojson,.json,.zip" onChange=${(event) => take(event.target.files)} />
    </div>`;
}

/** What an import would change, has changed, or why it can't be. */
export function Report({report, busy, onImport}) {
  const [sure, setSure] = useState(false);
  if (report.problemCount) return html`<${Problems} report=${report} />`;
  const rows = Object.entries(report.tables).map(([table, diff]) => ({table, ...diff}));
  const removed = rows.reduce((sum, row) => sum + row.removed.count, 0);
  const isPreview = report.outcome === 'preview';
  const keys = (key) => ({key, label: t(key), show: (row) => html`<${Keys} keys=${row[key]} tone=${key === 'removed' ? 'alarm' : key === 'added' ? 'good' : 'warn'} />`});
  return html`
    <section class=${'card report-part import-report ' + report.outcome}>
      <h2>${t(!rows.length && !report.newSecrets ? 'import-nothing' : isPreview ? 'import-would' : 'import-changed')}</h2>
      ${rows.length > 0 && html`<${Table} label=${t('import-title')} rows=${rows} name=${(row) => row.table}
        columns=${[{key: 'table', label: t('table'), show: (row) => word('table', row.table)}, keys('added'), keys('changed'), keys('removed')]} />`}
      ${report.newSecrets > 0 && html`<p>${t('new-secrets', {count: report.newSecrets})}</p>`}
      ${report.withoutPassword?.length > 0 && html`<p class="problem"><${Icon} name="warning" />${t('without-password', {names: report.withoutPassword.join(', ')})}</p>`}
      <${Secrets} secrets=${report.generatedSecrets} />
      ${isPreview && onImport && (rows.length > 0 || report.newSecrets > 0) && html`
        ${removed > 0 && html`<label class="check"><input type="checkbox" checked=${sure} onChange=${(event) => setSure(event.target.checked)} /> ${t('import-removes', {count: removed})}</label>`}
        <p><button type="button" class=${'button main' + (removed ? ' danger' : '')} disabled=${busy || (removed > 0 && !sure)} onClick=${onImport}><${Icon} name="check" /> ${t('import-now')}</button></p>`}
    </section>`;
}

const Keys = ({keys, tone}) => (keys.count
  ? html`<span><${Mark} tone=${tone}>${keys.count}<//> <small>${keys.first.join(', ')}${keys.count > keys.first.length ? ' ' + t('and-more', {count: keys.count}) : ''}</small></span>`
  : html`<span class="muted">—</span>`);

function Problems({report}) {
  const columns = [
    {key: 'where', label: t('problem-where'), show: (one) => html`<code>${[one.file, one.line || undefined, one.column || undefined].filter(Boolean).join(':')}</code>`},
    {key: 'what', label: t('problem-what'), show: (one) => one.message},
    {key: 'mend', label: t('problem-mend'), show: (one) => one.mend},
  ];
  return html`
    <section class="card report-part import-report problems">
      <h2 role="alert">${t('import-problems', {count: report.problemCount})}</h2>
      <${Table} label=${t('import-title')} columns=${columns} rows=${report.problems} name=${(one) => one.file + one.line + one.column + one.message} />
    </section>`;
}

function Secrets({secrets = {}}) {
  const rows = Object.entries(secrets).map(([device, secret]) => ({device, secret}));
  if (!rows.length) return null;
  const keep = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([writeCsv(['device', 'secret'], rows)], {type: 'text/csv'}));
    link.download = 'device-secrets.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return html`
    <h3>${t('secrets-title')}</h3>
    <p><button type="button" class="button main" onClick=${keep}><${Icon} name="download" /> ${t('secrets-save')}</button></p>
    <ul class="things">${rows.slice(0, 200).map(({device, secret}) => html`<li key=${device}><strong>${device}</strong> <code>${secret}</code></li>`)}</ul>`;
}
