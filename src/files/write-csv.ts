import { invariant } from '../errors.js';
import { type CsvCell, type CsvDialect, csvLine } from './csv-line.js';
import { openNewFile, type NewFile } from './new-file.js';

export { type CsvCell, addCsvLine, csvDialectFor, csvLine, undoFormulaGuard } from './csv-line.js';

/** Lines are handed on in pieces of this many characters. */
const BUFFERED_CHARACTERS = 64 * 1024;

interface CsvFileOptions {
  /** The first columns of an older file of this kind, which the new one may replace; any other file stays. */
  readonly replaces?: readonly string[];
  /** Whether a row may have more cells than there are headers, as it had them where it comes from. */
  readonly mayBeWider?: boolean;
}

/** A CSV file that is being written. */
export interface CsvOutput {
  /** Rows written so far, the header not counted. */
  readonly rows: number;
  write(cells: readonly CsvCell[]): Promise<void>;
  /** Finishes: only now does a file stand under its name. */
  close(): Promise<void>;
  /** Leaves nothing behind of a file; harmless after `close`. */
  abort(): Promise<void>;
}

/**
 * Opens a new CSV file, readable by its owner alone, since it names people.
 *
 * It is written beside its place under another name and renamed when complete; never through a symbolic link.
 *
 * @throws OperatorError usage: the name is taken, is a link or a folder, or its folder does not exist. storeFailure:
 *   the file can not be written; from `write` and `close` too.
 */
export async function openCsvFile(
  path: string,
  headers: readonly string[],
  dialect: CsvDialect,
  { replaces, mayBeWider = false }: CsvFileOptions = {},
): Promise<CsvOutput> {
  const options = replaces === undefined ? {} : { mayReplace: beginsWith(replaces) };
  return openOutput(await openNewFile(path, options), headers, { dialect, mayBeWider });
}

/** Whichever delimiter it was written with, or a spreadsheet has saved it with since. */
function beginsWith(columns: readonly string[]): (beginning: string) => boolean {
  return (beginning) => {
    const [first = ''] = beginning.replace(/^\ufeff/, '').split(/[\r\n]/);
    const found = first.split(/[,;\t|]/).map((name) => name.replace(/^"(.*)"$/, '$1'));
    return columns.every((name, index) => found[index] === name);
  };
}

function openOutput(
  sink: NewFile,
  headers: readonly string[],
  { dialect, mayBeWider }: { readonly dialect: CsvDialect; readonly mayBeWider: boolean },
): CsvOutput {
  let buffered = (dialect.bom ? '\ufeff' : '') + csvLine(headers, dialect);
  let rows = 0;
  let isEnded = false;
  const flush = async (): Promise<void> => {
    const text = buffered;
    buffered = '';
    await sink.put(text);
  };
  const abort = async (): Promise<void> => {
    if (isEnded) return;
    isEnded = true;
    await sink.discard();
  };
  return {
    get rows() {
      return rows;
    },
    async write(cells) {
      invariant(!isEnded, 'a row is written after the end');
      const fits = cells.length === headers.length || (mayBeWider && cells.length > headers.length);
      invariant(fits, 'a row has as many cells as the header');
      buffered += csvLine(cells, dialect);
      rows++;
      if (buffered.length >= BUFFERED_CHARACTERS) await flush();
    },
    async close() {
      invariant(!isEnded, 'a file is closed twice');
      try {
        await flush();
        await sink.finish();
        isEnded = true;
      } catch (error) {
        await abort();
        throw error;
      }
    },
    abort,
  };
}
