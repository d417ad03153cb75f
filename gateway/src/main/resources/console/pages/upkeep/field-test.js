// A test or drill of one device while standing before it: book, press, see it arrive.
import {all, post} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {age, clockTime} from '../../core/format.js';
import {html, useEffect, useState} from '../../core/html.js';
import {useNow} from '../../core/hooks.js';
import {attempt, toast} from '../../core/toast.js';
import {t} from '../../core/words.js';
import {Icon} from '../../parts/icons.js';

const LENGTH_MS = 600000;
const EARLIER_MS = 60000; // A clock that is a little ahead must not make the first press a real one.
const LOOK_MS = 2000;

export function FieldTest({device}) {
  const [window_, set] = useState();
  useEffect(() => {
    let gone = false;
    const look = () => all('/booked-windows').then((windows) => {
      if (gone) return;
      const mine = windows.filter((one) => one.devices.includes(device.device) && Date.parse(one.from) <= now() + EARLIER_MS);
      const booked = mine.find((one) => one.state === 'booked');
      set((before) => booked ?? (before && mine.find((one) => one.id === before.id)));
    }, () => {});
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [device.device]);
  const start = (status) => attempt(async () => {
    const from = now() - EARLIER_MS;
    set(await post('/booked-windows', {status, devices: [device.device], from: new Date(from).toISOString(), to: new Date(from + LENGTH_MS + EARLIER_MS).toISOString(), note: ''}));
  });
  const end = () => attempt(async () => {
    set(await post(`/booked-windows/${encodeURIComponent(window_.id)}/cancel`));
    toast('good', t('test-ended'));
  });
  if (device.kind !== 'button' && device.kind !== 'phone') return null;
  return html`
    <section class=${'card field-test' + (window_?.state === 'booked' ? ' running' : '')} aria-label=${t('test-title')}>
      <h2><${Icon} name="bell" /> ${t('test-title')}</h2>
      ${window_?.state === 'booked' || window_?.presses.length ? html`<${Running} booked=${window_} device=${device} onEnd=${end} />` : html`<p class="muted">${t('test-hint')}</p>`}
      ${window_?.state !== 'booked' && html`
        <p class="test-keys">
          <button type="button" class="button main" onClick=${() => start('test')}>${t('test-start')}</button>
          <button type="button" class="button" onClick=${() => start('exercise')}>${t('drill-start')}</button>
        </p>`}
    </section>`;
}

function Running({booked, device, onEnd}) {
  const at = useNow();
  const press = booked.presses.find((one) => one.device === device.device);
  return html`
    <div role="status" class=${press ? 'arrived' : 'press-now'}>
      ${press
        ? html`<${Icon} name="check" size="48" /><p><strong>${t('test-arrived')}</strong><br />
            ${t('test-arrived-at', {time: clockTime(press.storedAt)})}<br />
            ${press.claimedAt ? t('test-claimed', {seconds: Math.round((Date.parse(press.claimedAt) - Date.parse(press.storedAt)) / 1000)}) : booked.state === 'booked' && html`<span class="muted">${t('test-not-claimed')}</span>`}</p>`
        : html`<${Icon} name="hand" size="48" /><p><strong>${t('test-press-now')}</strong></p>`}
    </div>
    ${booked.state === 'booked' && html`
      <p class="test-keys"><span class="muted figures">${t('test-left')} ${age(Date.parse(booked.to) - at)}</span>
        <button type="button" class="button" onClick=${onEnd}>${t('test-end')}</button></p>`}`;
}
