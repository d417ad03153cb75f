// One screen for one incident: where, who, what can be seen, who can come, what was done, what to do next.
import {html, useEffect, useMemo, useRef, useState} from '../../core/html.js';
import {get, timelineOf} from '../../core/api.js';
import {now, onTick} from '../../core/clock.js';
import {useKeys} from '../../core/hooks.js';
import {coordinates, dayTime} from '../../core/format.js';
import {preference} from '../../core/preferences.js';
import {link} from '../../core/router.js';
import {session} from '../../core/session.js';
import {isMine, isOpen, isStale} from '../../core/state.js';
import {dispatch, useStore} from '../../core/store.js';
import {attempt, toast} from '../../core/toast.js';
import {t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {Icon} from '../../parts/icons.js';
import {Marks, Presses, Priority} from '../../parts/marks.js';
import {Timeline} from '../../parts/timeline.js';
import {briefing} from './briefing.js';
import {Cameras} from './cameras.js';
import {assign, claim, quiet} from './commands.js';
import {IncidentMap} from './incident-map.js';
import {dialogFor} from './dialogs.js';
import {cardOf, isTyping} from './desk.js';
import {Steps} from './steps.js';
import {isOut, mayRecall, Units, useNumbers} from './units.js';

const PLAN_AGAIN_MS = 15000;
const NOTHING = [];

/** Fetches what the screen needs beside the stream, and again from time to time while it is open. */
function useIncident(id) {
  const [problem, setProblem] = useState();
  const sent = useStore((state) => state.incidents[id]?.assignments)?.map((one) => one.unit + one.state).join();
  useEffect(() => {
    let gone = false;
    (async () => {
      try {
        const [incident, events] = await Promise.all([get(`/incidents/${id}`), timelineOf(id)]);
        if (gone) return;
        dispatch({type: 'incidents', incidents: [incident]});
        dispatch({type: 'timeline', incident: id, events});
        const opened = events.find((event) => event.type === 'incident.opened');
        if (opened) session.say('seen', id, opened.id);
        if (opened?.data) dispatch({type: 'first-plan', incident: id, plan: {cameras: opened.data.cameras, response: opened.data.response}});
      } catch (failure) {
        if (!gone) setProblem(failure);
      }
    })();
    return () => { gone = true; };
  }, [id]);
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      const [cameras, response] = await Promise.all([get(`/incidents/${id}/cameras`), get(`/incidents/${id}/units`)]).catch(() => []);
      if (cameras && !gone) dispatch({type: 'plan', incident: id, plan: {cameras: cameras.items, response}});
    };
    let asked = now();
    ask();
    const untick = onTick((at) => {
      if (at - asked > PLAN_AGAIN_MS && !document.hidden) {
        asked = at;
        ask();
      }
    });
    return () => {
      gone = true;
      untick();
    };
  }, [id, sent]);
  return problem;
}

export function IncidentScreen({id, me}) {
  const incident = useStore((state) => state.incidents[id]);
  const plan = useStore((state) => state.plans[id]);
  const events = useStore((state) => state.timelines[id]) ?? NOTHING;
  const problem = useIncident(id);
  const [dialog, ask] = useState();
  const show = (name, unit) => ask(name && {name, unit});
  const [camera, choose] = useState(0);
  const units = plan?.response?.units ?? NOTHING;
  const numbers = useNumbers(units);
  const cameras = useOrder(plan?.cameras ?? NOTHING);
  const mine = incident && isMine(incident, me);
  const actions = incident ? actionsOf(incident, me, {show, plan}) : NOTHING;
  useEffect(() => ask(undefined), [id]);
  useKeys((event) => {
    if (!incident || isTyping(event) || event.defaultPrevented || dialog || preference('keys') === 'off') return;
    const action = actions.find((one) => one.key === event.key.toLowerCase());
    if (action?.key === 'c' && (cardOf(event) ?? id) !== id) return; // The queue's: another card has the focus.
    if (action) {
      event.preventDefault();
      action.run();
    } else if (event.key === 'v') {
      event.preventDefault();
      choose((before) => before + 1);
    } else if (/^[1-9]$/.test(event.key) && mayRecall(incident, mine)) {
      const unit = units.find((one) => numbers.get(one.unit) === Number(event.key));
      if (unit) {
        event.preventDefault();
        if (isOut(incident.assignments.find((one) => one.unit === unit.unit))) show('recall', unit.unit);
        else if (isOpen(incident)) assign(incident, unit.unit, unit.name);
      }
    }
  });
  if (!incident) {
    return html`<section class="empty">${problem ? html`<p role="alert">${problem.title} ${problem.detail}</p>` : html`<p>${t('loading')}</p>`}<a class="button" href="#/desk">${t('back-to-county')}</a></section>`;
  }
  const Dialog = dialog && dialogFor(dialog.name);
  return html`
    <article class=${`incident ${incident.status} ${incident.duress ? 'is-duress' : ''}`} aria-label=${incident.place.siteName}>
      <${Head} incident=${incident} me=${me} actions=${actions} />
      <div class="incident-body">
        <div class="column" tabindex="0">
          <${IncidentMap} incident=${incident} cameras=${cameras} response=${plan?.response} />
          <${Cameras} incident=${incident} cameras=${cameras} me=${me} chosen=${camera} onChoose=${choose} />
        </div>
        <div class="column" tabindex="0">
          <${Units} incident=${incident} response=${plan?.response} mine=${mine} numbers=${numbers} onRecall=${(unit) => show('recall', unit)} />
          <${Contacts} incident=${incident} plan=${plan} />
          <${Steps} incident=${incident} plan=${plan} events=${events} mine=${mine} />
          <${Timeline} events=${events} />
        </div>
      </div>
      ${Dialog && html`<${Dialog} incident=${incident} me=${me} plan=${plan} unit=${dialog.unit} onClose=${() => show(undefined)} />`}
    </article>`;
}

/** Cameras in the order in which they first stood: a picture must not jump away while somebody looks at it. */
function useOrder(cameras) {
  const order = useRef(new Map()).current;
  for (const {camera} of cameras) if (!order.has(camera)) order.set(camera, order.size);
  return useMemo(() => [...cameras].sort((a, b) => order.get(a.camera) - order.get(b.camera)), [cameras]);
}

/** What can be done now, each with its key; the first is what is to be done next. */
function actionsOf(incident, me, {show, plan}) {
  const mine = isMine(incident, me);
  const open = isOpen(incident);
  const copy = () => attempt(async () => {
    await navigator.clipboard.writeText(briefing(incident, plan));
    toast('good', t('briefing-copied'));
  });
  const list = [];
  const add = (when, key, name, icon, run, tone = '') => { if (when) list.push({key, name, icon, run, tone}); };
  add(incident.handling === 'new', 'c', 'claim', 'hand', () => claim(incident), 'danger large');
  add(open && !mine && incident.handling !== 'new', 't', 'take-over', 'handover', () => show('take-over'), isStale(incident) ? 'danger large' : '');
  add(mine && open, 'x', 'close', 'check', () => show('close'), 'main');
  add(open, 'n', 'note', 'note', () => show('note'));
  add(true, 'b', 'briefing', 'copy', copy);
  add(incident.handling === 'new', 'q', 'quiet', 'bell-off', () => quiet(incident));
  add(mine && open && incident.quiet, 'l', 'release', 'bell', () => show('release'), 'danger');
  add(open && mine && !incident.quiet, 'a', 'announce', 'speaker', () => show('announce'));
  add(open, 'f', 'forward', 'up', () => show('forward'));
  add(mine && open, 'r', 'return', 'back', () => show('return'));
  add(open && mine, 'm', 'merge', 'merge', () => show('merge'));
  add(!open, 'o', 'reopen', 'reopen', () => show('reopen'), 'main');
  return list;
}

function Head({incident, me, actions}) {
  const {place, owner} = incident;
  const mine = isMine(incident, me);
  return html`
    <header class="incident-head">
      <div class="head-title">
        <${Priority} incident=${incident} large />
        <div class="head-words">
          <h1>${place.siteName}</h1>
          <p>${word('code', incident.code)} · ${word('site-kind', place.siteKind)} · ${place.address || place.districtName} <span class="muted figures">${coordinates(place)}</span></p>
          <p class="card-marks">
            <span class=${'handling ' + incident.handling}>${word('handling', incident.handling)}</span>
            ${owner && html`<span class=${'card-owner' + (mine ? ' is-mine' : '')}><${Icon} name="person" size="16" /> ${mine ? t('mine') : owner.name}</span>`}
            <${Presses} presses=${incident.presses} /><${Marks} incident=${incident} />
            ${incident.late && html`<small>${t('pressed-at', {time: dayTime(incident.presses.firstAt)})}</small>`}
            ${incident.links?.areaEvent && html`<a class="mark plain" href=${link('desk', 'a', incident.links.areaEvent)}>${t('area-event')}</a>`}
            ${incident.links?.previous && html`<a class="mark plain" href=${link('desk', 'i', incident.links.previous)}>${t('linked-previous')}</a>`}
            ${incident.links?.mergedInto && html`<a class="mark plain" href=${link('desk', 'i', incident.links.mergedInto)}>${t('linked-merged')}</a>`}
            <span class="muted figures">${incident.id}</span>
          </p>
        </div>
        <${Age} since=${incident.openedAt} until=${isOpen(incident) ? undefined : incident.handlingSince} className="head-age" />
      </div>
      <div class="actions" role="toolbar" aria-label=${t('actions')}>
        ${actions.map((one) => html`
          <button key=${one.name} type="button" class=${'button ' + one.tone} onClick=${one.run} data-action=${one.name} aria-keyshortcuts=${one.key}>
            <${Icon} name=${one.icon} size="18" /> ${t('do.' + one.name)} <kbd class="hint" aria-hidden="true">${one.key.toUpperCase()}</kbd>
          </button>`)}
        <a class="button quiet back" href="#/desk"><${Icon} name="back" size="18" /> ${t('back-to-county')} <kbd class="hint" aria-hidden="true">Esc</kbd></a>
      </div>
      ${incident.quiet && isOpen(incident) && html`<p class="head-warning duress"><${Icon} name="bell-off" /> ${t('quiet-warning')}</p>`}
      ${incident.status === 'exercise' && html`<p class="head-warning drill"><${Icon} name="info" /> ${t('drill-warning')}</p>`}
      ${incident.status === 'test' && html`<p class="head-warning test"><${Icon} name="info" /> ${t('test-warning')}</p>`}
      ${incident.closing && html`<p class="head-warning closed"><${Icon} name="check" /> ${t('closed-as', {disposition: word('disposition', incident.closing.disposition)})} ${incident.closing.note ?? ''}</p>`}
    </header>`;
}

function Contacts({incident, plan}) {
  const contacts = plan?.contacts ?? NOTHING;
  return html`
    <section class="card" aria-labelledby="contacts-title">
      <header class="card-head"><h2 id="contacts-title"><${Icon} name="phone" size="18" /> ${t('contacts')}</h2></header>
      <ul class="contacts">
        ${contacts.map((one) => html`
          <li key=${one.order}><span><strong>${one.name}</strong> <small class="muted">${word('contact', one.role)}</small></span><a class="phone" href=${'tel:' + one.phone}>${one.phone}</a></li>`)}
        ${!contacts.length && html`<li class="muted">${t(isOpen(incident) ? 'contacts-none' : 'contacts-closed')}</li>`}
      </ul>
      ${plan?.accessNotes && html`<p class="access"><${Icon} name="info" size="18" /> ${plan.accessNotes}</p>`}
      <ul class="buttons-pressed">
        ${incident.presses.devices.map((one) => html`<li key=${one.device}><${Icon} name="bell" size="16" /> ${one.name} ${one.count > 1 ? html`<b>×${one.count}</b>` : ''} <small class="muted">${word('condition', one.restored ? 'restored' : 'active')}</small></li>`)}
      </ul>
    </section>`;
}
