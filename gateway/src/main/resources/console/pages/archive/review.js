// Looking at what was kept of a closed case: one asks with a number and a reason, a second person confirms, then it opens.
import {get, post} from '../../core/api.js';
import {age, dayTime} from '../../core/format.js';
import {html, useEffect, useRef, useState} from '../../core/html.js';
import {useNow} from '../../core/hooks.js';
import {isOpen} from '../../core/state.js';
import {dispatch, useStore} from '../../core/store.js';
import {attempt, toast} from '../../core/toast.js';
import {t} from '../../core/words.js';
import {Form, TextField} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';
import {Opened} from './opened.js';

const NOTHING = [];

/** The reviews of a case that stand, as they were asked for and as the stream tells. */
function useReviews(incident) {
  const ask = () => attempt(async () => {
    dispatch({type: 'reviews-of', incident, reviews: (await get(`/incidents/${encodeURIComponent(incident)}/reviews`)).items});
  });
  useEffect(() => { ask(); }, [incident]);
  return {reviews: useStore((state) => state.reviews[incident]) ?? NOTHING, again: ask};
}

export function ReviewPart({me, incident, pieces, cameras}) {
  const {reviews, again} = useReviews(incident.id);
  const at = useNow();
  const standing = reviews.filter((one) => Date.parse(one.expiresAt) > at);
  const own = standing.filter((one) => one.by.user === me.user);
  const others = standing.filter((one) => one.by.user !== me.user);
  const mayAsk = me.role === 'dispatcher' && !isOpen(incident) && incident.status !== 'system';
  return html`
    <section class="card review" aria-labelledby="review-title">
      <header class="card-head"><h2 id="review-title"><${Icon} name="eye" size="18" /> ${t('review-title')}</h2></header>
      <div class="part-body">
        <${Rules} me=${me} incident=${incident} />
        ${others.map((one) => html`<${Others} key=${one.review} me=${me} review=${one} onDone=${again} />`)}
        ${own.map((one) => html`<${Own} key=${one.review} me=${me} incident=${incident} review=${one} pieces=${pieces} cameras=${cameras} at=${at} />`)}
        ${mayAsk && !own.some((one) => one.state !== 'declined') && html`<${Ask} incident=${incident} pieces=${pieces} onDone=${again} />`}
      </div>
    </section>`;
}

/** Who may what, before anybody runs into it. */
function Rules({me, incident}) {
  if (incident.status === 'system') return html`<p>${t('review-system')}</p>`;
  if (isOpen(incident)) return html`<p>${t('review-open')}</p>`;
  return html`
    <ol class="rules">
      <li>${t('review-rule-ask')}</li>
      <li>${t('review-rule-second')}</li>
      <li>${t('review-rule-look')}</li>
    </ol>
    ${me.role === 'head' && html`<p class="muted">${t('review-rule-head')}</p>`}`;
}

function Ask({incident, pieces, onDone}) {
  const send = async ({requestNumber, reason}) => {
    await post(await wish(incident, pieces), {review: {requestNumber, reason}});
    toast('good', t('review-asked'));
    onDone();
  };
  return html`
    <${Form} submit=${t('review-ask')} onSubmit=${send}>
      <${TextField} label=${t('review-number')} name="requestNumber" required maxlength="64" hint=${t('review-number-hint')} />
      <${TextField} label=${t('review-reason')} name="reason" lines="2" required maxlength="500" />
    <//>`;
}

/** A review is of the whole case, but it is asked for at one of its cameras. */
async function wish({id}, pieces) {
  const path = `/incidents/${encodeURIComponent(id)}/cameras`;
  const camera = pieces[0]?.camera ?? (await get(path)).items[0]?.camera;
  return `${path}/${encodeURIComponent(camera ?? 'none')}/grant`;
}

/** Somebody else's: the second person looks at it here, and says yes, or no and why. Left alone it lapses. */
function Others({review, onDone}) {
  const [declining, decline] = useState(false);
  const element = useRef();
  useEffect(() => { if (declining) element.current.querySelector('textarea').focus(); }, [declining]);
  const path = `/incidents/${encodeURIComponent(review.incident)}/reviews/${encodeURIComponent(review.review)}`;
  const confirm = () => attempt(async () => {
    await post(`${path}/confirm`);
    toast('good', t('review-confirmed-now', {name: review.by.name}));
    onDone();
  });
  const sayNo = async ({reason}) => {
    await post(`${path}/decline`, {reason});
    toast('good', t('review-declined-now', {name: review.by.name}));
    onDone();
  };
  return html`
    <div class="wish" ref=${element} data-review=${review.state}>
      <p><${State} review=${review} /> ${t('review-by', {name: review.by.name, time: dayTime(review.askedAt)})}</p>
      <${Wish} review=${review} />
      <${Second} review=${review} />
      ${review.state === 'waiting' && html`
        <p class="muted">${t('review-think')}</p>
        ${declining ? html`
          <${Form} submit=${t('review-decline')} danger onSubmit=${sayNo} onCancel=${() => decline(false)}>
            <${TextField} label=${t('review-decline-why')} name="reason" lines="2" required maxlength="500" hint=${t('review-decline-hint')} />
          <//>` : html`
          <p class="do-keys">
            <button type="button" class="button main" data-confirm onClick=${confirm}><${Icon} name="check" size="18" /> ${t('review-confirm')}</button>
            <button type="button" class="button" data-decline onClick=${() => decline(true)}><${Icon} name="cross" size="18" /> ${t('review-decline')}</button>
          </p>`}
        <p class="muted">${t('review-lapses', {time: dayTime(review.expiresAt)})}</p>`}
    </div>`;
}

const TONES = {waiting: 'warn', confirmed: 'good', declined: 'alarm'};
const State = ({review}) => html`<${Mark} tone=${TONES[review.state]}>${t('review-state.' + review.state)}<//>`;

/** What the second person said. */
function Second({review}) {
  if (review.state === 'confirmed') return html`<p class="muted">${t('review-second', {name: review.confirmedBy.name})}</p>`;
  if (review.state !== 'declined') return null;
  return html`<p class="declined"><strong>${t('review-declined-by', {name: review.declinedBy.name})}</strong> ${review.declineReason}</p>`;
}

const Wish = ({review}) => html`
  <dl class="wish-words">
    <div><dt>${t('review-number')}</dt><dd>${review.requestNumber}</dd></div>
    <div><dt>${t('review-reason')}</dt><dd>${review.reason}</dd></div>
  </dl>`;

function Own({me, incident, review, pieces, cameras, at}) {
  const left = age(Date.parse(review.expiresAt) - at);
  const confirmed = review.state === 'confirmed';
  const declined = review.state === 'declined';
  return html`
    <div class="wish own" data-review=${review.state}>
      <p><${State} review=${review} /> ${review.state === 'waiting' && t('review-waits')}</p>
      <${Wish} review=${review} />
      <${Second} review=${review} />
      ${declined ? html`<p class="muted">${t('review-ask-again')}</p>` : html`<p role="timer"><${Icon} name="clock" size="16" /> ${t(confirmed ? 'review-left' : 'review-left-waiting', {left})}</p>`}
      ${confirmed && html`<${Opened} me=${me} incident=${incident} review=${review} pieces=${pieces} cameras=${cameras} />`}
    </div>`;
}
