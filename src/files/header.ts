import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { isKnownHeader } from './columns.js';
import type { CsvRecord } from './records.js';
import { emptyFile } from './unfit-file.js';

/** How many rows that are not blank are looked at for the one with the column names. */
const HEADER_WITHIN_ROWS = 10;

/** A sheet may have its last row far below a few written ones; what is read here stays in memory. */
const GIVES_UP_AFTER_ROWS = 10_000;

/** The names of a table's columns. */
interface TableHeader {
  readonly line: number;
  readonly names: readonly string[];
  /** How many cells a row has, blank ones at its end included: those of the header, or of every one of the first rows. */
  readonly width: number;
  /** False for a bare list of numbers, whose only column is then called {@link BARE_LIST}. */
  readonly isWritten: boolean;
}

/** What the only column of a list without a header is called. */
const BARE_LIST = 'phone';

/** A table taken apart at its header. */
export interface HeaderAndBody {
  readonly header: TableHeader;
  /** The records below the header, blank ones too; ends `records` when it is ended. */
  readonly body: AsyncIterable<readonly CsvRecord[]>;
}

/**
 * Reads as many records as it takes to find the header. A list of numbers and nothing else needs none.
 *
 * @throws OperatorError badInput: nothing but blank rows, or a person in the first one.
 */
export async function readHeader(records: AsyncGenerator<readonly CsvRecord[]>, file: string): Promise<HeaderAndBody> {
  const read: CsvRecord[] = [];
  let candidates: readonly CsvRecord[] = [];
  while (candidates.length < HEADER_WITHIN_ROWS && read.length < GIVES_UP_AFTER_ROWS) {
    const next = await records.next();
    if (next.done === true) break;
    // What is blank above the first words is no row of the table.
    for (const record of next.value) if (read.length > 0 || isWritten(record)) read.push(record);
    candidates = read.filter(isWritten).slice(0, HEADER_WITHIN_ROWS);
  }
  const [top] = candidates;
  if (top === undefined) throw emptyFile(file);
  const { line } = top;
  const index = findHeaderRow(candidates);
  async function* from(start: number): AsyncGenerator<readonly CsvRecord[]> {
    yield read.splice(0).slice(start);
    yield* records;
  }
  if (index === null && isBareList(candidates)) {
    return { header: { line, names: [BARE_LIST], width: Infinity, isWritten: false }, body: from(0) };
  }
  const header = index === null ? undefined : candidates[index];
  if (header === undefined) {
    throw new OperatorError('badInput', phrase('files.noHeader', { file, line }), phrase('files.noHeaderHint'));
  }
  const widths = candidates.slice((index ?? 0) + 1).map(({ cells }) => cells.length);
  const width = Math.max(header.cells.length, widths.length === 0 ? 0 : Math.min(...widths));
  return {
    header: { line: header.line, names: headersOf(header.cells), width, isWritten: true },
    body: from(read.indexOf(header) + 1),
  };
}

/** One cell a row, always the first: there is nothing to name. */
function isBareList(first: readonly CsvRecord[]): boolean {
  return first.every(({ cells }) => cells.findLastIndex((cell) => cell.trim() !== '') === 0);
}

function isWritten({ cells }: CsvRecord): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

/**
 * Finds the row that names the columns: the first with a name known for some role, else the very first one.
 *
 * What stands above it is a title. No row from the first telephone number on is taken: there a cell "mobile" is what
 * somebody answered, not a name.
 *
 * @param first The first rows that are not blank, at most {@link HEADER_WITHIN_ROWS}.
 * @returns Its index; null if the file starts with a person instead of names.
 */
function findHeaderRow(first: readonly CsvRecord[]): number | null {
  const people = first.findIndex(({ cells }) => cells.some(looksLikePhoneNumber));
  const above = people === -1 ? first : first.slice(0, people);
  const named = above.findIndex(({ cells }) => cells.some(isKnownHeader));
  if (named !== -1) return named;
  return above.length > 0 ? 0 : null;
}

/** Names columns: on one line, trimmed, unnamed ones at the end dropped, a name that comes again gets ` (2)`. */
function headersOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim().replace(/\s*[\r\n]\s*/g, ' '));
  const width = names.findLastIndex((name) => name !== '') + 1;
  const taken = new Set<string>();
  return names.slice(0, width).map((name) => {
    const unique = name === '' ? name : untaken(name, taken);
    taken.add(unique);
    return unique;
  });
}

function untaken(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let copy = 2; ; copy++) if (!taken.has(`${name} (${copy})`)) return `${name} (${copy})`;
}

/**
 * Whether a cell is a telephone number as people and programs write one: eight digits or more, with what people put
 * between them, in a formula (`="06…"`), as a link (`tel:`), with a letter O for a zero, or as the 3.36E+10 that a
 * spreadsheet made of it. A date is none, nor the 14 digits by which France knows an association (SIRET).
 */
function looksLikePhoneNumber(cell: string): boolean {
  const text = cell
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^(?:(?:tel|sms):|[='"\u201c-\u201e«‹\-\u2010-\u2015\s]+)|["\u201c-\u201e»›\s]+$/gi, '')
    .trim();
  if (/^\d[.,]\d+E\+?\d{1,2}$/i.test(text)) return true;
  const digits = text.replace(/\D/g, '');
  return (
    digits.length >= 8 &&
    /^[+(]?[\dO][\dO\s().,:;/\-\u2010-\u2015]*$/i.test(text) &&
    !/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\s|T|$)/.test(text) &&
    !/^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text) &&
    !(/^\d[\d\s]*$/.test(text) && digits.length === 14 && !digits.startsWith('00'))
  );
}
