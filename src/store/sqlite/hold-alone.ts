import { existsSync, readFileSync, statSync } from 'node:fs';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import { guarded } from './errors.js';
import { connect, type Db } from './open.js';

/** How long another program may keep its hold, milliseconds: nobody is made to wait for a run. */
export const PATIENCE_MS = 2000;

/**
 * Leaves the write-ahead log, which works only while no other connection is there, and takes a lock that neither a
 * reader nor a writer gets past until this connection ends.
 */
export function takeAlone(source: Db): void {
  source.pragma('journal_mode = DELETE');
  source.pragma('locking_mode = EXCLUSIVE');
  source.exec('BEGIN EXCLUSIVE; COMMIT');
}

/**
 * Holds a ledger that is about to be set aside, so that nobody goes on recording in it. One that can not be opened, be it
 * broken or under a key that is not at hand, holds nobody up, unless the system tells that a program has it open.
 *
 * @param fileKeys Keys that it may be encrypted under; what is in clear is opened without.
 * @returns What ends the hold; null where there is nothing that it could be taken on.
 * @throws OperatorError notNow (75) while another program has it open.
 */
export function holdAlone(file: string, fileKeys: readonly (Buffer | null)[]): (() => void) | null {
  if (!existsSync(file)) return null;
  for (const fileKey of new Set([null, ...fileKeys])) {
    const held = tryHold(file, fileKey);
    if (held !== null) return () => held.close();
  }
  if (!isLocked(file)) return null;
  throw new OperatorError('notNow', phrase('store.locked', { file }), phrase('store.lockedHint'));
}

/** Null when it can not be opened this way. */
function tryHold(file: string, fileKey: Buffer | null): Db | null {
  let db: Db | null = null;
  try {
    return guarded(file, () => {
      db = connect(file, { fileMustExist: true, timeout: PATIENCE_MS }, fileKey);
      takeAlone(db);
      return db;
    });
  } catch (error) {
    (db as Db | null)?.close();
    if (error instanceof OperatorError && error.kind === 'notNow') throw error;
    return null;
  }
}

/**
 * Whether the system knows of a lock on a file: whoever has a ledger open keeps one. Only Linux tells (proc(5),
 * `/proc/locks`); elsewhere a ledger that does not open counts as nobody's.
 */
function isLocked(file: string): boolean {
  try {
    const { ino } = statSync(file, { bigint: true });
    return readFileSync('/proc/locks', 'utf8').includes(`:${ino} `);
  } catch {
    return false;
  }
}
