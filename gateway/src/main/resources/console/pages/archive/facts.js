// What is known of a case: where, when, what was decided, who went there.
import {coordinates, dayTime} from '../../core/format.js';
import {html} from '../../core/html.js';
import {link} from '../../core/router.js';
import {t, word} from '../../core/words.js';

export const DISPOSITIONS = ['founded', 'unfounded', 'assistance', 'accidental', 'test', 'exercise', 'duplicate', 'unverified'];

const row = (label, value) => (value ? html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>` : null);

const caseLink = (id) => id && html`<a class="figures" href=${link('archive', id)}>${id}</a>`;

export function Facts({incident, events}) {
  const {place, closing, links = {}} = incident;
  const by = [...events].reverse().find(({type}) => type === 'incident.closed')?.data?.by;
  return html`
    <section class="card facts" aria-labelledby="facts-title">
      <h2 id="facts-title">${t('case-facts')}</h2>
      <dl>
        ${row(t('case-place'), html`${place.address || place.siteName}<br /><span class="muted">${word('site-kind', place.siteKind)} · ${place.districtName} · <span class="figures">${coordinates(place)}</span></span>`)}
        ${row(t('case-opened'), html`<span class="figures">${dayTime(incident.openedAt)}</span>`)}
        ${row(t('case-pressed'), incident.presses.devices.map((one) => `${one.name}${one.count > 1 ? ` ×${one.count}` : ''}`).join(t('list-comma')))}
        ${row(t('case-units'), incident.assignments.length > 0 && html`<ul>${incident.assignments.map((one) => html`<li key=${one.unit}>${one.name} · ${word('assignment', one.state)}</li>`)}</ul>`)}
        ${closing && html`
          ${row(t('case-closed'), html`<span class="figures">${dayTime(incident.handlingSince)}</span> ${by?.name ?? ''}`)}
          ${row(t('archive-disposition'), html`<strong>${word('disposition', closing.disposition)}</strong>`)}
          ${row(t('call-back'), closing.callBack && t('call-back.' + closing.callBack))}
          ${row(t('category'), closing.category)}
          ${row(t('note'), closing.note)}
          ${row(t('handed-to'), closing.handedTo?.map((one) => word('handed', one)).join(t('list-comma')))}
          ${row(t('case-number'), closing.caseNumber)}`}
        ${row(t('linked-previous'), caseLink(links.previous))}
        ${row(t('linked-merged'), caseLink(links.mergedInto))}
      </dl>
    </section>`;
}
