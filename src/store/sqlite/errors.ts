import { accessSync, constants, existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { OperatorError } from '../../errors.js';
import { systemCode } from '../../system-code.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { realPathOf } from './real-path.js';

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
  switch (code === null ? null : isTornApart(error) ? 'corrupt' : storeTrouble(code, file)) {
    case 'locked':
      return failure(phrase('store.locked', { file }), phrase('store.lockedHint'), 'notNow');
    case 'corrupt':
      return corrupt(file, code ?? '', error);
    case 'full':
      return failure(phrase('store.full', { file }), phrase('store.fullHint'));
    case 'readOnly':
      return failure(phrase('store.readOnly', { file }), phrase('store.readOnlyHint'));
    case 'longPath':
      return failure(phrase('store.longPath', { file, longest: LONGEST_PATH }), phrase('store.longPathHint'));
    case 'unshared':
      return failure(phrase('store.failed', { file, code: code ?? '' }), phrase('store.unsharedHint'));
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

type StoreTrouble = 'locked' | 'corrupt' | 'full' | 'readOnly' | 'longPath' | 'unshared' | 'failed';

function storeTrouble(code: string, file: string): StoreTrouble | null {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'locked';
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return 'corrupt';
  // The index of the log is given its size when the ledger is opened: a full disk has no room for it.
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/.test(code)) return 'full';
  if (/^(SQLITE_READONLY|SQLITE_PERM|EROFS|EACCES|EPERM)/.test(code)) return 'readOnly';
  // SQLite says no more of a file that may not be read, or beside which nothing can be made.
  if (code.startsWith('SQLITE_CANTOPEN') && !mayUse(file)) return 'readOnly';
  if (code.startsWith('SQLITE_CANTOPEN') && Buffer.byteLength(realPathOf(file)) > LONGEST_PATH) return 'longPath';
  // Locks, and the memory that all who have a ledger open share: some disks have neither. `PROTOCOL`: the locks on that
  // memory failed again and again.
  if (/^SQLITE_(PROTOCOL|IOERR_SHM|IOERR_\w*LOCK$)/.test(code)) return 'unshared';
  if (/^(SQLITE_IOERR|SQLITE_CANTOPEN|E[A-Z0-9]+$)/.test(code)) return 'failed';
  return null;
}

/** Bytes of a path with every link followed: SQLite takes 512, and puts `-journal` behind it. */
const LONGEST_PATH = 504;

/** Whether the rights on a file and its folder, and the disk, allow what SQLite needs. */
function mayUse(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK | constants.X_OK);
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** SQLite's own code, or that of a failed system call. The driver itself looks whether the folder is there, and has no code for it. */
function codeOf(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code;
  if (error instanceof TypeError && error.message.endsWith('the directory does not exist')) return 'SQLITE_CANTOPEN';
  return error instanceof Error && 'syscall' in error ? systemCode(error) : null;
}
