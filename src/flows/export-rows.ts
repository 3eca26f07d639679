import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfInterrupted } from '../errors.js';
import { openNewFile, type NewFile } from '../files/new-file.js';
import { csvDialectFor, csvLine, type CsvCell } from '../files/write-csv.js';
import type { Locale } from '../words/formats.js';

export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How one kind of row is written: as cells of a table and as a JSON object. */
export interface RowShape<T> {
  readonly headers: readonly string[];
  cells(row: T): readonly CsvCell[];
  record(row: T): Readonly<Record<string, unknown>>;
}

export interface ExportTarget {
  /** Null: standard output. */
  readonly out: string | null;
  readonly format: ExportFormat;
  /** Whose spreadsheets open a table. */
  readonly locale: Locale;
  /** Writes to standard output. */
  readonly write: (text: string) => void;
}

/** Text is handed on in pieces of about this many characters. */
const PIECE = 64 * 1024;

/**
 * Writes rows as they come, so that a million of them take no more memory than a few. Between two pieces the program
 * listens: a reader that went away, or Ctrl-C, ends it. A file stands under its name only when it is complete.
 *
 * @param begin Called once the place to write to is open.
 * @returns How many rows were written.
 * @throws OperatorError usage (64) when the file's name is taken; storeFailure (74) when it can not be written.
 */
export async function exportRows<T>(
  begin: () => Promise<Iterable<T>>,
  shape: RowShape<T>,
  target: ExportTarget,
  signal: AbortSignal,
): Promise<number> {
  const { out, format } = target;
  const dialect = csvDialectFor(target.locale);
  const sink = out === null ? streamSink(target.write) : await openNewFile(out);
  const lineOf = (row: T): string =>
    format === 'csv' ? csvLine(shape.cells(row), dialect) : `${JSON.stringify(shape.record(row))}\n`;
  try {
    let piece = format === 'csv' ? (dialect.bom ? '\ufeff' : '') + csvLine(shape.headers, dialect) : '';
    let count = 0;
    for (const row of await begin()) {
      piece += lineOf(row);
      count += 1;
      if (piece.length < PIECE) continue;
      await sink.put(piece);
      piece = '';
      throwIfInterrupted(signal);
    }
    if (piece !== '') await sink.put(piece);
    await sink.finish();
    return count;
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

function streamSink(write: (text: string) => void): NewFile {
  return {
    async put(text) {
      write(text);
      await nextTurn();
    },
    finish: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}
