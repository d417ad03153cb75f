// Who can come and how soon, who was sent and whether they answer, and what is missing.
import {html, useRef, useState} from '../../core/html.js';
import {isOpen} from '../../core/state.js';
import {measure, reason, t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {Icon} from '../../parts/icons.js';
import {assign} from './commands.js';

const SHOWN = 5;
const ENGAGED = new Set(['sent', 'on-scene']); // The assignment says it better.
const AGAIN = new Set(['declined', 'done', 'recalled']);

/** Whether a unit was sent and isn't back yet. */
export const isOut = (assignment) => Boolean(assignment) && !AGAIN.has(assignment.state);

/** Once it is closed it is nobody's: any desk may call back who goes on. */
export const mayRecall = (incident, mine) => mine || !isOpen(incident);

/**
 * The number key of each unit: by the rank when the screen was opened, and kept from then on, so that a new ranking
 * never puts another unit under a finger. A Map from unit to number.
 */
export function useNumbers(units) {
  const numbers = useRef(new Map()).current;
  for (const {unit} of units) if (!numbers.has(unit)) numbers.set(unit, numbers.size + 1);
  return numbers;
}

export function Units({incident, response, mine, numbers, onRecall}) {
  const [more, showMore] = useState(false);
  const ranked = response?.units ?? [];
  const assignmentOf = (unit) => incident.assignments.find((one) => one.unit === unit);
  const others = incident.assignments.filter((one) => !isOut(one) && !ranked.some((unit) => unit.unit === one.unit));
  const out = incident.assignments.filter(isOut).map((one) =>
    ranked.find((unit) => unit.unit === one.unit) ?? {unit: one.unit, name: one.name, phone: one.phone, reasons: []});
  const free = ranked.filter((unit) => !isOut(assignmentOf(unit.unit)));
  const units = [...out, ...(more ? free : free.slice(0, SHOWN))];
  const can = mine && isOpen(incident);
  return html`
    <section class="card units" aria-labelledby="units-title">
      <header class="card-head"><h2 id="units-title"><${Icon} name="car" size="18" /> ${t('units')}</h2>${can && html`<small class="muted">${t('units-keys')}</small>`}</header>
      ${response?.shortfall?.length > 0 && html`<p class="shortfall"><${Icon} name="warning" size="18" /> <b>${t('shortfall')}</b> ${response.shortfall.map(reason).join(' · ')}</p>`}
      <ol>
        ${others.map((one) => html`<${Unit} key=${one.unit} unit=${{unit: one.unit, name: one.name, phone: one.phone, reasons: []}} assignment=${one} />`)}
        ${units.map((unit) => html`<${Unit} key=${unit.unit} unit=${unit} number=${numbers.get(unit.unit)} assignment=${assignmentOf(unit.unit)}
          onAssign=${can ? () => assign(incident, unit.unit, unit.name) : undefined} onRecall=${mayRecall(incident, mine) ? () => onRecall(unit.unit) : undefined} />`)}
      </ol>
      ${free.length > SHOWN && html`<button type="button" class="button quiet small more" aria-expanded=${more} onClick=${() => showMore(!more)}>${t(more ? 'units-fewer' : 'units-more', {count: free.length - SHOWN})}</button>`}
      ${!units.length && !others.length && html`<p class="empty">${t(response ? 'units-none' : 'loading')}</p>`}
    </section>`;
}

function Unit({unit, number, assignment, onAssign, onRecall}) {
  const free = !isOut(assignment);
  return html`
    <li class=${'unit-row' + (assignment?.overdue ? ' overdue' : '') + (unit.available === false && !assignment ? ' busy' : '')}>
      <span class="unit-key">${number !== undefined && number < 10 ? html`<kbd>${number}</kbd>` : ''}</span>
      <${Icon} name=${unit.kind ?? 'car'} size="20" />
      <span class="unit-words">
        <strong>${unit.name}</strong>
        <small class="muted">${unit.reasons.filter((one) => one.code !== 'eta' && !(assignment && ENGAGED.has(one.code))).map(reason).join(' · ')}</small>
        ${assignment && html`<${Assignment} assignment=${assignment} phone=${unit.phone ?? assignment.phone} />`}
      </span>
      <span class="unit-eta">${unit.etaS !== undefined && html`<b class="figures">${measure(unit.etaS, 's')}</b>`}${unit.ring > 0 && html`<small>${t('min-ring', {minutes: unit.ring})}</small>`}</span>
      ${onRecall && !free && html`<button type="button" class="button small" data-recall=${unit.unit} onClick=${onRecall}>${t('do.recall')}</button>`}
      ${onAssign && free && html`<button type="button" class="button small" data-assign=${unit.unit} onClick=${onAssign}>${t('do.assign')}</button>`}
    </li>`;
}

function Assignment({assignment, phone}) {
  const {state, since, sentAt, overdue, note, recall} = assignment;
  return html`
    <span class=${'assignment ' + state + (overdue ? ' overdue' : '')} role="status">
      <b>${word('assignment', state)}</b> <${Age} since=${overdue ? sentAt : since} />
      ${overdue && html`<span>${t('unaccepted-call')} <a class="phone" href=${'tel:' + phone}>${phone}</a></span>`}
      ${recall ? html`<span>${[recall.by.name, recall.reason].filter(Boolean).join(t('colon'))}</span>` : note && html`<span>“${note}”</span>`}
    </span>`;
}
