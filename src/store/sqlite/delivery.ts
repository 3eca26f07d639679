import type { AuditData } from '../../core/audit/chain.js';
import type { Receipt, SendOutcome } from '../../core/delivery/send-outcome.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { Encoding } from '../../core/segment/count-segments.js';
import { invariant } from '../../errors.js';
import type { Candidate, DeliveryStore, Stamp, SubmissionFacts } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import type { FactsReader } from './facts.js';
import { REHEARSAL_SEQ } from './rehearsal-seq.js';
import { intentSkipper, type IntentSkipper } from './skip.js';

/** An intent with what its audit row says of it. */
interface Audited {
  readonly id: number;
  readonly ref: string;
  readonly state: string;
  readonly campaign: string;
  readonly fingerprint: Buffer;
  readonly segments: number;
  readonly encoding: Encoding;
  readonly costMicros: number;
  readonly textHash: Buffer;
  readonly provider: string;
  readonly purpose: string;
  readonly consentSeq: number;
}

const AUDITED = `SELECT intent.id, intent.ref, intent.state, campaign.name AS campaign, subject.fingerprint,
    intent.segments, intent.encoding, intent.cost_micros AS costMicros, intent.text_hash AS textHash,
    campaign.provider, campaign.purpose, intent.consent_seq AS consentSeq
  FROM intent JOIN campaign ON campaign.id = intent.campaign_id JOIN subject ON subject.id = intent.subject_id`;

export function deliveryStore(context: Context, append: Append, facts: FactsReader): DeliveryStore {
  const { db, group, transact, query } = context;
  // A rehearsal numbers its own apart, above the ledger's: either may grow.
  const newest = (table: string): string =>
    `ifnull((SELECT max(seq) FROM ${table} WHERE seq < ${REHEARSAL_SEQ}), 0) || '+' || ifnull((SELECT max(seq) FROM ${table}), 0)`;
  const version = db.prepare<[], { version: string }>(
    `SELECT ${newest('consent_event')} || ':' || ${newest('suppression')} AS version`,
  );
  const factsVersion = (): string => version.get()?.version ?? '';
  const wish = db.prepare<[number], { wish: 'pause' | 'cancel' | null }>('SELECT wish FROM campaign WHERE id = ?');
  // CROSS JOIN keeps this order: the index gives one territory's intents by id, without sorting.
  const idsIn = db.prepare<[number, number, number], { id: number }>(
    `SELECT intent.id FROM intent CROSS JOIN plan ON plan.id = intent.plan_id AND plan.state = 'confirmed'
     WHERE intent.territory_id = ? AND intent.state = 'planned' AND intent.id > ? ORDER BY intent.id LIMIT ?`,
  );
  const candidates = db.prepare<[string], Omit<Candidate, 'facts'>>(
    `SELECT intent.id AS intentId, subject.phone AS number, ref, text, text_hash AS textHash, encoding, segments,
            cost_micros AS costMicros, territory_id AS territoryId
     FROM intent JOIN subject ON subject.id = intent.subject_id
     WHERE intent.id IN (SELECT value FROM json_each(?)) ORDER BY intent.id`,
  );
  const territoriesOf = db.prepare<[number, string], { id: number }>(
    'SELECT id FROM territory WHERE campaign_id = ? AND id IN (SELECT value FROM json_each(?))',
  );
  /** The first of every territory, merged: no more is read than could be taken, however much is planned. */
  const nextIds = (
    campaignId: number,
    territoryIds: readonly number[],
    after: number,
    limit: number,
  ): readonly number[] =>
    territoriesOf
      .all(campaignId, JSON.stringify(territoryIds))
      .flatMap((territory) => idsIn.all(territory.id, after, limit))
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .slice(0, limit);
  const oneIntent = db.prepare<[number], { campaignId: number; state: string }>(
    `SELECT intent.campaign_id AS campaignId, intent.state FROM intent
       JOIN plan ON plan.id = intent.plan_id AND plan.state = 'confirmed' WHERE intent.id = ?`,
  );
  const begin = db.prepare<[string, number]>(
    "UPDATE intent SET state = 'submitting', submitted_at = ? WHERE id = ? AND state = 'planned'",
  );
  const skip = intentSkipper(db, append);
  const ender = outcomeRecorder(context, append, skip);

  return {
    markAbandonedSubmissions: (campaignId, stamp) => transact(() => ender.abandoned(campaignId, stamp)),
    nextPlanned: (campaignId, territoryIds, after, limit, receivedSince) =>
      query(() => {
        const rows = candidates.all(JSON.stringify(nextIds(campaignId, territoryIds, after, limit)));
        const known = facts(
          rows.map((row) => row.number),
          receivedSince,
        );
        const judgeable = rows.map((row): Candidate => {
          const found = known.get(row.number);
          invariant(found !== undefined, 'facts were read for every candidate');
          return { ...row, facts: found };
        });
        return { candidates: judgeable, factsVersion: factsVersion() };
      }),
    factsVersion: () => query(factsVersion),
    recordSkip: (intentId, reason, stamp) => group.run(() => skip.one(intentId, reason, stamp)),
    skipRemaining: (campaignId, reason, stamp) => transact(() => skip.all(campaignId, reason, stamp)),
    beginSubmission: (intentId, judgedOn, at) =>
      group.run(() => {
        if (factsVersion() !== judgedOn) return 'stale';
        const intent = oneIntent.get(intentId);
        if (intent?.state !== 'planned') return 'gone';
        if ((wish.get(intent.campaignId)?.wish ?? null) !== null) return 'halted';
        begin.run(isoInstant(at), intentId);
        return 'begun';
      }),
    recordOutcome: (intentId, outcome, data, stamp) => group.run(() => ender.end(intentId, outcome, data, stamp)),
    recordReceipts: (receipts, stamp) =>
      transact(() => receipts.filter((receipt) => ender.receipt(receipt, stamp)).length),
    readControl: (campaignId) => query(() => wish.get(campaignId)?.wish ?? null),
  };
}

interface OutcomeRecorder {
  end(intentId: number, outcome: SendOutcome, data: SubmissionFacts, stamp: Stamp): void;
  abandoned(campaignId: number, stamp: Stamp): number;
  /** Returns whether the receipt told anything new. */
  receipt(receipt: Receipt, stamp: Stamp): boolean;
}

function outcomeRecorder({ db }: Context, append: Append, skip: IntentSkipper): OutcomeRecorder {
  const byId = db.prepare<[number], Audited>(`${AUDITED} WHERE intent.id = ?`);
  const byRef = db.prepare<[string], Audited>(`${AUDITED} WHERE intent.ref = ?`);
  const underWay = db.prepare<[number], Audited>(
    `${AUDITED} WHERE intent.campaign_id = ? AND intent.state = 'submitting'`,
  );
  const finish = db.prepare(
    `UPDATE intent SET state = @state, reason = @reason, provider_id = @providerId, ended_at = @endedAt
     WHERE id = @id AND state = 'submitting'`,
  );
  const release = db.prepare<[number]>(
    "UPDATE intent SET state = 'planned', submitted_at = NULL WHERE id = ? AND state = 'submitting'",
  );
  const cancelled = db.prepare<[string]>("SELECT 1 FROM campaign WHERE name = ? AND wish = 'cancel'");
  const setReceipt = db.prepare<[string, string, number]>(
    "UPDATE intent SET receipt = ?, receipt_at = ? WHERE id = ? AND state = 'accepted' AND receipt IS NULL",
  );
  const settle = db.prepare<[string, number]>(
    "UPDATE intent SET state = 'accepted', reason = NULL, ended_at = ? WHERE id = ? AND state = 'unknown'",
  );

  const endAs = (
    intent: Audited,
    state: 'accepted' | 'rejected' | 'unknown',
    told: { readonly reason: string | null; readonly providerId: string | null; readonly extra: AuditData },
    stamp: Stamp,
  ): void => {
    const columns = { id: intent.id, state, reason: told.reason, providerId: told.providerId };
    const { changes } = finish.run({ ...columns, endedAt: stamped(stamp).at });
    invariant(changes === 1, 'only an intent under way is ended');
    append({
      ...stamped(stamp),
      kind: 'submission',
      campaign: intent.campaign,
      subject: intent.fingerprint,
      data: {
        ...submissionData(intent),
        ...told.extra,
        outcome: state,
        reason: told.reason,
        providerId: told.providerId,
      },
    });
  };

  return {
    end(intentId, outcome, data, stamp) {
      const intent = byId.get(intentId);
      invariant(intent !== undefined, 'an intent that was begun exists');
      const extra = {
        profile: data.profile,
        territory: data.territory,
        consentSeq: data.consentSeq,
        provider: data.provider,
      };
      switch (outcome.kind) {
        case 'accepted':
          return endAs(intent, 'accepted', { reason: null, providerId: outcome.providerId, extra }, stamp);
        case 'rejected':
          return endAs(intent, 'rejected', { reason: outcome.code, providerId: null, extra }, stamp);
        case 'unknown':
          return endAs(intent, 'unknown', { reason: outcome.why, providerId: null, extra }, stamp);
        case 'throttled':
        case 'unsent':
        case 'refused': {
          const { changes } = release.run(intentId);
          invariant(changes === 1, 'only an intent under way is returned');
          // It was under way when everything else was cancelled.
          if (cancelled.get(intent.campaign) !== undefined) skip.one(intentId, 'cancelled', stamp);
        }
      }
    },
    abandoned(campaignId, stamp) {
      const intents = underWay.all(campaignId);
      for (const intent of intents) {
        endAs(intent, 'unknown', { reason: 'interrupted', providerId: null, extra: {} }, stamp);
      }
      return intents.length;
    },
    receipt(receipt, stamp) {
      const intent = byRef.get(receipt.ref);
      if (intent === undefined) return false;
      const row = { ...stamped(stamp), campaign: intent.campaign, subject: intent.fingerprint };
      if (intent.state === 'unknown') {
        settle.run(stamped(stamp).at, intent.id);
        append({ ...row, kind: 'settlement', data: { ref: receipt.ref, outcome: 'accepted', by: 'receipt' } });
      }
      if (setReceipt.run(receipt.status, receipt.at, intent.id).changes === 0) return false;
      const data = { ref: receipt.ref, status: receipt.status, code: receipt.code, receivedAt: receipt.at };
      append({ ...row, kind: 'receipt', data });
      return true;
    },
  };
}

function submissionData(intent: Audited): AuditData {
  return {
    ref: intent.ref,
    purpose: intent.purpose,
    provider: intent.provider,
    encoding: intent.encoding,
    segments: intent.segments,
    costMicros: intent.costMicros,
    textHash: intent.textHash.toString('hex'),
    consentSeq: intent.consentSeq,
  };
}
