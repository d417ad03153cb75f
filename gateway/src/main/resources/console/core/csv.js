// CSV as the registry has it (RFC 4180). Pure.

/** Rows as objects by the header's names. */
export function readCsv(text) {
  const [header, ...rows] = cells(text.replace(/^\uFEFF/, ''));
  return rows.filter((row) => row.length > 1 || row[0]).map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

function cells(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match = cell.exec(text); match && cell.lastIndex <= text.length; match = cell.exec(text)) {
    rows[rows.length - 1].push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] === '') break;
    if (match[3] !== ',') rows.push([]);
  }
  return rows;
}

/** Rows as CSV with these columns. A cell that a spreadsheet would take for a formula is only ever text to the gateway. */
export const writeCsv = (columns, rows) => [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  .map((row) => row.map((value) => (/[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value)).join(',')).join('\r\n') + '\r\n';
