// The patrol's page: a phone in the rain, one thumb. What to do now stands at the bottom, as large as it gets.
import {all, get} from '../../core/api.js';
import {unlock} from '../../core/sound.js';
import {keep, blocked, onSound, play} from '../../core/sound.js';
import {html, useEffect, useMemo, useRef, useState} from '../../core/html.js';
import {keepFiles} from '../../core/offline.js';
import {dispatch, useStore} from '../../core/store.js';
import {toast} from '../../core/toast.js';
import {addWords, t, word} from '../../core/words.js';
import {problemWords} from '../../core/problem-words.js';
import {Icon} from '../../parts/icons.js';
import {PATROL} from '../../words/patrol.js';
import {Assignment, Over} from './assignment.js';
import {Duty} from './duty.js';
import {keepAssignments, keptAssignments} from './kept.js';
import {Outbox, useEntries} from './outbox.js';
import {useSharing} from './position.js';
import {StoodDown, useRecalls} from './stood-down.js';
import {assignmentsOf, isOver, isUnanswered} from './steps.js';

addWords(PATROL);

export default function Patrol({me}) {
  if (!me.unit) {
    return html`<main id="main" class="page" tabindex="-1"><h1>${me.name}</h1><p class="problem"><${Icon} name="warning" />${t('no-unit')}</p></main>`;
  }
  return html`<${OfUnit} unit=${me.unit} />`;
}

function OfUnit({unit}) {
  const outbox = useOutbox(unit);
  const entries = useEntries(outbox);
  const mine = useMine(unit, entries);
  const known = useStore((state) => state.units[unit]);
  const queuedDuty = entries.find((entry) => entry.kind === 'duty');
  const onDuty = queuedDuty ? queuedDuty.onDuty : Boolean(known?.onDuty);
  const active = mine.filter((one) => !isOver(one));
  const over = mine.filter(isOver);
  const sharing = useSharing(known !== undefined && (Boolean(known.onDuty) || active.length > 0), unit);
  const [chosen, choose] = useState();
  const shown = active.find((one) => one.incident.id === chosen) ?? active[0];
  const {recalls, putAway} = useRecalls(unit, mine);
  useRinging(active, recalls);
  useEffect(() => { keepFiles().catch((problem) => console.warn(problem)); }, []);
  const say = (entry) => {
    if (!outbox.add({...entry, unit})) toast('error', t('queue-full'));
  };
  return html`
    <main id="main" class="page patrol" tabindex="-1">
      <h1 class="only-read">${t('page.patrol')}</h1>
      <${Duty} unit=${known} onDuty=${onDuty} isQueued=${Boolean(queuedDuty)} sharing=${sharing} onChange=${(duty) => say({kind: 'duty', onDuty: duty})} />
      <${StoodDown} recalls=${recalls} isBusy=${active.length > 0} onPutAway=${putAway} />
      <${Waiting} entries=${entries} onNow=${() => outbox.poke()} />
      ${active.length > 1 && html`<${Choice} active=${active} shown=${shown} onChoose=${choose} />`}
      ${shown
        ? html`<${Assignment} key=${shown.incident.id} ...${shown} sharing=${sharing} onStep=${(step, note) => say({incident: shown.incident.id, step, note})} />`
        : recalls.length === 0 && html`<${StandingBy} onDuty=${onDuty} />`}
      <${Over} over=${over} />
    </main>`;
}

/** The queue of this unit, alive as long as the page; a feed that is live again is a reason to try. */
function useOutbox(unit) {
  const outbox = useMemo(() => new Outbox(unit, {
    incident: (incident) => dispatch({type: 'incidents', incidents: [incident]}),
    duty: (onDuty) => dispatch({type: 'event', event: {type: 'unit.duty', subject: unit, data: {onDuty}}}),
    refused: tellRefused,
  }), [unit]);
  const phase = useStore((state) => state.feed.phase);
  useEffect(() => {
    outbox.start();
    return () => outbox.stop();
  }, [outbox]);
  useEffect(() => { if (phase === 'live') outbox.poke(); }, [phase]);
  return outbox;
}

function tellRefused(entry, incident, problem) {
  const state = incident?.assignments.find((one) => one.unit === entry.unit)?.state;
  const {title, detail} = problemWords(problem);
  toast('error', t('refused', {step: t(entry.kind === 'duty' ? 'duty-switch' : `step.${entry.step}`)}),
    [entry.kind === 'duty' ? title : state ? t('refused-now', {state: word('assignment', state)}) : t('refused-gone'), state ? '' : detail].filter(Boolean).join(' '));
}

/** My assignments: as the gateway has them, and until it has said so, as this phone remembers them. */
function useMine(unit, entries) {
  const incidents = useStore((state) => state.incidents);
  const loaded = useStore((state) => state.loaded);
  const kept = useRef();
  kept.current ??= keptAssignments(unit);
  const known = loaded ? Object.values(incidents) : Object.values({...Object.fromEntries(kept.current.map((one) => [one.id, one])), ...incidents});
  const mine = useMemo(() => assignmentsOf(known, unit, entries), [incidents, loaded, entries, unit]);
  useEffect(() => {
    if (loaded) keepAssignments(unit, mine.filter((one) => !isOver(one)).map(({incident}) => incident));
  }, [mine, loaded]);
  useEffect(() => {
    if (loaded) contacts(mine.filter((one) => !isOver(one)));
  }, [mine.map(({incident}) => incident.id).join(), loaded]);
  useEffect(() => { // What this phone was sent to and isn't open any more: the unit may have been recalled from it meanwhile.
    if (!loaded) return;
    for (const {id} of kept.current) {
      if (!incidents[id]) get(`/incidents/${encodeURIComponent(id)}`).then((whole) => dispatch({type: 'incidents', incidents: [whole]}), () => {});
    }
  }, [loaded]);
  useEffect(() => { // A unit that nobody told of yet, for instance after the registry came to know it.
    if (loaded) all('/units').then((units) => dispatch({type: 'units', units}), () => {});
  }, [loaded]);
  return mine;
}

/** Only one incident by itself has its contacts. */
async function contacts(active) {
  for (const {incident} of active) {
    await get(`/incidents/${encodeURIComponent(incident.id)}`).then((whole) => dispatch({type: 'incidents', incidents: [whole]}), () => {});
  }
}

/** Sounds and shakes until the newest assignment is answered, or a recall is put away. */
function useRinging(active, recalls) {
  const waiting = active.filter(({assignment}) => isUnanswered(assignment));
  const sound = waiting.length ? String(Math.min(3, Math.max(1, waiting[0].incident.priority ?? 2)))
    : recalls.length ? 'recalled' : undefined;
  useEffect(() => {
    keep(sound);
    if (sound === undefined) return undefined;
    const shake = () => navigator.vibrate?.([500, 200, 500, 200, 900]);
    shake();
    const timer = setInterval(shake, 4000);
    return () => {
      clearInterval(timer);
      navigator.vibrate?.(0);
    };
  }, [sound]);
  useEffect(() => () => keep(undefined), []);
}

/** What was pressed and not yet sent; said aloud once, and in sight as long as it waits. */
function Waiting({entries, onNow}) {
  return html`
    <div role="status">
      ${entries.length > 0 && html`
        <section class="waiting">
          <${Icon} name="clock" size="26" />
          <p><strong>${t('queue-some', {count: entries.length})}</strong><br />${t('queue-hint')}</p>
          <button type="button" class="button" onClick=${onNow}>${t('queue-now')}</button>
        </section>`}
    </div>`;
}

function Choice({active, shown, onChoose}) {
  return html`
    <nav class="choice-row" aria-label=${t('assignments')}>
      ${active.map(({incident, assignment}) => html`
        <button type="button" key=${incident.id} class="button" aria-pressed=${incident.id === shown.incident.id} onClick=${() => onChoose(incident.id)}>
          ${isUnanswered(assignment) && html`<${Icon} name="bell" />`} ${incident.place.siteName}
        </button>`)}
    </nav>`;
}

function StandingBy({onDuty}) {
  const [silent, setSilent] = useState(blocked());
  useEffect(() => onSound(() => setSilent(blocked())), []);
  return html`
    <section class="standing-by">
      <${Icon} name=${onDuty ? 'shield' : 'no-shield'} size="72" />
      <h2>${t(onDuty ? 'no-assignment' : 'no-assignment-off')}</h2>
      <p class="muted">${t(onDuty ? 'no-assignment-hint' : 'no-assignment-off-hint')}</p>
      ${onDuty && silent && html`<button type="button" class="button" onClick=${() => unlock().then(() => play('4'))}><${Icon} name="mute" /> ${t('sound-blocked')}</button>`}
    </section>`;
}
