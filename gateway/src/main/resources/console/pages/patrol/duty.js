// On duty or off, and whether this phone's place is shared: always in sight.
import {html, useEffect, useState} from '../../core/html.js';
import {useStore} from '../../core/store.js';
import {t} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {Icon} from '../../parts/icons.js';

const GOOD = ['sharing', 'asking'];

export function Duty({unit, onDuty, isQueued, sharing, onChange}) {
  return html`
    <section class=${'duty card' + (onDuty ? ' on' : '')} aria-label=${t('my-unit')}>
      <button type="button" role="switch" class="duty-switch" aria-checked=${onDuty ? 'true' : 'false'} aria-label=${t('duty-switch')} disabled=${!unit} onClick=${() => onChange(!onDuty)}>
        <span class="knob" aria-hidden="true"></span>
        <strong>${t(onDuty ? 'on-duty' : 'off-duty')}</strong>
      </button>
      <p><strong>${unit?.name ?? t('unit-gone')}</strong><br />
        <small class="muted">${isQueued ? t('duty-queued') : t(onDuty ? 'duty-hint-on' : 'duty-hint-off')}</small></p>
      <${Awake} wanted=${onDuty} />
      <${Place} sharing=${sharing} />
    </section>`;
}

/** Whether my place goes out, how exact it is and how old. */
function Place({sharing}) {
  const lost = useStore((state) => state.feed.phase === 'lost');
  const phase = lost && sharing.phase === 'sharing' ? 'offline' : sharing.phase;
  const tone = phase === 'sharing' ? 'live' : GOOD.includes(phase) || phase === 'off' ? '' : 'bad';
  return html`
    <p class=${'place-line ' + tone} role="status">
      <i aria-hidden="true"></i>
      <span>${t('place.' + phase, {metres: Math.round(sharing.accuracyM ?? 0)})}</span>
      ${phase === 'sharing' && html`<${Age} since=${new Date(sharing.at).toISOString()} />`}
    </p>`;
}

/** A page can't wake a phone that is locked: whoever wants to be rung keeps the screen on. */
function Awake({wanted}) {
  const [on, set] = useState(false);
  const can = 'wakeLock' in navigator;
  useEffect(() => {
    if (!on || !wanted || !can) return undefined;
    let lock;
    let over = false;
    const take = () => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then((got) => {
        lock = got;
        if (over) got.release();
      }, () => set(false));
    };
    take();
    document.addEventListener('visibilitychange', take);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', take);
      lock?.release();
    };
  }, [on, wanted]);
  if (!can || !wanted) return null;
  return html`<button type="button" class="button small quiet awake" aria-pressed=${on} onClick=${() => set(!on)}><${Icon} name="sun" size="18" /> ${t(on ? 'awake-on' : 'awake-off')}</button>`;
}
