// Handing over at the change of shift (交班): all that this desk has goes to the next one, with a note; nothing moves
// before that one accepts. What is offered to this desk is accepted or declined here.
import {get, post} from '../../core/api.js';
import {clockTime, dayTime} from '../../core/format.js';
import {html, useEffect} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {isMine, isOpen, byUrgency} from '../../core/state.js';
import {dispatch, useStore} from '../../core/store.js';
import {attempt, toast} from '../../core/toast.js';
import {t, word} from '../../core/words.js';
import {ChoiceField, Dialog, Form, ProblemText, TextField} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {standing} from './commands.js';

const NOTHING = [];

/** Those that wait for this desk's answer. */
export const offeredTo = (handovers, me) => Object.values(handovers).filter((one) => one.state === 'offered' && one.to.user === me.user);

const answer = (one, what) => post(`/handovers/${encodeURIComponent(one.from.user)}/${what}`);

export function Handover({me, onClose}) {
  const handovers = useStore((state) => state.handovers);
  const incidents = useStore((state) => state.incidents);
  const asked = useAsked(async () => {
    const known = await get('/handovers');
    dispatch({type: 'handovers', handovers: known.items});
    return known.colleagues;
  }, []);
  // What can be done comes after the answer: the first key of it gets the focus then.
  useEffect(() => document.querySelector('.handover [data-first]')?.focus(), [asked.value]);
  const offered = offeredTo(handovers, me);
  const own = handovers[me.user]?.state === 'offered' ? handovers[me.user] : undefined;
  const mine = Object.values(incidents).filter((one) => isOpen(one) && isMine(one, me)).sort(byUrgency);
  return html`
    <${Dialog} title=${t('handover')} onClose=${onClose} className="wide handover">
      <div class="form">
        ${offered.map((one) => html`<${Offered} key=${one.from.user} offer=${one} incidents=${incidents} onClose=${onClose} />`)}
        ${own && html`<${Own} offer=${own} />`}
        <${ProblemText} problem=${asked.problem} />
        ${!own && asked.value && html`<${Offer} me=${me} mine=${mine} colleagues=${asked.value} onClose=${onClose} isFirst=${!offered.length} />`}
      </div>
    <//>`;
}

function Offered({offer, incidents, onClose}) {
  const accept = () => attempt(async () => {
    const {moved} = await answer(offer, 'accept');
    toast('good', t('handover-taken', {count: moved.length}), moved.length < offer.incidents.length ? t('handover-left', {count: offer.incidents.length - moved.length}) : undefined);
    onClose();
  });
  const decline = () => attempt(async () => {
    await answer(offer, 'withdraw');
    onClose();
  });
  return html`
    <section class="wish own" aria-label=${t('handover-offered', {name: offer.from.name})}>
      <h3>${t('handover-offered', {name: offer.from.name})} <span class="muted figures">${dayTime(offer.offeredAt)}</span></h3>
      ${offer.note && html`<p class="handover-note">${offer.note}</p>`}
      <${Cases} list=${offer.incidents.map((id) => incidents[id]).filter(Boolean)} />
      <p class="do-keys">
        <button type="button" class="button main" data-accept data-first onClick=${accept}><${Icon} name="check" size="18" /> ${t('handover-accept', {count: offer.incidents.length})}</button>
        <button type="button" class="button" data-decline onClick=${decline}>${t('handover-decline')}</button>
      </p>
    </section>`;
}

/** What this desk offers, until the next one answers. */
function Own({offer}) {
  return html`
    <section class="wish" role="status">
      <p><${Icon} name="clock" size="18" /> ${t('handover-waits', {name: offer.to.name, time: clockTime(offer.offeredAt), count: offer.incidents.length})}</p>
      <p class="do-keys"><button type="button" class="button" data-withdraw data-first onClick=${() => attempt(() => answer(offer, 'withdraw'))}>${t('handover-withdraw')}</button></p>
    </section>`;
}

function Offer({me, mine, colleagues, onClose, isFirst}) {
  const send = async ({to, note}) => {
    const offer = await post('/handovers', {to, note});
    dispatch({type: 'handovers', handovers: [offer]});
    const text = [`${t('handover')} · ${me.name} · ${dayTime(offer.offeredAt)}`, note, ...mine.map((one) => `- ${one.id} ${word('priority', one.priority ?? 4)} ${one.place.siteName}: ${standing(one)}`)];
    await navigator.clipboard?.writeText(text.filter(Boolean).join('\n')).catch(() => {});
    toast('good', t('handover-done', {name: offer.to.name, count: offer.incidents.length}));
  };
  if (!colleagues.length) return html`<p class="empty">${t('handover-nobody')}</p>`;
  return html`
    <${Form} submit=${t('handover-submit', {count: mine.length})} onSubmit=${send} onDone=${onClose} onCancel=${onClose}>
      <p class="muted">${t('handover-why')}</p>
      <${Cases} list=${mine} />
      <${ChoiceField} label=${t('handover-to')} name="to" required first=${isFirst} choices=${colleagues.map((one) => ({value: one.user, label: one.name}))} />
      <${TextField} label=${t('handover-note')} name="note" lines="3" maxlength="1800" />
    <//>`;
}

function Cases({list = NOTHING}) {
  if (!list.length) return html`<p class="empty">${t('handover-none')}</p>`;
  return html`
    <ul class="things">${list.map((one) => html`
      <li key=${one.id}><strong>${one.place.siteName}</strong> <span>${standing(one)}</span> <span class="muted figures">${dayTime(one.openedAt)} · ${one.id}</span></li>`)}</ul>`;
}
