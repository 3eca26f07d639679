import { openWriter, watchOf, type Writer } from './writer.js';
import type { WriterStart } from './writer-calls.js';

/** Rows of a file beyond which the time that a thread takes to start is worth it. */
export const THREAD_PAYS_FROM = 10_000;

/** A thread that writes for a ledger that is open here, started for its first call. */
interface LateWriter extends Writer {
  readonly isStarted: boolean;
}

/**
 * A thread for the rest of a long file.
 *
 * @param start Names the file of the open ledger.
 */
export function lateWriter(start: WriterStart, work: 'consents' | 'plan'): LateWriter {
  const isStillThere = watchOf(start);
  let thread: Writer | null = null;
  return {
    get isStarted() {
      return thread !== null;
    },
    call(made) {
      thread ??= openWriter({ ...start, work }, isStillThere);
      return thread.call(made);
    },
    async close() {
      const open = thread;
      thread = null;
      await open?.close();
    },
  };
}
