import { existsSync } from 'node:fs';
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
 */
export function takeSystemLock(file: string): SystemLock | null {
  makeOnce(file);
  const db = new Database(file, { timeout: 0 });
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
