import { createHash } from 'node:crypto';
import { readSheet } from 'read-excel-file/node';
import { OperatorError } from '../../errors.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { bytesWithin } from '../bounded.js';
import type { ByteSource } from '../byte-source.js';
import type { RecordSource } from '../record-source.js';
import type { CsvRecord } from '../records.js';
import { emptyFile, refuseAs, type Container } from '../unfit-file.js';
import { plainNumber } from './number-format.js';
import { numberStyles } from './number-styles.js';
import { columnName, plainSheet, type PlainSheet } from './plain-sheet.js';
import { openPackage, type SheetPlace, type WorkbookPackage } from './workbook-package.js';
import { openZip, ZipError, type ZipArchive } from './zip-archive.js';

/**
 * The largest workbook, packed, and the largest file in it, unpacked. A workbook is read as a whole: its texts stand
 * apart from its cells. 64 MiB of cells are about 100,000 people with ten columns each, and take half a gigabyte.
 */
const MAX_BYTES = 64 * 1024 * 1024;

/** Cells from A1 to the last one: a single cell far right makes every row that wide. */
const MAX_CELLS = 4_000_000;

const ROWS_AT_A_TIME = 1000;

/**
 * Reads one sheet of an Excel workbook (`.xlsx`, `.xlsm`): the one that is named, else the first visible one that holds
 * something.
 *
 * @param named A sheet's name, or its place from 1; null where the file is to tell.
 * @throws OperatorError badInput: not a workbook after all, damaged, locked with a password, too large, no such sheet,
 *   nothing in it, a formula that was never computed.
 */
export async function openWorkbook(source: ByteSource, named: string | null): Promise<RecordSource> {
  const { file } = source;
  const bytes = await bytesWithin(source.chunks(), MAX_BYTES, () => tooLarge(source.file));
  const workbook = readable(file, () => {
    const zip = openZip(bytes, MAX_BYTES);
    refuseOtherArchive(zip, file);
    return openPackage(zip) ?? damaged(file);
  });
  const { place, sheet } = readable(file, () => chooseSheet(workbook, named, file));
  if (sheet.uncalculated !== null) throw uncalculated(file, place.name, sheet.uncalculated);
  if (sheet.width * sheet.lines.length > MAX_CELLS) throw tooWide(file, place.name, columnName(sheet.width));
  const rows = await cellsOf(
    readable(file, () => workbook.withSheet(sheet.xml)),
    file,
  );
  return {
    layout: {
      kind: 'workbook',
      sheet: place.name,
      others: workbook.sheets.filter((one) => one.isVisible && one !== place).map(({ name }) => name),
      hiddenRows: sheet.hiddenRows,
    },
    records: recordsOf(rows, sheet.lines),
    sha256: () => createHash('sha256').update(bytes).digest('hex'),
  };
}

/** What other programs pack the same way, by a file that each of them always has. */
const OTHER_ARCHIVES: readonly (readonly [path: RegExp, container: Container])[] = [
  [/^xl\/workbook\.bin$/, 'xlsb'],
  [/^word\/document\.xml$/, 'docx'],
  [/^Index\/.*\.iwa$|^Index\.zip$/, 'numbers'],
];

function refuseOtherArchive(zip: ZipArchive, file: string): void {
  const [, container] = OTHER_ARCHIVES.find(([path]) => zip.names.some((name) => path.test(name))) ?? [];
  if (container !== undefined) throw refuseAs(container, file);
  if (!zip.names.some((name) => name === '[Content_Types].xml' || name.startsWith('xl/'))) throw refuseAs('zip', file);
}

interface ChosenSheet {
  readonly place: SheetPlace;
  readonly sheet: PlainSheet;
}

function chooseSheet(workbook: WorkbookPackage, named: string | null, file: string): ChosenSheet {
  const styles = numberStyles(workbook.styles);
  const open = (place: SheetPlace): ChosenSheet => {
    const xml = workbook.sheetXml(place);
    const sheet = xml === null ? null : plainSheet(xml, styles);
    return { place, sheet: sheet ?? damaged(file) };
  };
  if (named !== null) return open(sheetNamed(workbook.sheets, named, file));
  for (const place of workbook.sheets) {
    if (!place.isVisible) continue;
    const chosen = open(place);
    if (chosen.sheet.lines.length > 0 || chosen.sheet.uncalculated !== null) return chosen;
  }
  throw emptyFile(file);
}

/** By its name, then without regard to case, then by its place: a sheet named `2024` is not the two thousand and 24th. */
function sheetNamed(sheets: readonly SheetPlace[], named: string, file: string): SheetPlace {
  const plain = named.trim().toLowerCase();
  const found =
    sheets.find(({ name }) => name === named) ??
    sheets.find(({ name }) => name.trim().toLowerCase() === plain) ??
    (/^\d{1,4}$/.test(plain) ? sheets[Number(plain) - 1] : undefined);
  if (found !== undefined) return found;
  throw refusal(
    phrase('workbook.noSuchSheet', { file, sheet: named }),
    phrase('workbook.noSuchSheetHint', { sheets: sheets.map(({ name }) => name) }),
  );
}

type Cell = string | Date | null;

async function cellsOf(workbook: Buffer, file: string): Promise<readonly (readonly Cell[])[]> {
  try {
    // Its types know neither the numbers that `parseNumber` makes nor `Date` for what it is.
    return (await readSheet(workbook, { trim: false, parseNumber: numberText })) as unknown as (readonly Cell[])[];
  } catch (error) {
    return damaged(file, error);
  }
}

/** A number with all its digits; what is written in its place and is none stays as it is. */
function numberText(written: string): string {
  const number = Number(written);
  return Number.isNaN(number) ? written : plainNumber(number);
}

// eslint-disable-next-line @typescript-eslint/require-await -- records come from files that are waited for
async function* recordsOf(
  rows: readonly (readonly Cell[])[],
  lines: readonly number[],
): AsyncGenerator<readonly CsvRecord[]> {
  for (let start = 0; start < rows.length; start += ROWS_AT_A_TIME) {
    yield rows
      .slice(start, start + ROWS_AT_A_TIME)
      .map((cells, index) => ({ line: lines[start + index] ?? 0, cells: cells.map(cellText) }));
  }
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? cell : dateText(cell);
}

/** The year in which a spreadsheet counts the first day: what lies before it is a time without a day. */
const FIRST_YEAR = 1900;

/** `2025-09-06`, `2025-09-06T14:30`, `14:30`; to the second, for the fraction of a day is never exact. */
function dateText(date: Date): string {
  const [day = '', time = ''] = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString().split('T');
  const clock = time.slice(0, time.startsWith(':00', 5) ? 5 : 8);
  if (date.getUTCFullYear() < FIRST_YEAR) return clock;
  return clock === '00:00' ? day : `${day}T${clock}`;
}

/** Puts what can be wrong with an archive in the operator's terms. */
function readable<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ZipError) {
      if (error.fault === 'too_large') throw tooLarge(file);
      return error.fault === 'locked' ? locked(file) : damaged(file, error);
    }
    // Too many tags in a row for the machine's stack: no program writes that.
    if (error instanceof RangeError) return damaged(file, error);
    throw error;
  }
}

function refusal(problem: Phrase, hint: Phrase, cause?: unknown): OperatorError {
  return new OperatorError('badInput', problem, hint, { cause });
}

function damaged(file: string, cause?: unknown): never {
  throw refusal(phrase('workbook.damaged', { file }), phrase('workbook.damagedHint'), cause);
}

function locked(file: string): never {
  throw refuseAs('locked', file);
}

function tooLarge(file: string): OperatorError {
  const limitMib = MAX_BYTES / 1024 / 1024;
  return refusal(phrase('workbook.tooLarge', { file, limitMib }), phrase('workbook.tooLargeHint'));
}

function tooWide(file: string, sheet: string, column: string): OperatorError {
  return refusal(phrase('workbook.tooWide', { file, sheet, column }), phrase('workbook.tooWideHint', { column }));
}

function uncalculated(file: string, sheet: string, cell: string): OperatorError {
  return refusal(phrase('workbook.uncalculated', { file, sheet, cell }), phrase('workbook.uncalculatedHint'));
}
