import { Worker } from 'node:worker_threads';
import { BugError, OperatorError } from '../../errors.js';
import type { RecordVerdict, Stamp } from '../store.js';
import type { PlainStamp, WriterAnswer, WriterCall, WriterStart } from './writer-calls.js';

/** A thread that writes the chunks of a file over a connection of its own. */
export interface Writer {
  /** Makes a call there; resolves when its commit is on the disk, and fails with what it failed with there. */
  call(made: WriterCall): Promise<readonly RecordVerdict[]>;
  /** Ends the thread; resolves when its connection is closed. Whatever was called before is committed or has failed. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(verdicts: readonly RecordVerdict[]): void;
  reject(error: Error): void;
}

export function openWriter(start: WriterStart): Writer {
  const thread = new Worker(new URL('writer-thread.js', import.meta.url), {
    workerData: start,
    // It holds a chunk of a file at a time.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  /** The calls under way, in their order. */
  const waiting: Waiting[] = [];
  let failure: Error | null = null;

  const failAll = (error: Error): void => {
    failure ??= error;
    for (const one of waiting.splice(0)) one.reject(failure);
  };
  const exited = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      failAll(new BugError('the thread that writes ended by itself'));
      resolve();
    });
  });
  thread.on('error', (error) => {
    failAll(error instanceof Error ? error : new BugError('the thread that writes failed'));
  });
  thread.on('message', (text: string) => {
    const one = waiting.shift();
    if (one !== undefined) settle(one, JSON.parse(text) as WriterAnswer);
  });

  return {
    call: (made) =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure);
        waiting.push({ resolve, reject });
        thread.postMessage(JSON.stringify(made));
      }),
    close() {
      thread.postMessage(null);
      return exited;
    },
  };
}

function settle({ resolve, reject }: Waiting, answer: WriterAnswer): void {
  switch (answer.kind) {
    case 'done':
      return resolve(answer.verdicts);
    case 'refused':
      return reject(new OperatorError(answer.error.kind, answer.error.problem, answer.error.hint));
    case 'failed':
      return reject(new BugError(answer.message));
  }
}

export function plainStamp({ operator, login, at }: Stamp): PlainStamp {
  return { operator, login, atMs: at.toMillis() };
}
