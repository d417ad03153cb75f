// The queue: what waits first, by priority, by age. One card for an incident, one for a whole area event.
import {h, html, Component, useMemo} from '../../core/html.js';
import {now} from '../../core/clock.js';
import {clockTime} from '../../core/format.js';
import {preference} from '../../core/preferences.js';
import {link} from '../../core/router.js';
import {isMine, queueOf, rings} from '../../core/state.js';
import {useStore} from '../../core/store.js';
import {t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {Icon, siteIcon} from '../../parts/icons.js';
import {Marks, Presses, Priority} from '../../parts/marks.js';

export function useQueue() {
  const incidents = useStore((state) => state.incidents);
  const areaEvents = useStore((state) => state.areaEvents);
  return useMemo(() => queueOf({incidents, areaEvents}), [incidents, areaEvents]);
}

/**
 * @param onFocus is told the key of the card that has the focus: what Tab reaches is what C claims
 * @param onClaim is told the card whose word "claim" was clicked
 */
export function Queue({queue, me, open, selected, current, onFocus, onClaim}) {
  const loaded = useStore((state) => state.loaded);
  const phase = useStore((state) => state.feed.phase);
  const language = preference('language');
  return html`
    <section class="queue" aria-labelledby="queue-title" onfocusin=${({target}) => onFocus(target.closest('[data-key]')?.dataset.key)}>
      <h2 id="queue-title" class="only-read">${t('queue')}</h2>
      <${Unstored} />
      <ol>
        ${queue.map((entry) => h(Card, {
          key: entry.key, entry, me, language, version: entry.area ?? entry.incident,
          isOpen: entry.key === open, isSelected: entry.key === selected, count: entry.incidents?.length,
          canClaim: entry === current && entry.lead.handling === 'new', onClaim,
        }))}
      </ol>
      ${!queue.length && html`
        <p class="all-quiet">
          ${phase === 'lost' ? html`<strong>${t('queue-unknown')}</strong>`
            : loaded ? html`<${Icon} name="check" size="28" /> ${t('queue-empty')}` : t('loading')}
        </p>`}
    </section>`;
}

/** A card is drawn anew only when its incident, or how it is shown, has changed. */
class Card extends Component {
  shouldComponentUpdate(next) {
    const {props} = this;
    return next.version !== props.version || next.entry.lead !== props.entry.lead || next.isOpen !== props.isOpen || next.isSelected !== props.isSelected
      || next.language !== props.language || next.count !== props.count || next.canClaim !== props.canClaim;
  }

  render() {
    const {entry} = this.props;
    return entry.area ? html`<${AreaCard} ...${this.props} />` : html`<${IncidentCard} ...${this.props} />`;
  }
}

const cardClass = ({lead, rings: ring, isOpen, isSelected, mine}) => [
  'incident-card', `p${lead.priority ?? 4}`, lead.status, lead.handling === 'new' ? 'waits' : '', ring ? 'rings' : '',
  isOpen ? 'is-open' : '', isSelected ? 'is-selected' : '', mine ? 'is-mine' : '', lead.duress ? 'is-duress' : '',
].filter(Boolean).join(' ');

/** On the card that the claiming key is for. It looks like a key, so a click does what it says, and no more than the key. */
function ClaimKey({entry, onClaim}) {
  const claim = (event) => {
    event.preventDefault();
    onClaim(entry);
  };
  return html`<span class="card-claim" aria-hidden="true" onClick=${claim}>${t('do.claim')} <kbd class="hint">C</kbd></span>`;
}

function IncidentCard({entry, me, isOpen, isSelected, canClaim, onClaim}) {
  const {incident} = entry;
  const {place, presses} = incident;
  const ring = rings(incident, me, now());
  const mine = isMine(incident, me);
  return html`
    <li>
      <a class=${cardClass({lead: incident, rings: ring, isOpen, isSelected, mine})} href=${link('desk', 'i', incident.id)}
        aria-current=${isOpen ? 'true' : undefined} data-key=${incident.id}>
        <span class="card-top">
          <${Priority} incident=${incident} />
          <strong class="card-site">${place.siteName}</strong>
          <${Age} since=${incident.openedAt} className="card-age" />
        </span>
        <span class="card-line"><${Icon} name=${siteIcon(place.siteKind)} size="16" /> ${place.districtName} · ${word('code', incident.code)}</span>
        <span class="card-marks">
          <span class=${'handling ' + incident.handling}>${word('handling', incident.handling)}</span>
          ${incident.owner && html`<span class="card-owner">${mine ? t('mine') : incident.owner.name}</span>`}
          <${Presses} presses=${presses} />
          <${Marks} incident=${incident} />
          ${canClaim && html`<${ClaimKey} entry=${entry} onClaim=${onClaim} />`}
        </span>
      </a>
    </li>`;
}

function AreaCard({entry, me, isOpen, isSelected, canClaim, onClaim}) {
  const {area, incidents, lead} = entry;
  const waiting = incidents.filter((one) => one.handling === 'new').length;
  return html`
    <li>
      <a class=${cardClass({lead, rings: rings(lead, me, now()), isOpen, isSelected}) + ' is-area'} href=${link('desk', 'a', area.id)}
        aria-current=${isOpen ? 'true' : undefined} data-key=${area.id}>
        <span class="card-top">
          <${Priority} incident=${lead} />
          <strong class="card-site">${t('area-event')} · ${area.districtName ?? lead.place.districtName}</strong>
          <${Age} since=${area.openedAt} className="card-age" />
        </span>
        <span class="card-line"><${Icon} name="people" size="16" /> ${t('area-sites', {sites: area.sites, incidents: incidents.length})}</span>
        <span class="card-marks">
          ${waiting ? html`<span class="mark alarm">${t('area-waiting', {count: waiting})}</span>` : html`<span class="handling claimed">${t('area-all-taken')}</span>`}
          ${lead.status !== 'actual' && html`<${Marks} incident=${lead} />`}
          ${canClaim && html`<${ClaimKey} entry=${entry} onClaim=${onClaim} />`}
        </span>
      </a>
    </li>`;
}

/** Presses that could not be stored: nobody else remembers them. */
function Unstored() {
  const unstored = useStore((state) => state.unstored);
  if (!unstored.length) return null;
  return html`
    <div class="unstored" role="alert">
      <strong><${Icon} name="warning" /> ${t('unstored-title')}</strong>
      <ol>${unstored.map((one) => html`
        <li key=${one.id}>${clockTime(one.at)} · ${one.place?.siteName ?? ''} · ${one.deviceName ?? one.device}</li>`)}</ol>
      <small>${t('unstored-mend')}</small>
    </div>`;
}
