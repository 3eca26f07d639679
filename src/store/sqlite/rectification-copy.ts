import { instantOf } from '../../core/schedule/instant.js';
import { auditAppender } from './audit.js';
import type { Db } from './open.js';
import { hasPrint } from './prints.js';
import { renumberer } from './renumber.js';
import { intentSkipper } from './skip.js';

/** A number that was corrected in the ledger, and the one that came after it. */
interface Corrected {
  readonly seq: number;
  readonly fingerprint: Buffer;
  readonly until: string;
  readonly operator: string;
  readonly login: string;
  readonly next: Buffer;
  /** Null: of whoever was erased since. */
  readonly phone: string | null;
  readonly createdAt: string;
  readonly erasedAt: string | null;
}

/**
 * Corrects in a rehearsal the numbers that its ledger has corrected since, inside the transaction that is under way: in the
 * order of the ledger, so that each number is free when somebody comes under it.
 */
export function rectificationCopier(source: Db, db: Db): () => void {
  const last = db.prepare<[], number>('SELECT ifnull(max(seq), 0) FROM former_number').pluck();
  const corrected = source.prepare<[number], Corrected>(
    `SELECT former.seq, former.fingerprint, former.until, former.operator,
       ifnull((SELECT login FROM audit WHERE kind = 'rectified' AND at = former.until ORDER BY seq DESC LIMIT 1), former.operator) AS login,
       ifnull((SELECT later.fingerprint FROM former_number AS later WHERE later.subject_id = former.subject_id AND later.seq > former.seq
         ORDER BY later.seq LIMIT 1), subject.fingerprint) AS next,
       subject.phone, subject.created_at AS createdAt, subject.erased_at AS erasedAt
     FROM former_number AS former JOIN subject ON subject.id = former.subject_id WHERE former.seq > ? ORDER BY former.seq`,
  );
  const find = db
    .prepare<[{ readonly print: Buffer }], number>(`SELECT id FROM subject WHERE ${hasPrint('@print')}`)
    .pluck();
  const insert = db.prepare<[string | null, Buffer, string, string | null]>(
    'INSERT INTO subject (phone, fingerprint, created_at, erased_at) VALUES (?, ?, ?, ?)',
  );
  const ledgerId = db.prepare<[], string>('SELECT ledger_id FROM ledger').pluck();
  const append = auditAppender(db, ledgerId.get() ?? '');
  const person = renumberer(db, intentSkipper(db, append));

  /** Who has the number now, as the rehearsal knows them. */
  const moved = ({ fingerprint, next, phone, createdAt, erasedAt, ...by }: Corrected): number => {
    const [id, other] = [find.get({ print: fingerprint }), find.get({ print: next })];
    if (id === undefined) return other ?? Number(insert.run(phone, next, createdAt, erasedAt).lastInsertRowid);
    const { until, operator, login } = by;
    person.takeOffPlans(id, { at: instantOf(until), operator, login });
    // Earlier versions brought in what people said under the new number as somebody else's. Those stay two.
    if (other !== undefined && person.hasHistory(other)) return other;
    person.move(id, other, { phone, fingerprint: next, erasedAt });
    return id;
  };
  return () => {
    for (const row of corrected.all(last.get() ?? 0)) person.keepFormer({ ...row, subjectId: moved(row) });
  };
}
