// 取消出动: the desk needs this unit no more. It fills the page until somebody has put it away, whenever the phone hears of it.
import {clockTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {t} from '../../core/words.js';
import {Icon} from '../../parts/icons.js';
import {heardRecalls, keepHeard, recallOf} from './kept.js';

/** The recalls that nobody has put away yet, and how to put one away. */
export function useRecalls(unit, mine) {
  const [heard, hear] = useState(() => heardRecalls(unit));
  const recalls = mine.filter(({known}) => known.state === 'recalled').filter((one) => !heard.includes(recallOf(one)));
  const putAway = (one) => {
    const now = [...heard, recallOf(one)];
    keepHeard(unit, now);
    hear(now);
  };
  return {recalls, putAway};
}

export const StoodDown = ({recalls, onPutAway}) => html`
  <div role="alert">
    ${recalls.map((one) => html`<${Recalled} key=${recallOf(one)} ...${one} onPutAway=${() => onPutAway(one)} />`)}
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
