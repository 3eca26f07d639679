import { setImmediate as nextTurn } from 'node:timers/promises';
import { ReaderGone, throwIfInterrupted } from '../errors.js';
import { openNewFile, type DraftFile } from '../files/new-file.js';
import { utf8Piece } from '../files/utf8-piece.js';
import { addCsvLine, csvDialectFor, type CsvCell } from '../files/write-csv.js';
import type { Locale } from '../words/formats.js';

export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How one kind of row is written: as cells of a table and as a JSON object. */
export interface RowShape<T> {
  readonly headers: readonly string[];
  cells(row: T): readonly CsvCell[];
  record(row: T): Readonly<Record<string, unknown>>;
}

/** Where text goes for as long as somebody reads it. */
interface Stream {
  readonly isRead: () => boolean;
  readonly write: (text: string) => void;
}

export interface ExportTarget {
  /** Null: standard output. */
  readonly out: string | null;
  readonly format: ExportFormat;
  /** Whose spreadsheets open a table. */
  readonly locale: Locale;
  /** Standard output. */
  readonly stream: Stream;
}

/** Text is handed on in pieces of about this many bytes. */
const PIECE = 128 * 1024;
/** Of those a piece has room for some that are longer. */
const ROOM = PIECE + 32 * 1024;

/**
 * Writes rows as they come, so that a million of them take no more memory than a few: while one piece is written, the next
 * is made. Between two pieces the program listens: a reader that went away, or Ctrl-C, ends it. A file stands under its
 * name only when it is complete.
 *
 * @param begin Called once the place to write to is open.
 * @returns How many rows were written.
 * @throws OperatorError usage (64) when the file's name is taken; storeFailure (74) when it can not be written.
 * @throws ReaderGone
 */
export async function exportRows<T>(
  begin: () => Promise<Iterable<T>>,
  shape: RowShape<T>,
  target: ExportTarget,
  signal: AbortSignal,
): Promise<number> {
  const { out, format } = target;
  const dialect = csvDialectFor(target.locale);
  const sink = out === null ? streamSink(target.stream) : await openNewFile(out);
  const piece = utf8Piece(ROOM);
  const addLine = (row: T): void => {
    if (format === 'csv') addCsvLine(shape.cells(row), dialect, piece.add);
    else piece.add(`${JSON.stringify(shape.record(row))}\n`);
  };
  let writing = Promise.resolve();
  try {
    if (format === 'csv') {
      if (dialect.bom) piece.add('\ufeff');
      addCsvLine(shape.headers, dialect, piece.add);
    }
    let count = 0;
    for (const row of await begin()) {
      addLine(row);
      count += 1;
      if (piece.length < PIECE) continue;
      await writing;
      throwIfInterrupted(signal);
      writing = sink.put(piece.take());
    }
    await writing;
    if (piece.length > 0) await sink.put(piece.take());
    await sink.finish();
    return count;
  } catch (error) {
    await writing.catch(() => undefined);
    await sink.discard();
    throw error;
  }
}

function streamSink({ isRead, write }: Stream): Pick<DraftFile, 'put' | 'finish' | 'discard'> {
  return {
    async put(content) {
      write(content.toString());
      await nextTurn();
      if (!isRead()) throw new ReaderGone();
    },
    finish: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}
