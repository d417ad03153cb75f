// What a phone keeps of the assignment it works on, so that a page that is opened anew in a dead spot still knows where to go.
// No contacts, no notes about the site's doors; gone when the assignment is over.
const KEY = 'sharp-eyes.assignments.';
const MOST = 5;

export function keptAssignments(unit) {
  try {
    const list = JSON.parse(localStorage.getItem(KEY + unit) ?? '[]');
    return Array.isArray(list) ? list.filter((one) => one?.id && one.place && one.presses && Array.isArray(one.assignments)) : [];
  } catch {
    return [];
  }
}

export function keepAssignments(unit, incidents) {
  try {
    if (!incidents.length) localStorage.removeItem(KEY + unit);
    else localStorage.setItem(KEY + unit, JSON.stringify(incidents.slice(0, MOST).map(({contacts, accessNotes, ...rest}) => rest)));
  } catch {
    // Storage is blocked: the page knows as long as it is open.
  }
}
