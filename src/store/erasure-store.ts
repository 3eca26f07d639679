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
  /** Texts that they sent back. */
  readonly replies: number;
  /** Names of files, incidents and attestations that name them. */
  readonly texts: number;
  /** Campaigns whose name or template does: what was sent hangs on them, and they stay as they are. */
  readonly campaigns: readonly string[];
  /** What names them elsewhere, as it is once they are erased. */
  readonly left: LeftInClear;
  /** How many of the numbers that they had before are somebody else's now, who agreed themselves: these are not forbidden. */
  readonly formerOfOthers: number;
  /** Until when this was the number of someone whom the ledger knows under another one; null: of nobody. ISO-8601. */
  readonly formerUntil: string | null;
  /** Providers that were handed their number. */
  readonly providers: readonly string[];
}

/** Rows of other people, or of nobody, that name a person and stay as they are. */
export interface LeftInClear {
  /** Numbers of consents whose proof does: it is another person's. */
  readonly consents: readonly number[];
  /** Numbers of replies of other people. */
  readonly replies: readonly number[];
  /** Numbers of requests of other people. */
  readonly requests: readonly number[];
  /** How many messages to other people. */
  readonly messages: number;
  /** How many wordings that other people were shown. */
  readonly wordings: number;
}

/** One number by which an erased person may be known. */
export interface ErasedPrint {
  readonly fingerprint: Buffer;
  /** They had it before. */
  readonly isFormer: boolean;
}

/** The same as it is kept beside the ledger. */
export interface NotedErasure extends ErasedPrint {
  /** ISO-8601; the same for all numbers of a person. */
  readonly at: string;
}

export interface ErasureStore {
  /** @param names Of the person, as they may stand in what people wrote. */
  heldInClear(number: E164, names?: readonly string[]): Promise<HeldInClear>;
  /** Everything that may stand for this person: under keys that were exchanged and numbers that they had before, too. */
  everyPrintOf(number: E164): Promise<readonly ErasedPrint[]>;
  /**
   * Removes one person from every table, in one transaction with its audit row, and puts their fingerprint on the
   * never-list. What has not left is skipped. Doing it again changes nothing more.
   *
   * @returns What was there.
   */
  eraseSubject(number: E164, stamp: Stamp, names?: readonly string[]): Promise<HeldInClear>;
  /**
   * Takes away what earlier commits left in the write-ahead log and in free pages.
   *
   * @throws OperatorError notNow (75) while another program reads the ledger.
   */
  scrub(): Promise<void>;
  /**
   * Erasures that a ledger which came back from a backup may not know: each goes on the never-list with its audit row, in
   * one transaction, unless it is there already. Not so a number that, as this ledger knows, an erased person had before and
   * somebody else has now, who agreed themselves.
   *
   * @returns How many were entered, and who of them all still stands in this ledger in clear.
   */
  replayErasures(
    erasures: readonly NotedErasure[],
    stamp: Stamp,
  ): Promise<{ readonly entered: number; readonly inClear: readonly E164[] }>;
}
