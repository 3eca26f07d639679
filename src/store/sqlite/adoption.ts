import type { AuditData, AuditHead } from '../../core/audit/chain.js';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { HomeStore, Stamp } from '../store.js';
import { HEAD_OF_LOG, stamped, type Append } from './audit.js';
import { AUDITED, type Audited } from './audited-intent.js';
import type { Context } from './context.js';
import { homeOf, isLinked, knowsRuns, readHome, wasWrittenOver, writeHome } from './home.js';
import { setForRun } from './bulk.js';
import { FROZEN } from './frozen.js';

/** Intents settled at a time, so that a campaign of a million takes no more memory than one of a thousand. */
const CHUNK = 1000;

/** Whether this file is the ledger that sends, or a copy of it; and how a copy becomes one. */
export function homeStore(context: Context, append: Append): HomeStore {
  const { db, file, memory, transact, query } = context;
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
        append(
          {
            kind: 'submission',
            campaign: intent.campaign,
            subject: intent.fingerprint,
            data: doubtData(intent),
          },
          stamp,
        );
      }
      count += some.length;
    }
  };

  return {
    standing: () =>
      query(() => {
        if (isLinked(file)) return 'linked';
        const known = readHome(db);
        if (known !== null && known.file !== homeOf(file)) return 'copied';
        if (wasWrittenOver(db, memory)) return 'restored';
        return knowsRuns(db, memory) ? 'own' : 'overtaken';
      }),
    adopt: async (stamp) => {
      const count = await transact(() => {
        const unknown = doubtAll(stamp);
        writeHome(db, { file: homeOf(file), knownUntil: null });
        append({ kind: 'ledger_adopted', data: { unknown } }, stamp);
        return unknown;
      });
      await query(keepHead);
      await query(refuseStaleMemory);
      return count;
    },
    knownUntil: () => query(() => readHome(db)?.knownUntil ?? null),
    lastRun: () => memory.recall().reduce<AuditHead | null>(later, null),
    memoryOnComputer: () => ({ file: memory.onComputer, isKept: memory.isKept() }),
    async beginRun(stamp) {
      await transact(() => {
        setForRun(db);
        if (readHome(db) === null) writeHome(db, { file: homeOf(file), knownUntil: null });
        append({ kind: 'run_begun' }, stamp);
      });
      // Only now: a ledger may know more than is remembered of it, never less.
      await query(keepHead);
    },
    endRun: () => query(keepHead),
  };

  /** What this computer could not forget would shut the adopted ledger out for good. */
  function refuseStaleMemory(): void {
    if (knowsRuns(db, memory)) return;
    const problem = phrase('delivery.memoryStays', { file: memory.onComputer ?? file });
    throw new OperatorError('storeFailure', problem, phrase('delivery.memoryStaysHint'));
  }

  function keepHead(): void {
    const head = newest.get();
    if (head !== undefined) memory.keep(head);
  }
}

function later(one: AuditHead | null, other: AuditHead): AuditHead {
  return one !== null && one.seq > other.seq ? one : other;
}

/** What the log tells of a message of the original that may have left there. */
function doubtData(intent: Audited): AuditData {
  const { ref, purpose, provider, encoding, segments, costMicros, textHash, consentSeq } = intent;
  const message = { ref, purpose, provider, encoding, segments, costMicros, textHash, consentSeq };
  return { ...message, outcome: 'unknown', reason: 'adopted', providerId: null };
}
