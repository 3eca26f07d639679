import type { DateTime } from 'luxon';
import type { EligibilityPolicy } from '../core/audience/eligibility.js';
import type { CostLimit } from '../core/campaign/cost-ceiling.js';
import type { StopReason, StopRules } from '../core/campaign/stop-rules.js';
import type { KeptHours } from '../core/campaign/window-profile.js';
import type { E164 } from '../core/contact/phone-number.js';
import type { GateFailure } from '../core/campaign/way-out-gates.js';
import type { SendOutcome } from '../core/delivery/send-outcome.js';
import { instantOf } from '../core/schedule/instant.js';
import type { Campaign, CampaignCounts } from '../store/store.js';
import type { SendDeps } from './deps.js';
import type { SubmissionOf } from './destinations.js';
import type { RunGates } from './way-out.js';

/** What the configuration says of who may be texted, and when. */
export interface RunRules {
  readonly policy: EligibilityPolicy;
  readonly hours: KeptHours;
  /** Whether the country of a number is allowed. */
  mayText(number: E164): boolean;
  /** Judged before every stretch, and when the rules have changed within one. */
  readonly gates: RunGates;
  /** Parts a kept text into what is submitted and what the provider appends by itself. */
  readonly submissionOf: SubmissionOf;
}

export interface RunRequest {
  readonly campaign: Campaign;
  /**
   * Those of this moment, the same object while they are the same: a run may last for days, and what was forbidden since
   * holds for it as a STOP does.
   *
   * @throws OperatorError when the configuration is not fit any more; nothing more leaves then.
   */
  rules(): Promise<RunRules>;
  readonly stopRules: StopRules;
  /** Null: it may cost what it will. */
  readonly costLimit: CostLimit | null;
  /** Sleep to the next opening instead of ending. */
  readonly wait: boolean;
  /** Submissions at the same time. */
  readonly workers: number;
}

/** That no window of a campaign opens before its end. */
export interface Lateness {
  /** The end. It may still be to come, where the next window opens after it. */
  readonly since: DateTime;
  /** The operator's own end; else that of the last window that was confirmed. */
  readonly isOwn: boolean;
  /** The next window all the same: with a later end, messages would leave then. Null: now, or none is in sight. */
  readonly opensAt: DateTime | null;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'closed'; readonly opensAt: DateTime | null }
  /** Nothing that remains may leave before the campaign's end: it waits for a person's word. */
  | ({ readonly kind: 'late' } & Lateness)
  | { readonly kind: 'paused' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'interrupted' }
  /** `retryAt`: when the provider may be asked again at the earliest; null where it does not say. */
  | { readonly kind: 'throttled'; readonly retryAt: DateTime | null }
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Its way out is not proven, or nobody has looked who walked it. */
  | { readonly kind: 'gated'; readonly failures: readonly GateFailure[] }
  /** A rule of the operator's own ended it. */
  | { readonly kind: 'stopped'; readonly reason: StopReason };

export type RunEvent =
  | { readonly kind: 'counted'; readonly counts: CampaignCounts }
  | { readonly kind: 'ended'; readonly outcome: SendOutcome['kind'] | 'skipped' }
  /** The account is held in another currency than `[stop] balance` is meant in: the two are not compared. */
  | { readonly kind: 'other_currency'; readonly held: string; readonly meant: string }
  /** The provider asked to wait. */
  | { readonly kind: 'held'; readonly until: DateTime }
  | { readonly kind: 'waiting'; readonly until: DateTime; readonly why: WaitReason };

/**
 * What a run waits for between two stretches: the next window; the end of the campaign, before which none opens; or that
 * the provider listens again.
 */
export type WaitReason = 'closed' | 'end' | 'throttled';

/** The ends of a campaign: the operator's own, and the last window that was confirmed. */
export type CampaignEnds = Pick<Campaign, 'notAfter' | 'lastClose'>;

/** The ends as they are by now: another process may have given a later one since the run began. */
export async function endsNow(campaign: Campaign, { ledger }: Pick<SendDeps, 'ledger'>): Promise<CampaignEnds> {
  return (await ledger.findCampaign(campaign.name)) ?? campaign;
}

/** The last instant at which a campaign may leave: the operator's own end, else the last window that was confirmed. */
export function endOf({ notAfter, lastClose }: CampaignEnds): string | null {
  return notAfter ?? lastClose;
}

/** From when on nothing leaves: what may leave at its end may leave in its whole millisecond. */
export function overFrom(end: string | null): DateTime | null {
  return end === null ? null : instantOf(end).plus({ milliseconds: 1 });
}

/** Whether the time of a campaign has passed. Asked twice a message, so it reckons nothing: clocks tell whole milliseconds. */
export function isOver(ends: CampaignEnds, now: DateTime): boolean {
  const end = endOf(ends);
  return end !== null && now > instantOf(end);
}

/**
 * Whether what remains of a campaign can leave by itself no more. An opening after its end lets nobody go: to promise it
 * would be wrong.
 *
 * @param opensAt The next window; null when one is open, or none is in sight.
 */
export function latenessOf(ends: CampaignEnds, now: DateTime, opensAt: DateTime | null): Lateness | null {
  const end = endOf(ends);
  if (end === null) return null;
  const since = instantOf(end);
  const isTooFar = opensAt !== null && opensAt > since;
  return isTooFar || isOver(ends, now) ? { since, isOwn: ends.notAfter !== null, opensAt } : null;
}

/** How a campaign stands after a run that ended so. */
export function stateOf(end: RunEnd): 'done' | 'paused' | 'closed' | 'stopped' | 'cancelled' {
  switch (end.kind) {
    case 'done':
    case 'paused':
    case 'closed':
    case 'cancelled':
      return end.kind;
    case 'late':
      return 'closed';
    case 'interrupted':
      return 'paused';
    case 'throttled':
    case 'unavailable':
    case 'refused':
    case 'gated':
    case 'stopped':
      return 'stopped';
  }
}
