import { formatMicros, type Micros } from '../../core/campaign/cost.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { OperatorError } from '../../errors.js';
import type { Campaign, CampaignCounts } from '../../store/store.js';
import type { Workspace } from '../app.js';
import { moneyOption, type CampaignOptions } from './campaign-options.js';

/** What a run may cost: `--max-cost`, else the limit of the configuration; null for no limit. */
export function costLimit({ config }: Workspace, { maxCost }: Pick<CampaignOptions, 'maxCost'>): Micros | null {
  return moneyOption('--max-cost', maxCost) ?? moneyOption('limits.max_cost', config.limits.maxCost ?? undefined);
}

export function isAbove(cost: Micros, limit: Micros | null): limit is Micros {
  return limit !== null && cost > limit;
}

/** That a run would cost more than it may: a warning on a plan, a refusal of a run. */
export function costAbove(cost: Micros, limit: Micros, currency: string): Phrase {
  return phrase('flows.costAbove', { amount: formatMicros(cost), limit: formatMicros(limit), currency });
}

/** A run above the limit is refused before anything leaves: the first one and each that goes on with it. */
export function refuseCost(
  workspace: Workspace,
  { currency }: Campaign,
  { remainingCostMicros: cost }: CampaignCounts,
  options: Pick<CampaignOptions, 'maxCost'>,
): void {
  const limit = costLimit(workspace, options);
  if (!isAbove(cost, limit)) return;
  throw new OperatorError('notPermitted', costAbove(cost, limit, currency), phrase('flows.costAboveHint'));
}
