// The second factor of a sign-in (两步验证): set up with an app, confirmed with a code of it, taken away with one.
import {ask, post} from '../core/api.js';
import {dayTime} from '../core/format.js';
import {html, useState} from '../core/html.js';
import {dispatch} from '../core/store.js';
import {toast} from '../core/toast.js';
import {t} from '../core/words.js';
import {Dialog, Form, ProblemText, TextField} from './dialog.js';
import {Icon} from './icons.js';

/** Asks who is signed in anew: whether there is a second factor has changed. */
const renew = async () => dispatch({type: 'me', me: await ask('GET', '/me')});

const Code = ({label, hint}) => html`
  <${TextField} label=${label} name="code" required inputmode="numeric" autocomplete="one-time-code" minlength="6" maxlength="32" hint=${hint} data-first />`;

export const SecondFactorDialog = ({me, onClose, onEverywhere}) => html`
  <${Dialog} title=${t('own-sign-in')} onClose=${onClose} className="factor">
    <section class="form">
      <h3>${t('factor-title')}</h3>
      ${me.secondFactor === 'set-up' ? html`<${Removal} onClose=${onClose} />` : html`<${SetUp} onDone=${onClose} />`}
    </section>
    <${Everywhere} onEverywhere=${onEverywhere} />
  <//>`;

/** For who has lost a phone, or left a desk open somewhere. It asks once more: this desk ends too. */
function Everywhere({onEverywhere}) {
  const [asked, ask] = useState(false);
  return html`
    <section class="everywhere" aria-labelledby="everywhere-title">
      <h3 id="everywhere-title">${t('everywhere-title')}</h3>
      <p class="muted">${t('everywhere-why')}</p>
      <p class="form-end" role="status">${asked
        ? html`<button type="button" class="button danger" data-everywhere="sure" onClick=${onEverywhere}><${Icon} name="leave" size="18" /> ${t('everywhere-sure')}</button>`
        : html`<button type="button" class="button" data-everywhere onClick=${() => ask(true)}><${Icon} name="leave" size="18" /> ${t('everywhere-title')}</button>`}</p>
    </section>`;
}

/** Where a role needs one: nothing else can be done before. */
export const SecondFactorFirst = ({onSignOut}) => html`
  <main id="main" class="sign-in" tabindex="-1">
    <section class="sign-in-card factor">
      <h1>${t('factor-title')}</h1>
      <p>${t('factor-needed')}</p>
      <${SetUp} onDone=${() => {}} />
    </section>
    <footer class="sign-in-foot"><button type="button" class="button quiet" onClick=${onSignOut}><${Icon} name="leave" /> ${t('sign-out')}</button></footer>
  </main>`;

/** Begin, put the key into the app, confirm, keep the recovery codes. */
function SetUp({onDone}) {
  const [begun, begin] = useState();
  const [codes, keep] = useState();
  const [problem, set] = useState();
  if (codes) return html`<${Recovery} codes=${codes} onDone=${async () => {
    await renew();
    onDone();
  }} />`;
  if (!begun) {
    const start = () => post('/me/second-factor').then(begin, set);
    return html`
      <div class="form">
        <p class="muted">${t('factor-why')}</p>
        <${ProblemText} problem=${problem} />
        <p class="form-end"><button type="button" class="button main" data-first data-begin onClick=${start}>${t('factor-begin')}</button></p>
      </div>`;
  }
  return html`
    <${Form} submit=${t('factor-confirm')} onSubmit=${async ({code}) => {
      keep((await post('/me/second-factor/confirm', {code: code.replace(/\s/g, '')})).recoveryCodes);
    }}>
      <ol class="rules">
        <li>${t('factor-step-app')}</li>
        <li>${t('factor-step-scan')}<${QrCode} rows=${begun.qrCode} /></li>
        <li>${t('factor-step-key')}
          <code class="factor-key">${inFours(begun.secret)}</code>
          <a class="button small" href=${begun.uri}>${t('factor-open-app')}</a></li>
        <li>${t('factor-step-code')}</li>
      </ol>
      <${Code} label=${t('factor-code')} hint=${t('factor-until', {time: dayTime(begun.expiresAt)})} />
    <//>`;
}

/** Drawn dark on light in either theme, with the four squares around it that readers need. */
function QrCode({rows}) {
  const dark = rows.flatMap((row, y) => [...row].map((square, x) => (square === '#' ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('');
  const size = rows.length + 8;
  return html`<svg class="qr-code" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${t('factor-qr')}><path d=${dark} /></svg>`;
}

/** A key as people copy it: four characters at a time. */
const inFours = (secret) => secret.match(/.{1,4}/g).join(' ');

function Recovery({codes, onDone}) {
  const copy = async () => {
    await navigator.clipboard?.writeText(codes.join('\n')).catch(() => {});
    toast('good', t('factor-copied'));
  };
  return html`
    <div class="form">
      <p role="status"><strong>${t('factor-on')}</strong> ${t('factor-recovery')}</p>
      <ul class="recovery">${codes.map((code) => html`<li key=${code}><code>${code}</code></li>`)}</ul>
      <p class="form-end">
        <button type="button" class="button" onClick=${copy}><${Icon} name="copy" size="18" /> ${t('factor-copy')}</button>
        <button type="button" class="button main" data-kept onClick=${onDone}>${t('factor-kept')}</button>
      </p>
    </div>`;
}

const Removal = ({onClose}) => html`
  <${Form} submit=${t('factor-remove')} danger onCancel=${onClose} onDone=${onClose} onSubmit=${async ({code}) => {
    await post('/me/second-factor/remove', {code: code.replace(/\s/g, '')});
    await renew();
    toast('good', t('factor-off'));
  }}>
    <p>${t('factor-is-on')}</p>
    <${Code} label=${t('factor-code')} hint=${t('factor-remove-hint')} />
  <//>`;
