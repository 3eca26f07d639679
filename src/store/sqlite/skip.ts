import type { Statement } from 'better-sqlite3';
import { invariant } from '../../errors.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Db } from './open.js';

interface Skipped {
  readonly id: number;
  readonly ref: string;
  readonly campaign: string;
  /** In hexadecimal. */
  readonly fingerprint: string;
}

/** Ends intents that will not be sent, each with its audit row, inside the transaction that is under way. */
export interface IntentSkipper {
  one(intentId: number, reason: string, stamp: Stamp): void;
  /** Every intent of a campaign that is still planned; returns how many. */
  all(campaignId: number, reason: string, stamp: Stamp): number;
  /** The same of those that somebody confirmed: the others wait for a word of their own. */
  confirmed(campaignId: number, reason: string, stamp: Stamp): number;
}

/** Intents skipped at a time, so that the end of a campaign of a million takes no more memory than one of a thousand. */
const CHUNK = 1000;

export function intentSkipper(db: Db, append: Append): IntentSkipper {
  const identify = `SELECT intent.id, intent.ref, campaign.name AS campaign,
      lower(hex(subject.fingerprint)) AS fingerprint
    FROM intent JOIN campaign ON campaign.id = intent.campaign_id JOIN subject ON subject.id = intent.subject_id`;
  const oneOf = db.prepare<[number], Skipped>(`${identify} WHERE intent.id = ?`);
  const plannedIn = (planStates: string): Statement<[number, number], Skipped> =>
    db.prepare(
      `${identify} JOIN plan ON plan.id = intent.plan_id AND plan.state IN (${planStates})
       WHERE intent.territory_id IN (SELECT id FROM territory WHERE campaign_id = ?) AND intent.state = 'planned' LIMIT ?`,
    );
  // Those of a plan that is still being written are nobody's yet.
  const someOfAll = plannedIn("'frozen', 'confirmed'");
  const someConfirmed = plannedIn("'confirmed'");
  const skipOne = db.prepare<[string, string, number]>(
    "UPDATE intent SET state = 'skipped', reason = ?, ended_at = ? WHERE id = ? AND state = 'planned'",
  );
  const audit = ({ ref, campaign, fingerprint }: Skipped, reason: string, stamp: Stamp): void => {
    append({ kind: 'skip', campaign, subject: fingerprint, data: { ref, reason } }, stamp);
  };
  const skipSome = (
    someOf: Statement<[number, number], Skipped>,
    campaignId: number,
    reason: string,
    stamp: Stamp,
  ): number => {
    const { at } = stamped(stamp);
    for (let count = 0; ;) {
      const some = someOf.all(campaignId, CHUNK);
      if (some.length === 0) return count;
      for (const one of some) {
        skipOne.run(reason, at, one.id);
        audit(one, reason, stamp);
      }
      count += some.length;
    }
  };
  return {
    one(intentId, reason, stamp) {
      if (skipOne.run(reason, stamped(stamp).at, intentId).changes === 0) return;
      const skipped = oneOf.get(intentId);
      invariant(skipped !== undefined, 'a skipped intent exists');
      audit(skipped, reason, stamp);
    },
    all: (campaignId, reason, stamp) => skipSome(someOfAll, campaignId, reason, stamp),
    confirmed: (campaignId, reason, stamp) => skipSome(someConfirmed, campaignId, reason, stamp),
  };
}
