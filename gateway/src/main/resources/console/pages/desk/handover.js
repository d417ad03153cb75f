// Handing over at the change of shift: what is open, what the next one must know, in writing.
import {html} from '../../core/html.js';
import {clockTime, dayTime} from '../../core/format.js';
import {isMine, isOpen, byUrgency} from '../../core/state.js';
import {getState} from '../../core/store.js';
import {toast} from '../../core/toast.js';
import {t, word} from '../../core/words.js';
import {Dialog, Form, TextField} from '../../parts/dialog.js';
import {command, standing} from './commands.js';

export function Handover({me, onClose}) {
  const open = Object.values(getState().incidents).filter(isOpen).sort(byUrgency);
  const mine = open.filter((incident) => isMine(incident, me));
  const text = (note) => [
    `${t('handover')} · ${me.name} · ${dayTime(Date.now())}`, note,
    ...open.map((one) => `- ${one.id} ${word('priority', one.priority ?? 4)} ${one.place.siteName}: ${standing(one)}, ${t('since', {time: clockTime(one.openedAt)})}`),
    open.length ? '' : t('queue-empty'),
  ].filter(Boolean).join('\n');
  const send = async ({note}) => {
    await navigator.clipboard?.writeText(text(note)).catch(() => {});
    for (const incident of mine) {
      await command(getState().incidents[incident.id], 'note', {text: `${t('handover')}${t('colon')}${note || t('handover-nothing')}`});
    }
    toast('good', t('handover-done', {count: mine.length}));
  };
  return html`
    <${Dialog} title=${t('handover')} onClose=${onClose} className="wide">
      <${Form} submit=${t('handover-submit')} onSubmit=${send} onDone=${onClose} onCancel=${onClose}>
        <p class="muted">${t('handover-why')}</p>
        <table>
          <thead><tr><th>${t('incident')}</th><th>${t('place')}</th><th>${t('how-it-stands')}</th><th>${t('opened')}</th></tr></thead>
          <tbody>${open.map((one) => html`
            <tr key=${one.id}><td class="figures">${one.id}</td><td>${one.place.siteName}</td><td>${isMine(one, me) ? html`<b>${t('mine')}</b> · ` : ''}${standing(one)}</td><td>${dayTime(one.openedAt)}</td></tr>`)}</tbody>
        </table>
        ${!open.length && html`<p class="empty">${t('queue-empty')}</p>`}
        <${TextField} label=${t('handover-note')} name="note" lines="4" maxlength="1800" data-first />
      <//>
    <//>`;
}
