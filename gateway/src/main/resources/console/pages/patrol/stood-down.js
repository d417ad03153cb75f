// 取消出动: the desk needs this unit no more. It fills the page until somebody has put it away, whenever the phone hears of it;
// beside something to do it is one line, and what was sent after it puts it away: an alarm must never stand below the fold.
import {clockTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {t} from '../../core/words.js';
import {Icon} from '../../parts/icons.js';
import {heardRecalls, keepHeard, recallOf} from './kept.js';
import {standingRecalls} from './steps.js';

/** The recalls that nobody has put away yet, the newest first, and how to put one away. */
export function useRecalls(unit, mine) {
  const [heard, hear] = useState(() => heardRecalls(unit));
  const recalls = standingRecalls(mine).filter((one) => !heard.includes(recallOf(one)));
  const putAway = (one) => {
    const now = [...heard, recallOf(one)];
    keepHeard(unit, now);
    hear(now);
  };
  return {recalls, putAway};
}

/** @param isBusy whether the unit has something else to do: then no recall fills the page */
export const StoodDown = ({recalls, isBusy, onPutAway}) => html`
  <div role="alert">
    ${recalls.map((one, index) => {
      const Shown = isBusy || index > 0 ? Line : Recalled;
      return html`<${Shown} key=${recallOf(one)} ...${one} onPutAway=${() => onPutAway(one)} />`;
    })}
  </div>`;

function Recalled({incident, known, onPutAway}) {
  const {by, reason} = known.recall ?? {};
  return html`
    <section class="stood-down">
      <${Icon} name="back" size="64" />
      <h2>${t('stood-down')}</h2>
      <p class="stood-down-plain">${t('stood-down-plain')}</p>
      <p><strong>${incident.place.siteName}</strong><br />${incident.place.address}</p>
      <p>${clockTime(known.since)} ${by?.name}${reason && html`<br /><q>${reason}</q>`}</p>
      <button type="button" class="button step" onClick=${onPutAway}><${Icon} name="check" size="28" /> ${t('stood-down-heard')}</button>
    </section>`;
}

const Line = ({incident, known, onPutAway}) => html`
  <section class="stood-down-line">
    <${Icon} name="back" size="24" />
    <p><strong>${t('stood-down')}</strong> <small>${clockTime(known.since)}</small><br />${incident.place.siteName}</p>
    <button type="button" class="button" onClick=${onPutAway}>${t('stood-down-heard')}</button>
  </section>`;
