// The help sheet: every key of the desk.
import {html} from '../../core/html.js';
import {prefer, preference} from '../../core/preferences.js';
import {t} from '../../core/words.js';
import {Dialog} from '../../parts/dialog.js';

const GROUPS = [
  ['help-queue', [['J ↓', 'help-next'], ['K ↑', 'help-previous'], ['Enter', 'help-open'], ['C', 'help-claim'], ['Esc', 'help-back']]],
  ['help-incident', [
    ['C', 'help-claim'], ['1 … 9', 'help-assign'], ['V', 'help-camera'], ['N', 'help-note'], ['B', 'help-briefing'], ['X', 'help-close'],
    ['F', 'help-forward'], ['A', 'help-announce'], ['Q', 'help-quiet'], ['T', 'help-take-over'], ['R', 'help-return'], ['L', 'help-release'],
    ['M', 'help-merge'], ['O', 'help-reopen'],
  ]],
  ['help-desk', [['H', 'help-handover'], ['?', 'help-help']]],
];

export const Help = ({onClose}) => html`
  <${Dialog} title=${t('keys')} onClose=${onClose} className="wide help">
    <div>
      <div class="help-groups">
        ${GROUPS.map(([title, keys]) => html`
          <section key=${title}>
            <h3>${t(title)}</h3>
            <dl>${keys.map(([key, words]) => html`<div key=${key + words}><dt><kbd>${key}</kbd></dt><dd>${t(words)}</dd></div>`)}</dl>
          </section>`)}
      </div>
      <label class="check"><input type="checkbox" data-first checked=${preference('keys') === 'on'}
        onChange=${(event) => prefer('keys', event.target.checked ? 'on' : 'off')} /> ${t('help-single-keys')}</label>
    </div>
  <//>`;
