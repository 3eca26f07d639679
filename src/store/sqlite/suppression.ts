import { isoInstant } from '../../core/schedule/instant.js';
import { isOnList, type SuppressionReason } from '../../core/suppression/suppression.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { RecordVerdict, Stamp, SuppressionRecord, SuppressionRow, SuppressionStore } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { ENTRY, standingEntry, type EntryRow } from './suppression-entry.js';
import { subjectKeeper } from './subject.js';

const LIST = `SELECT suppression.seq, subject.phone AS number, suppression.fingerprint, reason, scope, purpose, at,
    recorded_at AS recordedAt, operator, import_id AS importId,
    (SELECT json_group_array(json_object('why', why, 'purpose', suppression_lift.purpose, 'consentSeq', consent_seq,
       'recordedAt', suppression_lift.recorded_at, 'operator', suppression_lift.operator))
     FROM suppression_lift WHERE suppression_seq = suppression.seq) AS lifts
  FROM suppression LEFT JOIN subject ON subject.fingerprint = suppression.fingerprint`;

type ListedRow = Omit<SuppressionRow, 'lifts'> & { readonly lifts: string };

export function suppressionStore(context: Context, append: Append): SuppressionStore {
  const { db, keyring, transact, query, stream } = context;
  const keepSubject = subjectKeeper(db, keyring);
  const insert = db.prepare(
    `INSERT INTO suppression (fingerprint, reason, scope, purpose, at, import_id, line, recorded_at, operator)
     VALUES (@fingerprint, @reason, @scope, @purpose, @at, @importId, @line, @recordedAt, @operator)`,
  );
  const known = db.prepare<[Buffer, SuppressionReason], EntryRow>(
    `SELECT ${ENTRY} FROM suppression WHERE fingerprint = ? AND reason = ?`,
  );
  const ofOne = db.prepare<[Buffer], ListedRow>(`${LIST} WHERE suppression.fingerprint = ? ORDER BY suppression.seq`);

  const record = (entry: SuppressionRecord, stamp: Stamp): RecordVerdict => {
    const fingerprint = keyring.fingerprint(entry.number);
    const { at: recordedAt, operator } = stamped(stamp);
    const purpose = entry.scope.kind === 'purpose' ? entry.scope.purpose : null;
    const at = isoInstant(entry.at);
    if (isOnList(entry, known.all(fingerprint, entry.reason).flatMap(standingEntry))) return 'unchanged';
    insert.run({
      fingerprint,
      reason: entry.reason,
      scope: entry.scope.kind,
      purpose,
      at,
      importId: entry.source?.importId ?? null,
      line: entry.source?.line ?? null,
      recordedAt,
      operator,
    });
    keepSubject(entry.number, recordedAt);
    append({
      ...stamped(stamp),
      kind: 'suppressed',
      campaign: null,
      subject: fingerprint,
      data: {
        reason: entry.reason,
        scope: entry.scope.kind,
        purpose,
        effectiveAt: at,
        import: entry.source?.importId ?? null,
      },
    });
    return 'recorded';
  };

  return {
    recordSuppressions: (records, stamp) => transact(() => records.map((one) => record(one, stamp))),
    suppressionsOf: (number: E164) => query(() => ofOne.all(keyring.fingerprint(number)).map(listed)),
    *suppressions() {
      for (const row of stream<ListedRow>(`${LIST} ORDER BY suppression.seq`)) yield listed(row);
    },
  };
}

function listed(row: ListedRow): SuppressionRow {
  return { ...row, lifts: JSON.parse(row.lifts) as SuppressionRow['lifts'] };
}
