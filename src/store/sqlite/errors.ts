import Database from 'better-sqlite3';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';

/** Runs one use of the database; what the driver throws becomes an {@link OperatorError} that names the file. */
export function guarded<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw storeError(file, error);
  }
}

/**
 * Translates what SQLite says. A broken constraint is a defect of ours and passes through unchanged.
 *
 * @see https://www.sqlite.org/rescode.html
 */
export function storeError(file: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  const failure = (problem: ReturnType<typeof phrase>, hint: ReturnType<typeof phrase>, kind: 'storeFailure' | 'notNow'): OperatorError =>
    new OperatorError(kind, problem, hint, { cause: error });
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return failure(phrase('store.locked', { file }), phrase('store.lockedHint'), 'notNow');
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return failure(phrase('store.corrupt', { file, code }), phrase('store.corruptHint'), 'storeFailure');
  }
  if (code === 'SQLITE_FULL') {
    return failure(phrase('store.full', { file }), phrase('store.fullHint'), 'storeFailure');
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') {
    return failure(phrase('store.readOnly', { file }), phrase('store.readOnlyHint'), 'storeFailure');
  }
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) {
    return failure(phrase('store.failed', { file, code }), phrase('store.failedHint'), 'storeFailure');
  }
  return error;
}
