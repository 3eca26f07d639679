import type { Delimiter } from './delimiter.js';

/**
 * Takes a row apart that stands in quotation marks as a whole: `"0639980001;Anne;Lyon"`.
 *
 * A spreadsheet of another language has every row of a CSV in its first column, and saves it quoted wherever there is a
 * quotation mark within, as a rule in every row below the header. Read as one cell, its number would be understood, and
 * whatever the other columns say of the person would not.
 *
 * @param cell The only one of its record, without the marks around it.
 * @param width How many columns have a name.
 * @returns A cell for each column; null where it is not just as many.
 */
export function cellsOfQuotedRow(cell: string, delimiter: Delimiter, width: number): readonly string[] | null {
  if (width < 2 || !cell.includes(delimiter) || /[\r\n]/.test(cell)) return null;
  const sign = delimiter === '\t' ? '\\t' : delimiter;
  const next = new RegExp(`[${sign}] *(?:"((?:[^"]|"")*)" *(?=[${sign}]|$)|([^${sign}]*))`, 'gy');
  const cells = [...(delimiter + cell).matchAll(next)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
  return cells.length === width ? cells : null;
}
