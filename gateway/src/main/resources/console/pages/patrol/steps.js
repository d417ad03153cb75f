// The steps of an assignment as the unit takes them. Pure: the same rules as the gateway's, so that a phone without network can go on.

/** How far each state is; a step may pass over those before it. */
const PLACE = {sent: 0, delivered: 1, accepted: 2, 'en-route': 3, 'on-scene': 4, done: 5};

/** The operation's name of each step, and the state that it leads to. */
export const LEADS_TO = {accept: 'accepted', decline: 'declined', 'en-route': 'en-route', 'on-scene': 'on-scene', done: 'done'};

/** What a unit may say next: the one big key first, then the smaller ones. */
const NEXT = {
  sent: ['accept', 'decline'],
  delivered: ['accept', 'decline'],
  accepted: ['en-route', 'on-scene', 'decline'],
  'en-route': ['on-scene', 'decline'],
  'on-scene': ['done'],
};

export const nextSteps = (state) => NEXT[state] ?? [];

export const isActive = (assignment) => !['declined', 'done', 'recalled'].includes(assignment.state);
export const isUnanswered = (assignment) => assignment.state === 'sent' || assignment.state === 'delivered';

/** Whether a unit that is here has taken that step, by whatever way: then saying it again is no news. */
export function isReached(state, step) {
  if (step === 'decline') return state === 'declined';
  return state !== 'declined' && state !== 'recalled' && PLACE[state] >= PLACE[LEADS_TO[step]];
}

/** The assignment as the unit sees it: with the steps that wait to be sent. */
export function withQueued(assignment, incident, entries) {
  if (!isActive(assignment)) return assignment; // What waits to be said is overtaken.
  const mine = entries.filter((entry) => entry.incident === incident && entry.unit === assignment.unit && !isReached(assignment.state, entry.step));
  const last = mine[mine.length - 1];
  return last ? {...assignment, state: LEADS_TO[last.step], since: last.at, queued: mine.length} : assignment;
}

/** The assignments of a unit, those it has still to do with first; the newest of each kind first. */
export function assignmentsOf(incidents, unit, entries) {
  return incidents
    .map((incident) => {
      const mine = incident.assignments?.find((one) => one.unit === unit);
      return mine && {incident, assignment: withQueued(mine, incident.id, entries), known: mine};
    })
    .filter(Boolean)
    .sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || (a.known.sentAt < b.known.sentAt ? 1 : -1));
}

/** A unit goes on after the desk has closed the incident, until it is done or recalled; one that was merged goes on in the other. */
export const isOver = ({incident, assignment}) => Boolean(incident.links?.mergedInto) || !isActive(assignment);

/** The recalls that still say something, the newest first: whoever was sent anew has something else to do. */
export function standingRecalls(mine) {
  const sentLast = Math.max(...mine.map(({known}) => Date.parse(known.sentAt)));
  return mine
    .filter(({known}) => known.state === 'recalled' && Date.parse(known.since) >= sentLast)
    .sort((a, b) => Date.parse(b.known.since) - Date.parse(a.known.since));
}
