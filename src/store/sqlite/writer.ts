import { Worker } from 'node:worker_threads';
import { BugError } from '../../errors.js';
import type { Stamp } from '../store.js';
import { guarded } from './errors.js';
import { fileWatch } from './home.js';
import { errorFrom } from './plain-error.js';
import type { PlainStamp, WriterAnswer, WriterCall, WriterData, WriterStart, WriterVerdicts } from './writer-calls.js';

/** A thread that writes over a connection of its own: for a fast run, a long plan, a long import. */
export interface Writer {
  /** Makes a call there; resolves when its commit is on the disk, and fails with what it failed with there. */
  call(made: WriterCall): Promise<WriterVerdicts>;
  /** Ends the thread; resolves when its connection is closed. Whatever was called before is committed or has failed. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(verdicts: WriterVerdicts): void;
  reject(error: unknown): void;
}

/** Watches that the ledger that is open here is still the file under its name; throws when it is not. */
type LedgerWatch = () => void;

export function watchOf({ file }: Pick<WriterStart, 'file'>): LedgerWatch {
  return guarded(file, () => fileWatch(file));
}

/**
 * @param data Names the file of a ledger that is open here.
 * @param isStillThere Of that ledger. The thread opens it by its name: what it found there must be the same one.
 */
export function openWriter(data: WriterData, isStillThere: LedgerWatch): Writer {
  const thread = new Worker(new URL('writer-thread.js', import.meta.url), {
    workerData: data,
    // It holds a chunk of a file, or a few hundred calls, at a time: a small nursery is emptied often enough.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  /** The calls under way, in their order. */
  const waiting: Waiting[] = [];
  let failure: Error | null = null;
  let isProven = false;

  /** That the ledger is another one by now, if it is, else `error`. */
  const replacementOr = (error: Error | null): unknown => {
    try {
      isStillThere();
      return error;
    } catch (replaced) {
      return replaced;
    }
  };
  const failAll = (error: Error): void => {
    failure ??= error;
    for (const one of waiting.splice(0)) one.reject(replacementOr(failure));
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
    const error = answer.kind === 'done' ? null : errorFrom(answer);
    const trouble = isProven && error === null ? null : replacementOr(error);
    if (answer.kind === 'done' && trouble === null) {
      isProven = true;
      one?.resolve(answer.verdicts);
    } else one?.reject(trouble);
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
