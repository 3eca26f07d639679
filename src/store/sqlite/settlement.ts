import { isoInstant } from '../../core/schedule/instant.js';
import type { DeliveryStore, Settlement, Stamp, UnknownIntent } from '../store.js';
import { stamped, type Append } from './audit.js';
import { AUDITED, type Audited } from './audited-intent.js';
import type { Context } from './context.js';
import { receiptFiler } from './receipt-filer.js';
import { hasReference } from './references.js';
import type { IntentSkipper } from './skip.js';
import { suppressionRecorder } from './suppression.js';

/** A person's word tells nothing of a number. */
const NOTHING_TOLD = { receipts: [], unreachableAfter: 0 };

type SettlementStore = Pick<DeliveryStore, 'unknownIntents' | 'settleUnknown' | 'noteLookedUp'>;

/** What is in doubt, and how it is settled: by the provider's records or by a person, each time with an audit row. */
export function settlementStore(context: Context, append: Append, skip: IntentSkipper): SettlementStore {
  const { db, transact, query } = context;
  const receiving = receiptFiler(context, append, suppressionRecorder(context, append));
  const unknowns = db.prepare<[number], UnknownIntent>(
    `SELECT intent.ref, subject.phone AS number, intent.line, intent.text, intent.submitted_at AS submittedAt,
            intent.reason, intent.looked_up_at AS lookedUpAt
     FROM intent JOIN subject ON subject.id = intent.subject_id
     WHERE intent.campaign_id = ? AND intent.state = 'unknown' ORDER BY intent.id`,
  );
  const byRef = db.prepare<[string, number], Audited>(
    `${AUDITED} WHERE ${hasReference('?')} AND intent.campaign_id = ?`,
  );
  const end = db.prepare(
    `UPDATE intent SET state = @state, reason = @reason, provider_id = ifnull(@providerId, provider_id), settled_by = @by,
       ended_at = @at WHERE id = @id AND state = 'unknown'`,
  );
  const release = db.prepare(
    `UPDATE intent SET state = 'planned', reason = NULL, settled_by = @by, submitted_at = NULL, ended_at = NULL
     WHERE id = @id AND state = 'unknown'`,
  );
  const reopen = db.prepare<[number]>("UPDATE campaign SET state = 'paused' WHERE id = ? AND state = 'done'");
  const isCancelled = db.prepare<[number]>("SELECT 1 FROM campaign WHERE id = ? AND state = 'cancelled'");
  const erased = db.prepare<[number]>("SELECT 1 FROM intent WHERE id = ? AND text = ''");
  const lookedUp = db.prepare<[string, string, number]>(
    `UPDATE intent SET looked_up_at = ? WHERE ${hasReference('?')} AND campaign_id = ? AND state = 'unknown'`,
  );

  const settle = (campaignId: number, settlement: Settlement, stamp: Stamp): boolean => {
    const intent = byRef.get(settlement.ref, campaignId);
    if (intent?.state !== 'unknown') return false;
    const { at } = stamped(stamp);
    const { by, verdict } = settlement;
    // Of someone erased nothing can leave any more: the message has neither number nor text.
    const isErased = verdict === 'not_sent' && erased.get(intent.id) !== undefined;
    if (isErased) {
      end.run({ id: intent.id, state: 'skipped', reason: 'erased', providerId: null, by, at });
    } else if (verdict === 'not_sent') {
      release.run({ id: intent.id, by });
      reopen.run(campaignId);
    } else {
      const { reason, providerId } = settlement;
      end.run({ id: intent.id, state: verdict, reason, providerId, by, at });
    }
    append(
      {
        kind: 'settlement',
        campaign: intent.campaign,
        subject: intent.fingerprint,
        data: {
          ...{
            ref: settlement.ref,
            outcome: verdict,
            by,
            providerId: settlement.providerId,
            reason: settlement.reason,
          },
          // In doubt it counted as sent; whoever adds up the log takes that back.
          ...(verdict === 'accepted' ? {} : { costMicros: -intent.costMicros }),
        },
      },
      stamp,
    );
    // That it never left is the one thing; that it never will is another.
    if (isErased) {
      const { campaign, fingerprint: subject, ref } = intent;
      append({ kind: 'skip', campaign, subject, data: { ref, reason: 'erased' } }, stamp);
    }
    // What was cancelled does not leave any more, whoever finds that it never left.
    if (verdict === 'not_sent' && !isErased && isCancelled.get(campaignId) !== undefined)
      skip.one(intent.id, 'cancelled', stamp);
    return true;
  };

  return {
    unknownIntents: (campaignId) => query(() => unknowns.all(campaignId)),
    settleUnknown: (campaignId, settlements, stamp, { receipts, unreachableAfter } = NOTHING_TOLD) =>
      transact(() => {
        const settled = settlements.filter((settlement) => settle(campaignId, settlement, stamp));
        for (const receipt of receipts) receiving.file(receipt, unreachableAfter, stamp);
        return settled;
      }),
    noteLookedUp: (campaignId, refs, at) =>
      transact(() => {
        for (const ref of refs) lookedUp.run(isoInstant(at), ref, campaignId);
      }),
  };
}
