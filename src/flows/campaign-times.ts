import { DateTime } from 'luxon';
import { instantOf, isoInstant } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import type { Campaign, CampaignCounts } from '../store/store.js';
import { phrase } from '../words/phrase.js';

/** From when until when a campaign may leave; null where nobody has said so. */
export interface CampaignTimes {
  readonly startsAt: DateTime | null;
  readonly notAfter: DateTime | null;
}

type KeptTimes = Pick<Campaign, 'startsAt' | 'notAfter'>;

/** The times that a campaign has once this was asked: what a later plan does not say stays as it is kept. */
export function timesOf(asked: CampaignTimes | null, kept: KeptTimes | null): CampaignTimes {
  const keptAt = (at: string | null): DateTime | null => (at === null ? null : instantOf(at));
  return {
    startsAt: asked?.startsAt ?? keptAt(kept?.startsAt ?? null),
    notAfter: asked?.notAfter ?? keptAt(kept?.notAfter ?? null),
  };
}

/** When the first message may leave at the earliest. */
export function firstInstant({ startsAt }: CampaignTimes, now: DateTime): DateTime {
  return startsAt === null ? now : DateTime.max(startsAt, now);
}

/** A run that ended a moment ago may have used the whole rate: a new one waits this long, milliseconds. */
export const REST_MS = 1000;

/** When the first message of a run that begins now leaves at the earliest. */
export function firstSubmission(times: CampaignTimes, now: DateTime): DateTime {
  return firstInstant(times, now.plus({ milliseconds: REST_MS }));
}

/**
 * Refuses to plan, or to confirm, what a run would skip for good because the campaign's end is over.
 *
 * @param zone That in which the end is told.
 * @throws OperatorError usage (64)
 */
export function refuseEnded(campaign: string, times: CampaignTimes, now: DateTime, zone: string): void {
  const { notAfter } = times;
  if (notAfter === null || notAfter > firstInstant(times, now)) return;
  throw new OperatorError(
    'usage',
    phrase('delivery.campaignEnded', { campaign, at: notAfter, zone }),
    phrase('delivery.campaignEndedHint'),
  );
}

/**
 * Refuses other times than a campaign has while messages of it wait that were confirmed by those: a campaign has one
 * beginning and one end, and what somebody has confirmed is not moved by a plan that nobody has confirmed yet.
 *
 * @throws OperatorError usage (64)
 */
export function refuseOtherTimes(asked: CampaignTimes, kept: Campaign, counts: CampaignCounts): void {
  const count = counts.remaining - counts.unconfirmed + counts.inFlight;
  const isOther = (at: DateTime | null, keptAt: string | null): boolean => at !== null && isoInstant(at) !== keptAt;
  if (count === 0 || !(isOther(asked.startsAt, kept.startsAt) || isOther(asked.notAfter, kept.notAfter))) return;
  throw new OperatorError(
    'usage',
    phrase('delivery.otherTimes', { campaign: kept.name, count }),
    phrase('delivery.otherTimesHint', { campaign: kept.name }),
  );
}
