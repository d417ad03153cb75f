// Booked windows with their report: who pressed when, and how soon people answered.
import {dayTime, clockTime} from '../core/format.js';
import {html} from '../core/html.js';
import {measure, t} from '../core/words.js';
import {Mark} from './marks.js';

const STAGES = [['claimed', 'claimedAt'], ['dispatched', 'dispatchedAt'], ['on-scene', 'onSceneAt'], ['closed', 'closedAt']];

export const stateOf = (booked, at) => (booked.state === 'booked' && Date.parse(booked.from) <= at ? 'now' : booked.state);

export function Drill({booked, at, where, children}) {
  const state = stateOf(booked, at);
  return html`
    <li class="card drill-row">
      <header>
        <${Mark} tone=${booked.status === 'exercise' ? 'drill' : 'test'}>${t('status.' + booked.status)}<//>
        <strong class="figures">${dayTime(booked.from)} – ${clockTime(booked.to).slice(0, 5)}</strong>
        <${Mark} tone=${state === 'now' ? 'good' : 'plain'}>${t('window-state.' + state)}<//>
        ${where && html`<span class="muted">${where}</span>`}
        ${children}
      </header>
      ${booked.note && html`<p>${booked.note}</p>`}
      <${Presses} booked=${booked} />
    </li>`;
}

function Presses({booked}) {
  if (!booked.presses.length) return booked.state === 'ended' ? html`<p class="muted">${t('no-press')}</p>` : html`<p class="muted">${booked.devices.join(', ')}</p>`;
  return html`
    <ul class="things">${booked.presses.map((press) => html`
      <li key=${press.alarm}><strong>${press.deviceName}</strong> <span>${t('pressed-at-time', {time: clockTime(press.storedAt)})}</span>
        ${STAGES.map(([stage, member]) => press[member] && html`<span key=${stage} class="muted">${t('stage.' + stage)} <b class="figures">${measure((Date.parse(press[member]) - Date.parse(press.storedAt)) / 1000, 's')}</b></span>`)}
      </li>`)}</ul>`;
}
