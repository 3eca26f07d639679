import type { BeginAnswer, Ledger } from '../store.js';
import { openLedgerThread, plainStamp } from './ledger-thread.js';
import type { RecorderStart } from './recorder-calls.js';

/** The verbs that a run calls for every message. */
export type Recorder = Pick<Ledger, 'beginSubmission' | 'recordOutcome' | 'recordSkip'>;

/** A recorder in a thread of its own. */
export interface RecorderThread {
  readonly recorder: Recorder;
  /** Ends the thread; resolves when its connection is closed. Whatever was called before is committed or has failed. */
  close(): Promise<void>;
}

/**
 * Commits a run's messages in a thread of its own. A disk sync takes as long as some fifty requests: while one runs, the
 * next messages leave and the last answers are read. Each call is still one atomic verb, whose promise resolves only when
 * its commit is on the disk.
 */
export function openRecorder(start: RecorderStart): RecorderThread {
  const { call, close } = openLedgerThread(start);
  return {
    recorder: {
      async beginSubmission(intentId, factsVersion, at) {
        const answer = await call({ verb: 'begin', intentId, factsVersion, atMs: at.toMillis() });
        return (answer as BeginAnswer | null) ?? 'gone';
      },
      async recordOutcome(intentId, outcome, facts, stamp) {
        await call({ verb: 'end', intentId, outcome, facts, stamp: plainStamp(stamp) });
      },
      async recordSkip(intentId, reason, stamp) {
        await call({ verb: 'skip', intentId, reason, stamp: plainStamp(stamp) });
      },
    },
    close,
  };
}
