import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { makePrivateFile } from './open.js';

/** A lock of the operating system's own: it ends with the process that holds it, however that ends. */
export interface SystemLock {
  release(): void;
}

/**
 * Takes the lock on `file` without waiting, or returns null when another process has it.
 *
 * Node has no file locks; SQLite takes real ones (fcntl, LockFileEx) on the file it opens for an exclusive
 * transaction. No row is ever written to it and no lease has to be renewed.
 *
 * Whoever holds it may unlink the file: a lock on what no longer stands under its name is none, and is taken anew.
 *
 * @param open Opens the file as it is found under its name.
 */
export function takeSystemLock(file: string, open = opened): SystemLock | null {
  for (;;) {
    makeOnce(file);
    const found = identityOf(file);
    const lock = lockOn(open(file));
    if (lock === null || (found !== null && identityOf(file) === found)) return lock;
    lock.release();
  }
}

function opened(file: string): Database.Database {
  return new Database(file, { timeout: 0 });
}

/** Tells one file from another that took its name. Null: there is none. */
function identityOf(file: string): string | null {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev} ${stat.ino} ${stat.birthtimeNs}`;
}

function lockOn(db: Database.Database): SystemLock | null {
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    release() {
      // Not COMMIT: that would write a first page, for which a full disk has no room.
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

/** A file that is there is not opened here: closing it again would end this process's own lock on it (POSIX fcntl). */
function makeOnce(file: string): void {
  try {
    if (!existsSync(file)) makePrivateFile(file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
}
