import type { Receipt, SendOutcome } from '../../core/delivery/send-outcome.js';
import type { Encoding } from '../../core/segment/count-segments.js';
import { invariant } from '../../errors.js';
import type { Stamp, SubmissionFacts } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import type { IntentSkipper } from './skip.js';

/** An intent with what its audit row says of it. */
export interface Audited extends Submitted, AuditedCampaign {
  readonly state: string;
}

/** What an intent itself tells. */
interface Submitted {
  readonly id: number;
  readonly ref: string;
  /** In hexadecimal. */
  readonly fingerprint: string;
  readonly segments: number;
  readonly encoding: Encoding;
  readonly costMicros: number;
  readonly textHash: string;
  readonly consentSeq: number;
}

/** What its campaign tells of every one. */
interface AuditedCampaign {
  readonly campaign: string;
  readonly provider: string;
  readonly purpose: string;
}

/** Joins what an audit row tells. */
export const AUDITED = `SELECT intent.id, intent.ref, intent.state, campaign.name AS campaign,
    lower(hex(subject.fingerprint)) AS fingerprint, intent.segments, intent.encoding, intent.cost_micros AS costMicros,
    lower(hex(intent.text_hash)) AS textHash,
    campaign.provider, campaign.purpose, intent.consent_seq AS consentSeq
  FROM intent JOIN campaign ON campaign.id = intent.campaign_id JOIN subject ON subject.id = intent.subject_id`;

/** Ends submissions, each together with its audit row, inside the transaction that is under way. */
interface OutcomeRecorder {
  end(intentId: number, outcome: SendOutcome, facts: SubmissionFacts, stamp: Stamp): void;
  abandoned(campaignId: number, stamp: Stamp): number;
  /** Ends what was not known to have left: only a provider that took a message knows its reference. Returns whether the
   * receipt told anything new. */
  receipt(receipt: Receipt, stamp: Stamp): boolean;
}

export function outcomeRecorder({ db, group }: Context, append: Append, skip: IntentSkipper): OutcomeRecorder {
  const byRef = db.prepare<[string], Audited>(`${AUDITED} WHERE intent.ref = ?`);
  const underWay = db.prepare<[number], { readonly id: number }>(
    "SELECT id FROM intent WHERE campaign_id = ? AND state = 'submitting'",
  );
  const finish = db.prepare<
    [string, string | null, string | null, string, number],
    Submitted & { readonly campaignId: number; readonly submittedAt: string }
  >(
    `UPDATE intent SET state = ?, reason = ?, provider_id = ?, ended_at = ?
     WHERE id = ? AND state = 'submitting'
     RETURNING id, ref, (SELECT lower(hex(fingerprint)) FROM subject WHERE subject.id = subject_id) AS fingerprint,
       segments, encoding, cost_micros AS costMicros, lower(hex(text_hash)) AS textHash, consent_seq AS consentSeq,
       submitted_at AS submittedAt, campaign_id AS campaignId`,
  );
  const campaign = db.prepare<[number], AuditedCampaign>(
    'SELECT name AS campaign, provider, purpose FROM campaign WHERE id = ?',
  );
  const campaigns = group.oncePerCommit(() => new Map<number, AuditedCampaign>());
  const campaignOf = (id: number): AuditedCampaign => {
    const known = campaigns().get(id) ?? campaign.get(id);
    invariant(known !== undefined, 'an intent belongs to a campaign');
    campaigns().set(id, known);
    return known;
  };
  const release = db.prepare<[number]>(
    "UPDATE intent SET state = 'planned', submitted_at = NULL WHERE id = ? AND state = 'submitting'",
  );
  const isCancelled = db.prepare<[number]>(
    `SELECT 1 FROM intent JOIN campaign ON campaign.id = intent.campaign_id AND campaign.wish = 'cancel'
     WHERE intent.id = ?`,
  );
  const setReceipt = db.prepare(
    `UPDATE intent SET receipt = @status, receipt_at = @at, receipt_code = @code, unreachable = @unreachable
     WHERE id = @id AND state = 'accepted' AND receipt IS NULL`,
  );
  const settle = db.prepare<[string, number]>(
    `UPDATE intent SET state = 'accepted', reason = NULL, settled_by = 'receipt', ended_at = ?
     WHERE id = ? AND (state = 'unknown' OR state = 'submitting')`,
  );
  // Those of a plan that is still being written are nobody's yet.
  const wasUnderWay = db.prepare<[string, number]>(
    `UPDATE intent SET state = 'submitting', submitted_at = ? WHERE id = ? AND state = 'planned'
       AND EXISTS (SELECT 1 FROM plan WHERE plan.id = plan_id AND plan.state <> 'planning')`,
  );
  const lastSubmission = db.prepare<[string, string], { at: string }>(
    `SELECT ifnull(data ->> 'submittedAt', at) AS at FROM audit
     WHERE campaign = ? AND kind = 'submission' AND data ->> 'ref' = ? ORDER BY seq DESC LIMIT 1`,
  );
  const placeOf = db.prepare<[number], { territory: string; profile: string }>(
    `SELECT code AS territory, profile FROM territory WHERE id = (SELECT territory_id FROM intent WHERE id = ?)`,
  );
  const isReceived = db.prepare<[number]>(
    "SELECT 1 FROM intent WHERE id = ? AND state = 'accepted' AND receipt IS NOT NULL",
  );
  /** A receipt may come before the answer: what it says stays. */
  const mustBeReceived = (id: number): void =>
    invariant(isReceived.get(id) !== undefined, 'only an intent under way is ended, or returned');

  const endAs = (
    id: number,
    state: 'accepted' | 'rejected' | 'unknown',
    told: {
      readonly reason: string | null;
      readonly providerId: string | null;
      readonly facts: Partial<SubmissionFacts>;
    },
    stamp: Stamp,
  ): void => {
    const { reason, providerId, facts } = told;
    const { at, operator, login } = stamped(stamp);
    const ended = finish.get(state, reason, providerId, at, id);
    if (ended === undefined) return mustBeReceived(id);
    const { campaign: name, provider, purpose } = campaignOf(ended.campaignId);
    // Written in the order of the canonical form: this is most of every log.
    const data = {
      consentSeq: facts.consentSeq ?? ended.consentSeq,
      costMicros: ended.costMicros,
      encoding: ended.encoding,
      outcome: state,
      ...(facts.profile === undefined ? null : { profile: facts.profile }),
      provider: facts.provider ?? provider,
      providerId,
      purpose,
      reason,
      ref: ended.ref,
      segments: ended.segments,
      submittedAt: ended.submittedAt,
      ...(facts.territory === undefined ? null : { territory: facts.territory }),
      textHash: ended.textHash,
    };
    append({ at, operator, login, kind: 'submission', campaign: name, subject: ended.fingerprint, data });
  };

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
    receipt(receipt, stamp) {
      const intent = byRef.get(receipt.ref);
      if (intent === undefined) return false;
      const row = { ...stamped(stamp), campaign: intent.campaign, subject: intent.fingerprint };
      const { status, at, code } = receipt;
      if (intent.state === 'submitting') {
        const facts = placeOf.get(intent.id) ?? {};
        endAs(intent.id, 'accepted', { reason: null, providerId: null, facts }, stamp);
      }
      // Called not sent, or returned by a provider that took it after all: it arrived, so it never leaves again.
      const isBack =
        intent.state === 'planned' &&
        wasUnderWay.run(lastSubmission.get(intent.campaign, receipt.ref)?.at ?? at, intent.id).changes === 1;
      if (intent.state === 'unknown' || isBack) {
        settle.run(stamped(stamp).at, intent.id);
        append({ ...row, kind: 'settlement', data: { ref: receipt.ref, outcome: 'accepted', by: 'receipt' } });
      }
      const unreachable = status === 'undelivered' && receipt.about === 'unreachable' ? 1 : 0;
      if (setReceipt.run({ id: intent.id, status, at, code, unreachable }).changes === 0) return false;
      const data = { ref: receipt.ref, status, code, receivedAt: at, unreachable };
      append({ ...row, kind: 'receipt', data });
      return true;
    },
  };
}
