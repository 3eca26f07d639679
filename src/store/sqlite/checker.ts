import { Worker } from 'node:worker_threads';
import { BugError } from '../../errors.js';
import type { Ledger, LedgerChecks } from '../store.js';
import { takePages, type CheckerStart, type CheckMessage } from './checker-calls.js';
import { errorFrom } from './plain-error.js';

/** The checks of a ledger, under way in a thread of their own. */
export interface CheckerThread {
  readonly checks: LedgerChecks;
  /** Ends the thread; resolves when its connection is closed. A statement under way is brought to its end. */
  close(): Promise<void>;
}

/**
 * Checks a ledger in a thread of its own while this one walks its log. Of the two checks the thread begins with the longer
 * one; the other is made by whichever thread is free first.
 */
export function openChecker(start: Omit<CheckerStart, 'pages'>, ledger: Pick<Ledger, 'checkIntegrity'>): CheckerThread {
  const pages = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: CheckerStart = { ...start, pages };
  const thread = new Worker(new URL('checker-thread.js', import.meta.url), {
    workerData,
    // It holds nothing for long: a small nursery is emptied often enough.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const answers = { tampering: awaited(), integrity: awaited() };
  const failAll = (error: Error): void => {
    for (const { reject } of Object.values(answers)) reject(error);
  };
  thread.on('message', ({ check, answer }: CheckMessage) => {
    if (answer.kind === 'found') answers[check].resolve(answer.faults);
    else answers[check].reject(errorFrom(answer));
  });
  thread.on('error', (error) =>
    failAll(error instanceof Error ? error : new BugError('the thread that checks failed')),
  );
  thread.once('exit', () => failAll(new BugError('the thread that checks ended by itself')));
  return {
    checks: {
      integrity: async () => (takePages(pages) ? ledger.checkIntegrity() : answers.integrity.promise),
      tampering: () => answers.tampering.promise,
    },
    async close() {
      await thread.terminate();
    },
  };
}

type Awaited = PromiseWithResolvers<readonly string[]>;

/** An answer that may never be asked for. */
function awaited(): Awaited {
  const answer = Promise.withResolvers<readonly string[]>();
  answer.promise.catch(() => undefined);
  return answer;
}
