import type { E164 } from '../core/contact/phone-number.js';
import type { Stamp } from './store.js';

/** One person who was erased, as it is kept beside the ledger. */
export interface NotedErasure {
  readonly fingerprint: Buffer;
  /** ISO-8601. */
  readonly at: string;
}

export interface ErasureStore {
  /**
   * Erasures that a ledger which came back from a backup may not know: each goes on the never-list with its audit row, in
   * one transaction, unless it is there already.
   *
   * @returns How many were entered, and who of them all still stands in this ledger in clear.
   */
  replayErasures(
    erasures: readonly NotedErasure[],
    stamp: Stamp,
  ): Promise<{ readonly entered: number; readonly inClear: readonly E164[] }>;
}
