import type { Config } from '../config/config.js';
import { isSameName } from '../core/visible-name.js';
import { OperatorError } from '../errors.js';
import type { Approval, ApprovedPlan, WaitingPlan } from '../store/oversight-store.js';
import type { Actor, Campaign, Ledger } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';

interface PlanApproval {
  readonly verdict: 'recorded' | 'unchanged';
  readonly hash: Buffer;
  readonly count: number;
}

/**
 * Approves what of a campaign waits for its confirmation, exactly as it is.
 *
 * @param seen The plan that the approver was shown; another one by now is refused.
 * @throws OperatorError usage (64) when nothing waits; notPermitted (77) for whoever made the plan; badInput (65) when it
 *   changed since it was shown.
 */
export async function approvePlan(
  campaign: Campaign,
  config: Config,
  seen: Buffer,
  deps: LedgerDeps,
): Promise<PlanApproval> {
  const { ledger, actor } = deps;
  const { hash, count, plannedBy } = await ledger.waitingPlan(campaign.id, rulesOf(config, campaign));
  if (!hash.equals(seen)) {
    const values = { campaign: campaign.name };
    throw new OperatorError(
      'badInput',
      phrase('oversight.changedMeanwhile', values),
      phrase('oversight.lookAgain', values),
    );
  }
  for (const planner of plannedBy) refuseSame(actor, planner, config, campaign);
  const verdict = await ledger.approvePlan(campaign.id, hash, count, stampOf(deps));
  return { verdict, hash, count };
}

/**
 * What the approver is shown.
 *
 * @throws OperatorError usage (64) when nothing waits; notPermitted (77) for whoever made the plan: asked for nothing first.
 */
export async function planToApprove(
  campaign: Campaign,
  config: Config,
  { ledger, actor }: Pick<LedgerDeps, 'ledger' | 'actor'>,
): Promise<Omit<WaitingPlan, 'plannedBy'>> {
  const { hash, count, costMicros, plannedBy } = await ledger.waitingPlan(campaign.id, rulesOf(config, campaign));
  if (count === 0) {
    throw new OperatorError(
      'usage',
      phrase('oversight.nothingWaits', { campaign: campaign.name }),
      phrase('oversight.nothingWaitsHint'),
    );
  }
  for (const planner of plannedBy) refuseSame(actor, planner, config, campaign);
  return { hash, count, costMicros };
}

/** Who approved what of a campaign waits, exactly as it is now; nobody: it awaits an approval. */
export type ApprovalStanding = readonly Approval[];

/** Null where no approval is asked for, or nothing waits. */
export async function approvalStanding(
  campaign: Campaign,
  config: Config,
  ledger: Ledger,
): Promise<ApprovalStanding | null> {
  if (!config.approval.required) return null;
  const { hash, count } = await ledger.waitingPlan(campaign.id, rulesOf(config, campaign));
  return count === 0 ? null : await ledger.approvalsOf(campaign.id, hash);
}

/**
 * Where `[approval] required` is set: the plan that waits, if somebody else than the one who sends approved exactly it. Null
 * where it is not.
 *
 * @throws OperatorError notPermitted (77) without such an approval.
 */
export async function requireApproval(
  campaign: Campaign,
  config: Config,
  { ledger, actor }: Pick<LedgerDeps, 'ledger' | 'actor'>,
): Promise<ApprovedPlan | null> {
  if (!config.approval.required) return null;
  const rules = rulesOf(config, campaign);
  const { hash } = await ledger.waitingPlan(campaign.id, rules);
  const approvals = await ledger.approvalsOf(campaign.id, hash);
  if (approvals.some((one) => isAnother(one, actor, config))) return { hash, rules };
  const values = { campaign: campaign.name };
  throw new OperatorError(
    'notPermitted',
    approvals.length > 0 ? phrase('oversight.approvedByYou', values) : phrase('oversight.notApproved', values),
    phrase('oversight.notApprovedHint', values),
  );
}

/**
 * A name is but a word on the command line; the login is the system's. But a workspace belongs to one user of the system
 * alone (0600), so most people who share one share the login as well: only where it is configured must that differ too.
 */
function isAnother(one: Actor, other: Actor, { approval }: Config): boolean {
  return !isSameName(one.operator, other.operator) && (!approval.distinctLogins || one.login !== other.login);
}

function refuseSame(actor: Actor, planner: Actor, config: Config, { name: campaign }: Campaign): void {
  if (isAnother(actor, planner, config)) return;
  const isSameLogin = !isSameName(actor.operator, planner.operator);
  throw new OperatorError(
    'notPermitted',
    isSameLogin
      ? phrase('oversight.ownLogin', { campaign, login: actor.login })
      : phrase('oversight.ownPlan', { campaign, operator: actor.operator }),
    isSameLogin ? phrase('oversight.ownLoginHint') : phrase('oversight.ownPlanHint'),
  );
}

/** What the configuration says of how this campaign is judged and sent. Another text asks again. */
function rulesOf(config: Config, campaign: Campaign): string {
  const { hours, footers, limits, stop, provider } = config;
  const purpose = config.purposes.get(campaign.purpose) ?? null;
  return JSON.stringify({ purpose, hours, footers, limits, stop, provider }, (_, value: unknown) =>
    value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : value,
  );
}
