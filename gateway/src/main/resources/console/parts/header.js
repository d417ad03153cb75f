// The bar at the top: who and where, the pages of the role, the feed, language and light.
import {html, useState} from '../core/html.js';
import {now} from '../core/clock.js';
import {age} from '../core/format.js';
import {useNow} from '../core/hooks.js';
import {isDark, prefer, preference} from '../core/preferences.js';
import {link} from '../core/router.js';
import {reviewsFor} from '../core/state.js';
import {useStore} from '../core/store.js';
import {t} from '../core/words.js';
import {Icon} from './icons.js';
import {SecondFactorDialog} from './second-factor.js';

/** Language and light. */
export const Switches = () => html`
  <button type="button" class="button quiet" lang=${preference('language') === 'zh' ? 'en' : 'zh-CN'}
    onClick=${() => prefer('language', preference('language') === 'zh' ? 'en' : 'zh')}>
    <${Icon} name="language" /> ${preference('language') === 'zh' ? 'English' : '中文'}
  </button>
  <button type="button" class="button quiet icon-only" aria-label=${t(isDark() ? 'go-light' : 'go-dark')} title=${t(isDark() ? 'go-light' : 'go-dark')}
    onClick=${() => prefer('theme', isDark() ? 'light' : 'dark')}>
    <${Icon} name=${isDark() ? 'sun' : 'moon'} />
  </button>`;

export function Header({me, pages, current, onSignOut, onEverywhere, extra}) {
  const [factor, show] = useState(false);
  return html`
    <header class="bar">
      <a class="brand" href="#/" aria-label=${t('product')}><img src="/icon.svg" alt="" width="28" height="28" /><span>${t('product')}</span></a>
      <nav aria-label=${t('pages')}>
        ${pages.length > 1 && pages.map((page) => html`
          <a key=${page.path} href=${link(page.path)} class="tab" aria-current=${page.path === current ? 'page' : undefined}>
            <${Icon} name=${page.icon} /> <span>${t(page.name)}</span>
            ${page.path === 'archive' && html`<${Waiting} me=${me} />`}
          </a>`)}
      </nav>
      <${FeedLamp} />
      ${extra}
      <span class="who"><${Icon} name="person" /> <span>${me.name}</span> <small>${me.districtName}</small></span>
      <${Switches} />
      <button type="button" class="button quiet icon-only" data-factor aria-label=${t('own-sign-in')} title=${t('own-sign-in')} onClick=${() => show(true)}><${Icon} name="lock" /></button>
      <button type="button" class="button quiet icon-only" aria-label=${t('sign-out')} title=${t('sign-out')} onClick=${onSignOut}><${Icon} name="leave" /></button>
      ${factor && html`<${SecondFactorDialog} me=${me} onClose=${() => show(false)} onEverywhere=${onEverywhere} />`}
    </header>`;
}

/** How many reviews wait for this person to be the second one. */
function Waiting({me}) {
  const reviews = useStore((state) => state.reviews);
  const count = reviewsFor({reviews}, me.user, now()).length;
  return count ? html`<span class="tab-count" aria-label=${t('reviews-wait', {count})}>${count}</span>` : null;
}

/** Whether the feed is live, always in sight. */
function FeedLamp() {
  const {phase} = useStore((state) => state.feed);
  return html`
    <span class=${'lamp ' + phase}><i aria-hidden="true"></i> ${t('feed.' + phase)}</span>`;
}

/** Red across the page while the feed is lost: an empty list must never look like a quiet night. */
export function LostFeed({role}) {
  const feed = useStore((state) => state.feed);
  useNow();
  if (feed.phase !== 'lost') return html`<div role="alert"></div>`;
  return html`
    <div class="lost-feed">
      <${Icon} name="warning" size="28" />
      <strong role="alert">${t('feed-lost')}</strong>
      <span class="lost-age">${age(now() - feed.since)}</span>
      <span>${t(role === 'patrol' ? 'feed-lost-patrol' : role === 'dispatcher' ? 'feed-lost-mend' : 'feed-lost-others')}</span>
    </div>`;
}
