import type { AuditData } from '../../core/audit/chain.js';
import { invariant } from '../../errors.js';
import type { CampaignStore, OpenPlan } from '../store.js';
import type { Append } from './audit.js';
import type { Context } from './context.js';
import type { ReferenceKeeper } from './references.js';
import { sealOf } from './seal.js';
import type { IntentSkipper } from './skip.js';

/**
 * Makes a plan what it stays: visible, sealed and told in the log, in one transaction.
 *
 * @param seal What the log keeps of a plan by which it can be told from any other.
 */
export function planFreezer(
  { db, keyring, transact }: Pick<Context, 'db' | 'keyring' | 'transact'>,
  append: Append,
  skip: IntentSkipper,
  nameOf: (campaignId: number) => string,
  references: Pick<ReferenceKeeper, 'complete'>,
  seal: (plan: OpenPlan) => AuditData,
): Pick<CampaignStore, 'freezePlan'> {
  const freeze = db.prepare<[string, number, number], { fileName: string; plannedAt: string }>(
    "UPDATE plan SET state = 'frozen', sha256 = ?, rows = ? WHERE id = ? AND state = 'planning' RETURNING file_name AS fileName, created_at AS plannedAt",
  );
  const adoptWishes = db.prepare<[number]>(
    `UPDATE campaign SET starts_at = ifnull(plan.starts_at, campaign.starts_at),
       not_after = ifnull(plan.not_after, campaign.not_after), again = max(campaign.again, plan.again)
     FROM plan WHERE plan.id = ? AND campaign.id = plan.campaign_id`,
  );
  const countOf = db.prepare<[number], { planned: number }>(
    "SELECT count AS planned FROM intent_count WHERE plan_id = ? AND state = 'all'",
  );
  const reopen = db.prepare<[number]>("UPDATE campaign SET state = 'planned' WHERE id = ? AND state = 'done'");
  const cancelled = db.prepare<[number]>("SELECT 1 FROM campaign WHERE id = ? AND state = 'cancelled'");

  return {
    freezePlan: (plan, file, stamp) =>
      transact(() => {
        references.complete(plan);
        const frozenFile = freeze.get(file.sha256, file.rows, plan.planId);
        invariant(frozenFile !== undefined, 'a plan is frozen once');
        adoptWishes.run(plan.planId);
        const planned = countOf.get(plan.planId)?.planned ?? 0;
        // Newcomers to a campaign that had ended wait for their confirmation.
        if (planned > 0) reopen.run(plan.campaignId);
        const told = { plan: plan.planId, rows: file.rows, sha256: file.sha256, planned };
        const { plannedAt, fileName } = frozenFile;
        const data = {
          ...told,
          plannedAt,
          fileSeal: sealOf(keyring, fileName),
          ...seal(plan),
        };
        append({ kind: 'plan_frozen', campaign: nameOf(plan.campaignId), data }, stamp);
        // Cancelled by someone else while the plan was being made: what it adds has ended too.
        if (cancelled.get(plan.campaignId) !== undefined) skip.all(plan.campaignId, 'cancelled', stamp);
      }),
  };
}
