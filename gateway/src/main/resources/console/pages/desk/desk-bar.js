// The desk's own bar: how many wait, whether it can be heard, and red while it can't.
import {html, useEffect, useState} from '../../core/html.js';
import {isMine} from '../../core/state.js';
import {blocked, onSound, unlock} from '../../core/sound.js';
import {useStore} from '../../core/store.js';
import {t} from '../../core/words.js';
import {Icon} from '../../parts/icons.js';
import {offeredTo} from './handover.js';

export function useBlocked() {
  const [is, set] = useState(blocked());
  useEffect(() => onSound(() => set(blocked())), []);
  return is;
}

export function DeskBar({queue, me, show}) {
  const silent = useBlocked();
  const offered = offeredTo(useStore((state) => state.handovers), me);
  const incidents = queue.flatMap((entry) => entry.incidents ?? [entry.incident]);
  const waiting = incidents.filter((one) => one.handling === 'new').length;
  const mine = incidents.filter((one) => isMine(one, me)).length;
  return html`
    <div class="desk-bar">
      <p class=${'count' + (waiting ? ' waits' : '')}><b>${waiting}</b> ${t('count-waiting')}</p>
      <p class="count"><b>${mine}</b> ${t('count-mine')}</p>
      <p class="count"><b>${incidents.length}</b> ${t('count-open')}</p>
      <span class="grow"></span>
      ${silent
        ? html`<button type="button" class="button danger sound-blocked" onClick=${() => unlock().catch(() => {})}><${Icon} name="mute" /> ${t('sound-blocked')}</button>`
        : html`<button type="button" class="button quiet" onClick=${() => show('check')}><${Icon} name="sound" /> ${t('sound-on')}</button>`}
      <button type="button" class=${offered.length ? 'button main' : 'button quiet'} data-handover=${offered.length} onClick=${() => show('handover')}><${Icon} name="handover" /> ${t(offered.length ? 'handover-waiting' : 'handover')} <kbd class="hint">H</kbd></button>
      <button type="button" class="button quiet" onClick=${() => show('help')}><${Icon} name="keyboard" /> ${t('keys')} <kbd>?</kbd></button>
    </div>`;
}
