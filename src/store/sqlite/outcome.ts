import type { SendOutcome } from '../../core/delivery/send-outcome.js';
import type { Stamp, SubmissionFacts } from '../store.js';
import type { Append } from './audit.js';
import type { Context } from './context.js';
import type { IntentSkipper } from './skip.js';
import { submissionEnder } from './submission-end.js';

/** Records what became of submissions inside the transaction that is under way: they end, or are planned again. */
interface OutcomeRecorder {
  end(intentId: number, outcome: SendOutcome, facts: SubmissionFacts, stamp: Stamp): void;
  /** Puts in doubt what a run that died left under way; returns how many. */
  abandoned(campaignId: number, stamp: Stamp): number;
}

export function outcomeRecorder(context: Context, append: Append, skip: IntentSkipper): OutcomeRecorder {
  const { db } = context;
  const release = db.prepare<[number]>(
    "UPDATE intent SET state = 'planned', submitted_at = NULL WHERE id = ? AND state = 'submitting'",
  );
  const isCancelled = db.prepare<[number]>(
    `SELECT 1 FROM intent JOIN campaign ON campaign.id = intent.campaign_id AND campaign.wish = 'cancel'
     WHERE intent.id = ?`,
  );
  const underWay = db.prepare<[number], { readonly id: number }>(
    "SELECT id FROM intent WHERE campaign_id = ? AND state = 'submitting'",
  );
  const { endAs, mustBeReceived } = submissionEnder(context, append);

  return {
    end(intentId, outcome, facts, stamp) {
      switch (outcome.kind) {
        case 'accepted':
          return endAs(intentId, 'accepted', { reason: null, providerId: outcome.providerId, facts }, stamp);
        case 'rejected':
          return endAs(intentId, 'rejected', { reason: outcome.code, providerId: null, facts }, stamp);
        case 'unknown':
          return endAs(intentId, 'unknown', { reason: outcome.why, providerId: null, facts }, stamp);
        case 'throttled':
        case 'unsent':
        case 'refused': {
          if (release.run(intentId).changes === 0) return mustBeReceived(intentId);
          // It was under way when everything else was cancelled.
          if (isCancelled.get(intentId) !== undefined) skip.one(intentId, 'cancelled', stamp);
        }
      }
    },
    abandoned(campaignId, stamp) {
      const intents = underWay.all(campaignId);
      for (const { id } of intents) {
        endAs(id, 'unknown', { reason: 'interrupted', providerId: null, facts: {} }, stamp);
      }
      return intents.length;
    },
  };
}
