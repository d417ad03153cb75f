// The dialogs of an incident. Each is one question; Enter answers it, Escape leaves it.
import {html, useEffect, useRef, useState} from '../../core/html.js';
import {byUrgency, isOpen, isStale} from '../../core/state.js';
import {useStore} from '../../core/store.js';
import {toast} from '../../core/toast.js';
import {t, word} from '../../core/words.js';
import {ChoiceField, Dialog, Form, ManyField, TextField} from '../../parts/dialog.js';
import {command} from './commands.js';
import {useDevices} from './county.js';
import {isOut} from './units.js';

/** A dialog that does one thing to an incident. The newest revision is looked up when it is sent. */
function CommandDialog({incident, onClose, name, path = name, about = incident.place.siteName, body = () => undefined, danger, children, className}) {
  const newest = useStore((state) => state.incidents[incident.id]) ?? incident;
  return html`
    <${Dialog} title=${`${t('do.' + name)} · ${about}`} onClose=${onClose} className=${className}>
      <${Form} submit=${t('do.' + name)} danger=${danger} onCancel=${onClose} onDone=${onClose} onSubmit=${async (values) => {
        await command(newest, path, body(values));
        toast('good', t('did.' + name), about);
      }}>${children}<//>
    <//>`;
}

const Note = (props) => html`
  <${CommandDialog} ...${props} name="note" body=${({text}) => ({text})}>
    <${TextField} label=${t('note')} name="text" lines="4" required maxlength="2000" data-first />
  <//>`;

const Reasoned = (name, usual) => (props) => html`
  <${CommandDialog} ...${props} name=${name} body=${({reason}) => ({reason})}>
    <p class="muted">${t('why.' + name)}</p>
    <${TextField} label=${t('reason-why')} name="reason" required maxlength="2000" data-first defaultValue=${usual?.(props.incident) ?? ''} />
  <//>`;

const Forward = (props) => html`
  <${CommandDialog} ...${props} name="forward" body=${() => ({})}><p data-first tabindex="-1">${t('why.forward')}</p><//>`;

const Release = (props) => html`
  <${CommandDialog} ...${props} name="release" danger><p>${t('why.release')}</p><//>`;

function Recall(props) {
  const {incident, unit} = props;
  const name = incident.assignments.find((one) => one.unit === unit)?.name ?? unit;
  return html`
    <${CommandDialog} ...${props} name="recall" path=${`assignments/${encodeURIComponent(unit)}/recall`} about=${name} body=${({reason}) => ({reason})} danger>
      <p class="muted">${t('why.recall')}</p>
      <${TextField} label=${t('recall-reason')} name="reason" maxlength="1000" data-first />
    <//>`;
}

function Announce(props) {
  const {incident} = props;
  const devices = useDevices();
  const [text, setText] = useState('');
  const speakers = Object.values(devices).filter((device) => device.kind === 'speaker' && device.site === incident.place.site);
  return html`
    <${CommandDialog} ...${props} name="announce" body=${(values) => ({speaker: values.speaker, text: values.text})}>
      ${speakers.length
        ? html`<${ChoiceField} label=${t('speaker')} name="speaker" required choices=${speakers.map((one) => ({value: one.device, label: one.name, hint: t('link.' + one.link)}))} />`
        : html`<p class="problem">${t('speakers-none')}</p>`}
      <p class="presets">${['announce-1', 'announce-2', 'announce-3'].map((key) => html`<button type="button" key=${key} class="button small" onClick=${() => setText(t(key))}>${t(key)}</button>`)}</p>
      <${TextField} label=${t('announce-text')} name="text" lines="2" required maxlength="200" value=${text} onInput=${(event) => setText(event.target.value)} data-first />
    <//>`;
}

function Merge(props) {
  const {incident} = props;
  const incidents = useStore((state) => state.incidents);
  const others = Object.values(incidents).filter((one) => one.id !== incident.id && isOpen(one) && one.status === incident.status).sort(byUrgency).slice(0, 30);
  return html`
    <${CommandDialog} ...${props} name="merge" body=${({into}) => ({into})}>
      <p class="muted">${t('why.merge')}</p>
      ${others.length
        ? html`<${ChoiceField} label=${t('merge-into')} name="into" required first choices=${others.map((one) => ({value: one.id, label: one.place.siteName, hint: `${one.id} · ${word('handling', one.handling)}`}))} />`
        : html`<p class="problem">${t('merge-none')}</p>`}
    <//>`;
}

const DISPOSITIONS = ['founded', 'unfounded', 'assistance', 'accidental', 'test', 'exercise', 'unverified'];
const usual = {exercise: 'exercise', test: 'test'};

function Close(props) {
  const {incident, onClose} = props;
  const newest = useStore((state) => state.incidents[incident.id]) ?? incident;
  const [disposition, choose] = useState(usual[incident.status]);
  const [refused, refuse] = useState(0);
  const out = newest.assignments.filter(isOut);
  const send = async (values) => {
    const body = {disposition: values.disposition};
    for (const key of ['category', 'note', 'caseNumber', 'callBack']) if (values[key]) body[key] = values[key];
    if (values.handedTo) body.handedTo = values.handedTo;
    if (values.unitsOut) body[values.unitsOut] = true;
    try {
      await command(newest, 'close', body);
      toast('good', t('did.close'), incident.place.siteName);
    } catch (problem) {
      if (problem.code === 'units-out') refuse(refused + 1);
      throw problem;
    }
  };
  return html`
    <${Dialog} title=${`${t('do.close')} · ${incident.place.siteName}`} onClose=${onClose} className="wide">
      <${Form} submit=${t('do.close')} onSubmit=${send} onDone=${onClose} onCancel=${onClose}>
        <${ChoiceField} label=${t('disposition')} name="disposition" required first value=${disposition} onChange=${choose}
          choices=${DISPOSITIONS.map((value) => ({value, label: word('disposition', value), hint: t('disposition-hint.' + value)}))} />
        ${disposition === 'accidental' && html`
          <${ChoiceField} label=${t('call-back')} name="callBack" required choices=${[{value: 'call', label: t('call-back.call')}, {value: 'visit', label: t('call-back.visit')}]} />`}
        <${TextField} label=${t('note')} name="note" lines="2" maxlength="4000" />
        <details>
          <summary>${t('close-more')}</summary>
          <div class="form">
            <${TextField} label=${t('category')} name="category" maxlength="64" />
            <${ManyField} label=${t('handed-to')} name="handedTo" choices=${['110', '119', '120', 'mediation'].map((value) => ({value, label: word('handed', value)}))} />
            <${TextField} label=${t('case-number')} name="caseNumber" maxlength="64" />
          </div>
        </details>
        ${(refused > 0 || out.length > 0) && html`<${UnitsOut} out=${out} refused=${refused} />`}
      <//>
    <//>`;
}

/** There from the start, so that nothing moves under a hand; who overlooked it gets the focus put there. */
function UnitsOut({out, refused}) {
  const box = useRef();
  useEffect(() => { if (refused) box.current.querySelector('input').focus(); }, [refused]);
  return html`
    <div ref=${box} class="units-out">
      <${ChoiceField} label=${t('units-out', {names: out.map((one) => one.name).join(t('spoken-comma'))})} name="unitsOut"
        choices=${['recallUnits', 'unitsOutConfirmed'].map((value) => ({value, label: t('units-out.' + value), hint: t('units-out-hint.' + value)}))} />
    </div>`;
}

const DIALOGS = {
  note: Note,
  'take-over': Reasoned('take-over', (incident) => (isStale(incident) ? t('mark.stale') : '')),
  return: Reasoned('return'),
  reopen: Reasoned('reopen'),
  forward: Forward,
  release: Release,
  announce: Announce,
  recall: Recall,
  merge: Merge,
  close: Close,
};

export const dialogFor = (name) => DIALOGS[name];
