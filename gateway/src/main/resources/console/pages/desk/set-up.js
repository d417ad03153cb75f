// The check at the start of a shift: can this desk be heard, does it speak, is the feed alive.
import {html, useState} from '../../core/html.js';
import {play, unlock} from '../../core/sound.js';
import {canSpeak, speak} from '../../core/speech.js';
import {useStore} from '../../core/store.js';
import {t} from '../../core/words.js';
import {Dialog} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {useBlocked} from './desk-bar.js';

const KEY = 'sharp-eyes.checked';

/** Whether this person has not checked this desk in this session yet. */
export function needsCheck(me) {
  try {
    return sessionStorage.getItem(KEY) !== me.user;
  } catch {
    return true;
  }
}

function checked(me) {
  try {
    sessionStorage.setItem(KEY, me.user);
  } catch {
    // Then it is asked again.
  }
}

export function SetUpCheck({me, onClose}) {
  const silent = useBlocked();
  const phase = useStore((state) => state.feed.phase);
  const [heard, setHeard] = useState(false);
  const sound = async () => {
    await unlock().catch(() => {});
    play('1');
    setHeard(true);
  };
  const finish = () => {
    unlock().catch(() => {});
    checked(me);
    onClose();
  };
  const row = (good, title, hint, button) => html`
    <li class=${good ? 'good' : 'not-good'}>
      <${Icon} name=${good ? 'check' : 'warning'} size="26" />
      <p><strong>${title}</strong><small>${hint}</small></p>
      ${button}
    </li>`;
  return html`
    <${Dialog} title=${t('check-title')} onClose=${finish} className="set-up">
      <div>
        <p class="muted">${t('check-why')}</p>
        <ol class="check-list">
          ${row(!silent && heard, t('check-sound'), t(silent ? 'check-sound-blocked' : 'check-sound-hint'), html`
            <button type="button" class="button" data-first onClick=${sound}><${Icon} name="sound" /> ${t('check-sound-play')}</button>`)}
          ${row(canSpeak(), t('check-voice'), t(canSpeak() ? 'check-voice-hint' : 'check-voice-none'), html`
            <button type="button" class="button" onClick=${() => speak(t('check-voice-text'))}><${Icon} name="speaker" /> ${t('check-voice-play')}</button>`)}
          ${row(phase === 'live', t('check-feed'), t('feed.' + phase))}
        </ol>
        <footer class="form-end">
          <button type="button" class="button main large" onClick=${finish}>${t('check-done')}</button>
        </footer>
      </div>
    <//>`;
}
