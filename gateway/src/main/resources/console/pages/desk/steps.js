// The plan's steps for this kind of incident. What the gateway knows ticks itself; the rest is a note that all desks see.
import {html} from '../../core/html.js';
import {isOpen} from '../../core/state.js';
import {said, t} from '../../core/words.js';
import {Icon} from '../../parts/icons.js';
import {act} from './commands.js';

const TICK = '✓ ';
const reached = (incident, ...handlings) => handlings.includes(incident.handling);
const LATER = ['claimed', 'dispatched', 'on-scene', 'closed'];

/** Steps in order: {words, done(incident) if the gateway can tell}. */
function stepsOf(incident) {
  const steps = [
    {words: 'step.claim', done: reached(incident, ...LATER)},
    {words: 'step.look'},
    {words: incident.quiet ? 'step.no-call' : 'step.call'},
    {words: 'step.dispatch', done: reached(incident, ...LATER.slice(1)) || incident.assignments.length > 0},
    ...(incident.priority === 1 || incident.duress ? [{words: 'step.cordon'}] : []),
    ...(incident.place.siteKind === 'school' ? [{words: 'step.school'}] : []),
    {words: 'step.arrived', done: incident.assignments.some((one) => ['on-scene', 'done'].includes(one.state))},
    ...(incident.condition === 'active' ? [{words: 'step.restore'}] : []),
    {words: 'step.close', done: incident.handling === 'closed'},
  ];
  return steps;
}

const ticked = (events, words) => events.find(({type, data}) =>
  type === 'incident.noted' && ['zh', 'en'].some((language) => data.text === TICK + said(language, words)));

export function Steps({incident, events, mine}) {
  const steps = stepsOf(incident).map((step) => ({...step, tick: ticked(events, step.words)}));
  const next = steps.findIndex((step) => !step.done && !step.tick);
  return html`
    <section class="card steps" aria-labelledby="steps-title">
      <header class="card-head"><h2 id="steps-title"><${Icon} name="list" size="18" /> ${t('steps')}</h2></header>
      <ol>
        ${steps.map((step, index) => {
          const done = Boolean(step.done || step.tick);
          const own = step.done === undefined && !done && mine && isOpen(incident);
          return html`
            <li key=${step.words} class=${(done ? 'done' : '') + (index === next ? ' next' : '')}>
              <span class="step-tick">${done ? html`<${Icon} name="check" size="16" />` : ''}</span>
              <span>${t(step.words)}${step.tick?.data.by ? html` <small class="muted">${step.tick.data.by.name}</small>` : ''}${done ? html`<span class="only-read">${t('done')}</span>` : ''}</span>
              ${own && html`<button type="button" class="button quiet small" onClick=${() => act(incident, 'note', {text: TICK + t(step.words)})}>${t('step-done')}</button>`}
            </li>`;
        })}
      </ol>
    </section>`;
}
