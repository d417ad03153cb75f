// One assignment: where, whom to call, how to get in, the map; and at the thumb what comes next.
import {coordinates, clockTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {useStore} from '../../core/store.js';
import {toast} from '../../core/toast.js';
import {t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {ChoiceField, Dialog, Form, TextField} from '../../parts/dialog.js';
import {Icon, siteIcon} from '../../parts/icons.js';
import {Map, mark, textNode} from '../../parts/map.js';
import {Mark, Marks, Presses, Priority} from '../../parts/marks.js';
import {isActive, isUnanswered, nextSteps} from './steps.js';

const ICONS = {accept: 'check', decline: 'cross', 'en-route': 'arrow', 'on-scene': 'map', done: 'note'};
const ASKED = ['decline', 'done']; // These need a word, and by that a second touch.

export function Assignment({incident, assignment, known, sharing, onStep}) {
  const [asked, ask] = useState();
  const step = (name) => (ASKED.includes(name) ? ask(name) : onStep(name, ''));
  return html`
    <article class=${'patrol-case' + (isUnanswered(assignment) ? ' unanswered' : '')} aria-label=${t('assignment')}>
      <div class="patrol-words">
        <${Where} incident=${incident} known=${known} />
        <${Help} incident=${incident} />
        <${Progress} assignment=${assignment} known=${known} />
      </div>
      <${PlaceMap} incident=${incident} sharing=${sharing} />
      <${Keys} steps=${nextSteps(assignment.state)} onStep=${step} />
      ${asked === 'decline' && html`<${Decline} onClose=${() => ask()} onStep=${onStep} />`}
      ${asked === 'done' && html`<${Done} onClose=${() => ask()} onStep=${onStep} />`}
    </article>`;
}

function Where({incident, known}) {
  const {place} = incident;
  return html`
    <header class="go-to">
      <p class="go-to-marks"><${Priority} incident=${incident} /> <strong>${word('code', incident.code)}</strong> <${Marks} incident=${incident} /><${Presses} presses=${incident.presses} />
        <span class="muted go-to-age">${t('sent-ago')} <${Age} since=${known.sentAt} /></span></p>
      ${incident.handling === 'closed' && html`<p class="closed-go-on"><${Icon} name="info" /> ${t('closed-go-on')}</p>`}
      <h2><${Icon} name=${siteIcon(place.siteKind)} size="28" /> ${place.siteName}</h2>
      <p class="go-to-address">${place.address ?? coordinates(place)}</p>
      <p class="muted">${place.districtName} · ${t('pressed-where')}: ${incident.presses.devices.map((device) => device.name).join(', ')}</p>
      <p class="go-to-keys">
        <a class="button" href=${`geo:${place.latitude},${place.longitude}?q=${place.latitude},${place.longitude}`}><${Icon} name="arrow" /> ${t('navigate')}</a>
        <button type="button" class="button" onClick=${() => copy(`${place.siteName} ${place.address ?? ''} ${coordinates(place)}`)}><${Icon} name="copy" /> ${t('copy-address')}</button>
      </p>
    </header>`;
}

function copy(text) {
  navigator.clipboard?.writeText(text).then(() => toast('good', t('copied')), () => {});
}

function Help({incident}) {
  const plan = useStore((state) => state.plans[incident.id]);
  const live = useStore((state) => state.feed.phase === 'live');
  const contacts = plan?.contacts;
  return html`
    <section aria-label=${t('contacts')}>
      ${plan?.accessNotes && html`<p class="way-in"><${Icon} name="info" /><span><strong>${t('access-notes')}</strong> ${plan.accessNotes}</span></p>`}
      <h3 class="small-head">${t('contacts')}</h3>
      ${contacts?.length
        ? html`<ul class="call-list">${contacts.map((contact) => html`
            <li key=${contact.order + contact.phone}>
              <a class="button call-key" href=${'tel:' + contact.phone.replace(/[^+0-9]/g, '')} aria-label=${t('call', {name: contact.name})}>
                <${Icon} name="phone" size="24" /> <span><strong>${contact.name}</strong> <small>${word('contact', contact.role)}</small></span> <span class="figures">${contact.phone}</span>
              </a>
            </li>`)}</ul>`
        : html`<p class="muted">${t(contacts ? 'contacts-none' : live ? 'loading' : 'contacts-offline')}</p>`}
    </section>`;
}

const RAIL = ['accepted', 'en-route', 'on-scene', 'done'];
const PLACE = {sent: 0, delivered: 0, accepted: 1, 'en-route': 2, 'on-scene': 3, done: 4};

/** The steps as a rail, with what waits to be sent marked as such. */
function Progress({assignment, known}) {
  const here = PLACE[assignment.state] ?? 0;
  const sure = PLACE[known.state] ?? 0;
  return html`
    <section aria-label=${t('steps')}>
      <ol class="rail">
        ${RAIL.map((state, index) => html`
          <li key=${state} class=${index < sure ? 'is-done' : index < here ? 'is-queued' : ''} aria-current=${index === here - 1 ? 'step' : undefined}>
            <i aria-hidden="true"></i><span>${word('assignment', state)}</span>
            ${index >= sure && index < here ? html`<small>${t('queued')}</small>` : index < here && html`<span class="only-read">${t('step-passed')}</span>`}
          </li>`)}
      </ol>
    </section>`;
}

function PlaceMap({incident, sharing}) {
  const {place} = incident;
  const here = Number.isFinite(sharing.latitude) ? [sharing.latitude, sharing.longitude] : undefined;
  const draw = (L, map, group) => {
    L.marker([place.latitude, place.longitude], {icon: mark(L, `place ${incident.status === 'exercise' ? 'drill' : incident.status}`, 28, '!'), keyboard: false, zIndexOffset: 1000})
      .bindTooltip(textNode(place.siteName), {direction: 'top', permanent: true, offset: [0, -10]}).addTo(group);
    if (here) L.marker(here, {icon: mark(L, 'unit', 30, t('me-on-map')), keyboard: false}).addTo(group);
  };
  const near = here && Math.abs(here[0] - place.latitude) < .2 && Math.abs(here[1] - place.longitude) < .2;
  const bounds = () => [[place.latitude + .0012, place.longitude + .0012], [place.latitude - .0012, place.longitude - .0012], ...(near ? [here] : [])];
  return html`
    <section class="card patrol-map" aria-label=${t('map')}>
      <${Map} label=${t('map')} draw=${draw} on=${[incident.status, here?.join()]} bounds=${bounds} place=${incident.id + near} />
    </section>`;
}

/** The keys: the first is what comes next, over the whole width; the others stand beside each other below it. */
function Keys({steps, onStep}) {
  const [first, ...others] = steps;
  if (!first) return null;
  return html`
    <div class="keys">
      <button type="button" class=${'button step ' + first} onClick=${() => onStep(first)}><${Icon} name=${ICONS[first]} size="30" /> ${t('step.' + first)}</button>
      ${others.length > 0 && html`<div class="other-keys">
        ${others.map((step) => html`<button type="button" key=${step} class=${'button step ' + step} onClick=${() => onStep(step)}><${Icon} name=${ICONS[step]} size="24" /> ${t('step.' + step)}</button>`)}
      </div>`}
    </div>`;
}

const choices = (family, values) => values.map((value) => ({value, label: t(`${family}.${value}`)}));
const words = (family, {why, more}) => [t(`${family}.${why}`), more?.trim()].filter(Boolean).join(' · ');

function Decline({onClose, onStep}) {
  return html`
    <${Dialog} title=${t('why-decline')} onClose=${onClose} className="patrol-dialog">
      <${Form} submit=${t('send-decline')} danger onCancel=${onClose} onDone=${onClose} onSubmit=${(values) => onStep('decline', words('decline', values))}>
        <${ChoiceField} label=${t('why-decline')} name="why" required first choices=${choices('decline', ['busy', 'vehicle', 'far', 'other'])} />
        <${TextField} label=${t('more-words')} name="more" maxlength="200" />
      <//>
    <//>`;
}

function Done({onClose, onStep}) {
  return html`
    <${Dialog} title=${t('step.done')} onClose=${onClose} className="patrol-dialog">
      <${Form} submit=${t('send-feedback')} onCancel=${onClose} onDone=${onClose} onSubmit=${(values) => onStep('done', words('ended', values))}>
        <${ChoiceField} label=${t('how-it-ended')} name="why" required first choices=${choices('ended', ['founded', 'assistance', 'accidental', 'unfounded', 'more'])} />
        <${TextField} label=${t('more-words')} name="more" lines="2" maxlength="400" />
      <//>
    <//>`;
}

/** What is over, so that nobody wonders where it went. */
export function Over({over}) {
  if (!over.length) return null;
  return html`
    <section class="over">
      <h2 class="small-head">${t('over')}</h2>
      <ul>${over.slice(0, 10).map(({incident, assignment, known}) => html`
        <li key=${incident.id}>
          <span><strong>${incident.place.siteName}</strong> <small class="muted">${clockTime(known.sentAt)}</small></span>
          ${assignment.queued ? html`<${Mark} tone="warn">${word('assignment', assignment.state)} · ${t('queued')}<//>`
            : html`<${Mark} tone="plain">${isActive(assignment) ? t('merged-by-desk') : word('assignment', assignment.state)}<//>`}
        </li>`)}</ul>
    </section>`;
}
