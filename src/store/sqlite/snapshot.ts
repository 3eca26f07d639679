import { verifyChain, type AuditRow } from '../../core/audit/chain.js';
import type { Keyring } from '../../core/contact/keyring.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { DateTime } from 'luxon';
import type { Snapshot } from '../store.js';
import { LOG_COLUMNS } from './audit.js';
import { guarded } from './errors.js';
import { noteCopy, readHome, writeHome } from './home.js';
import { identify } from './ledger.js';
import { makePrivateFile, openDatabase } from './open.js';
import { runMemory } from './run-memory.js';

/**
 * Copies a ledger as it stands at one moment, while others read and write it (SQLite's `VACUUM INTO`: one reading
 * transaction, so that a run beside it goes on). The copy of an encrypted ledger is encrypted under the same key.
 */
export function snapshotLedger(file: string, keyring: Keyring, target: string, now: DateTime): void {
  const source = openDatabase(file, { mode: 'write', appliedAt: isoInstant(now), fileKey: keyring.fileKey });
  try {
    guarded(target, () => {
      identify(source, file, keyring);
      makePrivateFile(target);
      source.prepare('VACUUM INTO ?').run(target);
    });
  } finally {
    source.close();
  }
}

/**
 * Reads a copy from its first page to its last, and its log row by row; null when it is not whole. A ledger that never
 * knew its file is told that this is another one: it waits for its adoption like any copy.
 */
export function inspectSnapshot(file: string, keyring: Keyring, now: DateTime): Snapshot | null {
  const db = openDatabase(file, { mode: 'write', appliedAt: isoInstant(now), fileKey: keyring.fileKey });
  try {
    return guarded(file, () => {
      const { ledger_id: ledgerId } = identify(db, file, keyring);
      if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') return null;
      const verdict = verifyChain(
        ledgerId,
        db.prepare<[], AuditRow>(`SELECT ${LOG_COLUMNS} FROM audit ORDER BY seq`).iterate(),
        null,
      );
      if (!verdict.ok) return null;
      if (readHome(db) === null) writeHome(db, { file: 'backup', knownUntil: null });
      // What comes back is a copy by its file, whatever was remembered where it is looked at.
      noteCopy(db, file, runMemory(file, ledgerId, null));
      const newest = db.prepare<[], { at: string }>('SELECT max(at) AS at FROM audit').get();
      return { ledgerId, head: verdict.head, newestAt: newest?.at ?? '' };
    });
  } finally {
    db.close();
  }
}
