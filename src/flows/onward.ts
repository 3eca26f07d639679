import type { DateTime } from 'luxon';
import { judgeTerritories } from '../core/campaign/territory-gates.js';
import type { KeptHours } from '../core/campaign/window-profile.js';
import type { Campaign } from '../store/store.js';
import type { SendDeps } from './deps.js';
import { latenessOf, type Lateness } from './run.js';

/** How what remains of a campaign goes on. */
export interface Onward {
  /** When a message may leave at the earliest; null: now, or within no time that is looked at. */
  readonly opensAt: DateTime | null;
  /** Null where the campaign's end leaves time for that. */
  readonly late: Lateness | null;
}

/**
 * Tells when what remains of a campaign may leave by itself, once somebody resumes it.
 *
 * @param notBefore Another reason to wait; null for none.
 */
export async function onwardOf(
  campaign: Campaign,
  notBefore: DateTime | null,
  hours: KeptHours,
  { ledger, clock, book }: Pick<SendDeps, 'ledger' | 'clock' | 'book'>,
): Promise<Onward> {
  const now = clock.now();
  const isLater = notBefore !== null && notBefore > now;
  const gates = judgeTerritories(await ledger.waitingTerritories(campaign.id), hours, isLater ? notBefore : now, book);
  const opensAt = gates.open.length === 0 ? gates.opensAt : isLater ? notBefore : null;
  return { opensAt, late: latenessOf(campaign, now, opensAt) };
}
