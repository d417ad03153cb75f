// A table that becomes a list of cards where there is no room for columns.
import {html, useState} from '../core/html.js';
import {t} from '../core/words.js';

const PAGE = 100;

/**
 * @param columns [{key, label, show(row)}]; the first names the row
 * @param name of a row, as key
 */
export function Table({label, columns, rows, name, empty}) {
  const [most, more] = useState(PAGE);
  if (!rows.length) return html`<p class="empty">${empty ?? t('none')}</p>`;
  return html`
    <div class="table-frame" tabindex="0" role="region" aria-label=${label}>
      <table class="table">
        <thead><tr>${columns.map((column) => html`<th scope="col" key=${column.key}>${column.label}</th>`)}</tr></thead>
        <tbody>
          ${rows.slice(0, most).map((row) => html`
            <tr key=${name(row)}>
              ${columns.map((column, index) => (index === 0
                ? html`<th scope="row" key=${column.key}>${column.show(row)}</th>`
                : html`<td key=${column.key} data-label=${column.label}>${column.show(row)}</td>`))}
            </tr>`)}
        </tbody>
      </table>
    </div>
    ${rows.length > most && html`
      <p class="table-more"><span class="muted">${t('shown-of', {shown: most, all: rows.length})}</span>
        <button type="button" class="button" onClick=${() => more(most + PAGE)}>${t('show-more')}</button></p>`}`;
}
