import { invariant } from '../../errors.js';
import type { Stamp, SubmissionFacts } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { AuditedCampaign, Submitted } from './audited-intent.js';
import type { Context } from './context.js';

/** Gives submissions their final state, each together with its audit row, inside the transaction that is under way. */
interface SubmissionEnder {
  endAs(
    id: number,
    state: 'accepted' | 'rejected' | 'unknown',
    told: {
      readonly reason: string | null;
      readonly providerId: string | null;
      readonly facts: Partial<SubmissionFacts>;
    },
    stamp: Stamp,
  ): void;
  /** For what is under way no more: its receipt came before the answer, and what that says stays. */
  mustBeReceived(id: number): void;
}

export function submissionEnder({ db, group }: Pick<Context, 'db' | 'group'>, append: Append): SubmissionEnder {
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
  const isReceived = db.prepare<[number]>(
    "SELECT 1 FROM intent WHERE id = ? AND state = 'accepted' AND receipt IS NOT NULL",
  );
  const campaignOf = campaignFinder({ db, group });

  const mustBeReceived = (id: number): void =>
    invariant(isReceived.get(id) !== undefined, 'only an intent under way is ended, or returned');

  const endAs: SubmissionEnder['endAs'] = (id, state, told, stamp) => {
    const { reason, providerId, facts } = told;
    const ended = finish.get(state, reason, providerId, stamped(stamp).at, id);
    if (ended === undefined) return mustBeReceived(id);
    const { campaign, provider, purpose } = campaignOf(ended.campaignId);
    // Written in the order of the canonical form: this is most of every log.
    const data = {
      consentSeq: facts.consentSeq ?? ended.consentSeq,
      // A report is added up from the log: what the provider took from nobody costs nothing.
      costMicros: state === 'rejected' ? 0 : ended.costMicros,
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
    append({ kind: 'submission', campaign, subject: ended.fingerprint, data }, stamp);
  };

  return { endAs, mustBeReceived };
}

/** Reads a campaign once a commit: a run's messages are all of the same one. */
function campaignFinder({ db, group }: Pick<Context, 'db' | 'group'>): (id: number) => AuditedCampaign {
  const campaign = db.prepare<[number], AuditedCampaign>(
    'SELECT name AS campaign, provider, purpose FROM campaign WHERE id = ?',
  );
  const campaigns = group.oncePerCommit(() => new Map<number, AuditedCampaign>());
  return (id) => {
    const known = campaigns().get(id) ?? campaign.get(id);
    invariant(known !== undefined, 'an intent belongs to a campaign');
    campaigns().set(id, known);
    return known;
  };
}
