// A school's safety officer or a household's guardian: am I protected, book a drill, who looked for my alarm.
import {all, get, post} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {useOperation} from '../../core/contract.js';
import {dayTime} from '../../core/format.js';
import {html, useEffect, useMemo, useState} from '../../core/html.js';
import {useAsked, useNow} from '../../core/hooks.js';
import {dispatch, useStore} from '../../core/store.js';
import {attempt, toast} from '../../core/toast.js';
import {addWords, reason, t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {Dialog, ProblemText} from '../../parts/dialog.js';
import {Drill, stateOf} from '../../parts/drills.js';
import {Icon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';
import {SITE} from '../../words/site.js';
import {UPKEEP} from '../../words/upkeep.js';
import {BookForm} from './book-form.js';
import {Receipt} from './receipt.js';

addWords(UPKEEP);
addWords(SITE);

const LOOK_AGAIN_MS = 30000;
const SHOWN = 20;

export default function Site({me}) {
  if (!me.site) return html`<main id="main" class="page" tabindex="-1"><h1>${me.name}</h1><p class="problem"><${Icon} name="warning" />${t('site-none')}</p></main>`;
  return html`<${OfSite} site=${me.site} />`;
}

function OfSite({site}) {
  const report = useAgain(() => get('/health-report'));
  const devices = useAgain(() => all('/devices'));
  const [asked, ask] = useState();
  const mine = report.value?.sites.find((one) => one.site === site);
  const buttons = (devices.value ?? []).filter((device) => device.kind === 'button' || device.kind === 'phone');
  return html`
    <main id="main" class="page upkeep site" tabindex="-1">
      <${Safe} mine=${mine} name=${devices.value?.[0]?.siteName ?? site} loading=${report.loading && !report.value} devices=${devices.value} />
      <div class="two-columns">
        <div class="column">
          <${Buttons} devices=${devices.value} problem=${devices.problem} />
          <${Windows} onBook=${() => ask({kind: 'book'})} />
        </div>
        <${Alarms} onLook=${(incident) => ask({kind: 'receipt', incident})} />
      </div>
      ${asked?.kind === 'book' && html`<${BookForm} devices=${buttons} onClose=${() => ask()} />`}
      ${asked?.kind === 'receipt' && html`
        <${Dialog} title=${t('who-looked-title', {time: dayTime(asked.incident.openedAt)})} onClose=${() => ask()}><${Receipt} incident=${asked.incident} /><//>`}
    </main>`;
}

/** Asked again now and then, and when something about the site was told. */
function useAgain(asking) {
  const answer = useAsked(asking);
  const told = useStore((state) => state.live);
  useEffect(() => {
    const timer = setInterval(answer.again, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (!told) return undefined;
    const timer = setTimeout(answer.again, 1500);
    return () => clearTimeout(timer);
  }, [told]);
  return answer;
}

/** The one thing to know, as large as it is important. */
function Safe({mine, name, loading, devices}) {
  const tone = !mine ? 'unknown' : mine.isProtected ? 'yes' : 'no';
  const called = (value) => devices?.find((device) => device.device === value)?.name ?? value;
  return html`
    <section class=${'safe ' + tone} role="status">
      <${Icon} name=${tone === 'yes' ? 'shield' : 'no-shield'} size="64" />
      <div>
        <p class="safe-name">${name}</p>
        <h1>${loading ? t('loading') : t(tone === 'yes' ? 'is-safe' : tone === 'no' ? 'is-not-safe' : 'safe-unknown')}</h1>
        ${mine && (mine.because.length
          ? html`<ul class="because">${mine.because.map((one) => html`<li key=${one.code + one.value}>${reason({...one, value: typeof one.value === 'string' ? called(one.value) : one.value})}</li>`)}</ul>`
          : html`<p>${t('safe-hint')}</p>`)}
        ${tone === 'no' && html`<p><strong>${t('not-safe-hint')}</strong></p>`}
      </div>
    </section>`;
}

function Buttons({devices, problem}) {
  return html`
    <section aria-label=${t('my-buttons')}>
      <h2>${t('my-buttons')}</h2>
      <${ProblemText} problem=${problem} />
      <ul class="card things site-things">${(devices ?? []).map((device) => html`
        <li key=${device.device}>
          <strong>${device.name}</strong> <span class="muted">${word('kind', device.kind)}</span>
          <${Mark} tone=${device.link === 'online' ? 'good' : device.link === 'offline' ? 'alarm' : 'plain'}>${word('link', device.link)}<//>
          ${device.faults.map((fault) => html`<${Mark} key=${fault.code} tone="warn">${word('fault', fault.code)}<//>`)}
          <span class="muted">${device.seenAt ? html`${t('heard-ago')} <${Age} since=${device.seenAt} />` : t('never-heard')}</span>
          ${device.batteryPercent !== undefined && html`<span class="figures">${t('battery')} ${device.batteryPercent}%</span>`}
        </li>`)}</ul>
    </section>`;
}

function Windows({onBook}) {
  const at = useNow();
  const asked = useAgain(async () => dispatch({type: 'windows', windows: await all('/booked-windows')}));
  const windows = useStore((state) => state.windows);
  const list = useMemo(() => Object.values(windows).sort((a, b) => (a.from < b.from ? 1 : -1)).slice(0, SHOWN), [windows]);
  const cancel = (booked) => attempt(async () => {
    dispatch({type: 'windows', windows: [await post(`/booked-windows/${encodeURIComponent(booked.id)}/cancel`)]});
    toast('good', t('window-cancelled'));
  });
  return html`
    <section aria-label=${t('windows-title')}>
      <header class="page-head"><h2>${t('windows-title')}</h2>
        <button type="button" class="button main" onClick=${onBook}><${Icon} name="plus" /> ${t('book-title')}</button></header>
      <${ProblemText} problem=${asked.problem} />
      ${list.length ? html`<ul class="orders">${list.map((booked) => html`
        <${Drill} key=${booked.id} booked=${booked} at=${at}>
          ${booked.state === 'booked' && html`<button type="button" class="button small" onClick=${() => cancel(booked)}>${t(stateOf(booked, at) === 'now' ? 'window-end' : 'window-cancel')}</button>`}
        <//>`)}</ul>` : html`<p class="empty card">${t('windows-none')}</p>`}
    </section>`;
}

function Alarms({onLook}) {
  const canLook = useOperation('getReceipt');
  const asked = useAgain(async () => {
    const {items} = await get(`/incidents?limit=${SHOWN}`);
    return items;
  });
  return html`
    <section aria-label=${t('alarms-title')}>
      <h2>${t('alarms-title')}</h2>
      <${ProblemText} problem=${asked.problem} />
      ${canLook === false && html`<p class="muted">${t('who-looked-missing')}</p>`}
      ${asked.value?.length ? html`<ul class="orders">${asked.value.map((incident) => html`
        <li class="card drill-row" key=${incident.id}>
          <header>
            <strong class="figures">${dayTime(incident.openedAt)}</strong>
            <${Mark} tone=${incident.handling === 'closed' ? 'plain' : 'warn'}>${word('handling', incident.handling)}<//>
            ${incident.status !== 'actual' && html`<${Mark} tone=${incident.status === 'exercise' ? 'drill' : 'test'}>${word('status', incident.status)}<//>`}
            ${incident.closing && html`<span class="muted">${word('disposition', incident.closing.disposition)}</span>`}
            ${canLook && html`<button type="button" class="button small" data-looked="" onClick=${() => onLook(incident)}><${Icon} name="eye" size="16" /> ${t('who-looked')}</button>`}
          </header>
          <p class="muted">${incident.presses.devices.map((device) => device.name).join(', ')}${incident.presses.count > 1 ? ` ×${incident.presses.count}` : ''}</p>
        </li>`)}</ul>` : html`<p class="empty card">${t(asked.loading ? 'loading' : 'alarms-none')}</p>`}
    </section>`;
}
