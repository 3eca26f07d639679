import type { DateTime } from 'luxon';
import type { ApprovalStore, IncidentStore } from './oversight-store.js';
import type { RecipientFacts } from '../core/audience/eligibility.js';
import type { AuditEntry, AuditHead, AuditKind, AuditRow } from '../core/audit/chain.js';
import type { CampaignTerms, CampaignState } from '../core/campaign/campaign.js';
import type { ConsentEvent } from '../core/consent/consent-event.js';
import type { E164 } from '../core/contact/phone-number.js';

import type { ErasureStore } from './erasure-store.js';
import type { RequestStore } from './request-store.js';
import type { RetentionStore } from './retention-store.js';
import type { RightsStore } from './rights-store.js';
import type { Encoding } from '../core/segment/count-segments.js';
import type { HoldBackReason, SuppressionReason, SuppressionScope } from '../core/suppression/suppression.js';
import type { InboxStore } from './inbox-store.js';
import type { NeverListStore, SuppressionLift } from './never-list-store.js';
import type { WordingStore } from './wording-store.js';
import type { DeliveryStore, HomeStore } from './delivery-store.js';

export type * from './delivery-store.js';

/** Who does something, as it stands in every audit row. */
export interface Actor {
  readonly operator: string;
  readonly login: string;
}

/** A change's author and moment. */
export interface Stamp extends Actor {
  readonly at: DateTime;
}

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
  readonly source: ImportSource | null;
}

export type RecordVerdict = 'recorded' | 'unchanged';

/** One consent of the history with everything that was kept as its proof. */
export interface ConsentProof {
  readonly seq: number;
  /** Null of someone who was erased. */
  readonly number: E164 | null;
  readonly kind: 'given' | 'pending' | 'withdrawn' | 'ended';
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
  /** Appends entries, each with its audit row, in one transaction. */
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
}

export interface Campaign extends CampaignTerms {
  readonly id: number;
  readonly state: CampaignState;
  readonly wish: 'pause' | 'cancel' | null;
  readonly createdAt: string;
  /** Instants, ISO-8601. */
  readonly startsAt: string | null;
  readonly notAfter: string | null;
  /** The close of the last window that the confirmed plans need, which counts where no other end was given. */
  readonly lastClose: string | null;
}

export interface TerritoryDraft {
  readonly code: string;
  readonly country: string;
  readonly zones: readonly string[];
  readonly calendars: readonly string[];
  readonly profile: string;
}

export interface IntentDraft {
  readonly number: E164;
  readonly line: number;
  readonly row: number;
  readonly ref: string;
  readonly text: string;
  readonly textHash: Buffer;
  readonly encoding: Encoding;
  readonly segments: number;
  readonly costMicros: number;
  readonly consentSeq: number;
  readonly territory: TerritoryDraft;
}

export interface ExclusionDraft {
  readonly line: number;
  readonly number: E164 | null;
  readonly reason: string;
}

/** An intent that an earlier plan of the same campaign made. */
export interface PlannedBefore {
  readonly number: E164;
  readonly segments: number;
  readonly encoding: Encoding;
  readonly costMicros: number;
  readonly territory: string;
  /** The frozen text where it is in UCS-2; null otherwise. */
  readonly ucs2Text: string | null;
}

export interface OpenPlan {
  readonly campaignId: number;
  readonly planId: number;
}

/** Sums over the intents of a campaign. */
export interface CampaignCounts {
  readonly planned: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly unknown: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly remaining: number;
  readonly inFlight: number;
  readonly delivered: number;
  readonly undelivered: number;
  readonly optedOut: number;
  /** Segments and cost of what was accepted or may have been. */
  readonly segments: number;
  readonly costMicros: number;
  /** Planned intents that nobody has confirmed yet. */
  readonly unconfirmed: number;
  /** Cost of what has still to leave, confirmed or not. */
  readonly remainingCostMicros: number;
}

export interface IntentRow {
  readonly id: number;
  readonly line: number;
  readonly row: number;
  /** Null of someone who was erased. */
  readonly number: E164 | null;
  readonly ref: string;
  /** Empty once it was removed. */
  readonly text: string;
  readonly segments: number;
  readonly encoding: Encoding;
  readonly state: string;
  readonly reason: string | null;
  readonly receipt: string | null;
  readonly territory: string;
}

/** The frozen plan that a message or an exclusion stands in. */
export interface TracedPlan {
  readonly planId: number;
  readonly fileName: string;
  readonly fileSha256: string | null;
  readonly plannedAt: string;
  readonly plannedBy: string;
  /** Null: nobody has confirmed it. */
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
}

/** Everything that is kept of one person's message. */
export interface TracedIntent extends IntentRow {
  readonly textHash: Buffer;
  readonly costMicros: number;
  readonly consentSeq: number;
  readonly providerId: string | null;
  readonly submittedAt: string | null;
  readonly endedAt: string | null;
  readonly receiptAt: string | null;
  readonly zones: readonly string[];
  readonly calendars: readonly string[];
  readonly profile: string;
  readonly plan: TracedPlan;
}

export interface TracedExclusion {
  readonly line: number;
  readonly reason: string;
  readonly plan: TracedPlan;
}

export interface CampaignTrace {
  readonly intent: TracedIntent | null;
  /** In the order in which they were planned; a second row with the same number is one, too. */
  readonly exclusions: readonly TracedExclusion[];
}

export interface TerritoryRow extends TerritoryDraft {
  readonly id: number;
  /** Intents still to be sent there, confirmed or not. */
  readonly remaining: number;
}

export interface CampaignStore {
  findCampaign(name: string): Promise<Campaign | null>;
  listCampaigns(): Promise<readonly Campaign[]>;
  /** Begins a plan that nobody sees until it is frozen; removes what a killed planning left of this campaign. */
  openPlan(
    terms: CampaignTerms,
    file: { readonly name: string },
    times: { readonly startsAt: DateTime | null; readonly notAfter: DateTime | null },
    stamp: Stamp,
  ): Promise<OpenPlan>;
  /** Which of these numbers an earlier plan of the campaign holds. */
  plannedBefore(campaignId: number, numbers: readonly E164[]): Promise<ReadonlyMap<E164, PlannedBefore>>;
  keepPlanned(plan: OpenPlan, intents: readonly IntentDraft[], exclusions: readonly ExclusionDraft[]): Promise<void>;
  /** Makes the plan visible, in one step with its audit row. */
  freezePlan(plan: OpenPlan, file: { readonly sha256: string; readonly rows: number }, stamp: Stamp): Promise<void>;
  abandonPlan(plan: OpenPlan): Promise<void>;
  /**
   * Confirms every frozen plan of a campaign, with one audit row each.
   *
   * @param expected How many messages the operator was shown; null confirms whatever there is.
   * @param lastClose The close of the last window that they need, as it was shown; an earlier one is kept if it is later.
   * @param approved What was approved, where that is needed.
   * @returns False, and confirms nothing, when another number waits by now, or another plan than was approved.
   */
  confirmPlans(
    campaignId: number,
    expected: number | null,
    stamp: Stamp,
    lastClose?: DateTime | null,
    approved?: { readonly hash: Buffer; readonly rules: string } | null,
  ): Promise<boolean>;
  /** Gives a campaign a later end. */
  extendCampaign(campaignId: number, notAfter: DateTime, stamp: Stamp): Promise<void>;
  setState(campaignId: number, state: CampaignState): Promise<void>;
  setWish(campaignId: number, wish: 'pause' | 'cancel' | null): Promise<void>;
  recordPause(campaignId: number, stamp: Stamp): Promise<void>;
  /** Ends a campaign: what has not left is skipped, one audit row each. Returns how many. */
  cancelCampaign(campaignId: number, stamp: Stamp): Promise<number>;
  campaignCounts(campaignId: number): Promise<CampaignCounts>;
  territoriesOf(campaignId: number): Promise<readonly TerritoryRow[]>;
  /** The first intents, in the order in which they were planned; or those of one row. */
  intents(campaignId: number, filter: { readonly limit: number; readonly row?: number }): Promise<readonly IntentRow[]>;
  /** What the frozen plans of a campaign hold of one person, be it a message or a reason why not. */
  traceOf(campaignId: number, number: E164): Promise<CampaignTrace>;
}

export interface AuditFilter {
  readonly campaign?: string;
  /** Only rows that concern this number. */
  readonly number?: E164;
  /** Instants, ISO-8601; `from` inclusive, `to` exclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
}

/** A row of the log with the number it concerns, where the ledger still has it. */
export interface AuditListing extends AuditRow {
  readonly number: E164 | null;
  /** What was attested, where the row tells of that; null once it is gone. The row itself holds its seal. */
  readonly statement: string | null;
}

export interface AuditStore {
  readonly ledgerId: string;
  appendAudit(entry: AuditEntry): Promise<void>;
  auditRows(filter: AuditFilter): Iterable<AuditListing>;
  auditHead(): Promise<AuditHead>;
  /** Instant of the latest row, of one kind or of all, ISO-8601; null when there is none. */
  newestAuditAt(kind?: AuditKind): Promise<string | null>;
}

/** What a copy of a ledger says of itself. */
export interface Snapshot {
  readonly ledgerId: string;
  readonly head: AuditHead;
  /** Instant of the newest row of its log, ISO-8601. */
  readonly newestAt: string;
}

/** One open ledger: everything that smsctl remembers. */
export interface Ledger
  extends
    ConsentStore,
    SuppressionStore,
    NeverListStore,
    WordingStore,
    CampaignStore,
    DeliveryStore,
    AuditStore,
    HomeStore,
    InboxStore,
    ErasureStore,
    ApprovalStore,
    IncidentStore,
    RequestStore,
    RightsStore,
    RetentionStore {
  /** As shown to people. */
  readonly file: string;
  /** The campaign that is rehearsed here; null in the ledger itself. */
  readonly rehearsalOf: string | null;
  /** A rehearsal's clock minus the machine's, milliseconds. */
  readonly clockOffsetMs: number | null;
  setClockOffset(offsetMs: number): Promise<void>;
  /** Runs SQLite's own check; an empty list is good. */
  checkIntegrity(): readonly string[];
  /** Looks for what only a person with tools can have done: rules of the schema taken out, rows that the log knows gone. */
  checkTampering(): readonly string[];
  close(): void;
}
