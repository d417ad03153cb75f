// What must be unmistakable about an incident: drill, duress, quiet, late, a desk that fell silent.
import {html} from '../core/html.js';
import {t, word} from '../core/words.js';
import {Icon} from './icons.js';
import {isOpen, isStale, nobodyComes} from '../core/state.js';

export const Mark = ({tone, children}) => html`<span class=${'mark ' + tone}>${children}</span>`;

export function Marks({incident}) {
  const cancel = incident.cancelRequest;
  return html`
    ${incident.status === 'exercise' && html`<${Mark} tone="drill">${t('mark.exercise')}<//>`}
    ${incident.status === 'test' && html`<${Mark} tone="test">${t('mark.test')}<//>`}
    ${incident.duress && html`<${Mark} tone="duress">${t('mark.duress')}<//>`}
    ${incident.quiet && html`<${Mark} tone="quiet">${t('mark.quiet')}<//>`}
    ${incident.late && html`<${Mark} tone="warn">${t('mark.late')}<//>`}
    ${isStale(incident) && html`<${Mark} tone="alarm">${t('mark.stale')}<//>`}
    ${cancel && isOpen(incident) && html`<${Mark} tone=${cancel.pin === 'duress' ? 'duress' : 'warn'}>${t('mark.cancel')}${cancel.pin ? ' · ' + word('pin', cancel.pin) : ''}<//>`}
    ${incident.assignments.some((one) => one.overdue) && isOpen(incident) && html`<${Mark} tone="alarm">${t('mark.overdue')}<//>`}
    ${nobodyComes(incident) && html`<${Mark} tone="alarm nobody-comes"><${Icon} name="warning" size="20" /> ${t('mark.nobody-comes')}<//>`}
    ${incident.condition === 'restored' && html`<${Mark} tone="plain">${t('mark.restored')}<//>`}`;
}

/** Priority as a block with a word, not a colour alone. */
export const Priority = ({incident, large}) => html`
  <span class=${`priority p${incident.priority ?? 4} ${incident.status} ${large ? 'large' : ''}`}>${word('priority', incident.priority ?? 4)}</span>`;

/** "×5 · 2 places", if there is more than one press. */
export function Presses({presses}) {
  if (presses.count < 2 && presses.places < 2) return null;
  return html`<span class="mark alarm">×${presses.count}${presses.places > 1 ? ` · ${presses.places} ${t('places')}` : ''}</span>`;
}
