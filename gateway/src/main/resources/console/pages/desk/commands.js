// What a desk does to an incident. Somebody else may have been quicker: then the truth is put in place and told.
import {post} from '../../core/api.js';
import {dispatch} from '../../core/store.js';
import {attempt, toast} from '../../core/toast.js';
import {t, word} from '../../core/words.js';

/** What needs no agreement on how the incident stands: it only adds. */
const ADDS = new Set(['note', 'forward', 'announce', 'quiet']);

/** Does it, or fails with a Problem that can be shown. */
export async function command(incident, path, body) {
  const headers = ADDS.has(path) ? {} : {'If-Match': `"${incident.revision}"`};
  try {
    const now = await post(`/incidents/${incident.id}/${path}`, body, headers);
    dispatch({type: 'incidents', incidents: [now]});
    return now;
  } catch (problem) {
    if (problem.incident) {
      dispatch({type: 'incidents', incidents: [problem.incident]});
    }
    if (problem.status === 412) {
      problem.title = t('problem.stale');
      problem.detail = standing(problem.incident);
      problem.mend = t('problem.stale.mend');
      problem.isTold = true; // its detail is in the reader's language already
    }
    throw problem;
  }
}

/** How an incident stands, in one sentence. */
export const standing = (incident) => [
  word('handling', incident.handling), incident.owner && t('owner-is', {name: incident.owner.name}),
].filter(Boolean).join(' · ');

/** Does it and shows how it went. */
export const act = (incident, path, body, done) => attempt(async () => {
  await command(incident, path, body);
  if (done) toast('good', done, incident.place.siteName);
});

export const claim = (incident) => act(incident, 'claim', undefined, t('claimed-now'));
export const assign = (incident, unit, name) => act(incident, 'assignments', {unit}, t('assigned-now', {name}));
export const quiet = (incident) => act(incident, 'quiet', {forS: 60}, t('quieted-now'));

export const claimArea = (area) => attempt(async () => {
  const areaEvent = await post(`/area-events/${area.id}/claim`);
  dispatch({type: 'area-events', areaEvents: [areaEvent]});
  toast('good', t('area-claimed-now'));
});
