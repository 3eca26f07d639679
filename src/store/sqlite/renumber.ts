import type { Stamp } from '../store.js';
import type { Db } from './open.js';
import type { IntentSkipper } from './skip.js';

/** Puts a person under another number in the tables that know them, inside the transaction that is under way. */
interface Renumberer {
  /** Whether somebody is more to the ledger than a number on the never-list. */
  hasHistory(id: number): boolean;
  /** Takes their messages off every plan: no text leaves for the number that was wrong. Returns how many that are. */
  takeOffPlans(id: number, stamp: Stamp): number;
  /** @param other Whom the ledger knew by the number, by the never-list alone, which goes by the fingerprint. */
  move(id: number, other: number | undefined, to: PersonUnder): void;
  keepFormer(former: FormerNumber): void;
}

interface PersonUnder {
  /** Null: of whoever was erased. */
  readonly phone: string | null;
  readonly fingerprint: Buffer;
  readonly erasedAt: string | null;
}

interface FormerNumber {
  /** Null: the next one. */
  readonly seq: number | null;
  readonly subjectId: number;
  readonly fingerprint: Buffer;
  readonly until: string;
  readonly operator: string;
}

export function renumberer(db: Db, skip: IntentSkipper): Renumberer {
  const history = db.prepare<{ id: number }>(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM consent_event WHERE subject_id = @id)
       OR EXISTS (SELECT 1 FROM intent WHERE subject_id = @id) OR EXISTS (SELECT 1 FROM former_number WHERE subject_id = @id)`,
  );
  const dropDrafts = db.prepare<[number]>(
    "DELETE FROM intent WHERE subject_id = ? AND plan_id IN (SELECT id FROM plan WHERE state = 'planning')",
  );
  const plannedOf = db.prepare<[number], { id: number }>(
    "SELECT id FROM intent WHERE subject_id = ? AND state = 'planned'",
  );
  const adoptPrints = db.prepare<[number, number]>('UPDATE former_fingerprint SET subject_id = ? WHERE subject_id = ?');
  const dropSubject = db.prepare<[number]>('DELETE FROM subject WHERE id = ?');
  const renumber = db.prepare<[PersonUnder & { readonly id: number }]>(
    'UPDATE subject SET phone = @phone, fingerprint = @fingerprint, erased_at = @erasedAt WHERE id = @id',
  );
  const keep = db.prepare<[FormerNumber]>(
    `INSERT INTO former_number (seq, subject_id, fingerprint, until, operator)
     VALUES (@seq, @subjectId, @fingerprint, @until, @operator)`,
  );
  return {
    hasHistory: (id) => history.get({ id }) !== undefined,
    takeOffPlans(id, stamp) {
      dropDrafts.run(id);
      const planned = plannedOf.all(id);
      for (const one of planned) skip.one(one.id, 'rectified', stamp);
      return planned.length;
    },
    move(id, other, to) {
      if (other !== undefined) {
        // Rows of the log from before an exchange of keys are still of that number, which is this person's now.
        adoptPrints.run(id, other);
        dropSubject.run(other);
      }
      renumber.run({ id, ...to });
    },
    keepFormer(former) {
      keep.run(former);
    },
  };
}
