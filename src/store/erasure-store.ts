import type { E164 } from '../core/contact/phone-number.js';
import type { Stamp } from './store.js';

/** How much the ledger holds of one person in clear. */
export interface HeldInClear {
  /**
   * - `known` their number stands in the ledger
   * - `erased` only the fingerprint is left
   * - `unknown` no row is theirs but, perhaps, entries of the never-list
   */
  readonly standing: 'known' | 'erased' | 'unknown';
  readonly consents: number;
  /** Messages that were planned for them, with their texts. */
  readonly messages: number;
  /** Of these, those that have not left: they never will. */
  readonly planned: number;
  /** Entries of the register of requests that say how to reach them or why. */
  readonly requests: number;
  /** Until when this was the number of someone whom the ledger knows under another one; null: of nobody. ISO-8601. */
  readonly formerUntil: string | null;
  /** Providers that were handed their number. */
  readonly providers: readonly string[];
}

export interface ErasureStore {
  heldInClear(number: E164): Promise<HeldInClear>;
  /**
   * Removes one person from every table, in one transaction with its audit row, and puts their fingerprint on the
   * never-list. What has not left is skipped. Doing it again changes nothing more.
   *
   * @returns What was there.
   */
  eraseSubject(number: E164, stamp: Stamp): Promise<HeldInClear>;
  /**
   * Takes away what earlier commits left in the write-ahead log and in free pages.
   *
   * @throws OperatorError notNow (75) while another program reads the ledger.
   */
  scrub(): Promise<void>;
}
