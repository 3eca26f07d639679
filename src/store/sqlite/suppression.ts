import { isoInstant } from '../../core/schedule/instant.js';
import { fingerprintsOf } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { RecordVerdict, Stamp, SuppressionRecord, SuppressionRow, SuppressionStore } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { HELD_ROWS } from './hold.js';
import { AMONG_PRINTS, printsOf } from './prints.js';
import { subjectKeeper } from './subject.js';

const LIST = `SELECT suppression.seq, subject.phone AS number, suppression.fingerprint, reason, scope, purpose, at,
    recorded_at AS recordedAt, operator
  FROM suppression LEFT JOIN subject ON subject.fingerprint = suppression.fingerprint`;

export function suppressionStore(context: Context, append: Append): SuppressionStore {
  const { db, keyring, transact, query, stream } = context;
  const ofOne = db.prepare<[string], SuppressionRow>(
    `${LIST} WHERE suppression.fingerprint ${AMONG_PRINTS} ORDER BY suppression.seq`,
  );
  const heldOf = db.prepare<[string], SuppressionRow>(`${HELD_ROWS} AND hold.fingerprint ${AMONG_PRINTS}`);
  const restrictionOf = db.prepare<[Buffer], SuppressionRow & { kind?: string }>(
    `SELECT seq, phone AS number, restriction.fingerprint, 'restriction' AS reason, 'all' AS scope, NULL AS purpose, at,
       at AS recordedAt, operator, kind
     FROM restriction LEFT JOIN subject ON subject.fingerprint = restriction.fingerprint
     WHERE restriction.fingerprint = ? ORDER BY seq DESC LIMIT 1`,
  );
  const inForce = (fingerprint: Buffer): readonly SuppressionRow[] => {
    const last = restrictionOf.get(fingerprint);
    if (last?.kind !== 'restricted') return [];
    delete last.kind;
    return [last];
  };
  const record = suppressionRecorder(context, append);

  return {
    recordSuppressions: (records, stamp) => transact(() => records.map((one) => record(one, stamp))),
    suppressionsOf: (number: E164) =>
      query(() => {
        const prints = printsOf(keyring, number);
        const restrictions = fingerprintsOf(keyring, number).flatMap(inForce);
        return [...ofOne.all(prints), ...restrictions, ...heldOf.all(prints)];
      }),
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
  const isKnown = db.prepare<[string, string, string, string | null]>(
    `SELECT 1 FROM suppression WHERE fingerprint ${AMONG_PRINTS} AND reason = ? AND scope = ? AND purpose IS ?`,
  );
  return (entry, stamp) => {
    const fingerprint = keyring.fingerprint(entry.number);
    const { at: recordedAt, operator } = stamped(stamp);
    const purpose = entry.scope.kind === 'purpose' ? entry.scope.purpose : null;
    const at = isoInstant(entry.at);
    // It may have been entered under a key that was exchanged since, and be known by that fingerprint alone.
    const prints = printsOf(keyring, entry.number);
    if (isKnown.get(prints, entry.reason, entry.scope.kind, purpose) !== undefined) return 'unchanged';
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
}
