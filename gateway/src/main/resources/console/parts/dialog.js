// Dialogs and what stands in them. The browser's own <dialog> keeps the focus inside and gives it back.
import {html, useEffect, useRef, useState} from '../core/html.js';
import {problemWords} from '../core/problem-words.js';
import {t} from '../core/words.js';
import {Icon} from './icons.js';

/** A dialog over everything; Escape and the cross close it. */
export function Dialog({title, onClose, children, className = ''}) {
  const element = useRef();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector('[data-first]')?.focus();
    return () => {
      dialog.close();
      before?.focus?.();
    };
  }, []);
  return html`
    <dialog ref=${element} class=${'dialog ' + className} aria-labelledby="dialog-title"
      onCancel=${(event) => { event.preventDefault(); onClose(); }}>
      <header class="dialog-head">
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="button quiet icon-only" aria-label=${t('close-window')} onClick=${onClose}><${Icon} name="cross" /></button>
      </header>
      ${children}
    </dialog>`;
}

/**
 * A form that does something with what was filled in. `onSubmit(values)` may fail with a Problem, which is shown in
 * the form; when it succeeds `onDone` is called.
 */
export function Form({onSubmit, onDone, submit, danger, children, onCancel}) {
  const [problem, setProblem] = useState();
  const [busy, setBusy] = useState(false);
  const send = async (event) => {
    event.preventDefault();
    const values = {};
    for (const [name, value] of new FormData(event.target, event.submitter)) {
      if (name.endsWith('[]')) (values[name.slice(0, -2)] ??= []).push(value);
      else values[name] = value;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit(values);
      onDone?.();
    } catch (failure) {
      if (!failure.title) console.error(failure);
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return html`
    <form class="form" onSubmit=${send}>
      ${children}
      <${ProblemText} problem=${problem} />
      <footer class="form-end">
        ${onCancel && html`<button type="button" class="button" onClick=${onCancel}>${t('cancel')}</button>`}
        <button type="submit" class=${'button main' + (danger ? ' danger' : '')} disabled=${busy}>${submit}</button>
      </footer>
    </form>`;
}

/** What went wrong and what to do, read out at once. */
export function ProblemText({problem}) {
  const {title, detail, mend} = problem ? problemWords(problem) : {};
  return html`
    <div role="alert" class="problem-place">
      ${problem && html`
        <p class="problem">
          <${Icon} name="warning" />
          <span><strong>${title}</strong> ${detail} ${mend}
            ${(problem.errors ?? []).map(({at, what}) => html`<br />${at}: ${what}`)}</span>
        </p>`}
    </div>`;
}

let ids = 0;
const useId = () => useRef(`field-${++ids}`).current;

/** One line or several of text. */
export function TextField({label, name, lines, hint, ...rest}) {
  const id = useId();
  return html`
    <p class="field">
      <label for=${id}>${label}</label>
      ${lines
        ? html`<textarea id=${id} name=${name} rows=${lines} aria-describedby=${hint ? id + '-hint' : undefined} ...${rest}></textarea>`
        : html`<input id=${id} name=${name} aria-describedby=${hint ? id + '-hint' : undefined} ...${rest} />`}
      ${hint && html`<small id=${id + '-hint'}>${hint}</small>`}
    </p>`;
}

/** One of a few, all in sight. `choices`: [{value, label, hint}] */
export const ChoiceField = ({label, name, choices, value, onChange, required, first}) => html`
  <fieldset class="field choices">
    <legend>${label}</legend>
    ${choices.map((choice, index) => html`
      <label class="choice" key=${choice.value}>
        <input type="radio" name=${name} value=${choice.value} required=${required} data-first=${first && (value === undefined ? index === 0 : value === choice.value) ? '' : undefined}
          checked=${value === undefined ? undefined : value === choice.value} onChange=${() => onChange?.(choice.value)} />
        <span>${choice.label}${choice.hint && html`<small>${choice.hint}</small>`}</span>
      </label>`)}
  </fieldset>`;

/** Several of a few. */
export const ManyField = ({label, name, choices}) => html`
  <fieldset class="field choices">
    <legend>${label}</legend>
    ${choices.map((choice) => html`
      <label class="choice" key=${choice.value}>
        <input type="checkbox" name=${name + '[]'} value=${choice.value} />
        <span>${choice.label}</span>
      </label>`)}
  </fieldset>`;

export function SelectField({label, name, choices, ...rest}) {
  const id = useId();
  return html`
    <p class="field">
      <label for=${id}>${label}</label>
      <select id=${id} name=${name} ...${rest}>
        ${choices.map((choice) => html`<option key=${choice.value} value=${choice.value}>${choice.label}</option>`)}
      </select>
    </p>`;
}
