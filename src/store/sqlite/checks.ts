import Database from 'better-sqlite3';
import type { Keyring } from '../../core/contact/keyring.js';
import type { Ledger, LedgerChecks } from '../store.js';
import { contradictions } from './contradictions.js';
import { countFaults } from './count-faults.js';
import { guarded } from './errors.js';
import { readLog } from './log-reading.js';
import type { Db } from './open.js';
import { proofContradictions } from './proof-contradictions.js';
import { giveSeals } from './seal.js';
import { isLoggedRehearsal, schemaFaults, unloggedFaults } from './soundness.js';

/** The checks of a ledger, each made when it is asked for. */
export function checksBy(ledger: Pick<Ledger, 'checkIntegrity' | 'checkTampering'>): LedgerChecks {
  const made = (check: () => readonly string[]): Promise<readonly string[]> =>
    new Promise((resolve) => {
      resolve(check());
    });
  return {
    integrity: () => made(() => ledger.checkIntegrity()),
    tampering: () => made(() => ledger.checkTampering()),
  };
}

/** What SQLite finds broken in a file, page by page; an empty list is good. */
export function damageOf(db: Db, file: string): readonly string[] {
  return guarded(file, () => {
    const found = db.pragma('integrity_check(20)') as { integrity_check: string }[];
    const broken = db.pragma('foreign_key_check') as { table: string }[];
    return [
      ...found.map((one) => one.integrity_check).filter((text) => text !== 'ok'),
      ...broken.map(({ table }) => `foreign key of ${table}`),
    ];
  });
}

/**
 * What only a person with tools can have done to a ledger; an empty list is good.
 *
 * @param rehearsalOf The campaign that is rehearsed in it, as it says itself; null in the ledger itself.
 */
export function tamperingIn(db: Db, file: string, keyring: Keyring, rehearsalOf: string | null): readonly string[] {
  return guarded(
    file,
    // As it stood at one moment: an import or a run beside it contradicts nothing.
    db.transaction(() => [
      ...schemaFaults(db),
      // Not by what the ledger says of itself alone: one word there would silence everything else.
      ...(rehearsalOf !== null && isLoggedRehearsal(db) ? [] : unlikeTheLog(db, keyring)),
      ...countFaults(db),
    ]),
  );
}

/** What the tables tell otherwise than the log. */
function unlikeTheLog(db: Db, keyring: Keyring): readonly string[] {
  try {
    giveSeals(db, keyring);
    const unlogged = unloggedFaults(db);
    const log = readLog(db);
    return [...unlogged, ...contradictions(log, keyring), ...proofContradictions(log, keyring)];
  } catch (error) {
    // Nothing can be compared with a log that can not be read.
    if (error instanceof Database.SqliteError && error.message === 'malformed JSON')
      return ['rows of audit are no JSON'];
    throw error;
  }
}
