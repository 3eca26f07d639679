import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OperatorError, invariant } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { errorCode } from './byte-source.js';
import { type CsvCell, type CsvDialect, csvLine } from './csv-line.js';

export { type CsvCell, type CsvDialect, csvDialectFor, csvLine, undoFormulaGuard } from './csv-line.js';

/** Lines are handed on in pieces of this many characters. */
const BUFFERED_CHARACTERS = 64 * 1024;

/** A CSV file or stream that is being written. */
export interface CsvOutput {
  /** Rows written so far, the header not counted. */
  readonly rows: number;
  write(cells: readonly CsvCell[]): Promise<void>;
  /** Finishes: only now does a file stand under its name. */
  close(): Promise<void>;
  /** Leaves nothing behind of a file; harmless after `close`. */
  abort(): Promise<void>;
}

export interface CsvFileOptions {
  /** Lets the new file take the place of an older one of that name. */
  readonly replace?: boolean;
}

/** Where finished text goes. */
interface Sink {
  put(text: string): Promise<void>;
  finish(): Promise<void>;
  discard(): Promise<void>;
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
  options: CsvFileOptions = {},
): Promise<CsvOutput> {
  const replace = options.replace ?? false;
  await refuseTakenName(path, replace);
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  // O_EXCL: a link that somebody laid under the draft's name is not followed.
  const handle = await written(path, open(draft, 'wx', 0o600));
  const discard = async (): Promise<void> => {
    await handle.close();
    await rm(draft, { force: true });
  };
  const sink: Sink = {
    put: async (text) => {
      await written(path, handle.appendFile(text));
    },
    finish: async () => {
      await written(path, handle.sync());
      await handle.close();
      await refuseTakenName(path, replace); // somebody may have made it meanwhile
      await written(path, rename(draft, path));
    },
    discard,
  };
  return openOutput(sink, headers, dialect);
}

/** Writes CSV to a stream such as standard output, at its pace; the stream stays open. */
export function openCsvStream(
  stream: NodeJS.WritableStream,
  headers: readonly string[],
  dialect: CsvDialect,
): CsvOutput {
  const put = async (text: string): Promise<void> =>
    await new Promise((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  return openOutput({ put, finish: async () => {}, discard: async () => {} }, headers, dialect);
}

function openOutput(sink: Sink, headers: readonly string[], dialect: CsvDialect): CsvOutput {
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
      invariant(cells.length === headers.length, 'a row has as many cells as the header');
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

async function refuseTakenName(path: string, replace: boolean): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || (replace && found.isFile())) return;
  const problem = found.isFile()
    ? phrase('files.outputExists', { file: path })
    : phrase('files.outputNoFile', { file: path });
  throw new OperatorError('usage', problem, phrase('files.outputExistsHint'));
}

async function written<T>(file: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new OperatorError('usage', phrase('files.noFolder', { file }), phrase('files.noFolderHint'));
    }
    throw new OperatorError(
      'storeFailure',
      phrase('files.cannotWrite', { file, code }),
      phrase('files.cannotWriteHint'),
      {
        cause: error,
      },
    );
  }
}
