import { resolve } from 'node:path';
import { OperatorError } from '../errors.js';
import { csvDialectFor, openCsvFile, type CsvOutput } from '../files/write-csv.js';
import { phrase } from '../words/phrase.js';
import { rejectsColumns } from './import-columns.js';
import type { ImportFileRequest } from './import-file.js';
import type { RefusedRow } from './import-tally.js';
import { refuseStandardOutput } from './named-output.js';

/** A file of the rows that were refused, which a person mends and imports again. */
export interface RejectsFile {
  write(refused: readonly RefusedRow<string>[]): Promise<void>;
  /** Its name; null when no row was refused, and then there is none. */
  finish(): Promise<string | null>;
  /** Takes it away unless it is finished. */
  abort(): Promise<void>;
}

/** @throws OperatorError usage (64) when the rejects of a file would take its own place, or that of the report. */
export function refuseOddRejects({ file, rejects }: Pick<ImportFileRequest, 'file' | 'rejects'>): void {
  refuseStandardOutput('--rejects', rejects);
  if (rejects === null || file === '-' || resolve(rejects) !== resolve(file)) return;
  throw new OperatorError('usage', phrase('consent.rejectsIsInput', { file }), phrase('files.outputExistsHint'));
}

/**
 * Opens the file of rejects that was asked for; null where none was.
 *
 * @param ownCells The cells of a refused row, one for each of `headers`, and those for which there is none.
 * @param options.replace Whether it may take the place of an older one.
 * @throws OperatorError usage (64) when its name is taken; storeFailure (74) when it can not be written.
 */
export async function openRejects(
  { rejects, locale }: Pick<ImportFileRequest, 'rejects' | 'locale'>,
  headers: readonly string[],
  ownCells: (cells: readonly string[]) => Parameters<CsvOutput['write']>[0],
  { replace }: { readonly replace: boolean },
): Promise<RejectsFile | null> {
  if (rejects === null) return null;
  const output = await openCsvFile(rejects, [...rejectsColumns, ...headers], csvDialectFor(locale), {
    mayBeWider: true,
    ...(replace ? { replaces: rejectsColumns } : {}),
  });
  return {
    async write(refused) {
      for (const { line, reason, value, cells } of refused) {
        await output.write([line, reason, value, ...ownCells(cells)]);
      }
    },
    async finish() {
      if (output.rows === 0) {
        await output.abort();
        return null;
      }
      await output.close();
      return rejects;
    },
    abort: () => output.abort(),
  };
}
