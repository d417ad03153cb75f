// What was kept of a case, without showing it: which camera, what, how much; and the hold (证据保全) on it.
import {post} from '../../core/api.js';
import {bytes, clockTime, dayTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {toast} from '../../core/toast.js';
import {t} from '../../core/words.js';
import {Dialog, Form, ProblemText, TextField} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';

export function Evidence({incident, evidence, cameras}) {
  const [asking, ask] = useState();
  const {value, problem, loading} = evidence;
  const hold = value?.hold;
  return html`
    <section class="card evidence" aria-labelledby="evidence-title">
      <header class="card-head">
        <h2 id="evidence-title"><${Icon} name="lock" size="18" /> ${t('evidence-title')}</h2>
        ${value && html`<button type="button" class="button" data-hold onClick=${() => ask(hold ? 'release-hold' : 'hold')}><${Icon} name=${hold ? 'reopen' : 'lock'} size="18" /> ${t(hold ? 'hold-release' : 'hold-set')}</button>`}
      </header>
      <div class="part-body">
        <${ProblemText} problem=${problem} />
        ${loading && !value && html`<p class="muted">${t('loading')}</p>`}
        ${hold && html`<p class="held"><${Mark} tone="warn">${t('hold-mark')}<//> ${t('hold-by', {name: hold.by.name, time: dayTime(hold.since)})}${t('colon')}${hold.reason}</p>`}
        ${value && (value.items.length ? html`<${Pieces} items=${value.items} cameras=${cameras} />` : html`<p class="muted">${t('evidence-none')}</p>`)}
        ${value?.deleted > 0 && html`<p class="muted">${t('evidence-deleted', {count: value.deleted})}</p>`}
      </div>
      ${asking && html`<${HoldDialog} incident=${incident} what=${asking} onClose=${() => ask()} onDone=${evidence.again} />`}
    </section>`;
}

const Pieces = ({items, cameras}) => html`
  <ul class="things">${items.map((piece) => html`
    <li key=${piece.sha256 + piece.camera}>
      <${Icon} name=${piece.kind === 'clip' ? 'eye' : 'camera'} size="18" />
      <strong>${t('piece.' + piece.kind)}</strong> <span>${cameras[piece.camera] ?? piece.camera}</span>
      <span class="figures">${clockTime(piece.from)}${piece.kind === 'clip' ? ` – ${clockTime(piece.to)}` : ''}</span>
      <span class="muted figures">${bytes(piece.bytes)} · SHA-256 ${piece.sha256.slice(0, 12)}…</span>
    </li>`)}</ul>`;

/** Both directions need a reason; both are in the audit. */
function HoldDialog({incident, what, onClose, onDone}) {
  const send = async ({reason}) => {
    await post(`/incidents/${encodeURIComponent(incident.id)}/${what}`, {reason});
    toast('good', t(what === 'hold' ? 'hold-done' : 'hold-released'), incident.place.siteName);
    onDone();
  };
  return html`
    <${Dialog} title=${t(what === 'hold' ? 'hold-set' : 'hold-release')} onClose=${onClose}>
      <${Form} submit=${t(what === 'hold' ? 'hold-set' : 'hold-release')} danger=${what !== 'hold'} onSubmit=${send} onDone=${onClose} onCancel=${onClose}>
        <p class="muted">${t(what === 'hold' ? 'hold-why' : 'hold-release-why')}</p>
        <${TextField} label=${t('reason-why')} name="reason" lines="2" required maxlength="2000" data-first />
      <//>
    <//>`;
}
