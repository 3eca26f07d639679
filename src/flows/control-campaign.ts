import { OperatorError } from '../errors.js';
import type { Campaign } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';

/** Finds a campaign that must exist. @throws OperatorError noInput (66) */
export async function requireCampaign(name: string, { ledger }: Pick<LedgerDeps, 'ledger'>): Promise<Campaign> {
  const campaign = await ledger.findCampaign(name);
  if (campaign !== null) return campaign;
  throw new OperatorError('noInput', phrase('cli.noCampaign', { campaign: name }), phrase('cli.noCampaignHint'));
}

/**
 * Asks the run of a campaign to stop after what is in flight. A campaign that has ended is left as it is, and so is one
 * whose run died: whoever resumes it later wants it to go on.
 *
 * @param isRunHeld Whether somebody sends. Looked up before: a run that took the lock by then heeds what it is asked.
 * @returns Its state before.
 */
export async function pauseCampaign(
  name: string,
  isRunHeld: boolean,
  deps: LedgerDeps,
): Promise<Campaign['state'] | 'interrupted'> {
  const campaign = await requireCampaign(name, deps);
  if (campaign.state !== 'running') return campaign.state;
  if (!isRunHeld) return 'interrupted';
  await deps.ledger.recordPause(campaign.id, stampOf(deps));
  return campaign.state;
}

/**
 * Ends a campaign for good. One that has come to its end is left as it is. What is in flight is settled by its run, or
 * by {@link markAbandoned} where that was killed.
 *
 * @returns How many messages will never leave; null when there was nothing left to cancel.
 */
export async function cancelCampaign(name: string, deps: LedgerDeps): Promise<number | null> {
  const campaign = await requireCampaign(name, deps);
  if (campaign.state === 'cancelled' || campaign.state === 'done') return null;
  return deps.ledger.cancelCampaign(campaign.id, stampOf(deps));
}

/**
 * Calls unknown what killed runs left in flight, of every campaign: one that was cancelled since has no run of its own
 * any more that would do it. A rehearsal is a copy, and says nothing of what another campaign has in flight.
 *
 * The caller holds the lock on the ledger's runs: whoever lives is spared.
 */
export async function markAbandoned(campaign: Pick<Campaign, 'id'>, deps: LedgerDeps): Promise<void> {
  const { ledger } = deps;
  const campaigns = ledger.rehearsalOf === null ? await ledger.listCampaigns() : [campaign];
  for (const { id } of campaigns) await ledger.markAbandonedSubmissions(id, stampOf(deps));
}
