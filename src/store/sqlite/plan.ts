import type { CampaignTerms } from '../../core/campaign/campaign.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { invariant } from '../../errors.js';
import type { CampaignStore, IntentDraft, OpenPlan, PlannedBefore, TerritoryDraft } from '../store.js';
import { hashWaiting } from './approval.js';
import { stamped, type Append } from './audit.js';
import { beginBulk, endBulk } from './bulk.js';
import type { Context } from './context.js';
import type { Db } from './open.js';
import { rowTold, planSealer, type DraftDigest } from './plan-seal.js';
import { hexOf } from './prints.js';
import { sealOf } from './seal.js';
import type { IntentSkipper } from './skip.js';
import { subjectFinder } from './subject.js';

/** Joins the plans that were frozen: intents of a plan still being written do not exist for anyone. */
export const FROZEN = `JOIN plan ON plan.id = intent.plan_id AND plan.state <> 'planning'`;

type PlanWriter = Pick<
  CampaignStore,
  'openPlan' | 'plannedBefore' | 'keepPlanned' | 'freezePlan' | 'abandonPlan' | 'confirmPlans'
>;

/** How a plan comes to be: drafted out of sight, frozen in one step, confirmed by a person. */
export function planWriter(
  context: Context,
  append: Append,
  skip: IntentSkipper,
  nameOf: (campaignId: number) => string,
): PlanWriter {
  const { db, keyring, transact, query } = context;
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
  const before = db.prepare<[number, string], PlannedBefore>(
    `SELECT subject.phone AS number, intent.segments, intent.encoding, intent.cost_micros AS costMicros,
            territory.code AS territory, CASE intent.encoding WHEN 'UCS-2' THEN nullif(intent.text, '') END AS ucs2Text
     FROM subject JOIN intent ON intent.subject_id = subject.id AND intent.campaign_id = ?
       JOIN territory ON territory.id = intent.territory_id ${FROZEN}
     WHERE subject.fingerprint IN (SELECT unhex(value) FROM json_each(?)) AND subject.phone IS NOT NULL`,
  );
  const beforeByRef = db.prepare<[string], Omit<PlannedBefore, 'number'> & { readonly ref: string }>(
    `SELECT intent.ref, intent.segments, intent.encoding, intent.cost_micros AS costMicros, territory.code AS territory,
            CASE intent.encoding WHEN 'UCS-2' THEN nullif(intent.text, '') END AS ucs2Text
     FROM intent JOIN territory ON territory.id = intent.territory_id ${FROZEN}
     WHERE intent.ref IN (SELECT value FROM json_each(?))`,
  );
  const campaignName = db.prepare<[number], { name: string }>('SELECT name FROM campaign WHERE id = ?');
  const findSubject = subjectFinder(db, keyring);
  // A person's consent is next to those of their neighbours, their fingerprint may be anywhere.
  const giverOf = db
    .prepare<[number, E164], number>(
      `SELECT subject.id FROM consent_event JOIN subject ON subject.id = consent_event.subject_id
       WHERE consent_event.seq = ? AND subject.phone = ?`,
    )
    .pluck();
  const subjectOf = ({ number, consentSeq }: IntentDraft): number => {
    const giver = giverOf.get(consentSeq, number);
    if (giver !== undefined) return giver;
    const subject = findSubject(number);
    invariant(subject?.isErased === false, 'whoever is planned has a recorded consent');
    return subject.id;
  };
  const insertIntent = db.prepare(
    `INSERT INTO intent (campaign_id, plan_id, subject_id, territory_id, consent_seq, line, row, ref, text, text_hash,
       encoding, segments, cost_micros, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?), ?, ?, ?, 'planned')`,
  );
  const insertExclusion = db.prepare<[number, number, Buffer | null, string]>(
    'INSERT INTO exclusion (plan_id, line, fingerprint, reason) VALUES (?, ?, ?, ?)',
  );
  const freeze = db.prepare<[string, number, number], { fileName: string; plannedAt: string }>(
    "UPDATE plan SET state = 'frozen', sha256 = ?, rows = ? WHERE id = ? AND state = 'planning' RETURNING file_name AS fileName, created_at AS plannedAt",
  );
  const adoptWishes = db.prepare<[number]>(
    `UPDATE campaign SET starts_at = ifnull(plan.starts_at, campaign.starts_at),
       not_after = ifnull(plan.not_after, campaign.not_after), again = max(campaign.again, plan.again)
     FROM plan WHERE plan.id = ? AND campaign.id = plan.campaign_id`,
  );
  const sums = db.prepare<[number], { planned: number; segments: number | null; cost: number | null }>(
    'SELECT count(*) AS planned, sum(segments) AS segments, sum(cost_micros) AS cost FROM intent WHERE plan_id = ?',
  );
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
  const reopen = db.prepare<[number]>("UPDATE campaign SET state = 'planned' WHERE id = ? AND state = 'done'");
  const cancelled = db.prepare<[number]>("SELECT 1 FROM campaign WHERE id = ? AND state = 'cancelled'");
  const sealer = planSealer(db);
  /** Of the plans that are drafted over this connection. */
  const digests = new Map<number, DraftDigest>();
  const digestOf = (planId: number): DraftDigest => {
    const digest = digests.get(planId) ?? sealer.drafted(planId);
    digests.set(planId, digest);
    return digest;
  };

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

  const keepIntents = (
    { campaignId, planId }: OpenPlan,
    intents: readonly IntentDraft[],
    digest: DraftDigest,
  ): void => {
    const territoryOf = territoryKeeper(db, campaignId);
    const told: string[] = [];
    for (const draft of intents) {
      const { consentSeq, line, row, ref, text, textHash, encoding, segments, costMicros } = draft;
      const [subjectId, territoryId] = [subjectOf(draft), territoryOf(draft.territory)];
      insertIntent.run(
        ...[campaignId, planId, subjectId, territoryId, consentSeq, line, row],
        ...[ref, text, textHash, encoding, segments, costMicros],
      );
      told.push(rowTold(subjectId, ref, territoryId, consentSeq, line, row, encoding, segments, costMicros));
    }
    digest.messages.update(told.join(''));
  };

  return {
    openPlan: (terms, file, times, stamp) =>
      transact(() => {
        const left = findAny.get(terms.name);
        if (left !== undefined) {
          beginBulk(db);
          for (const { id } of draftsOf.all(left.id)) removePlan({ campaignId: left.id, planId: id });
          endBulk(db);
        }
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
    plannedBefore: (campaignId, numbers) =>
      query(() => {
        const name = campaignName.get(campaignId)?.name ?? '';
        const own = before
          .all(campaignId, hexOf(numbers.map((number) => keyring.fingerprint(number))))
          .map((row) => [row.number, row] as const);
        // A number that somebody else had when this campaign texted it gets no second message of it.
        const refs = new Map(
          numbers.flatMap((number) =>
            [keyring, ...keyring.retired].map((one) => [one.reference(name, number), number] as const),
          ),
        );
        const byRef = beforeByRef.all(JSON.stringify([...refs.keys()])).flatMap(({ ref, ...row }) => {
          const number = refs.get(ref);
          return number === undefined ? [] : [[number, { ...row, number }] as const];
        });
        return new Map([...byRef, ...own]);
      }),
    keepPlanned: (plan, intents, exclusions) =>
      transact(() => {
        invariant(isDraft(plan), 'a plan grows until it is frozen');
        const digest = digestOf(plan.planId);
        keepIntents(plan, intents, digest);
        for (const { line, number, reason } of exclusions) {
          insertExclusion.run(plan.planId, line, number === null ? null : keyring.fingerprint(number), reason);
        }
        digest.exclusions.update(exclusions.map(({ line, reason }) => rowTold(line, reason)).join(''));
      }),
    freezePlan: (plan, file, stamp) =>
      transact(() => {
        const frozenFile = freeze.get(file.sha256, file.rows, plan.planId);
        invariant(frozenFile !== undefined, 'a plan is frozen once');
        adoptWishes.run(plan.planId);
        const total = sums.get(plan.planId);
        // Newcomers to a campaign that had ended wait for their confirmation.
        if ((total?.planned ?? 0) > 0) reopen.run(plan.campaignId);
        const told = { plan: plan.planId, rows: file.rows, sha256: file.sha256, planned: total?.planned ?? 0 };
        const { plannedAt, fileName } = frozenFile;
        const data = {
          ...told,
          plannedAt,
          fileSeal: sealOf(keyring, fileName),
          ...sealer.seal(plan.campaignId, plan.planId, digestOf(plan.planId)),
        };
        append({ ...stamped(stamp), kind: 'plan_frozen', campaign: nameOf(plan.campaignId), subject: null, data });
        // Cancelled by someone else while the plan was being made: what it adds has ended too.
        if (cancelled.get(plan.campaignId) !== undefined) skip.all(plan.campaignId, 'cancelled', stamp);
      }),
    abandonPlan: (plan) =>
      transact(() => {
        if (isDraft(plan)) removePlan(plan);
      }),
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
          append({ ...stamped(stamp), kind: 'plan_confirmed', campaign: nameOf(campaignId), subject: null, data });
        }
        if (closes !== null) setClose.run(closes, campaignId);
        return true;
      }),
  };
}

function columnsOf(terms: CampaignTerms): Record<string, string | number> {
  const { promotional, urgent, again, gsm7, ...rest } = terms;
  const flags = { promotional, urgent, again, gsm7 };
  return { ...rest, ...Object.fromEntries(Object.entries(flags).map(([name, isSet]) => [name, isSet ? 1 : 0])) };
}

/** Finds the territories of a campaign, or makes them; for the transaction that is under way. */
function territoryKeeper(db: Db, campaignId: number): (draft: TerritoryDraft) => number {
  const keep = db.prepare<[number, string, string, string, string, string], { id: number }>(
    `INSERT INTO territory (campaign_id, code, country, zones, calendars, profile) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (campaign_id, code, zones, calendars, profile) DO UPDATE SET code = excluded.code
     RETURNING id`,
  );
  const kept = new Map<string, number>();
  return ({ code, country, zones, calendars, profile }) => {
    const columns = [code, country, JSON.stringify(zones), JSON.stringify(calendars), profile] as const;
    const key = columns.join(' ');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const row = keep.get(campaignId, ...columns);
    invariant(row !== undefined, 'an upsert returns its row');
    kept.set(key, row.id);
    return row.id;
  };
}
