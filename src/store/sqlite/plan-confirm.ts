import { isoInstant } from '../../core/schedule/instant.js';
import type { CampaignStore } from '../store.js';
import { hashWaiting } from './approval.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';

/** Lets go what was planned, on a person's word. */
export function planConfirmer(
  context: Context,
  append: Append,
  nameOf: (campaignId: number) => string,
): Pick<CampaignStore, 'confirmPlans'> {
  const { db, transact } = context;
  const frozen = db.prepare<[number], { id: number; planned: number }>(
    `SELECT plan.id, (SELECT count(*) FROM intent WHERE plan_id = plan.id AND intent.state = 'planned') AS planned
     FROM plan WHERE campaign_id = ? AND state = 'frozen' ORDER BY id`,
  );
  const confirm = db.prepare<[string, string, number]>(
    "UPDATE plan SET state = 'confirmed', confirmed_at = ?, confirmed_by = ? WHERE id = ? AND state = 'frozen'",
  );
  const setClose = db.prepare<[string, number]>(
    "UPDATE campaign SET last_close = max(?, ifnull(last_close, '')) WHERE id = ?",
  );
  return {
    confirmPlans: (campaignId, expected, stamp, lastClose = null, approved = null) =>
      transact(() => {
        const { at, operator } = stamped(stamp);
        const waiting = frozen.all(campaignId);
        const count = waiting.reduce((sum, { planned }) => sum + planned, 0);
        if (expected !== null && expected !== count) return false;
        if (approved !== null && !hashWaiting(context, campaignId, approved.rules).equals(approved.hash)) return false;
        const closes = lastClose === null ? null : isoInstant(lastClose);
        for (const { id, planned } of waiting) {
          confirm.run(at, operator, id);
          const data = { plan: id, planned, lastClose: closes };
          append({ kind: 'plan_confirmed', campaign: nameOf(campaignId), data }, stamp);
        }
        if (closes !== null) setClose.run(closes, campaignId);
        return true;
      }),
  };
}
