import type { Ledger } from '../store.js';
import { lateWriter, THREAD_PAYS_FROM } from './late-writer.js';
import { packDrafts } from './packed-drafts.js';
import { plainStamp } from './writer.js';
import type { WriterStart } from './writer-calls.js';

/** The verbs that draft a plan. */
type Drafter = Pick<Ledger, 'keepPlanned' | 'freezePlan' | 'abandonPlan'>;

export interface DraftThread {
  readonly drafter: Drafter;
  /** Ends the thread, if there is one; resolves when its connection is closed. */
  close(): Promise<void>;
}

/**
 * Drafts a long plan in a thread of its own: while it keeps a chunk, the next one is read and judged. A judgement needs
 * nothing of what the plan itself wrote, and nobody sees any of that before it is frozen. Short plans, and the beginning
 * of every other, are drafted where they are judged.
 *
 * @param ledger The ledger that the plan was opened in; `start` names its file.
 * @param paysFrom So many rows are kept without a thread.
 */
export function draftThread(ledger: Drafter, start: WriterStart, paysFrom = THREAD_PAYS_FROM): DraftThread {
  const thread = lateWriter(start, 'plan');
  let rows = 0;
  return {
    drafter: {
      async keepPlanned(plan, intents, exclusions) {
        rows += intents.length + exclusions.length;
        if (rows <= paysFrom) await ledger.keepPlanned(plan, intents, exclusions);
        else await thread.call({ verb: 'keep', plan, messages: packDrafts(intents), exclusions });
      },
      async freezePlan(plan, file, stamp) {
        if (thread.isStarted) await thread.call({ verb: 'freeze', plan, file, stamp: plainStamp(stamp) });
        else await ledger.freezePlan(plan, file, stamp);
      },
      async abandonPlan(plan) {
        // What was called before ends first; a thread that failed does not keep the plan from being taken back.
        await thread.close();
        await ledger.abandonPlan(plan);
      },
    },
    close: thread.close,
  };
}
