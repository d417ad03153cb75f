// Work orders (工单): the open ones by their deadline, the late ones first; notes; done.
import {post} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {dayTime} from '../../core/format.js';
import {html, useState} from '../../core/html.js';
import {link} from '../../core/router.js';
import {dispatch} from '../../core/store.js';
import {addWords, t} from '../../core/words.js';
import {Dialog, Form, ProblemText, TextField} from '../../parts/dialog.js';
import {Icon} from '../../parts/icons.js';
import {Mark} from '../../parts/marks.js';
import {UPKEEP} from '../../words/upkeep.js';
import {OrderForm} from './order-form.js';
import {useOrders} from './report.js';
import {mayWrite} from './state.js';

addWords(UPKEEP);

const DONE_SHOWN = 30;
const due = (order) => order.dueAt ?? '9999';

export default function Orders({me}) {
  const {orders, problem, loading} = useOrders();
  const [asked, ask] = useState();
  const open = orders.filter((order) => order.state === 'open').sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : a.id < b.id ? -1 : 1));
  const done = orders.filter((order) => order.state === 'done').sort((a, b) => (a.doneAt < b.doneAt ? 1 : -1)).slice(0, DONE_SHOWN);
  return html`
    <main id="main" class="page upkeep" tabindex="-1">
      <header class="page-head">
        <h1>${t('orders-title')}</h1>
        ${mayWrite(me) && html`<button type="button" class="button main" onClick=${() => ask({kind: 'new'})}><${Icon} name="plus" /> ${t('order-write')}</button>`}
      </header>
      ${problem?.status === 404 ? html`<p class="empty">${t('order-missing')}</p>` : html`<${ProblemText} problem=${problem} />`}
      ${loading && !orders.length ? html`<p class="empty">${t('loading')}</p>` : html`
        <ul class="orders">${open.map((order) => html`<${Order} key=${order.id} order=${order} me=${me} onAsk=${ask} />`)}</ul>
        ${!open.length && !problem && html`<p class="empty card">${t('orders-none')}</p>`}`}
      ${done.length > 0 && html`<h2>${t('orders-done')}</h2><ul class="orders">${done.map((order) => html`<${Order} key=${order.id} order=${order} me=${me} onAsk=${ask} />`)}</ul>`}
      ${asked?.kind === 'new' && html`<${OrderForm} start=${{}} onClose=${() => ask()} />`}
      ${(asked?.kind === 'note' || asked?.kind === 'done') && html`<${Say} ...${asked} onClose=${() => ask()} />`}
    </main>`;
}

function Order({order, me, onAsk}) {
  const isOpen = order.state === 'open';
  const late = isOpen && order.dueAt && Date.parse(order.dueAt) < now();
  return html`
    <li class=${'card order' + (late ? ' late' : '')}>
      <header>
        <h3>${order.title}</h3>
        ${late ? html`<${Mark} tone="alarm">${t('order-overdue')}<//>` : ''}
        ${isOpen && html`<${Mark} tone=${late ? 'plain' : order.dueAt ? 'warn' : 'plain'}>${order.dueAt ? t('order-due-in', {time: dayTime(order.dueAt)}) : t('order-no-due')}<//>`}
      </header>
      <p class="muted">${order.id} · ${t('order-by', {name: order.openedBy.name, time: dayTime(order.openedAt)})}</p>
      ${(order.devices.length > 0 || order.cameras.length > 0) && html`<p class="order-things">
        ${order.devices.map((id) => html`<a key=${id} href=${link('devices', id)}>${id}</a>`)}${order.cameras.map((id) => html`<a key=${id} href=${link('cameras', id)}>${id}</a>`)}</p>`}
      ${order.notes.length > 0 && html`<ol class="notes">${order.notes.map((note, index) => html`<li key=${index}><span class="muted">${dayTime(note.at)} ${note.by.name}</span> ${note.text}</li>`)}</ol>`}
      ${!isOpen && html`<p class="muted">${t('order-finished', {name: order.doneBy?.name, time: dayTime(order.doneAt)})}</p>`}
      ${isOpen && mayWrite(me) && html`<p class="order-keys">
        <button type="button" class="button" onClick=${() => onAsk({kind: 'note', order})}><${Icon} name="note" /> ${t('order-add-note')}</button>
        <button type="button" class="button" onClick=${() => onAsk({kind: 'done', order})}><${Icon} name="check" /> ${t('order-finish')}</button></p>`}
    </li>`;
}

function Say({kind, order, onClose}) {
  const isDone = kind === 'done';
  const send = async ({text}) => {
    dispatch({type: 'orders', orders: [await post(`/work-orders/${encodeURIComponent(order.id)}/${kind}`, isDone && !text.trim() ? {} : {text})]});
  };
  return html`
    <${Dialog} title=${`${t(isDone ? 'order-finish' : 'order-add-note')}: ${order.title}`} onClose=${onClose}>
      <${Form} submit=${t(isDone ? 'order-finish' : 'save')} onCancel=${onClose} onDone=${onClose} onSubmit=${send}>
        <${TextField} label=${t(isDone ? 'order-finish-note' : 'order-note')} name="text" lines="4" maxlength="2000" required=${!isDone} data-first />
      <//>
    <//>`;
}
