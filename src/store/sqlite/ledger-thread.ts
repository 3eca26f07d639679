import { Worker } from 'node:worker_threads';
import { BugError, OperatorError } from '../../errors.js';
import type { Stamp } from '../store.js';
import type { CallAnswer, PlainStamp, RecorderAnswer, RecorderCall, RecorderStart } from './recorder-calls.js';

/** A thread that commits over a connection of its own. */
export interface LedgerThread {
  /** Makes a call there; resolves when its commit is on the disk, and fails with what it failed with there. */
  call(made: RecorderCall): Promise<CallAnswer>;
  /** Ends the thread; resolves when its connection is closed. Whatever was called before is committed or has failed. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: CallAnswer): void;
  reject(error: Error): void;
}

/** Starts a thread that commits. Calls of the same moment go there together. */
export function openLedgerThread(start: RecorderStart): LedgerThread {
  const thread = new Worker(new URL('recorder-thread.js', import.meta.url), {
    workerData: start,
    // It holds a few hundred calls, or a chunk of a file, at a time: a small nursery is emptied often enough.
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
    if (sent.length === 0) return;
    if (failure !== null) return failAll(failure);
    groups.push(waiting.splice(0));
    thread.postMessage(JSON.stringify(sent));
  };

  return {
    call: (made) =>
      new Promise((resolve, reject) => {
        if (calls.length === 0) setImmediate(flush);
        calls.push(made);
        waiting.push({ resolve, reject });
      }),
    close() {
      flush();
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

export function plainStamp({ operator, login, at }: Stamp): PlainStamp {
  return { operator, login, atMs: at.toMillis() };
}
