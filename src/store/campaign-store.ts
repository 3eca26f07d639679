import type { DateTime } from 'luxon';
import type { CampaignState, CampaignTerms } from '../core/campaign/campaign.js';
import type { StopReason } from '../core/campaign/stop-rules.js';
import type { E164 } from '../core/contact/phone-number.js';
import type { Encoding } from '../core/segment/count-segments.js';
import type { ApprovedPlan } from './oversight-store.js';
import type { Stamp } from './store.js';

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

/** A message as it was judged; its reference and the hash of its text are made where it is kept. */
export interface IntentDraft {
  readonly number: E164;
  readonly line: number;
  readonly row: number;
  readonly text: string;
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
  readonly textHash: string;
  readonly costMicros: number;
  readonly consentSeq: number;
  readonly providerId: string | null;
  readonly submittedAt: string | null;
  readonly endedAt: string | null;
  readonly receiptAt: string | null;
  readonly zones: readonly string[];
  readonly calendars: readonly string[];
  readonly profile: string;
  /** Its plan allowed the same text once more. */
  readonly again: boolean;
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

/** Where messages of a campaign wait, confirmed or not. */
export interface WaitingTerritory extends TerritoryDraft {
  readonly id: number;
}

export interface TerritoryRow extends WaitingTerritory {
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
    approved?: ApprovedPlan | null,
  ): Promise<boolean>;
  /** How many messages each confirmation of a campaign let go, as they were counted then. */
  confirmedCounts(name: string): Promise<readonly number[]>;
  /** Whether the log has a run of a campaign that this rule ended. */
  wasStoppedBy(rule: StopReason['rule'], name: string): Promise<boolean>;
  /** Gives a campaign a later end. */
  extendCampaign(campaignId: number, notAfter: DateTime, stamp: Stamp): Promise<void>;
  /** Only the holder of the lock on the ledger's runs calls a campaign `running`; another that still is so is `paused` then. */
  setState(campaignId: number, state: CampaignState): Promise<void>;
  /**
   * Asks the run of a campaign to end, or forgets that somebody did; a cancellation stays.
   *
   * @param upTo A row of the log: a pause that it tells of later is not forgotten.
   */
  setWish(campaignId: number, wish: 'pause' | 'cancel' | null, upTo?: number): Promise<void>;
  recordPause(campaignId: number, stamp: Stamp): Promise<void>;
  /** Ends a campaign: what has not left is skipped, one audit row each. Returns how many. */
  cancelCampaign(campaignId: number, stamp: Stamp): Promise<number>;
  campaignCounts(campaignId: number): Promise<CampaignCounts>;
  /** The countries in which a message of those that wait, or of those that may have left, was planned at no cost. */
  costlessCountries(campaignId: number, of: 'waiting' | 'left'): Promise<readonly string[]>;
  /** How many of the texts that wait for their confirmation hold a character that was lost (U+FFFD). */
  spoiltTexts(campaignId: number): Promise<number>;
  /** In the order in which they were met. Whoever need not know how many wait there does not wait for the count. */
  waitingTerritories(campaignId: number): Promise<readonly WaitingTerritory[]>;
  /** The same with how many wait, those with most first. */
  territoriesOf(campaignId: number): Promise<readonly TerritoryRow[]>;
  /** The first intents, in the order in which they were planned; or those of one row, or those not confirmed yet alone. */
  intents(
    campaignId: number,
    filter: { readonly limit: number; readonly row?: number; readonly isWaiting?: boolean },
  ): Promise<readonly IntentRow[]>;
  /** What the frozen plans of a campaign hold of one person, be it a message or a reason why not. */
  traceOf(campaignId: number, number: E164): Promise<CampaignTrace>;
}
