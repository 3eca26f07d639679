import { guarded } from './errors.js';
import { fileWatch } from './home.js';
import { openWriter, type Writer } from './writer.js';
import type { WriterStart } from './writer-calls.js';

/** Rows of a file beyond which the time that a thread takes to start is worth it. */
export const THREAD_PAYS_FROM = 10_000;

/** A thread that writes for a ledger that is open here, started for its first call. */
export interface LateWriter extends Writer {
  readonly isStarted: boolean;
}

/**
 * A thread for the rest of a long file.
 *
 * @param start Names the file of the open ledger.
 */
export function lateWriter(start: WriterStart): LateWriter {
  const isStillThere = guarded(start.file, () => fileWatch(start.file));
  let thread: Writer | null = null;
  return {
    get isStarted() {
      return thread !== null;
    },
    async call(made) {
      const isNew = thread === null;
      thread ??= openWriter(start);
      try {
        const answer = await thread.call(made);
        // It opens the file by its name: what it finds there must be the ledger that is open here.
        if (isNew) isStillThere();
        return answer;
      } catch (error) {
        isStillThere();
        throw error;
      }
    },
    async close() {
      const open = thread;
      thread = null;
      await open?.close();
    },
  };
}
