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
  /** Noted under the key in use, or under one before it. */
  const known = db.prepare<{ print: Buffer }, { phone: E164; fingerprint: Buffer }>(
    `SELECT phone, fingerprint FROM subject WHERE fingerprint = @print
     UNION SELECT phone, subject.fingerprint FROM former_fingerprint AS former JOIN subject ON subject.id = subject_id
       WHERE former.fingerprint = @print`,
  );

  return {
    replayErasures: (erasures, stamp) =>
      transact(() => {
        const { at: recordedAt, operator } = stamped(stamp);
        let entered = 0;
        const inClear: E164[] = [];
        for (const { fingerprint: noted, at } of erasures) {
          const subject = known.get({ print: noted });
          const fingerprint = subject?.fingerprint ?? noted;
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
