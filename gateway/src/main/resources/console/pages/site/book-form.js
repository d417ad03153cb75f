// Booking a drill or a test: which buttons, from when, how long.
import {post} from '../../core/api.js';
import {now} from '../../core/clock.js';
import {html, useState} from '../../core/html.js';
import {dispatch} from '../../core/store.js';
import {toast} from '../../core/toast.js';
import {t} from '../../core/words.js';
import {ChoiceField, Dialog, Form, ManyField, SelectField, TextField} from '../../parts/dialog.js';

const MINUTES = ['10', '30', '60', '120'];

/** A time as the browser's own field wants it: of this place, without a zone. */
const local = (at) => new Date(at - new Date(at).getTimezoneOffset() * 60000).toISOString().slice(0, 16);

export function BookForm({devices, onClose}) {
  const [first] = useState(local(now()));
  const book = async ({status, devices: chosen, from, minutes, note}) => {
    if (!chosen?.length) throw Object.assign(new Error(), {title: t('book-one')});
    // The minute that is shown has begun already: the window begins with it.
    const start = new Date(from).getTime();
    const booked = await post('/booked-windows', {
      status, devices: chosen, note: note.trim(),
      from: new Date(start).toISOString(), to: new Date(start + Number(minutes) * 60000).toISOString(),
    });
    dispatch({type: 'windows', windows: [booked]});
    toast('good', t('book-saved'));
  };
  return html`
    <${Dialog} title=${t('book-title')} onClose=${onClose}>
      <${Form} submit=${t('book-save')} onCancel=${onClose} onDone=${onClose} onSubmit=${book}>
        <p class="muted">${t('book-hint')}</p>
        <${ChoiceField} label=${t('book-what')} name="status" required first choices=${['exercise', 'test'].map((value) => ({value, label: t('book-' + value)}))} />
        <${ManyField} label=${t('book-which')} name="devices" choices=${devices.map((device) => ({value: device.device, label: device.name}))} />
        <${TextField} label=${t('book-from')} name="from" type="datetime-local" value=${first} required />
        <${SelectField} label=${t('book-length')} name="minutes" choices=${MINUTES.map((minutes) => ({value: minutes, label: t('book-minutes', {minutes})}))} />
        <${TextField} label=${t('book-note')} name="note" maxlength="500" />
      <//>
    <//>`;
}
