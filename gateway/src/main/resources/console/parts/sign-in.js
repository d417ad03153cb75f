// Signing in.
import {html, useEffect, useState} from '../core/html.js';
import {post} from '../core/api.js';
import {t} from '../core/words.js';
import {Form, TextField} from './dialog.js';
import {Switches} from './header.js';
import {Icon} from './icons.js';

export function SignIn({onSignedIn, expired}) {
  const [shown, show] = useState(false);
  const [needsCode, askCode] = useState(false);
  // Only a page's first field is focused by the browser itself.
  useEffect(() => { if (needsCode) document.querySelector('.sign-in input[name=code]')?.focus(); }, [needsCode]);
  return html`
    <main class="sign-in">
      <section class="sign-in-card">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>${t('product')}</h1>
        <p class="muted">${t('product-line')}</p>
        ${expired && html`<p class="problem" role="alert"><${Icon} name="warning" /><span>${t('session-over')}</span></p>`}
        <${Form} submit=${t('sign-in')} onSubmit=${async (values) => {
          try {
            await post('/login', values.code ? {...values, code: values.code.replace(/\s/g, '')} : {user: values.user, password: values.password});
          } catch (problem) {
            if (problem.code !== 'code-needed') throw problem;
            askCode(true);
            return;
          }
          await onSignedIn();
        }}>
          <${TextField} label=${t('user')} name="user" autocomplete="username" required maxlength="64" autofocus />
          <${TextField} label=${t('password')} name="password" type=${shown ? 'text' : 'password'} autocomplete="current-password" required maxlength="1024" />
          ${needsCode && html`<${TextField} label=${t('factor-code')} name="code" inputmode="numeric" autocomplete="one-time-code" required minlength="6" maxlength="32" hint=${t('factor-code-hint')} />`}
          <label class="check"><input type="checkbox" checked=${shown} onChange=${(event) => show(event.target.checked)} /> ${t('show-password')}</label>
        <//>
      </section>
      <footer class="sign-in-foot"><${Switches} /></footer>
    </main>`;
}
