import type { DateTime } from 'luxon';
import type { RecipientFacts } from '../core/audience/eligibility.js';
import type { AuditHead } from '../core/audit/chain.js';
import type { E164 } from '../core/contact/phone-number.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import type { Encoding } from '../core/segment/count-segments.js';
import type { InboxBatch } from './inbox-store.js';
import type { Stamp } from './store.js';

/** An intent with everything that its submission needs, and fresh facts. */
export interface Candidate {
  readonly intentId: number;
  readonly subjectId: number;
  readonly number: E164;
  readonly ref: string;
  readonly text: string;
  readonly textHash: string;
  readonly encoding: Encoding;
  readonly segments: number;
  readonly costMicros: number;
  readonly territoryId: number;
  /** Its plan allowed the same text once more; another plan of the campaign, which nobody may have confirmed, does not. */
  readonly again: boolean;
  readonly facts: RecipientFacts;
}

export interface CandidateBatch {
  readonly candidates: readonly Candidate[];
  /** Changes with every change of a consent or of the never-list. */
  readonly factsVersion: string;
}

export interface DeliveryStore {
  /** Marks what a killed run left under way as `unknown`, with an audit row each. Returns how many. */
  markAbandonedSubmissions(campaignId: number, stamp: Stamp): Promise<number>;
  /**
   * The next confirmed intents in the given territories, with facts read in the same moment.
   *
   * @param held Ids of intents that are at hand already: they are left out.
   */
  nextPlanned(
    campaignId: number,
    territoryIds: readonly number[],
    held: ReadonlySet<number>,
    limit: number,
    receivedSince: DateTime,
  ): Promise<CandidateBatch>;
  recordSkip(intentId: number, reason: string, stamp: Stamp): Promise<void>;
  /** Skips every confirmed intent still planned, for instance when the campaign's time is over. Returns how many. */
  skipRemaining(campaignId: number, reason: string, stamp: Stamp): Promise<number>;
  /**
   * Durably marks an intent as under way. `stale`: a consent or the never-list changed since it was judged; `gone`:
   * it is no longer planned; `halted`: a pause or a cancellation was asked for.
   */
  beginSubmission(intentId: number, factsVersion: string, at: DateTime): Promise<BeginAnswer>;
  /** Ends a submission together with its audit row; `throttled`, `unsent` and `refused` return the intent to planned. */
  recordOutcome(intentId: number, outcome: SendOutcome, data: SubmissionFacts, stamp: Stamp): Promise<void>;
  /** Several of these three verbs in their order, in one commit: all of them are recorded, or none is. */
  recordTogether(calls: readonly RunCall[]): Promise<readonly (BeginAnswer | null)[]>;
  readControl(campaignId: number): Promise<'pause' | 'cancel' | null>;
  /** Where the never-list ends now. */
  stopMark(): Promise<StopMark>;
  /** People whom a campaign texted since an instant and whose STOP came behind `mark`. */
  stopsSince(campaignId: number, submittedSince: DateTime, mark: StopMark): Promise<number>;
  /** Messages of a campaign whose answer was lost, in the order in which they were planned. */
  unknownIntents(campaignId: number): Promise<readonly UnknownIntent[]>;
  /**
   * Settles what is in doubt, with an audit row each; what is known by now is left as it is. Returns those that it settled.
   *
   * @param told What the same source says of these messages, filed in the same step: nobody asks again for what is settled.
   */
  settleUnknown(
    campaignId: number,
    settlements: readonly Settlement[],
    stamp: Stamp,
    told?: Pick<InboxBatch, 'receipts' | 'unreachableAfter'>,
  ): Promise<readonly Settlement[]>;
  /** Notes that the provider's records were searched for these and have none of them; that settles nothing. */
  noteLookedUp(campaignId: number, refs: readonly string[], at: DateTime): Promise<void>;
}

export type BeginAnswer = 'begun' | 'stale' | 'gone' | 'halted';

/** A call of a verb that a run makes for every message. Only `begin` has an answer. */
export type RunCall =
  | { readonly verb: 'begin'; readonly intentId: number; readonly factsVersion: string; readonly at: DateTime }
  | {
      readonly verb: 'end';
      readonly intentId: number;
      readonly outcome: SendOutcome;
      readonly facts: SubmissionFacts;
      readonly stamp: Stamp;
    }
  | { readonly verb: 'skip'; readonly intentId: number; readonly reason: string; readonly stamp: Stamp };

/** The newest entries of the never-list: the ledger's own, and those of a rehearsal, which are numbered apart. */
export interface StopMark {
  readonly ledger: number;
  readonly rehearsal: number;
}

/** A message that may have left. */
export interface UnknownIntent {
  readonly ref: string;
  /** Null of someone who was erased. */
  readonly number: E164 | null;
  /** In the file of contacts. */
  readonly line: number;
  /** Empty once it was removed. */
  readonly text: string;
  /** Instants, ISO-8601. */
  readonly submittedAt: string;
  readonly reason: string;
  readonly lookedUpAt: string | null;
}

/** What became of a message in doubt. `not_sent` makes it plannable again, so nobody but these two may say so. */
export interface Settlement {
  readonly ref: string;
  readonly verdict: 'accepted' | 'rejected' | 'not_sent';
  readonly by: 'provider' | 'person';
  readonly providerId: string | null;
  /** The provider's code of a rejection. */
  readonly reason: string | null;
}

/**
 * - `own` this is the ledger that sends
 * - `copied` its file is another one than the ledger was made in, or was adopted in
 * - `restored` an older copy was written over it: the last run is not in its log
 * - `overtaken` this computer knows of a later run: the whole folder was put back, or another copy of the ledger has sent
 * - `linked` its file has other names, under which nothing is known of what is done under this one
 */
export type LedgerStanding = 'own' | 'copied' | 'restored' | 'overtaken' | 'linked';

export interface HomeStore {
  standing(): Promise<LedgerStanding>;
  /**
   * Makes this file the one that sends. What is still planned may have left from the original, so it is `unknown` from
   * now on, with an audit row each. Returns how many.
   */
  adopt(stamp: Stamp): Promise<number>;
  /** Of a copy: the instant of its newest row that is the original's. Null where that was not noted. */
  knownUntil(): Promise<string | null>;
  /** The newest row of the log of the ledger that sent here last; null: none has, or nobody kept it. */
  lastRun(): AuditHead | null;
  /** Where this computer keeps that outside the workspace, null where it knows no place; and whether it does, or can. */
  memoryOnComputer(): { readonly file: string | null; readonly isKept: boolean };
  /**
   * Begins a run with a row of the log that no copy made before has, and keeps that head beside the ledger and on this
   * computer. From now on this connection belongs to the run: it keeps few pages.
   */
  beginRun(stamp: Stamp): Promise<void>;
  /** Keeps the head of the log once more. */
  endRun(): Promise<void>;
}

/** What an audit row tells of a submission beside its outcome. */
export interface SubmissionFacts {
  readonly provider: string;
  readonly profile: string;
  readonly territory: string;
  readonly consentSeq: number;
}
