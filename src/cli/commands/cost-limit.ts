import type { Config } from '../../config/config.js';
import type { CostLimit } from '../../core/campaign/cost-ceiling.js';
import { formatMicros, type Micros } from '../../core/campaign/cost.js';
import { costsNothing } from '../../flows/destinations.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { OperatorError } from '../../errors.js';
import type { Campaign, CampaignCounts } from '../../store/store.js';
import type { CampaignLedger, Workspace } from '../app.js';
import { moneyOption, type CampaignOptions } from './campaign-options.js';

type CostOptions = Pick<CampaignOptions, 'maxCost'>;

/**
 * What a run may cost: `--max-cost`, else the limit of the configuration; null for no limit.
 *
 * Without a price nobody knows whether a run stays below it, so it needs one, unless the configuration says that there
 * is nothing to pay. In a rehearsal, where nothing is paid, only a limit that the operator asked for by the flag does.
 */
export function costLimit(
  config: Config,
  { maxCost }: CostOptions,
  { currency, isRehearsal }: Pick<Campaign, 'currency'> & Pick<CampaignLedger, 'isRehearsal'>,
): CostLimit | null {
  const micros =
    moneyOption('--max-cost', maxCost) ?? moneyOption('limits.max_cost', config.limits.maxCost ?? undefined);
  if (micros === null) return null;
  const needsPrices = !isRehearsal || maxCost !== undefined;
  return { micros, currency, mayBeFree: (country) => !needsPrices || costsNothing(config, country) };
}

/** Of countries whose messages have no cost, those that keep a run from its limit; without a limit none. */
function unknownCosts(limit: CostLimit | null, costless: readonly string[]): readonly string[] {
  return limit === null ? [] : costless.filter((country) => !limit.mayBeFree(country));
}

/** That a run would cost more than it may: a warning on a plan, a refusal of a run. Null: it would not. */
export function costAbove(cost: Micros, limit: CostLimit | null): Phrase | null {
  if (limit === null || cost <= limit.micros) return null;
  const { currency } = limit;
  return phrase('flows.costAbove', { amount: formatMicros(cost), limit: formatMicros(limit.micros), currency });
}

/** That nobody knows what a run would cost, and that it may not be above a limit. */
export function costUnknown(
  limit: CostLimit | null,
  costless: readonly string[],
  words: 'flows.costUnknown' | 'flows.costUnknownKept' = 'flows.costUnknown',
): Phrase | null {
  const countries = unknownCosts(limit, costless);
  if (limit === null || countries.length === 0) return null;
  return phrase(words, { countries, limit: formatMicros(limit.micros), currency: limit.currency });
}

/**
 * Refuses a plan of which nobody knows what its run would cost, before it is kept: what is planned without a price stays
 * without one.
 *
 * @throws OperatorError notPermitted (77)
 */
export function refuseUnknownCost(limit: CostLimit | null, costless: readonly string[]): void {
  const unknown = costUnknown(limit, costless);
  if (unknown !== null) throw new OperatorError('notPermitted', unknown, phrase('flows.costUnknownHint'));
}

/**
 * A run above the limit is refused before anything leaves: the first one and each that goes on with it.
 *
 * @throws OperatorError notPermitted (77)
 */
export async function refuseCost(
  { config }: Workspace,
  { id, name, currency }: Campaign,
  { remainingCostMicros: cost, remaining, planned }: CampaignCounts,
  { ledger, isRehearsal }: CampaignLedger,
  options: CostOptions,
): Promise<void> {
  const limit = costLimit(config, options, { currency, isRehearsal });
  const above = costAbove(cost, limit);
  // Of a campaign that has begun nobody is to be planned once more under another name.
  const hasBegun = remaining < planned;
  if (above !== null) {
    const hint = phrase(hasBegun ? 'flows.costAboveBegunHint' : 'flows.costAboveHint', { campaign: name });
    throw new OperatorError('notPermitted', above, hint);
  }
  if (limit === null || remaining === 0) return;
  const unknown = costUnknown(limit, await ledger.costlessCountries(id, 'waiting'));
  if (unknown === null) return;
  const hint = phrase(hasBegun ? 'flows.costUnknownBegunHint' : 'flows.costUnknownKeptHint');
  throw new OperatorError('notPermitted', unknown, hint);
}
