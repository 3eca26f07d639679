import type { Stamp } from '../store.js';
import { EMPTIED, emptyUnusedWordings } from './emptied.js';
import { isTheirs, type WhoseRows } from './holder.js';
import type { Db } from './open.js';
import type { IntentSkipper } from './skip.js';

/** Takes a person out of the tables that know them, inside the transaction that is under way. */
interface RowEraser {
  /** Of somebody whom the ledger knows: messages, number, proofs. What has not left is skipped. */
  subject(id: number, at: string, stamp: Stamp): void;
  request(id: number): void;
  replies(whose: WhoseRows): void;
}

export function rowEraser(db: Db, skip: IntentSkipper): RowEraser {
  const plannedOf = db.prepare<[number], { id: number }>(
    `SELECT intent.id FROM intent JOIN plan ON plan.id = intent.plan_id AND plan.state <> 'planning'
     WHERE subject_id = ? AND intent.state = 'planned'`,
  );
  // A planning that was killed left them: they are nobody's messages yet.
  const dropDrafts = db.prepare<[number]>(
    "DELETE FROM intent WHERE subject_id = ? AND plan_id IN (SELECT id FROM plan WHERE state = 'planning')",
  );
  const dropTexts = db.prepare<[number]>(`UPDATE intent SET ${EMPTIED.intent} WHERE subject_id = ? AND text <> ''`);
  const dropNumber = db.prepare<[string, number]>(
    'UPDATE subject SET phone = NULL, erased_at = ? WHERE id = ? AND erased_at IS NULL',
  );
  const dropProofs = db.prepare<[string, number]>(
    `UPDATE consent_event SET ${EMPTIED.proof}, erased_at = ? WHERE subject_id = ? AND erased_at IS NULL`,
  );
  const dropWordings = db.prepare<[number]>(
    emptyUnusedWordings('SELECT wording_hash FROM consent_event WHERE subject_id = ?'),
  );
  const dropRequest = db.prepare<[number]>(`UPDATE request SET ${EMPTIED.request} WHERE id = ?`);
  const dropReplies = db.prepare<[WhoseRows]>(
    `UPDATE reply SET ${EMPTIED.reply} WHERE ${isTheirs('reply', 'received_at')} AND text IS NOT NULL`,
  );

  return {
    subject(id, at, stamp) {
      for (const planned of plannedOf.all(id)) skip.one(planned.id, 'erased', stamp);
      dropDrafts.run(id);
      dropTexts.run(id);
      dropNumber.run(at, id);
      dropProofs.run(at, id);
      dropWordings.run(id);
    },
    request(id) {
      dropRequest.run(id);
    },
    replies(whose) {
      dropReplies.run(whose);
    },
  };
}
