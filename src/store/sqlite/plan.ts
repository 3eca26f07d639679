import type { CampaignTerms } from '../../core/campaign/campaign.js';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { invariant } from '../../errors.js';
import type { CampaignStore, OpenPlan } from '../store.js';
import { stamped, type Append } from './audit.js';
import { beginBulk, endBulk } from './bulk.js';
import type { Context } from './context.js';
import { intentKeeper } from './intent-keeper.js';
import { planConfirmer } from './plan-confirm.js';
import { rowTold, planSealer, type DraftDigest } from './plan-seal.js';
import { plannedReader } from './planned-before.js';
import { sealOf } from './seal.js';
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
  const findAny = db.prepare<[string], { id: number }>('SELECT id FROM campaign WHERE name = ?');
  const insertCampaign = db.prepare(
    `INSERT INTO campaign (name, state, purpose, promotional, urgent, again, gsm7, sender, template, provider, currency,
       starts_at, not_after, created_at)
     VALUES (@name, 'planned', @purpose, @promotional, @urgent, @again, @gsm7, @sender, @template, @provider, @currency,
       @startsAt, @notAfter, @createdAt)`,
  );
  const insertPlan = db.prepare<[number, string, string, string, string | null, string | null, number]>(
    `INSERT INTO plan (campaign_id, state, file_name, operator, created_at, starts_at, not_after, again)
     VALUES (?, 'planning', ?, ?, ?, ?, ?, ?)`,
  );
  const draftsOf = db.prepare<[number], { id: number }>(
    "SELECT id FROM plan WHERE campaign_id = ? AND state = 'planning'",
  );
  const insertExclusion = db.prepare<[number, number, Buffer | null, string]>(
    'INSERT INTO exclusion (plan_id, line, fingerprint, reason) VALUES (?, ?, ?, ?)',
  );
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
  const keepIntents = intentKeeper(context);
  const sealer = planSealer(db);
  /** Of the plans that are drafted over this connection. */
  const digests = new Map<number, DraftDigest>();
  const digestOf = (planId: number): DraftDigest => {
    const digest = digests.get(planId) ?? sealer.drafted(planId);
    digests.set(planId, digest);
    return digest;
  };

  const isDraft = ({ campaignId, planId }: OpenPlan): boolean =>
    draftsOf.all(campaignId).some(({ id }) => id === planId);

  const removePlan = ({ campaignId, planId }: OpenPlan): void => {
    db.prepare('DELETE FROM intent WHERE plan_id = ?').run(planId);
    db.prepare('DELETE FROM exclusion WHERE plan_id = ?').run(planId);
    db.prepare('DELETE FROM plan WHERE id = ?').run(planId);
    const others = db.prepare('SELECT 1 FROM plan WHERE campaign_id = ?').get(campaignId);
    if (others !== undefined) return;
    db.prepare('DELETE FROM territory WHERE campaign_id = ?').run(campaignId);
    db.prepare('DELETE FROM campaign WHERE id = ?').run(campaignId);
  };

  return {
    openPlan: (terms, file, times, stamp) =>
      transact(() => {
        const left = findAny.get(terms.name);
        if (left !== undefined) {
          beginBulk(db);
          for (const { id } of draftsOf.all(left.id)) removePlan({ campaignId: left.id, planId: id });
          endBulk(db);
        }
        const { at, operator } = stamped(stamp);
        const startsAt = times.startsAt === null ? null : isoInstant(times.startsAt);
        const notAfter = times.notAfter === null ? null : isoInstant(times.notAfter);
        const campaignId =
          findAny.get(terms.name)?.id ??
          Number(insertCampaign.run({ ...columnsOf(terms), startsAt, notAfter, createdAt: at }).lastInsertRowid);
        const again = terms.again ? 1 : 0;
        const { lastInsertRowid } = insertPlan.run(
          campaignId,
          maskNumbersIn(file.name),
          operator,
          at,
          startsAt,
          notAfter,
          again,
        );
        const planId = Number(lastInsertRowid);
        return { campaignId, planId };
      }),
    keepPlanned: (plan, intents, exclusions) =>
      transact(() => {
        invariant(isDraft(plan), 'a plan grows until it is frozen');
        const digest = digestOf(plan.planId);
        digest.messages.update(keepIntents(plan, intents));
        for (const { line, number, reason } of exclusions) {
          insertExclusion.run(plan.planId, line, number === null ? null : keyring.fingerprint(number), reason);
        }
        digest.exclusions.update(exclusions.map(({ line, reason }) => rowTold(line, reason)).join(''));
      }),
    freezePlan: (plan, file, stamp) =>
      transact(() => {
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
          ...sealer.seal(plan.campaignId, plan.planId, digestOf(plan.planId)),
        };
        append({ ...stamped(stamp), kind: 'plan_frozen', campaign: nameOf(plan.campaignId), subject: null, data });
        // Cancelled by someone else while the plan was being made: what it adds has ended too.
        if (cancelled.get(plan.campaignId) !== undefined) skip.all(plan.campaignId, 'cancelled', stamp);
      }),
    abandonPlan: (plan) =>
      transact(() => {
        if (isDraft(plan)) removePlan(plan);
      }),
    ...plannedReader(context),
    ...planConfirmer(context, append, nameOf),
  };
}

function columnsOf(terms: CampaignTerms): Record<string, string | number> {
  const { promotional, urgent, again, gsm7, ...rest } = terms;
  const flags = { promotional, urgent, again, gsm7 };
  return { ...rest, ...Object.fromEntries(Object.entries(flags).map(([name, isSet]) => [name, isSet ? 1 : 0])) };
}
