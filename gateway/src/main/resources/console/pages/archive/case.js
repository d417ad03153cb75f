// One incident as it stands in the archive: what happened, what was decided, what was kept, and who may look at that.
import {get, timelineOf} from '../../core/api.js';
import {age, dayTime} from '../../core/format.js';
import {html, useEffect, useMemo} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {link} from '../../core/router.js';
import {isOpen} from '../../core/state.js';
import {dispatch, useStore} from '../../core/store.js';
import {t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {ProblemText} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Map, mark, textNode} from '../../parts/map.js';
import {Marks, Presses, Priority} from '../../parts/marks.js';
import {Timeline} from '../../parts/timeline.js';
import {Evidence} from './evidence.js';
import {Facts} from './facts.js';
import {ReviewPart} from './review.js';

const NOTHING = [];

/** The case as the gateway has it, and as the stream changes it. */
function useCase(id) {
  const asked = useAsked(async () => {
    const [incident, events] = await Promise.all([get(`/incidents/${encodeURIComponent(id)}`), timelineOf(id)]);
    dispatch({type: 'incidents', incidents: [incident]});
    dispatch({type: 'timeline', incident: id, events});
    return incident;
  }, [id]);
  const incident = useStore((state) => state.incidents[id]) ?? asked.value;
  const events = useStore((state) => state.timelines[id]) ?? NOTHING;
  return {incident, events, problem: asked.problem};
}

/** What was kept; asked for anew when the stream tells of evidence. */
function useEvidence(id, events) {
  const told = useMemo(() => events.filter(({type}) => type.startsWith('evidence.') && !type.includes('review')).length, [events]);
  const evidence = useAsked(() => get(`/incidents/${encodeURIComponent(id)}/evidence/list`), [id]);
  useEffect(() => { if (told) evidence.again(); }, [told]);
  return evidence;
}

export function CasePage({me, id}) {
  const {incident, events, problem} = useCase(id);
  const evidence = useEvidence(id, events);
  const cameras = useMemo(() => namesOf(events), [events]);
  return html`
    <main id="main" class="page upkeep archive" tabindex="-1">
      <p><a class="back" href=${link('archive')}><${Icon} name="back" /> ${t('back-to-archive')}</a></p>
      ${problem && !incident && (problem.status === 404 ? html`<p class="empty card">${t('case-none')}</p>` : html`<${ProblemText} problem=${problem} />`)}
      ${incident && html`
        <${Head} incident=${incident} me=${me} />
        <div class="two-columns">
          <div class="column">
            <${Facts} incident=${incident} events=${events} />
            <${Where} place=${incident.place} />
          </div>
          <div class="column">
            <${Evidence} me=${me} incident=${incident} evidence=${evidence} cameras=${cameras} />
            <${ReviewPart} me=${me} incident=${incident} pieces=${evidence.value?.items ?? NOTHING} cameras=${cameras} />
            <${Timeline} events=${events} />
          </div>
        </div>`}
    </main>`;
}

/** Names of the cameras that were ranked at the alarm. */
function namesOf(events) {
  const opened = events.find(({type}) => type === 'incident.opened');
  return Object.fromEntries((opened?.data?.cameras ?? []).map(({camera, name}) => [camera, name]));
}

function Head({incident, me}) {
  const open = isOpen(incident);
  return html`
    <header class="page-head case-head">
      <${Priority} incident=${incident} />
      <h1>${incident.place.siteName}</h1>
      <span class=${'handling ' + incident.handling}>${word('handling', incident.handling)}</span>
      <span class="figures" data-age>${open
        ? html`<${Age} since=${incident.openedAt} />`
        : t('case-lasted', {time: age(Date.parse(incident.handlingSince) - Date.parse(incident.openedAt))})}</span>
      ${open && me.role === 'dispatcher' && html`<a class="button" href=${link('desk', 'i', incident.id)}>${t('case-to-desk')}</a>`}
      ${me.role === 'head' && html`<a class="button" href=${link('audit', 'incident', incident.id)}><${Icon} name="eye" /> ${t('case-audit')}</a>`}
    </header>
    <p class="card-marks"><span class="muted">${word('code', incident.code)} · ${dayTime(incident.openedAt)}</span> <${Presses} presses=${incident.presses} /><${Marks} incident=${incident} /> <span class="muted figures">${incident.id}</span></p>
    ${incident.status === 'exercise' && html`<p class="head-warning drill"><${Icon} name="info" /> ${t('drill-warning')}</p>`}
    ${incident.status === 'test' && html`<p class="head-warning test"><${Icon} name="info" /> ${t('test-warning')}</p>`}`;
}

function Where({place}) {
  const draw = (L, map, group) => {
    L.marker([place.latitude, place.longitude], {icon: mark(L, 'place still', 26, '●'), keyboard: false}).bindTooltip(textNode(place.siteName), {direction: 'top', permanent: true, offset: [0, -10]}).addTo(group);
  };
  const bounds = () => [[place.latitude + .002, place.longitude + .002], [place.latitude - .002, place.longitude - .002]];
  return html`<section class="card small-map" aria-label=${t('map')}><${Map} label=${t('map')} draw=${draw} bounds=${bounds} place=${place.site} /></section>`;
}
