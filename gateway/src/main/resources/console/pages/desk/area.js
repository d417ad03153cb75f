// An area event: many sites at once, one claim; every press keeps its own row.
import {html} from '../../core/html.js';
import {useKeys} from '../../core/hooks.js';
import {dayTime} from '../../core/format.js';
import {go, link} from '../../core/router.js';
import {byUrgency, isMine, isOpen} from '../../core/state.js';
import {useStore} from '../../core/store.js';
import {t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {Icon} from '../../parts/icons.js';
import {Map, mark, textNode} from '../../parts/map.js';
import {Marks, Presses, Priority} from '../../parts/marks.js';
import {claimArea} from './commands.js';
import {isTyping} from './desk.js';

export function AreaEvent({id, me}) {
  const area = useStore((state) => state.areaEvents[id]);
  const all = useStore((state) => state.incidents);
  const incidents = Object.values(all).filter((one) => one.links?.areaEvent === id && isOpen(one)).sort(byUrgency);
  const waiting = incidents.filter((one) => one.handling === 'new').length;
  useKeys((event) => {
    if (event.key === 'c' && area && !isTyping(event)) {
      event.preventDefault();
      claimArea(area);
    }
  });
  if (!area) return html`<section class="empty"><p>${t('area-over')}</p><a class="button" href="#/desk">${t('back-to-county')}</a></section>`;
  const draw = (L, map, group) => {
    if (area.radiusM) L.circle([area.latitude, area.longitude], {radius: area.radiusM, color: '#d0103a', weight: 2, dashArray: '8 6', fill: false, interactive: false}).addTo(group);
    for (const one of incidents) {
      L.marker([one.place.latitude, one.place.longitude], {icon: mark(L, 'place', 20, String(one.priority ?? '')), keyboard: false})
        .bindTooltip(textNode(one.place.siteName), {direction: 'top'}).on('click', () => go('desk', 'i', one.id)).addTo(group);
    }
  };
  return html`
    <article class="incident">
      <header class="incident-head">
        <div class="head-title">
          <span class="priority p1 actual large">${t('area-event')}</span>
          <div><h1>${area.districtName ?? ''}</h1><p class="muted">${t('area-sites', {sites: area.sites, incidents: incidents.length})} · ${dayTime(area.openedAt)}</p></div>
          <${Age} since=${area.openedAt} className="head-age" />
        </div>
        <div class="actions">
          ${waiting > 0 && html`<button type="button" class="button danger large" onClick=${() => claimArea(area)}><${Icon} name="hand" /> ${t('area-claim', {count: waiting})} <kbd>C</kbd></button>`}
          <a class="button" href="#/desk"><${Icon} name="back" /> ${t('back-to-county')} <kbd class="hint">Esc</kbd></a>
        </div>
      </header>
      <div class="incident-body">
        <div class="column">
          <section class="card"><${Map} label=${t('map')} className="incident-map" draw=${draw} on=${[all, area]} place=${incidents.length} bounds=${() => incidents.map((one) => [one.place.latitude, one.place.longitude])} /></section>
        </div>
        <section class="card column">
          <table>
            <thead><tr><th>${t('priority')}</th><th>${t('place')}</th><th>${t('how-it-stands')}</th><th>${t('opened')}</th></tr></thead>
            <tbody>${incidents.map((one) => html`
              <tr key=${one.id}>
                <td><${Priority} incident=${one} /></td>
                <td><a href=${link('desk', 'i', one.id)}>${one.place.siteName}</a><br /><${Presses} presses=${one.presses} /> <${Marks} incident=${one} /></td>
                <td>${word('handling', one.handling)}${one.owner ? ` · ${isMine(one, me) ? t('mine') : one.owner.name}` : ''}</td>
                <td><${Age} since=${one.openedAt} /></td>
              </tr>`)}</tbody>
          </table>
        </section>
      </div>
    </article>`;
}
