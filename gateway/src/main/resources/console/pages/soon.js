// Stands where a role's pages will be.
import {html} from '../core/html.js';
import {t} from '../core/words.js';

export default ({me}) => html`
  <main id="main" class="page" tabindex="-1"><h1>${me.name}</h1><p class="muted">${t('nothing-here')}</p></main>`;
