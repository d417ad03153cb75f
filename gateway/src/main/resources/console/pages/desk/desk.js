// The desk: the queue at the left; at the right the county, one incident, or an area event. Everything by keyboard.
import {html, useEffect, useState} from '../../core/html.js';
import {useKeys} from '../../core/hooks.js';
import {preference} from '../../core/preferences.js';
import {go} from '../../core/router.js';
import {useStore} from '../../core/store.js';
import {AreaEvent} from './area.js';
import {startAlerts, startLedger} from './alerts.js';
import {claim, claimArea} from './commands.js';
import {County} from './county.js';
import {DeskBar} from './desk-bar.js';
import {Handover} from './handover.js';
import {Help} from './help.js';
import {IncidentScreen} from './incident.js';
import {Queue, useQueue} from './queue.js';
import {SetUpCheck, needsCheck} from './set-up.js';

/** Whether a key is meant for a field or a dialog, not for the desk. */
export const isTyping = ({target, ctrlKey, altKey, metaKey}) =>
  ctrlKey || altKey || metaKey || Boolean(target.closest?.('dialog, input, select, textarea, [contenteditable]'));

/** The key of the card in the queue that has the focus. */
export const cardOf = ({target}) => target.closest?.('[data-key]')?.dataset.key;

export default function Desk({me, path}) {
  const queue = useQueue();
  const [kind, open] = path;
  const [selected, select] = useState();
  const [dialog, show] = useState(needsCheck(me) ? 'check' : undefined);
  const close = () => show(undefined);
  useEffect(startAlerts, []);
  useEffect(startLedger, []);
  const at = Math.max(0, queue.findIndex((entry) => entry.key === (selected ?? open)));
  const current = queue[at];
  const move = (by) => {
    const next = queue[Math.min(queue.length - 1, Math.max(0, selected === undefined && !open ? 0 : at + by))];
    if (!next) return;
    select(next.key);
    document.querySelector(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  };
  const keys = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    '?': () => show('help'), h: () => show('handover'),
    Escape: () => { go('desk'); },
  };
  const claimOf = (entry) => async () => {
    if (entry.area) {
      await claimArea(entry.area);
      go('desk', 'a', entry.key);
    } else if (await claim(entry.incident)) go('desk', 'i', entry.key);
  };
  useKeys((event) => {
    const focused = queue.find((entry) => entry.key === cardOf(event));
    const claimed = focused && focused.key !== open ? focused : kind ? undefined : current;
    if (claimed) keys.c = claimOf(claimed);
    if (isTyping(event) || event.defaultPrevented || dialog) return;
    if (event.key.startsWith('Arrow') && event.target.closest('.leaflet-container')) return;
    if (preference('keys') === 'off' && event.key.length === 1 && event.key !== '?') return;
    const key = keys[event.key];
    if (key) {
      event.preventDefault();
      key();
    }
  });
  return html`
    <main id="main" class=${'desk' + (kind ? ' has-detail' : '') + (preference('keys') === 'off' ? ' key-off' : '')} tabindex="-1">
      <${DeskBar} queue=${queue} me=${me} show=${show} />
      <${Queue} queue=${queue} me=${me} open=${open} selected=${selected} current=${kind ? undefined : current} onFocus=${(key) => key && select(key)} onClaim=${(entry) => claimOf(entry)()} />
      <div class="detail">
        ${kind === 'i' && open ? html`<${IncidentScreen} key=${open} id=${open} me=${me} />`
          : kind === 'a' && open ? html`<${AreaEvent} key=${open} id=${open} me=${me} />`
          : html`<${County} queue=${queue} />`}
      </div>
      ${dialog === 'check' && html`<${SetUpCheck} me=${me} onClose=${close} />`}
      ${dialog === 'help' && html`<${Help} onClose=${close} />`}
      ${dialog === 'handover' && html`<${Handover} me=${me} onClose=${close} />`}
    </main>`;
}
