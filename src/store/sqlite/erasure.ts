import type { E164 } from '../../core/contact/phone-number.js';
import type { ErasureStore } from '../erasure-store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';

export function erasureStore({ db, transact }: Context, append: Append): ErasureStore {
  const insert = db.prepare(
    `INSERT INTO suppression (fingerprint, reason, scope, purpose, at, import_id, line, recorded_at, operator)
     VALUES (@fingerprint, 'erasure', 'all', NULL, @at, NULL, NULL, @recordedAt, @operator)
     ON CONFLICT DO NOTHING`,
  );
  const known = db.prepare<[Buffer], { phone: E164 }>(
    `SELECT phone FROM subject WHERE fingerprint = ?1
     UNION SELECT phone FROM former_fingerprint AS former JOIN subject ON subject.id = subject_id
       WHERE former.fingerprint = ?1`,
  );

  return {
    replayErasures: (erasures, stamp) =>
      transact(() => {
        const { at: recordedAt, operator } = stamped(stamp);
        let entered = 0;
        const inClear: E164[] = [];
        for (const { fingerprint, at } of erasures) {
          const subject = known.get(fingerprint);
          if (subject !== undefined) inClear.push(subject.phone);
          if (insert.run({ fingerprint, at, recordedAt, operator }).changes === 0) continue;
          entered += 1;
          append({
            ...stamped(stamp),
            kind: 'suppressed',
            campaign: null,
            subject: fingerprint,
            data: { reason: 'erasure', scope: 'all', purpose: null, effectiveAt: at, import: null, replayed: true },
          });
        }
        return { entered, inClear };
      }),
  };
}
