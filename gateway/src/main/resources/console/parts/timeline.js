// Everything that happened to the incident, in words, the newest first.
import {html} from '../core/html.js';
import {clockTime, dayTime} from '../core/format.js';
import {isWorded, t, word} from '../core/words.js';
import {Icon} from './icons.js';

const ICONS = {alarm: 'bell', incident: 'info', assignment: 'car', delivery: 'eye', camera: 'camera', audit: 'eye', grant: 'eye', evidence: 'lock'};
const OWN = {
  'incident.claimed': 'hand', 'incident.noted': 'note', 'incident.closed': 'check', 'incident.escalated': 'up', 'incident.forwarded': 'up',
  'incident.announced': 'speaker', 'incident.quieted': 'bell-off', 'incident.stale': 'warning', 'incident.repeated': 'bell', 'incident.cancel-requested': 'warning',
  'assignment.recalled': 'back',
};
const LOUD = new Set(['incident.repeated', 'incident.escalated', 'incident.stale', 'assignment.overdue', 'incident.cancel-requested', 'incident.returned']);

/** What stands behind the title: whom it concerns, what was said. */
function detail({type, data = {}}) {
  if (type === 'assignment.recalled') return [data.assignment?.name, data.assignment?.recall?.reason].filter(Boolean).join(t('colon'));
  if (type.startsWith('assignment.')) return [data.assignment?.name, data.assignment?.note].filter(Boolean).join(t('colon'));
  if (type === 'alarm.raised') return [data.alarm?.deviceName, data.alarm?.text].filter(Boolean).join(t('colon'));
  if (type === 'incident.noted') return data.text;
  if (type === 'incident.announced') return [data.speaker, data.text].filter(Boolean).join(t('colon'));
  if (type === 'incident.closed') return [word('disposition', data.incident?.closing?.disposition), data.incident?.closing?.note].filter(Boolean).join(t('colon'));
  if (type === 'incident.repeated') return `×${data.incident?.presses.count}`;
  if (type === 'incident.escalated') return t(data.notify === 'webhook' ? 'escalated-webhook' : 'escalated-desks');
  if (type === 'evidence.stored') return data.camera;
  if (type.startsWith('evidence.review')) return data.reviews?.map((one) => `${one.by.name} ${one.requestNumber}`).join(t('spoken-comma'));
  return data.reason ?? '';
}

export function Timeline({events}) {
  const shown = events.filter((event) => isWorded('event.' + event.type)).slice(-200).reverse();
  return html`
    <section class="card timeline" aria-labelledby="timeline-title" tabindex="0">
      <header class="card-head"><h2 id="timeline-title"><${Icon} name="clock" size="18" /> ${t('timeline')}</h2></header>
      <ol>
        ${shown.map((event) => html`
          <li key=${event.id} class=${LOUD.has(event.type) ? 'loud' : ''}>
            <time datetime=${event.time} title=${dayTime(event.time)}>${clockTime(event.time)}</time>
            <${Icon} name=${OWN[event.type] ?? ICONS[event.type.split('.')[0]] ?? 'info'} size="16" />
            <span><b>${t('event.' + event.type)}</b> ${detail(event)} ${event.data?.by ? html`<small class="muted">${event.data.by.name}</small>` : ''}</span>
          </li>`)}
      </ol>
    </section>`;
}
