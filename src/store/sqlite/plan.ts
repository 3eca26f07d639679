import type { AuditData } from '../../core/audit/chain.js';
import { invariant } from '../../errors.js';
import type { CampaignStore, OpenPlan } from '../store.js';
import type { Append } from './audit.js';
import type { Context } from './context.js';
import { intentKeeper } from './intent-keeper.js';
import { planConfirmer } from './plan-confirm.js';
import { planDrafter } from './plan-draft.js';
import { planFreezer } from './plan-freeze.js';
import { rowTold, planSealer, type DraftDigest } from './plan-seal.js';
import { plannedReader } from './planned-before.js';
import { referenceKeeper } from './references.js';
import type { IntentSkipper } from './skip.js';

type PlanWriter = Pick<
  CampaignStore,
  'openPlan' | 'plannedBefore' | 'keepPlanned' | 'freezePlan' | 'abandonPlan' | 'confirmPlans'
>;

/** How a plan comes to be: drafted out of sight, frozen in one step, confirmed by a person. */
export function planWriter(
  context: Context,
  append: Append,
  skip: IntentSkipper,
  nameOf: (campaignId: number) => string,
): PlanWriter {
  const { db, keyring, transact } = context;
  const insertExclusion = db.prepare<[number, number, Buffer | null, string]>(
    'INSERT INTO exclusion (plan_id, line, fingerprint, reason) VALUES (?, ?, ?, ?)',
  );
  const keepIntents = intentKeeper(context, nameOf);
  const references = referenceKeeper(db);
  const sealer = planSealer(db);
  /** Of the plans that are drafted over this connection. */
  const digests = new Map<number, DraftDigest>();
  const digestOf = ({ campaignId, planId }: OpenPlan): DraftDigest => {
    const digest = digests.get(planId) ?? sealer.drafted(campaignId, planId);
    digests.set(planId, digest);
    return digest;
  };
  const seal = (plan: OpenPlan): AuditData => sealer.seal(plan.campaignId, plan.planId, digestOf(plan));
  const { isDraft, ...drafting } = planDrafter(context);

  return {
    ...drafting,
    keepPlanned: (plan, intents, exclusions) =>
      transact(() => {
        invariant(isDraft(plan), 'a plan grows until it is frozen');
        const digest = digestOf(plan);
        const kept = keepIntents(plan, intents);
        references.keepUp(plan);
        digest.messages.update(kept.messages);
        digest.texts.update(kept.texts);
        for (const { line, number, reason } of exclusions) {
          insertExclusion.run(plan.planId, line, number === null ? null : keyring.fingerprint(number), reason);
        }
        digest.exclusions.update(exclusions.map(({ line, reason }) => rowTold(line, reason)).join(''));
      }),
    ...planFreezer(context, append, skip, nameOf, references, seal),
    ...plannedReader(context),
    ...planConfirmer(context, append, nameOf),
  };
}
