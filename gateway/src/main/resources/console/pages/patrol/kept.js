// What a phone keeps of the assignment it works on, so that a page that is opened anew in a dead spot still knows where to go.
// No contacts, no notes about the site's doors; gone when the assignment is over.
const KEY = 'sharp-eyes.assignments.';
const HEARD = 'sharp-eyes.assignments-recalled.';
const MOST = 5;
const MOST_HEARD = 50;

export function keptAssignments(unit) {
  try {
    const list = JSON.parse(localStorage.getItem(KEY + unit) ?? '[]');
    return Array.isArray(list) ? list.filter((one) => one?.id && one.place && one.presses && Array.isArray(one.assignments)) : [];
  } catch {
    return [];
  }
}

/** The recalls that somebody has put away on this phone, each as `recallOf` names it. */
export function heardRecalls(unit) {
  try {
    const list = JSON.parse(localStorage.getItem(HEARD + unit) ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

export function keepHeard(unit, recalls) {
  try {
    localStorage.setItem(HEARD + unit, JSON.stringify(recalls.slice(-MOST_HEARD)));
  } catch {
    // As below: then it is shown again when the page is opened anew.
  }
}

/** A unit may be sent and recalled several times: each is another. */
export const recallOf = ({incident, known}) => `${incident.id} ${known.since}`;

export function keepAssignments(unit, incidents) {
  try {
    if (!incidents.length) localStorage.removeItem(KEY + unit);
    else localStorage.setItem(KEY + unit, JSON.stringify(incidents.slice(0, MOST).map(({contacts, accessNotes, ...rest}) => rest)));
  } catch {
    // Storage is blocked: the page knows as long as it is open.
  }
}
