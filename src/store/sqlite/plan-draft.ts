import type { CampaignTerms } from '../../core/campaign/campaign.js';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { CampaignStore, OpenPlan } from '../store.js';
import { stamped } from './audit.js';
import { beginBulk, endBulk } from './bulk.js';
import type { Context } from './context.js';

interface PlanDrafter extends Pick<CampaignStore, 'openPlan' | 'abandonPlan'> {
  isDraft(plan: OpenPlan): boolean;
}

/** Opens plans that nobody sees before they are frozen, and takes away those that never will be. */
export function planDrafter({ db, transact }: Pick<Context, 'db' | 'transact'>): PlanDrafter {
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

  /** What a planning that was killed left of a campaign. */
  const removeDrafts = (campaignId: number): void => {
    beginBulk(db);
    for (const { id } of draftsOf.all(campaignId)) removePlan({ campaignId, planId: id });
    endBulk(db);
  };

  return {
    isDraft,
    openPlan: (terms, file, times, stamp) =>
      transact(() => {
        const left = findAny.get(terms.name);
        if (left !== undefined) removeDrafts(left.id);
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
    abandonPlan: (plan) =>
      transact(() => {
        if (isDraft(plan)) removePlan(plan);
      }),
  };
}

function columnsOf(terms: CampaignTerms): Record<string, string | number> {
  const { promotional, urgent, again, gsm7, ...rest } = terms;
  const flags = { promotional, urgent, again, gsm7 };
  return { ...rest, ...Object.fromEntries(Object.entries(flags).map(([name, isSet]) => [name, isSet ? 1 : 0])) };
}
