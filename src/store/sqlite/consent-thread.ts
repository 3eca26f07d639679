import type { Ledger, RecordVerdict } from '../store.js';
import { lateWriter, THREAD_PAYS_FROM } from './late-writer.js';
import { packConsent } from './packed-consent.js';
import { plainStamp } from './writer.js';
import type { WriterStart } from './writer-calls.js';

type ConsentRecorder = Pick<Ledger, 'recordConsents'>;

export interface ConsentThread {
  readonly recorder: ConsentRecorder;
  /** Ends the thread, if there is one; resolves when its connection is closed. */
  close(): Promise<void>;
}

/**
 * Records the consents of a long file in a thread of its own, so that the next rows are read and judged meanwhile: whoever
 * judges sees to it that they are judged on what was recorded before of the same people. A short file, and the beginning
 * of every other, is recorded where it is judged.
 *
 * @param ledger The ledger that the import was begun in; `start` names its file.
 * @param paysFrom So many events are recorded without a thread.
 */
export function consentThread(ledger: ConsentRecorder, start: WriterStart, paysFrom = THREAD_PAYS_FROM): ConsentThread {
  const thread = lateWriter(start, 'consents');
  let events = 0;
  return {
    recorder: {
      async recordConsents(records, stamp) {
        events += records.length;
        if (events <= paysFrom) return await ledger.recordConsents(records, stamp);
        const call = { verb: 'consents', records: records.map(packConsent), stamp: plainStamp(stamp) } as const;
        return (await thread.call(call)) as readonly RecordVerdict[];
      },
    },
    close: thread.close,
  };
}
