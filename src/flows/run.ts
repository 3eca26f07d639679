import type { DateTime } from 'luxon';
import type { EligibilityPolicy } from '../core/audience/eligibility.js';
import type { StopReason, StopRules } from '../core/campaign/stop-rules.js';
import type { GateFailure } from '../core/campaign/way-out-gates.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import { instantOf } from '../core/schedule/instant.js';
import type { Campaign, CampaignCounts } from '../store/store.js';
import type { SendDeps } from './deps.js';
import type { SubmissionOf } from './destinations.js';
import type { RunGates } from './way-out.js';

export interface RunRequest {
  readonly campaign: Campaign;
  readonly policy: EligibilityPolicy;
  readonly stopRules: StopRules;
  /** Judged before every stretch. */
  readonly gates: RunGates;
  /** Parts a kept text into what is submitted and what the provider appends by itself. */
  readonly submissionOf: SubmissionOf;
  /** Sleep to the next opening instead of ending. */
  readonly wait: boolean;
  /** Submissions at the same time. */
  readonly workers: number;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'closed'; readonly opensAt: DateTime | null }
  /** The last window that was confirmed is over: what remains waits for a person's word. */
  | { readonly kind: 'late'; readonly since: DateTime; readonly opensAt: DateTime | null }
  | { readonly kind: 'paused' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Its way out is not proven, or nobody has looked who walked it. */
  | { readonly kind: 'gated'; readonly failures: readonly GateFailure[] }
  /** A rule of the operator's own ended it. */
  | { readonly kind: 'stopped'; readonly reason: StopReason };

export type RunEvent =
  | { readonly kind: 'counted'; readonly counts: CampaignCounts }
  | { readonly kind: 'ended'; readonly outcome: SendOutcome['kind'] | 'skipped' }
  | { readonly kind: 'waiting'; readonly until: DateTime };

/** The ends of a campaign: the operator's own, and the last window that was confirmed. */
export type CampaignEnds = Pick<Campaign, 'notAfter' | 'lastClose'>;

/** The ends as they are by now: another process may have given a later one since the run began. */
export async function endsNow(campaign: Campaign, { ledger }: Pick<SendDeps, 'ledger'>): Promise<CampaignEnds> {
  return (await ledger.findCampaign(campaign.name)) ?? campaign;
}

/** Whether the time of a campaign has passed: the operator's own, else the last window that was confirmed. */
export function isOver({ notAfter, lastClose }: CampaignEnds, now: DateTime): boolean {
  const end = notAfter ?? lastClose;
  return end !== null && now > instantOf(end);
}
