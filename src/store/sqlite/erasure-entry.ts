import type { AuditData } from '../../core/audit/chain.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Db } from './open.js';
import { AMONG_PRINTS, hexOf } from './prints.js';

/**
 * Enters an erasure in the never-list with its row of the log, inside the transaction that is under way; false when it is
 * there already.
 *
 * @param prints Of one number: the first is entered, under any of them it may be there.
 */
type ErasureRecorder = (prints: readonly Buffer[], at: string, stamp: Stamp, more?: AuditData) => boolean;

export function erasureRecorder(db: Db, append: Append): ErasureRecorder {
  const insert = db.prepare<[Buffer, string, string, string]>(
    "INSERT INTO suppression (fingerprint, reason, scope, at, recorded_at, operator) VALUES (?, 'erasure', 'all', ?, ?, ?)",
  );
  const isForbidden = db.prepare<[string]>(
    `SELECT 1 FROM suppression WHERE fingerprint ${AMONG_PRINTS} AND reason = 'erasure'`,
  );
  return (prints, at, stamp, more = {}) => {
    const [fingerprint] = prints;
    const { at: recordedAt, operator } = stamped(stamp);
    if (fingerprint === undefined || isForbidden.get(hexOf(prints)) !== undefined) return false;
    insert.run(fingerprint, at, recordedAt, operator);
    const data = { reason: 'erasure', scope: 'all', purpose: null, effectiveAt: at, import: null, ...more };
    append({ kind: 'suppressed', subject: fingerprint, data }, stamp);
    return true;
  };
}
