import type { AuditData, AuditHead } from '../../core/audit/chain.js';
import type { HomeStore, Stamp } from '../store.js';
import { HEAD_OF_LOG, stamped, type Append } from './audit.js';
import { AUDITED, type Audited } from './audited-intent.js';
import type { Context } from './context.js';
import { homeOf, knowsLastRun, readHome, runMemory, writeHome } from './home.js';
import { setForRun } from './bulk.js';
import { FROZEN } from './frozen.js';

/** Intents settled at a time, so that a campaign of a million takes no more memory than one of a thousand. */
const CHUNK = 1000;

/** Whether this file is the ledger that sends, or a copy of it; and how a copy becomes one. */
export function homeStore(context: Context, append: Append): HomeStore {
  const { db, file, transact, query } = context;
  const memory = runMemory(file);
  const newest = db.prepare<[], AuditHead>(HEAD_OF_LOG);
  const unsent = db.prepare<[number, number], Audited>(
    `${AUDITED} ${FROZEN} WHERE intent.state = 'planned' AND intent.id > ? ORDER BY intent.id LIMIT ?`,
  );
  // What was said or searched of an earlier attempt says nothing of what the original may have sent.
  const doubt = db.prepare<[string, string, number]>(
    `UPDATE intent SET state = 'unknown', reason = 'adopted', submitted_at = ?, ended_at = ?, settled_by = NULL,
       looked_up_at = NULL WHERE id = ?`,
  );

  const doubtAll = (stamp: Stamp): number => {
    const { at } = stamped(stamp);
    for (let [count, last] = [0, 0]; ;) {
      const some = unsent.all(last, CHUNK);
      if (some.length === 0) return count;
      for (const intent of some) {
        last = intent.id;
        doubt.run(at, at, intent.id);
        append({
          ...stamped(stamp),
          kind: 'submission',
          campaign: intent.campaign,
          subject: intent.fingerprint,
          data: doubtData(intent),
        });
      }
      count += some.length;
    }
  };

  return {
    standing: () =>
      query(() => {
        const known = readHome(db);
        if (known !== null && known.file !== homeOf(file)) return 'copied';
        return knowsLastRun(db, file) ? 'own' : 'restored';
      }),
    adopt: async (stamp) => {
      const count = await transact(() => {
        const unknown = doubtAll(stamp);
        writeHome(db, { file: homeOf(file), knownUntil: null });
        append({ ...stamped(stamp), kind: 'ledger_adopted', campaign: null, subject: null, data: { unknown } });
        return unknown;
      });
      keepHead();
      return count;
    },
    knownUntil: () => query(() => readHome(db)?.knownUntil ?? null),
    lastRun: () => memory.recall(),
    beginRun: () =>
      transact(() => {
        setForRun(db);
        if (readHome(db) === null) writeHome(db, { file: homeOf(file), knownUntil: null });
        keepHead();
      }),
    endRun: () => transact(keepHead),
  };

  function keepHead(): void {
    const head = newest.get();
    if (head !== undefined) memory.keep(head);
  }
}

/** What the log tells of a message of the original that may have left there. */
function doubtData(intent: Audited): AuditData {
  const { ref, purpose, provider, encoding, segments, costMicros, textHash, consentSeq } = intent;
  const message = { ref, purpose, provider, encoding, segments, costMicros, textHash, consentSeq };
  return { ...message, outcome: 'unknown', reason: 'adopted', providerId: null };
}
