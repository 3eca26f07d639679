import type { E164 } from '../core/contact/phone-number.js';
import type { Answered } from '../core/rights/request.js';
import type { ExerciseDays } from './request-store.js';
import type { RecordVerdict, Stamp } from './store.js';

/**
 * - `rectified` the history is the new number's
 * - `same` old and new number are one
 * - `unknown` the ledger has nothing of the old number
 * - `erased` one of the two was erased: nothing is carried to it or from it
 * - `taken` the new number has consents or messages of its own
 * - `in_doubt` a message to the old number may be under way
 */
export type Rectification =
  | { readonly kind: 'rectified'; readonly skipped: number; readonly carried: number; readonly answered: Answered }
  | { readonly kind: 'same' | 'unknown' | 'erased' | 'taken' | 'in_doubt' };

/** A message as the person concerned may see it. */
export interface OwnMessage {
  readonly campaign: string;
  readonly purpose: string;
  readonly sender: string;
  readonly provider: string;
  /** Empty once it was removed. */
  readonly text: string;
  readonly state: string;
  readonly reason: string | null;
  readonly submittedAt: string | null;
  readonly endedAt: string | null;
  readonly receipt: string | null;
  readonly receiptAt: string | null;
  /** On which consent it rested. */
  readonly consentSeq: number;
  /** The file of contacts that named the person, with the row's line. */
  readonly fileName: string;
  readonly line: number;
  readonly plannedAt: string;
}

/** A plan that left the person out. */
export interface OwnExclusion {
  readonly campaign: string;
  readonly reason: string;
  readonly fileName: string;
  readonly line: number;
  readonly plannedAt: string;
}

/** What the person answered. */
export interface OwnReply {
  readonly receivedAt: string;
  /** Null once it was removed. */
  readonly text: string | null;
  readonly verdict: string;
  readonly state: string;
}

/** What only the rights of people ask for. */
export interface OwnRecord {
  readonly knownSince: string | null;
  readonly erasedAt: string | null;
  /** Until when the person had another number, oldest first. */
  readonly formerUntil: readonly string[];
  readonly messages: readonly OwnMessage[];
  readonly exclusions: readonly OwnExclusion[];
  readonly replies: readonly OwnReply[];
}

/** `unchanged` when it stands so already. */
export interface ExercisedVerdict {
  readonly verdict: RecordVerdict;
  readonly answered: Answered;
}

/** What is done for a person is entered in the register of requests in the same transaction; nothing is where nothing was done. */
export interface RightsStore {
  ownRecord(number: E164): Promise<OwnRecord>;
  /**
   * Gives a person's history another number, in one transaction with its audit rows. What has not left is skipped. The
   * never-list keeps the old number; what was the person's wish holds for the new one too.
   */
  rectifySubject(from: E164, to: E164, days: ExerciseDays, stamp: Stamp): Promise<Rectification>;
  /** Restricts or lifts. A lift answers nobody. */
  setRestriction(
    number: E164,
    kind: 'restricted' | 'lifted',
    days: ExerciseDays,
    stamp: Stamp,
  ): Promise<ExercisedVerdict>;
  /** Puts a number on the never-list for good. */
  recordObjection(number: E164, days: ExerciseDays, stamp: Stamp): Promise<ExercisedVerdict>;
}
