// Who looked through which camera for an alarm: signed by the gateway, so that it can be proven.
import {get} from '../../core/api.js';
import {clockTime} from '../../core/format.js';
import {html} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {t, word} from '../../core/words.js';
import {ProblemText} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';

function keepFile(name, value) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(value)], {type: 'application/json'}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

export function Receipt({incident}) {
  const {value, problem, loading} = useAsked(() => get(`/incidents/${encodeURIComponent(incident.id)}/receipt`), [incident.id]);
  const looks = value?.receipt.looks ?? [];
  return html`
    <div>
      <${ProblemText} problem=${problem} />
      ${loading && html`<p class="muted">${t('loading')}</p>`}
      ${value && html`
        ${!value.receipt.complete && html`<p class="muted">${t('who-looked-incomplete')}</p>`}
        ${looks.length ? html`<ul class="things">${looks.map((look, index) => html`
          <li key=${index}><span class="figures">${clockTime(look.at)}</span> <strong>${look.who}</strong> ${look.role && html`<span class="muted">${word('role', look.role)}</span>`}
            <span>${look.cameraName ?? look.camera ?? ''}</span> <span>${word('how', look.how)}</span> ${look.lastedMs !== undefined && html`<span class="muted">${t('lasted', {seconds: Math.round(look.lastedMs / 1000)})}</span>`}</li>`)}</ul>`
          : html`<p class="empty">${t('who-looked-none')}</p>`}
        <p class="muted receipt-signed">${t('signed')}<code>${value.keySha256.slice(0, 16)}…</code></p>
        <p><button type="button" class="button" onClick=${() => keepFile(`receipt-${incident.id}.json`, value)}><${Icon} name="download" /> ${t('save-receipt')}</button></p>`}
    </div>`;
}
