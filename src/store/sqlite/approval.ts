import { createHash } from 'node:crypto';
import type { E164 } from '../../core/contact/phone-number.js';
import { invariant } from '../../errors.js';
import type { Approval, ApprovalStore, WaitingPlan } from '../oversight-store.js';
import type { Actor } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { factsReader } from './facts.js';

/**
 * Plans that wait, but for those of a list that waits already and in which nobody is new: the same command, given again, is
 * no other plan, neither by what leaves nor by whose it is.
 */
const WAITS = `plan.campaign_id = ? AND plan.state = 'frozen' AND NOT (
  NOT EXISTS (SELECT 1 FROM intent AS message WHERE message.plan_id = plan.id)
  AND EXISTS (SELECT 1 FROM plan AS earlier WHERE earlier.campaign_id = plan.campaign_id AND earlier.state = 'frozen'
    AND earlier.id < plan.id AND earlier.sha256 = plan.sha256))`;

export function approvalStore(context: Context, append: Append): ApprovalStore {
  const { db, query, transact } = context;
  const planners = db.prepare<[number], Actor>(
    `SELECT DISTINCT audit.operator, audit.login FROM plan
       JOIN campaign ON campaign.id = plan.campaign_id
       JOIN audit ON audit.campaign = campaign.name AND audit.kind = 'plan_frozen' AND audit.data ->> 'plan' = plan.id
     WHERE ${WAITS}`,
  );
  const waiting = db.prepare<[number], Pick<WaitingPlan, 'count' | 'costMicros'>>(
    `SELECT count(*) AS count, ifnull(sum(cost_micros), 0) AS costMicros FROM intent
       JOIN plan ON plan.id = intent.plan_id AND plan.state = 'frozen'
     WHERE plan.campaign_id = ? AND intent.state = 'planned'`,
  );
  const approvals = db.prepare<[number, Buffer], Approval>(
    'SELECT operator, login, at FROM approval WHERE campaign_id = ? AND plan_hash = ? ORDER BY id',
  );
  const insert = db.prepare<[number, Buffer, string, string, string]>(
    `INSERT INTO approval (campaign_id, plan_hash, operator, login, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const nameOf = db.prepare<[number], { name: string }>('SELECT name FROM campaign WHERE id = ?');

  return {
    waitingPlan: (campaignId, rules) =>
      query(() => {
        const { count, costMicros } = waiting.get(campaignId) ?? { count: 0, costMicros: 0 };
        return {
          hash: hashWaiting(context, campaignId, rules),
          count,
          costMicros,
          plannedBy: planners.all(campaignId),
        };
      }),
    approvalsOf: (campaignId, hash) => query(() => approvals.all(campaignId, hash)),
    approvePlan: (campaignId, hash, count, stamp) =>
      transact(() => {
        const { at, operator, login } = stamped(stamp);
        const campaign = nameOf.get(campaignId);
        invariant(campaign !== undefined, 'a campaign that is approved exists');
        if (insert.run(campaignId, hash, operator, login, at).changes === 0) return 'unchanged';
        append(
          {
            kind: 'plan_approved',
            campaign: campaign.name,
            data: { planHash: hash.toString('hex'), planned: count },
          },
          stamp,
        );
        return 'recorded';
      }),
  };
}

/** People whose facts are read at a time. */
const CHUNK = 1000;

/**
 * Whatever would make it another plan: the campaign's terms and times, the file, every message and every exclusion, and
 * all that the ledger knows of each person when it judges them, with the newest message they were sent. A STOP that came
 * since alters the plan, and so does one that was taken back.
 */
export function hashWaiting(
  { db, keyring }: Pick<Context, 'db' | 'keyring'>,
  campaignId: number,
  rules: string,
): Buffer {
  const hash = createHash('sha256').update(JSON.stringify(['smsctl-plan-2', rules]));
  const terms = db
    .prepare<[number], Record<string, unknown>>(
      `SELECT name, purpose, promotional, urgent, again, gsm7, sender, template, provider, currency, starts_at, not_after
       FROM campaign WHERE id = ?`,
    )
    .get(campaignId);
  hash.update(JSON.stringify(terms));
  const each = (sql: string): void => {
    for (const row of db.prepare<[number], unknown[]>(sql).raw().iterate(campaignId)) hash.update(JSON.stringify(row));
  };
  each(`SELECT id, sha256, rows FROM plan WHERE ${WAITS} ORDER BY id`);
  const messages = db.prepare<[number], { phone: E164 | null; told: string }>(
    `SELECT subject.phone, json_array(hex(subject.fingerprint), intent.state, intent.text, intent.segments,
       intent.cost_micros, intent.consent_seq, territory.code, territory.zones, territory.calendars, territory.profile,
       (SELECT max(submitted_at) FROM intent AS other WHERE other.subject_id = subject.id)) AS told
     FROM plan JOIN intent ON intent.plan_id = plan.id JOIN subject ON subject.id = intent.subject_id
       JOIN territory ON territory.id = intent.territory_id
     WHERE plan.campaign_id = ? AND plan.state = 'frozen' ORDER BY intent.id`,
  );
  const factsOf = factsReader(db, keyring);
  const judged: E164[] = [];
  const hashFacts = (): void => {
    for (const [, facts] of factsOf(judged.splice(0), null)) hash.update(JSON.stringify(facts));
  };
  for (const { phone, told } of messages.iterate(campaignId)) {
    hash.update(told);
    // Of someone who was erased nothing is judged any more.
    if (phone !== null) judged.push(phone);
    if (judged.length === CHUNK) hashFacts();
  }
  hashFacts();
  each(
    `SELECT exclusion.line, hex(exclusion.fingerprint), exclusion.reason FROM plan
       JOIN exclusion ON exclusion.plan_id = plan.id
     WHERE ${WAITS} ORDER BY exclusion.id`,
  );
  return hash.digest();
}
