import type { CampaignCounts } from '../../src/store/store.js';

/**
 * What is left over of the books of a campaign, by "planned = accepted + rejected + unknown + the sum of skipped +
 * remaining + inFlight"; nought in a ledger that adds up.
 */
export function unaccounted(counts: CampaignCounts): number {
  const { planned, accepted, rejected, unknown, skipped, remaining, inFlight } = counts;
  const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return planned - accepted - rejected - unknown - left - remaining - inFlight;
}
