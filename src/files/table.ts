import type { RowCount } from '../core/row-count.js';
import { OperatorError, invariant } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { type ByteSource, openByteSource, sha256Ahead } from './byte-source.js';
import { type Delimiter, delimiterNamed } from './delimiter.js';
import { type HeaderAndBody, readHeader } from './header.js';
import { inBatches } from './in-batches.js';
import { beginsAsJsonList, openJsonTable } from './json-table.js';
import type { RecordSource, TableLayout } from './record-source.js';
import type { CsvRecord } from './records.js';
import type { Overrides } from './table-text.js';
import { lockedOrOld, recogniseContainer, refuseAs } from './unfit-file.js';
import { cellsOfQuotedRow } from './whole-row-quotes.js';

export type { TableLayout } from './record-source.js';

/** One line of a table below its header. */
export interface RawRow {
  /** Physical line in the file where the record starts, from 1; quoted line breaks count. In a workbook the row's number. */
  readonly line: number;
  /** One for each header, without outer white space; '' if absent. */
  readonly cells: readonly string[];
}

/** A row that can not be taken apart. Without `onRowProblem` it is thrown as OperatorError badInput. */
export interface RowProblem {
  readonly line: number;
  /**
   * - `too_many_columns` something stands right of the last named column: as a rule a cell with a delimiter in it and no
   *   quotes around
   * - `no_object` of JSON: neither an object nor a bare number; its text is the only cell
   */
  readonly kind: 'too_many_columns' | 'no_object';
  readonly cells: readonly string[];
}

/** What the operator knows better than the file tells. */
export interface TableOptions {
  /** A name that iconv-lite knows. */
  readonly encoding?: string | null;
  /** One of `; , |` and tab, also written `tab` or `\t`. */
  readonly delimiter?: string | null;
  /** A sheet of a workbook, by its name or its place from 1. */
  readonly sheet?: string | null;
  /** What the path `-` reads. */
  readonly stdin?: NodeJS.ReadableStream;
  readonly onRowProblem?: (problem: RowProblem) => void;
  /** Told of each row without a word that stands below the header, of which {@link Table.batches} says nothing. */
  readonly onBlankRow?: (line: number) => void;
  /** A header without a row is an answer too: nobody wrote. Without this it is refused. */
  readonly mayBeEmpty?: boolean;
  /** Whether a list in JSON, or JSON Lines, is a table too. */
  readonly mayBeJson?: boolean;
}

/** A file of contacts, consents or numbers whose header has been read. */
export interface Table {
  /** As the operator wrote it; `-` is standard input, which `shownFile` of words/files.ts puts into words. */
  readonly name: string;
  readonly headers: readonly string[];
  /** False for a bare list of numbers, whose only column is called `phone`. */
  readonly hasHeader: boolean;
  readonly layout: TableLayout;
  /** Null for a pipe. */
  readonly sizeBytes: number | null;
  /**
   * The rows, at most `size` at a time, once; blank ones are left out. The file is closed when the iteration ends,
   * for whatever reason.
   *
   * @throws OperatorError badInput: no row at all, an open or stray quote, a byte that can not be decoded, a
   *   {@link RowProblem} that nobody takes. noInput: reading fails half way.
   */
  batches(size: number): AsyncIterable<readonly RawRow[]>;
  /**
   * Rows of a text with a delimiter more than the others, and nothing behind it: as a rule a cell holds one, and what
   * stands right of it moved on by a column. Null: none. Complete only after the last batch.
   */
  strayDelimiters(): RowCount | null;
  /** SHA-256 (hex) of the bytes of the file; complete only after the last batch. */
  sha256(): string;
  /** The same before the first batch; null of what can be read but once. */
  sha256Ahead(): Promise<string | null>;
  /** For a table that is not iterated; harmless at any time. */
  close(): Promise<void>;
}

/**
 * Opens a table as spreadsheets write it, a text or an Excel workbook, whatever its name says: detects encoding and
 * delimiter, or picks the sheet; finds the header below a title.
 *
 * A regular file of text is read through once before, to know whether all of it is UTF-8; memory stays bounded.
 *
 * @param path `-` reads `options.stdin`.
 * @throws OperatorError noInput: missing, a folder, no permission. badInput: empty, binary, an unreadable workbook, no
 *   header. usage: an unknown encoding or delimiter; an option that says nothing of a file of this kind.
 */
export async function openTable(path: string, options: TableOptions): Promise<Table> {
  // What the operator typed is judged before the file.
  delimiterOf(options);
  return openTableFrom(await openByteSource(path, options.stdin), options);
}

/** The same for bytes that are open already; closes them when the table is closed, or can not be opened. */
export async function openTableFrom(source: ByteSource, options: TableOptions): Promise<Table> {
  try {
    const delimiter = delimiterOf(options);
    const container = recogniseContainer(source.head);
    const isPlain = container === null || container === 'json';
    if (isPlain && options.mayBeJson === true && beginsAsJsonList(source.head)) {
      refuseTableOptions(source.file, options);
      const { read, table } = await openJsonTable(source);
      return tableOf(source, read, table, options);
    }
    // What lies in an archive is seen at its end.
    const isWorkbook = container === 'xlsx' || container === 'zip';
    if (container === 'xls') throw refuseAs(await lockedOrOld(source.chunks()), source.file);
    if (container !== null && !isWorkbook) throw refuseAs(container, source.file);
    refuseIdleOptions(source.file, options, isWorkbook ? 'workbook' : 'text');
    const read = isWorkbook
      ? await openAnyWorkbook(source, options.sheet ?? null)
      : await openAnyText(source, { delimiter, encoding: options.encoding ?? null });
    return tableOf(source, read, await readHeader(read.records, source.file), options);
  } catch (error) {
    await source.close();
    throw error;
  }
}

function delimiterOf({ delimiter = null }: TableOptions): Delimiter | null {
  return delimiter === null ? null : delimiterNamed(delimiter);
}

/** What reads texts and what reads workbooks is loaded for a file of its kind: many commands read none. */
async function openAnyText(source: ByteSource, overrides: Overrides): Promise<RecordSource> {
  const { openTableText } = await import('./table-text.js');
  return await openTableText(source, overrides);
}

async function openAnyWorkbook(source: ByteSource, sheet: string | null): Promise<RecordSource> {
  const { openWorkbook } = await import('./workbook/workbook.js');
  return await openWorkbook(source, sheet);
}

const optionsFor = { text: ['encoding', 'delimiter'], workbook: ['sheet'] } as const;

function isGiven(option: string | null | undefined): boolean {
  return option !== undefined && option !== null;
}

/** JSON is UTF-8, and has neither delimiter nor sheet. */
function refuseTableOptions(file: string, options: TableOptions): void {
  const idle = [...optionsFor.text, ...optionsFor.workbook].find((name) => isGiven(options[name]));
  if (idle === undefined) return;
  const problem = phrase('inbox.jsonOption', { file, option: `--${idle}` });
  throw new OperatorError('usage', problem, phrase('inbox.jsonOptionHint'));
}

/** Whoever gives an option that nothing comes of believes in a file of another kind. */
function refuseIdleOptions(file: string, options: TableOptions, kind: 'text' | 'workbook'): void {
  const idle = optionsFor[kind === 'text' ? 'workbook' : 'text'].find((name) => isGiven(options[name]));
  if (idle === undefined) return;
  throw new OperatorError(
    'usage',
    phrase('workbook.idleOption', { file, kind, option: `--${idle}` }),
    phrase('workbook.idleOptionHint', { option: `--${idle}` }),
  );
}

function tableOf(
  source: ByteSource,
  read: RecordSource,
  { header, body }: HeaderAndBody,
  options: TableOptions,
): Table {
  const frame: Frame = { file: source.file, header, layout: read.layout };
  const listener: RowListener = {
    onRowProblem: options.onRowProblem ?? throwing(frame),
    onBlankRow: options.onBlankRow ?? (() => undefined),
    mayBeEmpty: options.mayBeEmpty ?? false,
  };
  let isRead = false;
  let stray: RowCount | null = null;
  const onStray = (line: number): void => {
    stray = { rows: (stray?.rows ?? 0) + 1, firstLine: stray?.firstLine ?? line };
  };

  async function* batches(size: number): AsyncGenerator<readonly RawRow[]> {
    invariant(!isRead, 'a table is read once');
    isRead = true;
    try {
      yield* inBatches(readRows(body, frame, listener, onStray), size);
    } finally {
      await source.close();
    }
  }
  return {
    name: source.file,
    headers: header.names,
    hasHeader: header.isWritten,
    layout: read.layout,
    sizeBytes: source.sizeBytes,
    batches,
    strayDelimiters: () => stray,
    sha256: () => read.sha256(),
    sha256Ahead: async () => await sha256Ahead(source),
    close: async () => await source.close(),
  };
}

interface Frame {
  readonly file: string;
  readonly header: HeaderAndBody['header'];
  readonly layout: TableLayout;
}

type RowListener = Required<Pick<TableOptions, 'onRowProblem' | 'onBlankRow' | 'mayBeEmpty'>>;

async function* readRows(
  body: AsyncIterable<readonly CsvRecord[]>,
  frame: Frame,
  { onRowProblem, onBlankRow, mayBeEmpty }: RowListener,
  onStray: (line: number) => void,
): AsyncGenerator<readonly RawRow[]> {
  const { file, header, layout } = frame;
  let isEmpty = true;
  for await (const records of body) {
    const rows: RawRow[] = [];
    for (const record of records) {
      const cells = cellsOf(record, frame).map(cellText);
      if (cells.every((cell) => cell === '')) {
        onBlankRow(record.line);
        continue;
      }
      isEmpty = false;
      if (record.isNoObject === true) {
        onRowProblem({ line: record.line, kind: 'no_object', cells });
        continue;
      }
      const isTooWide = cells.findLastIndex((cell) => cell !== '') >= header.names.length;
      if (!isTooWide && layout.kind === 'text' && cells.length > header.width) onStray(record.line);
      if (isTooWide) onRowProblem({ line: record.line, kind: 'too_many_columns', cells });
      else rows.push({ line: record.line, cells: fitted(cells, header.names.length) });
    }
    yield rows;
  }
  if (isEmpty && !mayBeEmpty) {
    const { line } = header;
    throw new OperatorError('badInput', phrase('files.noRows', { file, line }), phrase('files.noRowsHint'));
  }
}

function cellsOf({ cells }: CsvRecord, { header, layout }: Frame): readonly string[] {
  const [only = '', ...others] = cells;
  if (others.length > 0 || layout.kind !== 'text') return cells;
  return cellsOfQuotedRow(only, layout.delimiter, header.names.length) ?? cells;
}

/** Without outer white space, nor the formula in which programs wrap a number so that Excel keeps its zero: `="06…"`. */
function cellText(written: string): string {
  const cell = written.trim();
  return /^="([\d\s+()./-]*)"$/.exec(cell)?.[1]?.trim() ?? cell;
}

/** Drops empty cells beyond the header, adds those that a short row leaves out. */
function fitted(cells: readonly string[], width: number): readonly string[] {
  if (cells.length === width) return cells;
  return cells.length > width ? cells.slice(0, width) : [...cells, ...Array<string>(width - cells.length).fill('')];
}

function throwing({ file, header, layout }: Frame): (problem: RowProblem) => never {
  return ({ line, cells, kind }) => {
    if (kind === 'no_object') throw noObject(file, line);
    const found = cells.findLastIndex((cell) => cell !== '') + 1;
    throw new OperatorError(
      'badInput',
      phrase('files.tooManyColumns', { file, line, found, named: header.names.length }),
      layout.kind === 'text'
        ? phrase('files.tooManyColumnsHint', { delimiter: layout.delimiter })
        : phrase('workbook.tooManyColumnsHint'),
      { details: { line } },
    );
  };
}

function noObject(file: string, line: number): OperatorError {
  const problem = phrase('files.noObject', { file, line });
  return new OperatorError('badInput', problem, phrase('files.brokenJsonHint'), { details: { line } });
}
