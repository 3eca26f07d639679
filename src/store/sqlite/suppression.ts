import { isoInstant } from '../../core/schedule/instant.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { RecordVerdict, Stamp, SuppressionRecord, SuppressionRow, SuppressionStore } from '../store.js';
import { stamped, type Append } from './audit.js';
import { HELD_ROWS } from './hold.js';
import type { Context } from './context.js';
import { subjectKeeper } from './subject.js';

const LIST = `SELECT suppression.seq, subject.phone AS number, suppression.fingerprint, reason, scope, purpose, at,
    recorded_at AS recordedAt, operator
  FROM suppression LEFT JOIN subject ON subject.fingerprint = suppression.fingerprint`;

export function suppressionStore(context: Context, append: Append): SuppressionStore {
  const { db, keyring, transact, query, stream } = context;
  const ofOne = db.prepare<[{ readonly print: Buffer }], SuppressionRow>(
    `SELECT * FROM (${LIST} WHERE suppression.fingerprint = @print ORDER BY suppression.seq)
     UNION ALL ${HELD_ROWS} AND hold.fingerprint = @print`,
  );
  const record = suppressionRecorder(context, append);

  return {
    recordSuppressions: (records, stamp) => transact(() => records.map((one) => record(one, stamp))),
    suppressionsOf: (number: E164) => query(() => ofOne.all({ print: keyring.fingerprint(number) })),
    suppressions: () => stream<SuppressionRow>(`${LIST} ORDER BY suppression.seq`),
  };
}

/** Puts entries on the never-list, each with its audit row, inside the transaction that is under way. */
export function suppressionRecorder(
  { db, keyring }: Context,
  append: Append,
): (entry: SuppressionRecord, stamp: Stamp) => RecordVerdict {
  const keepSubject = subjectKeeper(db, keyring);
  const insert = db.prepare(
    `INSERT INTO suppression (fingerprint, reason, scope, purpose, at, import_id, line, recorded_at, operator)
     VALUES (@fingerprint, @reason, @scope, @purpose, @at, @importId, @line, @recordedAt, @operator)
     ON CONFLICT DO NOTHING`,
  );
  return (entry, stamp) => {
    const fingerprint = keyring.fingerprint(entry.number);
    const { at: recordedAt, operator } = stamped(stamp);
    const purpose = entry.scope.kind === 'purpose' ? entry.scope.purpose : null;
    const at = isoInstant(entry.at);
    const isNew = insert.run({
      fingerprint,
      reason: entry.reason,
      scope: entry.scope.kind,
      purpose,
      at,
      importId: entry.source?.importId ?? null,
      line: entry.source?.line ?? null,
      recordedAt,
      operator,
    }).changes;
    if (isNew === 0) return 'unchanged';
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
}
