import { Worker } from 'node:worker_threads';
import { BugError, OperatorError } from '../../errors.js';
import type { BeginAnswer, Ledger, Stamp } from '../store.js';
import type { PlainStamp, RecorderAnswer, RecorderCall, RecorderStart } from './recorder-calls.js';

/** The verbs that a run calls for every message. */
export type Recorder = Pick<Ledger, 'beginSubmission' | 'recordOutcome' | 'recordSkip'>;

/** A recorder in a thread of its own. */
export interface RecorderThread {
  readonly recorder: Recorder;
  /** Ends the thread; resolves when its connection is closed. Whatever was called before is committed or has failed. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: BeginAnswer | null): void;
  reject(error: Error): void;
}

/**
 * Commits a run's messages in a thread of its own. A disk sync takes as long as some fifty requests: while one runs, the
 * next messages leave and the last answers are read. Each call is still one atomic verb, whose promise resolves only when
 * its commit is on the disk.
 */
export function openRecorder(start: RecorderStart): RecorderThread {
  const thread = new Worker(new URL('recorder-thread.js', import.meta.url), {
    workerData: start,
    // It holds a few hundred calls at a time: a small nursery is emptied often enough.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  /** The calls under way, a group for each message that the thread was sent. */
  const groups: Waiting[][] = [];
  const calls: RecorderCall[] = [];
  const waiting: Waiting[] = [];
  let failure: Error | null = null;

  const failAll = (error: Error): void => {
    failure ??= error;
    for (const one of [...groups.splice(0).flat(), ...waiting.splice(0)]) one.reject(failure);
  };
  const exited = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      failAll(new BugError('the thread that commits ended by itself'));
      resolve();
    });
  });
  thread.on('error', (error) => {
    failAll(error instanceof Error ? error : new BugError('the thread that commits failed'));
  });
  thread.on('message', (text: string) => {
    const group = groups.shift() ?? [];
    (JSON.parse(text) as readonly RecorderAnswer[]).forEach((answer, place) => {
      const one = group[place];
      if (one !== undefined) settle(one, answer);
    });
  });

  const flush = (): void => {
    const sent = calls.splice(0);
    if (failure !== null) return failAll(failure);
    groups.push(waiting.splice(0));
    thread.postMessage(JSON.stringify(sent));
  };
  const call = (made: RecorderCall): Promise<BeginAnswer | null> =>
    new Promise((resolve, reject) => {
      if (calls.length === 0) setImmediate(flush);
      calls.push(made);
      waiting.push({ resolve, reject });
    });

  const recorder: Recorder = {
    async beginSubmission(intentId, factsVersion, at) {
      const answer = await call({ verb: 'begin', intentId, factsVersion, atMs: at.toMillis() });
      return answer ?? 'gone';
    },
    async recordOutcome(intentId, outcome, facts, stamp) {
      await call({ verb: 'end', intentId, outcome, facts, stamp: plain(stamp) });
    },
    async recordSkip(intentId, reason, stamp) {
      await call({ verb: 'skip', intentId, reason, stamp: plain(stamp) });
    },
  };

  return {
    recorder,
    close() {
      thread.postMessage(null);
      return exited;
    },
  };
}

function settle({ resolve, reject }: Waiting, answer: RecorderAnswer): void {
  switch (answer.kind) {
    case 'done':
      return resolve(answer.answer);
    case 'refused':
      return reject(new OperatorError(answer.error.kind, answer.error.problem, answer.error.hint));
    case 'failed':
      return reject(new BugError(answer.message));
  }
}

function plain({ operator, login, at }: Stamp): PlainStamp {
  return { operator, login, atMs: at.toMillis() };
}
