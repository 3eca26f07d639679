import { invariant } from '../../errors.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Db } from './open.js';

interface Skipped {
  readonly ref: string;
  readonly campaign: string;
  readonly fingerprint: Buffer;
}

/** Ends intents that will not be sent, each with its audit row, inside the transaction that is under way. */
export interface IntentSkipper {
  one(intentId: number, reason: string, stamp: Stamp): void;
  /** Every intent of a campaign that is still planned; returns how many. */
  all(campaignId: number, reason: string, stamp: Stamp): number;
}

export function intentSkipper(db: Db, append: Append): IntentSkipper {
  const identify = `SELECT intent.ref, campaign.name AS campaign, subject.fingerprint
    FROM intent JOIN campaign ON campaign.id = intent.campaign_id JOIN subject ON subject.id = intent.subject_id`;
  const oneOf = db.prepare<[number], Skipped>(`${identify} WHERE intent.id = ?`);
  const allOf = db.prepare<[number], Skipped>(`${identify} WHERE intent.campaign_id = ? AND intent.state = 'planned'`);
  const skip = "UPDATE intent SET state = 'skipped', reason = ?, ended_at = ?";
  const skipOne = db.prepare<[string, string, number]>(`${skip} WHERE id = ? AND state = 'planned'`);
  const skipAll = db.prepare<[string, string, number]>(`${skip} WHERE campaign_id = ? AND state = 'planned'`);
  const audit = ({ ref, campaign, fingerprint }: Skipped, reason: string, stamp: Stamp): void => {
    append({ ...stamped(stamp), kind: 'skip', campaign, subject: fingerprint, data: { ref, reason } });
  };
  return {
    one(intentId, reason, stamp) {
      if (skipOne.run(reason, stamped(stamp).at, intentId).changes === 0) return;
      const skipped = oneOf.get(intentId);
      invariant(skipped !== undefined, 'a skipped intent exists');
      audit(skipped, reason, stamp);
    },
    all(campaignId, reason, stamp) {
      const skipped = allOf.all(campaignId);
      skipAll.run(reason, stamped(stamp).at, campaignId);
      for (const one of skipped) audit(one, reason, stamp);
      return skipped.length;
    },
  };
}
