// An incident as text, to be pasted into a message or read out.
import {coordinates, dayTime} from '../../core/format.js';
import {reason, t, word} from '../../core/words.js';

export function briefing(incident, plan) {
  const {place} = incident;
  const marks = ['duress', 'quiet', 'late'].filter((mark) => incident[mark]).map((mark) => t('mark.' + mark));
  if (incident.status !== 'actual') marks.unshift(word('status', incident.status));
  const line = (title, text) => (text ? `${t(title)}${t('colon')}${text}` : '');
  return [
    `[${word('priority', incident.priority ?? 4)}] ${word('code', incident.code)} ${marks.join(' ')} ${incident.id}`,
    line('place', `${place.siteName} (${word('site-kind', place.siteKind)}), ${place.districtName}, ${place.address ?? ''}`),
    line('position', coordinates(place)),
    line('opened', `${dayTime(incident.openedAt)}, ×${incident.presses.count}`),
    line('how-it-stands', [word('handling', incident.handling), incident.owner?.name].filter(Boolean).join(' · ')),
    line('contacts', (plan?.contacts ?? []).map((one) => `${one.name} ${word('contact', one.role)} ${one.phone}`).join('; ')),
    line('access', plan?.accessNotes),
    line('sent', incident.assignments.map((one) => `${one.name} (${word('assignment', one.state)})`).join('; ')),
    line('units', (plan?.response?.units ?? []).slice(0, 3).map((unit) => `${unit.name} ${unit.reasons.slice(0, 2).map(reason).join(', ')} ${unit.phone ?? ''}`).join('; ')),
    line('shortfall', (plan?.response?.shortfall ?? []).map(reason).join('; ')),
    line('cameras', (plan?.cameras ?? []).filter((camera) => camera.inView === 'yes').map((camera) => camera.name).join('; ')),
  ].filter(Boolean).join('\n');
}
