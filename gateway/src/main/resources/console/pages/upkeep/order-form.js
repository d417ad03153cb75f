// Writing a work order: what, about which things, until when.
import {post} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {html} from '../../core/html.js';
import {dispatch} from '../../core/store.js';
import {toast} from '../../core/toast.js';
import {t} from '../../core/words.js';
import {ChoiceField, Dialog, Form, TextField} from '../../parts/dialog.js';

const DAYS = ['1', '3', '7', '0'];

/** @param start {title, devices, cameras, site} to begin with */
export function OrderForm({start, onClose}) {
  const {title = '', devices = [], cameras = [], site} = start;
  const things = [...devices, ...cameras, ...(site ? [site] : [])];
  const write = async (values) => {
    const days = Number(values.days);
    const order = await post('/work-orders', {
      title: values.title, devices, cameras, ...(site ? {site} : {}),
      ...(days ? {dueAt: new Date(now() + days * 86400000).toISOString()} : {}),
      ...(values.note.trim() ? {note: values.note} : {}),
    });
    dispatch({type: 'orders', orders: [order]});
    toast('good', t('order-saved'));
  };
  return html`
    <${Dialog} title=${t('order-write')} onClose=${onClose}>
      <${Form} submit=${t('order-save')} onCancel=${onClose} onDone=${onClose} onSubmit=${write}>
        <${TextField} label=${t('order-title')} name="title" value=${title} required maxlength="200" data-first />
        ${things.length > 0 && html`<p class="muted">${t('order-about')}: ${things.slice(0, 8).join(', ')}${things.length > 8 ? ` … (${things.length})` : ''}</p>`}
        <${ChoiceField} label=${t('order-due')} name="days" required choices=${DAYS.map((days) => ({value: days, label: t('in-days.' + days)}))} />
        <${TextField} label=${t('order-note')} name="note" lines="3" maxlength="2000" />
      <//>
    <//>`;
}
