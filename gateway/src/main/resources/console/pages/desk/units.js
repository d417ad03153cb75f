// Who can come and how soon, who was sent and whether they answer, and what is missing.
import {html} from '../../core/html.js';
import {isOpen} from '../../core/state.js';
import {measure, reason, t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {Icon} from '../../parts/icons.js';
import {assign} from './commands.js';

export function Units({incident, response, mine}) {
  const units = response?.units ?? [];
  const assignmentOf = (unit) => incident.assignments.find((one) => one.unit === unit);
  const others = incident.assignments.filter((one) => !units.some((unit) => unit.unit === one.unit));
  const can = mine && isOpen(incident);
  return html`
    <section class="card units" aria-labelledby="units-title">
      <header class="card-head"><h2 id="units-title"><${Icon} name="car" size="18" /> ${t('units')}</h2>${can && html`<small class="muted">${t('units-keys')}</small>`}</header>
      ${response?.shortfall?.length > 0 && html`<p class="shortfall"><${Icon} name="warning" size="18" /> <b>${t('shortfall')}</b> ${response.shortfall.map(reason).join(' · ')}</p>`}
      <ol>
        ${others.map((one) => html`<${Unit} key=${one.unit} unit=${{unit: one.unit, name: one.name, phone: one.phone, reasons: []}} assignment=${one} />`)}
        ${units.map((unit, index) => html`<${Unit} key=${unit.unit} unit=${unit} number=${index + 1} assignment=${assignmentOf(unit.unit)}
          onAssign=${can ? () => assign(incident, unit.unit, unit.name) : undefined} />`)}
      </ol>
      ${!units.length && !others.length && html`<p class="empty">${t(response ? 'units-none' : 'loading')}</p>`}
    </section>`;
}

const AGAIN = new Set(['declined', 'done']);

function Unit({unit, number, assignment, onAssign}) {
  const free = !assignment || AGAIN.has(assignment.state);
  return html`
    <li class=${'unit-row' + (assignment?.overdue ? ' overdue' : '') + (unit.available === false && !assignment ? ' busy' : '')}>
      <span class="unit-key">${number !== undefined && number < 10 ? html`<kbd>${number}</kbd>` : ''}</span>
      <${Icon} name=${unit.kind ?? 'car'} size="20" />
      <span class="unit-words">
        <strong>${unit.name}</strong>
        <small class="muted">${unit.reasons.filter((one) => one.code !== 'eta').map(reason).join(' · ')}</small>
        ${assignment && html`<${Assignment} assignment=${assignment} phone=${unit.phone ?? assignment.phone} />`}
      </span>
      <span class="unit-eta">${unit.etaS !== undefined && html`<b class="figures">${measure(unit.etaS, 's')}</b>`}${unit.ring > 0 && html`<small>${t('min-ring', {minutes: unit.ring})}</small>`}</span>
      ${onAssign && free && html`<button type="button" class="button small" data-assign=${unit.unit} onClick=${onAssign}>${t('do.assign')}</button>`}
    </li>`;
}

function Assignment({assignment, phone}) {
  const {state, since, sentAt, overdue, note} = assignment;
  return html`
    <span class=${'assignment ' + state + (overdue ? ' overdue' : '')} role="status">
      <b>${word('assignment', state)}</b> <${Age} since=${overdue ? sentAt : since} />
      ${overdue && html`<span>${t('unaccepted-call')} <a class="phone" href=${'tel:' + phone}>${phone}</a></span>`}
      ${note && html`<span>“${note}”</span>`}
    </span>`;
}
