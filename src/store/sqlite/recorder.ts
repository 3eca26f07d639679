import type { BeginAnswer, Ledger } from '../store.js';
import { openWriter, plainStamp, watchOf } from './writer.js';
import type { PlainRunCall, WriterStart, WriterVerdicts } from './writer-calls.js';

/** The verbs that a run calls for every message. */
type Recorder = Pick<Ledger, 'beginSubmission' | 'recordOutcome' | 'recordSkip'>;

/** A recorder in a thread of its own. */
export interface RecorderThread {
  readonly recorder: Recorder;
  /** Ends the thread; resolves when its connection is closed. Whatever was called before is committed or has failed. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: WriterVerdicts[number]): void;
  reject(error: unknown): void;
}

/**
 * Commits a run's messages in a thread of its own. A disk sync takes as long as some fifty requests: while one runs, the
 * next messages leave and the last answers are read. The calls of one moment share a commit, which all of them are in or
 * none; the promise of each resolves only when that is on the disk.
 */
export function openRecorder(start: WriterStart): RecorderThread {
  const writer = openWriter({ ...start, work: 'run' }, watchOf(start));
  let calls: PlainRunCall[] = [];
  let waiting: Waiting[] = [];

  const flush = (): void => {
    const [made, group] = [calls, waiting];
    [calls, waiting] = [[], []];
    writer.call({ verb: 'run', calls: made }).then(
      (answers) => group.forEach((one, place) => one.resolve(answers[place] ?? null)),
      (error: unknown) => group.forEach((one) => one.reject(error)),
    );
  };
  const queue = (call: PlainRunCall, one: Waiting): void => {
    if (calls.length === 0) setImmediate(flush);
    calls.push(call);
    waiting.push(one);
  };
  const recorded = (call: PlainRunCall): Promise<void> =>
    new Promise((resolve, reject) => {
      queue(call, { resolve: () => resolve(), reject });
    });

  return {
    recorder: {
      beginSubmission: (intentId, factsVersion, at) =>
        new Promise((resolve, reject) => {
          const call = { verb: 'begin', intentId, factsVersion, atMs: at.toMillis() } as const;
          queue(call, { resolve: (answer) => resolve((answer as BeginAnswer | null) ?? 'gone'), reject });
        }),
      recordOutcome: (intentId, outcome, facts, stamp) =>
        recorded({ verb: 'end', intentId, outcome, facts, stamp: plainStamp(stamp) }),
      recordSkip: (intentId, reason, stamp) => recorded({ verb: 'skip', intentId, reason, stamp: plainStamp(stamp) }),
    },
    close: writer.close,
  };
}
