import { Worker } from 'node:worker_threads';
import { BugError } from '../../errors.js';
import type { Stamp } from '../store.js';
import { errorFrom } from './plain-error.js';
import type { PlainStamp, WriterAnswer, WriterCall, WriterStart, WriterVerdicts } from './writer-calls.js';

/** A thread that writes over a connection of its own: for a fast run, a long plan, a long import. */
export interface Writer {
  /** Makes a call there; resolves when its commit is on the disk, and fails with what it failed with there. */
  call(made: WriterCall): Promise<WriterVerdicts>;
  /** Ends the thread; resolves when its connection is closed. Whatever was called before is committed or has failed. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(verdicts: WriterVerdicts): void;
  reject(error: Error): void;
}

export function openWriter(start: WriterStart): Writer {
  const thread = new Worker(new URL('writer-thread.js', import.meta.url), {
    workerData: start,
    // It holds a chunk of a file, or a few hundred calls, at a time: a small nursery is emptied often enough.
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
    const answer = JSON.parse(text) as WriterAnswer;
    if (answer.kind === 'done') one?.resolve(answer.verdicts);
    else one?.reject(errorFrom(answer));
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

export function plainStamp({ operator, login, at }: Stamp): PlainStamp {
  return { operator, login, atMs: at.toMillis() };
}
