// The corner with short messages. Errors are read out at once, the rest when there is a pause.
import {html, useEffect, useState} from '../core/html.js';
import {dismiss, onToasts} from '../core/toast.js';
import {t} from '../core/words.js';
import {Icon} from './icons.js';

const ICONS = {error: 'warning', good: 'check', info: 'info'};

export function Toasts() {
  const [toasts, set] = useState([]);
  useEffect(() => onToasts(set), []);
  const show = (toast) => html`
    <div class=${'toast ' + toast.kind} key=${toast.id}>
      <${Icon} name=${ICONS[toast.kind]} />
      <p><strong>${toast.text}</strong>${toast.detail && html` <span>${toast.detail}</span>`}</p>
      <button type="button" class="button quiet icon-only" aria-label=${t('dismiss')} onClick=${() => dismiss(toast.id)}><${Icon} name="cross" size="16" /></button>
    </div>`;
  return html`
    <div class="toasts">
      <div role="alert">${toasts.filter((toast) => toast.kind === 'error').map(show)}</div>
      <div role="status">${toasts.filter((toast) => toast.kind !== 'error').map(show)}</div>
    </div>`;
}
