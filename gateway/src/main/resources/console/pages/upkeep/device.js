// One device: how it is, what happened to it, and a test while somebody stands before it.
import {get} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {day, dayTime} from '../../core/format.js';
import {html, useEffect, useState} from '../../core/html.js';
import {useAsked} from '../../core/hooks.js';
import {useDistricts} from '../../core/places.js';
import {link} from '../../core/router.js';
import {useStore} from '../../core/store.js';
import {isWorded, t, word} from '../../core/words.js';
import {Age} from '../../parts/age.js';
import {ProblemText} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Map, mark, textNode} from '../../parts/map.js';
import {Mark} from '../../parts/marks.js';
import {Bands, Steps} from '../../parts/plot.js';
import {LinkMark} from './devices.js';
import {samplesOf} from './battery.js';
import {FieldTest} from './field-test.js';
import {OrderForm} from './order-form.js';
import {BatteryWords, Expiry, mayWrite} from './state.js';

const ASK_AGAIN_MS = 15000;

export function DevicePage({me, id}) {
  const device = useDevice(id);
  const district = useDistricts();
  const [order, write] = useState(false);
  const one = device.value;
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <p><a class="back" href=${link('devices')}><${Icon} name="back" /> ${t('back-to-list')}</a></p>
      ${device.problem && !one && (device.problem.status === 404 ? html`<p class="empty card">${t('no-such-thing')}</p>` : html`<${ProblemText} problem=${device.problem} />`)}
      ${one && html`
        <header class="page-head">
          <h1>${one.name}</h1> <${LinkMark} device=${one} />
          ${one.faults.map((fault) => html`<${Mark} key=${fault.code} tone="alarm">${word('fault', fault.code)}<//>`)}
          ${mayWrite(me) && html`<button type="button" class="button" onClick=${() => write(true)}><${Icon} name="note" /> ${t('write-order')}</button>`}
        </header>
        <p class="muted">${one.device} · ${one.siteName} · ${district(one.district)}</p>
        <div class="two-columns">
          <div class="column">
            ${me.role !== 'head' && html`<${FieldTest} device=${one} />`}
            <${Facts} device=${one} />
          </div>
          <div class="column"><${History} device=${one} /><${Where} device=${one} /></div>
        </div>
        ${order && html`<${OrderForm} start=${{title: t('order-default', {name: one.name}), devices: [one.device]}} onClose=${() => write(false)} />`}`}
    </main>`;
}

function useDevice(id) {
  const answer = useAsked(() => get(`/devices/${encodeURIComponent(id)}`), [id]);
  const told = useStore((state) => state.faults[`device:${id}`]);
  useEffect(() => { if (told) answer.again(); }, [told]);
  useEffect(() => {
    const timer = setInterval(answer.again, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [id]);
  return answer;
}

function Facts({device}) {
  const row = (label, value) => (value === undefined || value === null ? null : html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`);
  return html`
    <section class="card facts" aria-label=${t('detail')}>
      <h2>${t('detail')}</h2>
      <dl>
        ${row(t('seen-at'), device.seenAt && html`${dayTime(device.seenAt)} · <${Age} since=${device.seenAt} />`)}
        ${row(t('battery'), device.batteryPercent === undefined ? undefined : html`<strong class="figures">${device.batteryPercent}%</strong> <${BatteryWords} device=${device} />`)}
        ${row(t('signal'), device.rssiDbm === undefined ? undefined : device.rssiDbm + ' dBm')}
        ${row(t('mains'), device.mains === undefined ? undefined : t(device.mains ? 'yes' : 'no'))}
        ${row(t('sim'), device.simExpires && html`<${Expiry} time=${device.simExpires} />`)}
        ${row(t('feedback'), word('feedback', device.feedback))}
        ${row(t('uplink'), device.uplink)}
        ${row(t('power'), device.power)}
        ${row(t('wrong-topic'), device.wrongTopic && html`<code>${device.wrongTopic}</code>`)}
        ${row(t('firmware'), device.firmware)}
        ${row(t('language'), device.language)}
      </dl>
    </section>`;
}

const KINDS = {'device.offline': 'offline', 'device.online': 'online'};

/** What its link was when: [{from, to, kind}], as far as the events tell. */
function bandsOf(device, end) {
  const told = device.history.filter(({type, data}) => type !== 'device.sampled' && (KINDS[type] || data?.health?.link));
  return told.map((event, index) => ({
    from: Date.parse(event.time),
    to: told[index + 1] ? Date.parse(told[index + 1].time) : end,
    kind: KINDS[event.type] ?? event.data.health.link,
  }));
}

function History({device}) {
  const end = now();
  const samples = samplesOf(device);
  const bands = bandsOf(device, end);
  const first = Math.min(...[...samples.map((sample) => sample.at), ...bands.map((band) => band.from), device.linkSince ? Date.parse(device.linkSince) : end]);
  const start = Math.min(first, end - 3600000);
  const shown = bands.length ? bands : device.linkSince ? [{from: Date.parse(device.linkSince), to: end, kind: device.link}] : [];
  const ticks = [start, (start + end) / 2, end].map((at) => ({at, text: end - start > 3 * 86400000 ? day(at) : dayTime(at)}));
  const events = device.history.filter(({type}) => type !== 'device.sampled').reverse().slice(0, 50);
  return html`
    <section class="card history" aria-label=${t('history-title')}>
      <h2>${t('history-title')}</h2>
      ${shown.length > 0 && html`
        <${Bands} label=${t('plot-link', {from: dayTime(start), to: dayTime(end)})} from=${start} to=${end} bands=${shown} ticks=${ticks} />
        <p class="legend"><span><i class="band online"></i>${t('link.online')}</span><span><i class="band offline"></i>${t('link.offline')}</span></p>`}
      ${samples.length > 0 && html`<p class="plot-title">${t('plot-battery')}</p><${Steps} label=${`${t('plot-battery')}: ${samples.map((sample) => sample.value).slice(-8).join(', ')}`} from=${start} to=${end} points=${samples} ticks=${ticks} />`}
      ${events.length
        ? html`<ol class="happened">${events.map((event) => html`<li key=${event.id}><span class="muted figures">${dayTime(event.time)}</span> ${wordsOf(event)}</li>`)}</ol>`
        : html`<p class="muted">${t('history-none')}</p>`}
    </section>`;
}

function wordsOf({type, data}) {
  const key = `event.${type}`;
  const fault = data?.fault?.code ?? data?.code ?? (type === 'device.fault' ? data?.health?.faults?.map(({code}) => word('fault', code)).join(', ') : undefined);
  return `${isWorded(key) ? t(key) : type}${fault ? ' · ' + word('fault', fault) : ''}`;
}

function Where({device}) {
  const draw = (L, map, group) => {
    L.marker([device.latitude, device.longitude], {icon: mark(L, device.link === 'offline' ? 'place still' : '', 26, '●'), keyboard: false}).bindTooltip(textNode(device.name), {direction: 'top', permanent: true, offset: [0, -10]}).addTo(group);
  };
  const bounds = () => [[device.latitude + .002, device.longitude + .002], [device.latitude - .002, device.longitude - .002]];
  return html`<section class="card small-map" aria-label=${t('map')}><${Map} label=${t('map')} draw=${draw} on=${[device.link]} bounds=${bounds} place=${device.device} /></section>`;
}
