import type { DateTime } from 'luxon';
import type { RecipientFacts } from '../core/audience/eligibility.js';
import type { ConsentEvent, ConsentKind } from '../core/consent/consent-event.js';
import type { E164 } from '../core/contact/phone-number.js';
import type { HoldBackReason, SuppressionReason, SuppressionScope } from '../core/suppression/suppression.js';
import type { SuppressionLift } from './never-list-store.js';
import type { Stamp } from './store.js';

/** Where a record came from, when it was read from a file. */
interface ImportSource {
  readonly importId: number;
  /** Null where no line of the file says it, but what the file has not. */
  readonly line: number | null;
}

export interface ConsentRecord {
  readonly number: E164;
  readonly event: ConsentEvent;
  readonly source: ImportSource | null;
  /**
   * A membership is recorded anew where it was ended since, and its end where it began again since: what is told is how
   * things stand now. Absent: an event that is recorded stays as it was.
   */
  readonly holdsNow?: boolean;
}

export interface SuppressionRecord {
  readonly number: E164;
  readonly reason: SuppressionReason;
  readonly scope: SuppressionScope;
  readonly at: DateTime;
  /** Where a day alone was stated: when it began. The same file again says the same, whatever hour it is by now. */
  readonly dayStart?: DateTime;
  /** `at` is when it was read: it may have been said by anyone who had the number until then. */
  readonly isUndated?: true;
  readonly source: ImportSource | null;
}

/** Somebody who had a number before, and has another one since. */
export interface FormerHolder {
  /** The one that they had. */
  readonly number: E164;
  /** The one that they have now. */
  readonly holder: E164;
  /** Instant, ISO-8601. */
  readonly until: string;
}

export type RecordVerdict = 'recorded' | 'unchanged';

/** One consent of the history with everything that was kept as its proof. */
export interface ConsentProof {
  readonly seq: number;
  /** Null of someone who was erased. */
  readonly number: E164 | null;
  readonly kind: ConsentKind;
  readonly purpose: string | null;
  readonly basis: string | null;
  readonly givenAt: string;
  readonly validUntil: string | null;
  readonly method: string | null;
  /** Null too where the words are gone; their hash stays. */
  readonly wording: string | null;
  /** SHA-256 of the words, hexadecimal. */
  readonly wordingHash: string | null;
  /** The kept version that has these words; null: they were given as they are. */
  readonly wordingId: string | null;
  readonly source: string | null;
  readonly evidence: string | null;
  readonly ip: string | null;
  readonly collectedBy: string | null;
  readonly campaign: string | null;
  readonly proof: string;
  /** When a double opt-in was confirmed, as stated. */
  readonly confirmedAt: string | null;
  /** The last contact that the record tells of, an instant. */
  readonly lastContactAt: string | null;
  readonly fileName: string | null;
  readonly fileSha256: string | null;
  readonly line: number | null;
  readonly recordedAt: string;
  readonly operator: string;
  /** When source, evidence, IP and collector were removed; null while they are kept. */
  readonly erasedAt: string | null;
  /** When the one campaign that a rented list is for submitted to this person: it counts for nothing more. An instant. */
  readonly usedUpAt: string | null;
}

export interface SuppressionRow {
  readonly seq: number;
  /** Null when nothing but the fingerprint is left of the number. */
  readonly number: E164 | null;
  readonly fingerprint: Buffer;
  readonly reason: HoldBackReason;
  readonly scope: 'all' | 'promotional' | 'purpose';
  readonly purpose: string | null;
  readonly at: string;
  readonly recordedAt: string;
  readonly operator: string;
  /** The reading of a file that brought it. */
  readonly importId: number | null;
  /** What took it back since, in part or wholly. */
  readonly lifts: readonly SuppressionLift[];
}

/** What was said of a number, and with it when. */
export interface SaidOfNumber {
  readonly number: E164;
  readonly event: ConsentEvent | null;
}

export interface ConsentStore {
  /** What the ledger knows of these numbers; messages submitted after `receivedSince` are included. */
  factsFor(numbers: readonly E164[], receivedSince: DateTime): Promise<ReadonlyMap<E164, RecipientFacts>>;
  /** Which of these events are in the history already, by identity. */
  areRecorded(records: readonly ConsentRecord[]): Promise<readonly boolean[]>;
  /**
   * Under which number those have to be judged of whom something was said under a number: whoever had it at that time may
   * have another one now. Where nobody knows when it was said (`event` null), everyone who had it since.
   */
  holdersOf(said: readonly SaidOfNumber[]): Promise<readonly (readonly E164[])[]>;
  /** Appends events, each with its audit row, in one transaction. Those already there are `unchanged`. */
  recordConsents(records: readonly ConsentRecord[], stamp: Stamp): Promise<readonly RecordVerdict[]>;
  /** The history of one number, or of everyone, in order of `seq`. */
  consentProofs(number: E164 | null): Iterable<ConsentProof>;
  /** Everyone of whom a consent was ever recorded, with what the ledger knows of them; no messages. */
  everyonesFacts(): Iterable<readonly [E164, RecipientFacts]>;
  /** @param sha256 Of the bytes of the file where they could be read ahead: whether it is the same file again. */
  beginImport(kind: 'consent' | 'suppression', fileName: string, stamp: Stamp, sha256?: string | null): Promise<number>;
  endImport(importId: number, sha256: string, stamp: Stamp): Promise<void>;
}

export interface SuppressionStore {
  /**
   * Appends entries, each with its audit row, in one transaction. One without a date is appended under the present number
   * of everyone who had the number before as well.
   */
  recordSuppressions(records: readonly SuppressionRecord[], stamp: Stamp): Promise<readonly RecordVerdict[]>;
  /**
   * Which of these, read from a file, would be `unchanged`.
   *
   * @param sha256 Of the file; null where it can not be known: then what any file said before is another's word.
   */
  areOnList(records: readonly SuppressionRecord[], sha256: string | null): Promise<readonly boolean[]>;
  /** What holds messages to a number back: entries of the list, a restriction in force, replies that wait for a person. */
  suppressionsOf(number: E164): Promise<readonly SuppressionRow[]>;
  suppressions(): Iterable<SuppressionRow>;
  /** Who had these numbers before, but for those who were erased; one after the other. */
  formerHolders(numbers: readonly E164[]): Promise<readonly FormerHolder[]>;
}
