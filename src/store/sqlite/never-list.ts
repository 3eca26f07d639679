import type { ImportedEntries, ImportRow, NeverListStore } from '../never-list-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { ConsentRecorder } from './consent.js';
import type { Context } from './context.js';

interface Lift {
  readonly suppressionSeq: number;
  readonly why: 'consent' | 'undo';
  readonly purpose: string | null;
  readonly consentSeq: number | null;
}

const IMPORTS =
  "SELECT id, kind, file_name AS fileName, operator, started_at AS startedAt FROM import WHERE kind = 'suppression'";

/** Takes entries of the never-list back, by rows that say so. */
export function neverListStore(
  { db, transact, query }: Context,
  append: Append,
  recorder: ConsentRecorder,
): NeverListStore {
  const insert = db.prepare(
    `INSERT INTO suppression_lift (suppression_seq, why, purpose, consent_seq, recorded_at, operator)
     VALUES (@suppressionSeq, @why, @purpose, @consentSeq, @recordedAt, @operator) ON CONFLICT DO NOTHING`,
  );
  const entry = db.prepare<[number], { fingerprint: Buffer; reason: string }>(
    'SELECT fingerprint, reason FROM suppression WHERE seq = ?',
  );
  const latest = db.prepare<[number], ImportRow>(`${IMPORTS} ORDER BY id DESC LIMIT ?`);
  const byId = db.prepare<[number], ImportRow>(`${IMPORTS} AND id = ?`);
  const isUndone = `EXISTS (SELECT 1 FROM suppression_lift WHERE suppression_seq = suppression.seq AND why = 'undo')`;
  const isNamedElsewhere = `EXISTS (SELECT 1 FROM suppression AS other WHERE other.fingerprint = suppression.fingerprint
    AND NOT (other.import_id IS suppression.import_id AND other.reason = 'manual')
    AND NOT EXISTS (SELECT 1 FROM suppression_lift WHERE suppression_seq = other.seq AND why = 'undo'))`;
  const counts = db.prepare<[number], ImportedEntries>(
    `SELECT count(*) FILTER (WHERE reason = 'manual' AND NOT ${isUndone}) AS undoable,
            count(DISTINCT fingerprint) FILTER (WHERE reason = 'manual' AND NOT ${isUndone} AND ${isNamedElsewhere}) AS stillListed,
            count(*) FILTER (WHERE reason <> 'manual') AS others, count(*) FILTER (WHERE ${isUndone}) AS undone
     FROM suppression WHERE import_id = ?`,
  );
  const undoable = db.prepare<[number], { seq: number }>(
    `SELECT seq FROM suppression WHERE import_id = ? AND reason = 'manual' AND NOT ${isUndone} ORDER BY seq`,
  );

  const lift = (one: Lift, stamp: Stamp): boolean => {
    const { at: recordedAt, operator } = stamped(stamp);
    if (insert.run({ ...one, recordedAt, operator }).changes === 0) return false;
    const { suppressionSeq, why, purpose, consentSeq } = one;
    const { fingerprint, reason } = entry.get(suppressionSeq) ?? { fingerprint: null, reason: null };
    append(
      {
        kind: 'suppression_lifted',
        subject: fingerprint,
        data: { suppressionSeq, reason, why, purpose, consentSeq },
      },
      stamp,
    );
    return true;
  };

  return {
    recordLiftingConsent: (record, entries, stamp) =>
      transact(() => {
        const { verdict, seq: consentSeq } = recorder.record(record, stamp);
        const { purpose } = record.event;
        const lifted = entries.filter((suppressionSeq) =>
          lift({ suppressionSeq, why: 'consent', purpose, consentSeq }, stamp),
        );
        return { verdict, lifted: lifted.length };
      }),
    suppressionImports: (filter) => query(() => ('id' in filter ? byId.all(filter.id) : latest.all(filter.limit))),
    entriesOfImport: (importId) =>
      query(() => counts.get(importId) ?? { undoable: 0, stillListed: 0, others: 0, undone: 0 }),
    undoImport: (importId, stamp) =>
      transact(
        () =>
          undoable
            .all(importId)
            .filter(({ seq }) => lift({ suppressionSeq: seq, why: 'undo', purpose: null, consentSeq: null }, stamp))
            .length,
      ),
  };
}
