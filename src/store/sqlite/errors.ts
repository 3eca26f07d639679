import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { OperatorError } from '../../errors.js';
import { phrase, type Phrase } from '../../words/phrase.js';

/** Runs one use of the database; what the driver or the file system throws becomes an {@link OperatorError} that names the file. */
export function guarded<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw storeError(file, error);
  }
}

/**
 * Translates what SQLite and the file system say. A broken constraint is a defect of ours and passes through unchanged.
 *
 * @see https://www.sqlite.org/rescode.html
 */
export function storeError(file: string, error: unknown): unknown {
  const code = codeOf(error);
  const failure = (problem: Phrase, hint: Phrase, kind: 'storeFailure' | 'notNow' = 'storeFailure'): OperatorError =>
    new OperatorError(kind, problem, hint, { cause: error });
  switch (code === null ? null : isTornApart(error) ? 'corrupt' : storeTrouble(code)) {
    case 'locked':
      return failure(phrase('store.locked', { file }), phrase('store.lockedHint'), 'notNow');
    case 'corrupt':
      return corrupt(file, code ?? '', error);
    case 'full':
      return failure(phrase('store.full', { file }), phrase('store.fullHint'));
    case 'readOnly':
      return failure(phrase('store.readOnly', { file }), phrase('store.readOnlyHint'));
    case 'failed':
      return failure(phrase('store.failed', { file, code: code ?? '' }), phrase('store.failedHint'));
    case null:
      return error;
  }
}

/** What is damaged. A rehearsal is a copy to try things in: it is made again, and nothing is lost. */
export function corrupt(file: string, code: string, cause?: unknown): OperatorError {
  const isRehearsal = basename(dirname(file)) === 'rehearsals';
  const hint = isRehearsal ? phrase('store.corruptRehearsalHint', { file }) : phrase('store.corruptHint');
  return new OperatorError('storeFailure', phrase('store.corrupt', { file, code }), hint, { cause });
}

/** A table or a column that every ledger has is not there: someone took it away. */
function isTornApart(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^no such (?:table|column)/.test(error.message);
}

type StoreTrouble = 'locked' | 'corrupt' | 'full' | 'readOnly' | 'failed';

function storeTrouble(code: string): StoreTrouble | null {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'locked';
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return 'corrupt';
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return 'full';
  if (/^(SQLITE_READONLY|SQLITE_PERM|EROFS|EACCES|EPERM)/.test(code)) return 'readOnly';
  if (/^(SQLITE_IOERR|SQLITE_CANTOPEN|E[A-Z0-9]+$)/.test(code)) return 'failed';
  return null;
}

/** SQLite's own code, or that of a failed system call. */
function codeOf(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code;
  const isSystemCall = error instanceof Error && 'syscall' in error && 'code' in error;
  return isSystemCall && typeof error.code === 'string' ? error.code : null;
}
