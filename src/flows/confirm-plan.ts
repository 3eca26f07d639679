import type { KeptHours } from '../core/campaign/window-profile.js';
import { forecast, type Forecast } from '../core/schedule/forecast.js';
import type { ApprovedPlan } from '../store/oversight-store.js';
import type { Campaign } from '../store/store.js';
import { firstSubmission, timesOf } from './campaign-times.js';
import { stampOf, type PlanDeps } from './deps.js';

/**
 * A run collects receipts and STOPs before it begins: so much later, milliseconds, it may come to its first message. A list
 * that would just fill a window has the next one as its end too, or its last people would be left behind.
 */
const BEGIN_MS = 10_000;

/**
 * Confirms what the operator was shown. From then on the campaign has an end: the close of the last window that its
 * messages need at this rate, so that a run which starts late, by itself or by mistake, sends nothing.
 *
 * @param expected How many messages the operator was shown.
 * @param approved The plan that somebody else approved, where that is needed.
 * @returns False when another number waits by now, or another plan: then nothing is confirmed.
 */
export async function confirmPlan(
  campaign: Campaign,
  expected: number,
  rate: number,
  approved: ApprovedPlan | null,
  hours: KeptHours,
  deps: Omit<PlanDeps, 'keyring'>,
): Promise<boolean> {
  const { lastClose } = await forecastOf(campaign, rate, hours, deps, BEGIN_MS);
  return deps.ledger.confirmPlans(campaign.id, expected, stampOf(deps), lastClose, approved);
}

/**
 * When what a campaign still has to send would leave from now on, by its own end, if nothing of it waited for anybody's
 * word.
 *
 * @param delayMs How much later than now the run begins.
 */
export async function forecastOf(
  campaign: Campaign,
  rate: number,
  hours: KeptHours,
  { ledger, clock, book }: Omit<PlanDeps, 'keyring' | 'actor'>,
  delayMs = 0,
): Promise<Forecast> {
  const times = timesOf(null, campaign);
  const now = clock.now().plus({ milliseconds: delayMs });
  const waiting = (await ledger.territoriesOf(campaign.id)).map(({ remaining, ...territory }) => ({
    place: territory,
    profile: hours(territory),
    count: remaining,
  }));
  return forecast(waiting, rate, firstSubmission(times, now), times.notAfter, book);
}
