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
  if (!kind && current) {
    keys.c = async () => {
      if (current.area) {
        await claimArea(current.area);
        go('desk', 'a', current.key);
      } else if (await claim(current.incident)) go('desk', 'i', current.key);
    };
  }
  useKeys((event) => {
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
      <${Queue} queue=${queue} me=${me} open=${open} selected=${selected} current=${kind ? undefined : current} />
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
