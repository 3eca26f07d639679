/** How a spreadsheet program of one language expects a CSV file. */
export interface CsvDialect {
  readonly delimiter: ';' | ',';
  /** A byte order mark: without it Excel reads UTF-8 as Windows-1252. */
  readonly bom: boolean;
}

/** One value; null is written as nothing. */
export type CsvCell = string | number | null;

/** Excel splits on the list separator of the system's language: a semicolon where the decimal sign is a comma. */
export function csvDialectFor(locale: 'fr' | 'en'): CsvDialect {
  return locale === 'fr' ? { delimiter: ';', bom: true } : { delimiter: ',', bom: false };
}

/**
 * What a spreadsheet program may take for a formula and run, their full-width forms included. An apostrophe before it
 * gets one more, so that {@link undoFormulaGuard} gives back every cell as it was.
 *
 * @see OWASP, "CSV Injection"
 */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** More than RFC 4180 asks for: with every usual delimiter in quotes no reader's guess at the delimiter goes wrong. */
const NEEDS_QUOTES = /[";,\t|\r\n]|^\s|\s$/;

/**
 * Writes one record with its line break (CRLF, RFC 4180 section 2).
 *
 * A text that a spreadsheet program could run as a formula gets an apostrophe before it; numbers are left alone.
 */
export function csvLine(cells: readonly CsvCell[], dialect: CsvDialect): string {
  return `${cells.map(csvCell).join(dialect.delimiter)}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Takes off the apostrophe that an export put before `= + - @`, tab or CR ("'+33…"); leaves any other. */
export function undoFormulaGuard(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
