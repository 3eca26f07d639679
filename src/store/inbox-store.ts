import type { DateTime } from 'luxon';
import type { E164 } from '../core/contact/phone-number.js';
import type { Receipt } from '../core/delivery/send-outcome.js';
import type { ReplyVerdict } from '../core/suppression/classify-reply.js';
import type { Stamp } from './store.js';

/** A reply to be filed, already read. */
export interface ReplyRecord {
  readonly number: E164;
  readonly text: string;
  readonly at: DateTime;
  /** What tells this reply from the same words at another time: the time as it was given. */
  readonly moment: string;
  /** `at` is when it was read: it may be from anyone who had the number until then. */
  readonly isUndated?: true;
  readonly verdict: ReplyVerdict;
  readonly matched: string | null;
  /** The provider's own, where it is one of a kind. */
  readonly messageId: string | null;
  readonly line: number | null;
}

/** What is filed in one step. */
export interface InboxBatch {
  /** Null for what a run collects. */
  readonly collectionId: number | null;
  readonly replies: readonly ReplyRecord[];
  readonly receipts: readonly Receipt[];
  /** So many receipts in a row that call a number unreachable put it on the never-list; 0: none does. */
  readonly unreachableAfter: number;
}

/** `unmatched`: about no message of this ledger. */
export type ReceiptVerdict = 'recorded' | 'unchanged' | 'unmatched';

export interface InboxVerdicts {
  readonly replies: readonly ('recorded' | 'unchanged')[];
  readonly receipts: readonly ReceiptVerdict[];
  /** Entries that were made on the never-list; none while nothing is filed. */
  readonly suppressed: { readonly replies: number; readonly receipts: number };
}

export interface ReplyRow {
  readonly id: number;
  /** Null when nothing but the fingerprint is left of the number. */
  readonly number: E164 | null;
  /** Null when it is no longer kept. */
  readonly text: string | null;
  /** Instants, ISO-8601. */
  readonly receivedAt: string;
  readonly verdict: ReplyVerdict;
  readonly matched: string | null;
  readonly state: 'review' | 'waiting' | 'done';
}

export interface InboxCounts {
  readonly waiting: number;
  readonly review: number;
  /** Instant, ISO-8601, of the oldest of both; null when there is none. */
  readonly oldestAt: string | null;
}

export type ReplyDecision = 'opt_out' | 'not_opt_out';

interface CollectionStart {
  readonly kind: 'import' | 'pull' | 'serve' | 'attested';
  readonly provider: string;
  readonly fileName: string | null;
  /** What was attested, numbers masked. */
  readonly statement?: string;
}

interface CollectionEnd {
  readonly sha256: string | null;
  /** Whether a STOP would have been seen. */
  readonly hasStops: boolean;
  /** What the row of the log tells beside: counts, or the statement of a person. */
  readonly told: Readonly<Record<string, string | number | null>>;
}

/** What shows that the way out of a provider works. */
export interface ExitProof {
  readonly kind: 'stop_test' | 'attested';
  /** Instant, ISO-8601. */
  readonly provenAt: string;
  readonly operator: string;
  /** What was attested, numbers masked; null where nothing was, or by a version that wrote it into the log alone. */
  readonly statement: string | null;
}

/** Replies, receipts, and what they prove. */
export interface InboxStore {
  /**
   * Files replies and receipts in one transaction, each with its audit row: an opt-out puts its sender on the never-list,
   * what may be one holds back promotional messages until a person decides. What is there already is `unchanged`.
   */
  recordInbox(batch: InboxBatch, stamp: Stamp): Promise<InboxVerdicts>;
  /** What {@link recordInbox} would answer, with nothing filed. */
  judgeInbox(batch: InboxBatch): Promise<InboxVerdicts>;
  beginCollection(start: CollectionStart, stamp: Stamp): Promise<number>;
  /** Ends a collection that came to its end, with its audit row. */
  endCollection(id: number, end: CollectionEnd, stamp: Stamp): Promise<void>;
  /**
   * When the last collection of STOPs of a provider that came to its end began, ISO-8601; null: never.
   *
   * @param until Those that began later, by a clock that ran ahead, are left out, here and below.
   */
  stopsCollectedAt(provider: string, until: DateTime): Promise<string | null>;
  /** When replies were last pulled from a provider, ISO-8601: what came before is here. */
  pulledAt(provider: string, until: DateTime): Promise<string | null>;
  /** When a person last attested that no STOP of a provider is missing, ISO-8601; null: never. */
  attestedAt(provider: string, until: DateTime): Promise<string | null>;
  /** How many messages of a campaign to a country, not yet sent, have none of these in their text. */
  plannedWithout(campaignId: number, country: string, exits: readonly string[]): Promise<number>;
  /** What has not been dealt with, the oldest first. */
  openReplies(): Promise<readonly ReplyRow[]>;
  inboxCounts(): Promise<InboxCounts>;
  /** Takes a person's word on replies that wait for it, with an audit row each. Returns those that did not. */
  decideReplies(ids: readonly number[], decision: ReplyDecision, stamp: Stamp): Promise<readonly number[]>;
  /** Marks waiting replies as dealt with, all or some. Returns how many, and those that did not wait. */
  finishReplies(
    ids: readonly number[] | 'all',
    stamp: Stamp,
  ): Promise<{ readonly done: number; readonly strange: readonly number[] }>;
  /** Begins a test of the way out: the next STOP of a trusted phone proves it, in the transaction in which it is filed. */
  beginExitTest(wayOut: Buffer, number: E164, stamp: Stamp): Promise<void>;
  /** Whether the newest test of a way out from this phone has begun, and when its STOP arrived. */
  exitTest(
    wayOut: Buffer,
    number: E164,
  ): Promise<{ readonly begunAt: string; readonly provenAt: string | null } | null>;
  /** Takes a person's word that the way out works; the log keeps it. */
  attestExit(wayOut: Buffer, statement: string, stamp: Stamp): Promise<void>;
  /** The newest proof of a way out; null where there is none. */
  exitProof(wayOut: Buffer): Promise<ExitProof | null>;
}
