import type { Ledger } from '../store.js';
import { guarded } from './errors.js';
import { fileWatch } from './home.js';
import { openLedgerThread, plainStamp, type LedgerThread } from './ledger-thread.js';
import { packDrafts } from './packed-drafts.js';
import type { RecorderCall, RecorderStart } from './recorder-calls.js';

/** The verbs that draft a plan. */
type Drafter = Pick<Ledger, 'keepPlanned' | 'freezePlan' | 'abandonPlan'>;

export interface DraftThread {
  readonly drafter: Drafter;
  /** Ends the thread, if there is one; resolves when its connection is closed. */
  close(): Promise<void>;
}

/** Rows of a plan beyond which the time that a thread takes to start is worth it. */
const THREAD_PAYS_FROM = 10_000;

/**
 * Drafts a long plan in a thread of its own: while it keeps a chunk, the next one is read and judged. A judgement needs
 * nothing of what the plan itself wrote, and nobody sees any of that before it is frozen. Short plans, and the beginning
 * of every other, are drafted where they are judged.
 *
 * @param ledger The ledger that the plan was opened in; `start` names its file.
 * @param paysFrom So many rows are kept without a thread.
 */
export function draftThread(ledger: Drafter, start: RecorderStart, paysFrom = THREAD_PAYS_FROM): DraftThread {
  const isStillThere = guarded(start.file, () => fileWatch(start.file));
  let rows = 0;
  let thread: LedgerThread | null = null;

  const close = async (): Promise<void> => {
    const open = thread;
    thread = null;
    await open?.close();
  };
  /** The thread opens the file by its name: what it finds there must be the ledger that the plan was opened in. */
  const call = async (made: RecorderCall): Promise<void> => {
    const isNew = thread === null;
    thread ??= openLedgerThread(start);
    try {
      await thread.call(made);
    } catch (error) {
      isStillThere();
      throw error;
    }
    if (isNew) isStillThere();
  };

  return {
    drafter: {
      async keepPlanned(plan, intents, exclusions) {
        const isShort = thread === null && rows + intents.length + exclusions.length <= paysFrom;
        rows += intents.length + exclusions.length;
        if (isShort) await ledger.keepPlanned(plan, intents, exclusions);
        else await call({ verb: 'keep', plan, messages: packDrafts(intents), exclusions });
      },
      async freezePlan(plan, file, stamp) {
        if (thread === null) await ledger.freezePlan(plan, file, stamp);
        else await call({ verb: 'freeze', plan, file, stamp: plainStamp(stamp) });
      },
      async abandonPlan(plan) {
        // What was called before ends first; a thread that failed does not keep the plan from being taken back.
        await close();
        await ledger.abandonPlan(plan);
      },
    },
    close,
  };
}
