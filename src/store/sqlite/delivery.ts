import type { DateTime } from 'luxon';
import { isoInstant } from '../../core/schedule/instant.js';
import { invariant } from '../../errors.js';
import type { BeginAnswer, Candidate, DeliveryStore, RunCall, StopMark } from '../store.js';
import type { Append } from './audit.js';
import type { Context } from './context.js';
import type { FactsReader } from './facts.js';
import { outcomeRecorder } from './outcome.js';
import { hasPrint } from './prints.js';
import { REHEARSAL_SEQ } from './rehearsal-seq.js';
import { settlementStore } from './settlement.js';
import { intentSkipper } from './skip.js';
import { OPTED_OUT } from './suppression-entry.js';

export function deliveryStore(context: Context, append: Append, facts: FactsReader): DeliveryStore {
  const { db, group, transact, query } = context;
  // A rehearsal numbers its own apart, above the ledger's: either may grow.
  const newest = (table: string): string =>
    `ifnull((SELECT max(seq) FROM ${table} WHERE seq < ${REHEARSAL_SEQ}), 0) || '+' || ifnull((SELECT max(seq) FROM ${table}), 0)`;
  const version = db.prepare<[], { version: string }>(
    `SELECT ${newest('consent_event')} || ':' || ${newest('suppression')} || ':' || ${newest('restriction')} || ':' || ${newest('hold')} || ':' || ${newest('suppression_lift')} AS version`,
  );
  const factsVersion = (): string => version.get()?.version ?? '';
  const wish = db.prepare<[number], { wish: 'pause' | 'cancel' | null }>('SELECT wish FROM campaign WHERE id = ?');
  // CROSS JOIN keeps this order: the index gives one territory's intents by id, without sorting.
  const idsIn = db
    .prepare<[number], number>(
      `SELECT intent.id FROM intent CROSS JOIN plan ON plan.id = intent.plan_id AND plan.state = 'confirmed'
       WHERE intent.territory_id = ? AND intent.state = 'planned' ORDER BY intent.id`,
    )
    .pluck();
  const candidates = db.prepare<[string], Omit<Candidate, 'facts' | 'again'> & { readonly again: number }>(
    `SELECT intent.id AS intentId, subject.id AS subjectId, subject.phone AS number, ref, text, lower(hex(text_hash)) AS textHash, encoding, segments,
            cost_micros AS costMicros, territory_id AS territoryId, (SELECT again FROM plan WHERE plan.id = plan_id) AS again
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
    held: ReadonlySet<number>,
    limit: number,
  ): readonly number[] =>
    territoriesOf
      .all(campaignId, JSON.stringify(territoryIds))
      .flatMap(({ id: territoryId }) => firstOf(idsIn.iterate(territoryId), (id) => !held.has(id), limit))
      .sort((a, b) => a - b)
      .slice(0, limit);
  const currentVersion = group.oncePerCommit(factsVersion);
  const begin = db.prepare<[string, number]>(
    `UPDATE intent SET state = 'submitting', submitted_at = ?, settled_by = NULL, looked_up_at = NULL
     WHERE id = ? AND state = 'planned'
       AND (SELECT plan.state FROM plan WHERE plan.id = plan_id) = 'confirmed'
       AND (SELECT wish FROM campaign WHERE campaign.id = campaign_id) IS NULL`,
  );
  const isHalted = db.prepare<[number]>(
    `SELECT 1 FROM intent JOIN campaign ON campaign.id = intent.campaign_id AND campaign.wish IS NOT NULL
       JOIN plan ON plan.id = intent.plan_id AND plan.state = 'confirmed'
     WHERE intent.id = ? AND intent.state = 'planned'`,
  );
  const mark = db.prepare<[], StopMark>(
    `SELECT ifnull((SELECT max(seq) FROM suppression WHERE seq < ${REHEARSAL_SEQ}), 0) AS ledger,
            ifnull((SELECT max(seq) FROM suppression), 0) AS rehearsal`,
  );
  // CROSS JOIN keeps this order: few entries are new, many people were texted.
  const stops = db.prepare<[number, number, number, number, string], { count: number }>(
    `SELECT count(DISTINCT intent.id) AS count
     FROM (SELECT fingerprint, at FROM suppression WHERE seq > ? AND seq < ? AND ${OPTED_OUT}
           UNION ALL SELECT fingerprint, at FROM suppression WHERE seq > ? AND ${OPTED_OUT}) AS entry
       CROSS JOIN subject ON ${hasPrint('entry.fingerprint')}
       CROSS JOIN intent ON intent.subject_id = subject.id
     WHERE intent.campaign_id = ? AND intent.submitted_at >= ? AND entry.at >= intent.submitted_at`,
  );
  const skip = intentSkipper(db, append);
  const ender = outcomeRecorder(context, append, skip);

  const begun = (intentId: number, judgedOn: string, at: DateTime): BeginAnswer => {
    if (currentVersion() !== judgedOn) return 'stale';
    if (begin.run(isoInstant(at), intentId).changes === 1) return 'begun';
    return isHalted.get(intentId) === undefined ? 'gone' : 'halted';
  };
  const made = (call: RunCall): BeginAnswer | null => {
    if (call.verb === 'begin') return begun(call.intentId, call.factsVersion, call.at);
    if (call.verb === 'end') ender.end(call.intentId, call.outcome, call.facts, call.stamp);
    else skip.one(call.intentId, call.reason, call.stamp);
    return null;
  };

  return {
    markAbandonedSubmissions: (campaignId, stamp) => transact(() => ender.abandoned(campaignId, stamp)),
    nextPlanned: (campaignId, territoryIds, held, limit, receivedSince) =>
      query(() => {
        const rows = candidates.all(JSON.stringify(nextIds(campaignId, territoryIds, held, limit)));
        const known = facts(
          rows.map((row) => row.number),
          receivedSince,
          rows.map((row) => row.subjectId),
        );
        const judgeable = rows.map((row): Candidate => {
          const found = known.get(row.number);
          invariant(found !== undefined, 'facts were read for every candidate');
          return { ...row, again: row.again === 1, facts: found };
        });
        return { candidates: judgeable, factsVersion: factsVersion() };
      }),
    recordSkip: (intentId, reason, stamp) => group.run(() => skip.one(intentId, reason, stamp)),
    recordTogether: (calls) => group.run(() => calls.map(made)),
    skipRemaining: (campaignId, reason, stamp) => transact(() => skip.confirmed(campaignId, reason, stamp)),
    beginSubmission: (intentId, judgedOn, at) => group.run(() => begun(intentId, judgedOn, at)),
    recordOutcome: (intentId, outcome, data, stamp) => group.run(() => ender.end(intentId, outcome, data, stamp)),
    readControl: (campaignId) => query(() => wish.get(campaignId)?.wish ?? null),
    stopMark: () => query(() => mark.get() ?? { ledger: 0, rehearsal: 0 }),
    stopsSince: (campaignId, since, { ledger, rehearsal }) =>
      query(() => {
        const own = Math.max(rehearsal, REHEARSAL_SEQ - 1);
        return stops.get(ledger, REHEARSAL_SEQ, own, campaignId, isoInstant(since))?.count ?? 0;
      }),
    ...settlementStore(context, append, skip),
  };
}

/** The first `limit` that fit; no more is read than that takes. */
function firstOf<T>(all: Iterable<T>, fits: (one: T) => boolean, limit: number): readonly T[] {
  const first: T[] = [];
  if (limit === 0) return first;
  for (const one of all) {
    if (fits(one)) first.push(one);
    if (first.length === limit) break;
  }
  return first;
}
