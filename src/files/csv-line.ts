import { remembering } from '../remembering.js';
import { isRewrittenBySpreadsheets } from './spreadsheet-guess.js';

/** How a spreadsheet program of one language expects a CSV file. */
export interface CsvDialect {
  readonly delimiter: ';' | ',';
  /** A byte order mark: without it Excel reads UTF-8 as Windows-1252. */
  readonly bom: boolean;
}

/** A date, which stays one to a spreadsheet: whatever form it writes it in is read back as the same day. */
interface CsvDay {
  readonly day: string;
}

/** A hash in hexadecimal, lower case. */
interface CsvHash {
  readonly hash: string;
}

/** One value; null is written as nothing. */
export type CsvCell = string | number | null | CsvDay | CsvHash;

/** Excel splits on the list separator of the system's language: a semicolon where the decimal sign is a comma. */
export function csvDialectFor(locale: 'fr' | 'en'): CsvDialect {
  return locale === 'fr' ? { delimiter: ';', bom: true } : { delimiter: ',', bom: false };
}

/**
 * What a spreadsheet program may take for a formula and run, their full-width forms included.
 *
 * @see OWASP, "CSV Injection"
 */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** More than RFC 4180 asks for: with every usual delimiter in quotes no reader's guess at the delimiter goes wrong. */
const NEEDS_QUOTES = /[";,\t|\r\n]|^\s|\s$/;

/**
 * Writes one record with its line break (CRLF, RFC 4180 section 2).
 *
 * A text that a spreadsheet program could run as a formula, or would change when it saves the file, gets an apostrophe
 * before it: then it stays the text that it is. Numbers are left alone.
 */
export function csvLine(cells: readonly CsvCell[], dialect: CsvDialect): string {
  return `${cells.map(csvCell).join(dialect.delimiter)}\r\n`;
}

/** {@link csvLine}, word by word. */
export function addCsvLine(cells: readonly CsvCell[], { delimiter }: CsvDialect, add: (text: string) => void): void {
  let isFirst = true;
  for (const cell of cells) {
    if (!isFirst) add(delimiter);
    isFirst = false;
    if (cell !== null) add(csvCell(cell));
  }
  add('\r\n');
}

/** Longer texts rarely come again. */
const LONGEST_KNOWN = 40;
const LATEST_KNOWN = 1000;

/** With a letter that no number has, and longer than any date, a hash is nothing but a text, and has nothing to quote. */
const SHORTEST_HASH = 32;
const NO_FIGURE = /[a-df]/;

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'string') return cell.length <= LONGEST_KNOWN ? writtenText(cell) : written(cell);
  if ('day' in cell) return written(cell);
  return cell.hash.length >= SHORTEST_HASH && NO_FIGURE.test(cell.hash) ? cell.hash : written(cell.hash);
}

/** A column says the same few words in thousands of rows. */
const writtenText = remembering(LATEST_KNOWN, (cell: string) => written(cell));

function written(cell: string | CsvDay): string {
  const text = guarded(cell);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function guarded(cell: string | CsvDay): string {
  const text = typeof cell === 'string' ? cell : cell.day;
  const isOwn = text.startsWith("'") && needsGuard(text);
  const isRisky = typeof cell === 'string' ? needsGuard(text) : FORMULA.test(text);
  return isOwn || isRisky ? `'${text}` : text;
}

/** Apostrophes before it do not count: a text that has one of its own gets one more, and gives back as many as it had. */
function needsGuard(text: string): boolean {
  const bare = text.replace(/^'+/, '');
  return FORMULA.test(bare) || isRewrittenBySpreadsheets(bare);
}

/** Takes off the apostrophe that an export put before a formula, a number or a date ("'+33…"); leaves any other. */
export function undoFormulaGuard(cell: string): string {
  return cell.startsWith("'") && needsGuard(cell) ? cell.slice(1) : cell;
}
