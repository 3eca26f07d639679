import type { Keyring } from '../../core/contact/keyring.js';
import { AS_SUBMITTED, OUTCOME, type LogReading } from './log-reading.js';
import { EMPTIED, foundBy, ifTold, told, type Check } from './log-sql.js';
import { planSealer } from './plan-seal.js';
import { hasReference } from './references.js';

/** What plans, campaigns and the ends of messages tell otherwise than the log. */
export function planContradictions(log: LogReading, keyring: Keyring): readonly string[] {
  return [...foundBy(CHECKS, log), ...sealFaults(log, keyring)];
}

interface FrozenPlan {
  readonly campaignId: number;
  readonly planId: number;
  /** Where the log tells of it. */
  readonly frozenSeq: number;
  readonly isLast: 0 | 1;
  readonly termsHash: string;
  readonly territoriesHash: string;
  readonly lastTerritory: number;
  readonly messagesHash: string;
  /** Null where the log did not tell of texts yet. */
  readonly textsHash: string | null;
  readonly exclusionsHash: string;
  /** How many exclusions the plan had, and has. */
  readonly excluded: number;
  readonly left: number;
}

/** Plans that the log sealed are what they were; its terms a campaign has from its last plan. */
function sealFaults({ db, count, rows }: LogReading, keyring: Keyring): readonly string[] {
  const sealer = planSealer(db);
  const frozen = db
    .prepare<[], FrozenPlan>(
      `SELECT plan.campaign_id AS campaignId, plan.id AS planId, audit.seq AS frozenSeq, data ->> 'termsHash' AS termsHash,
         data ->> 'territoriesHash' AS territoriesHash, data ->> 'lastTerritory' AS lastTerritory,
         data ->> 'messagesHash' AS messagesHash, data ->> 'textsHash' AS textsHash,
         data ->> 'exclusionsHash' AS exclusionsHash, data ->> 'excluded' AS excluded,
         (SELECT count(*) FROM exclusion WHERE exclusion.plan_id = plan.id) AS left,
         row_number() OVER (PARTITION BY plan.campaign_id ORDER BY audit.seq DESC) = 1 AS isLast
       FROM ${rows('plan_frozen')} JOIN plan ON plan.id = data ->> 'plan'
       WHERE audit.kind = 'plan_frozen' AND json_type(data, '$.termsHash') IS NOT NULL`,
    )
    .all();
  // They go with their term, those of a whole plan at once.
  const removed = count(
    `SELECT ifnull(sum(data ->> 'exclusions'), 0) FROM ${rows('retention_applied')} WHERE kind = 'retention_applied'`,
  );
  const gone = frozen.reduce((sum, { excluded, left }) => sum + (left === 0 ? excluded : 0), 0);
  const emptiedUnderLaterKey = db.prepare<[number, number]>(
    `SELECT 1 FROM intent WHERE plan_id = ? AND text = '' AND EXISTS (SELECT 1 FROM audit WHERE ${EMPTIED}
       AND seq > (SELECT min(seq) FROM audit WHERE kind = 'key_rotated' AND seq > ?)) LIMIT 1`,
  );
  const hasOtherTexts = ({ campaignId, planId, frozenSeq, textsHash }: FrozenPlan): boolean => {
    if (textsHash === null || sealer.texts(campaignId, planId) === textsHash) return false;
    if (keyring.retired.some((one) => sealer.texts(campaignId, planId, one) === textsHash)) return false;
    // What is left of a text that went after an exchange of keys is its hash under the later one.
    return emptiedUnderLaterKey.get(planId, frozenSeq) === undefined;
  };
  const among = (isBad: (plan: FrozenPlan) => boolean, told: string): readonly string[] => {
    const bad = frozen.filter(isBad).length;
    return bad === 0 ? [] : [`${bad} ${told}`];
  };
  return [
    ...among(
      ({ isLast, campaignId, termsHash }) => isLast === 1 && sealer.terms(campaignId) !== termsHash,
      'campaigns have other terms than the audit log tells of',
    ),
    ...among(
      ({ campaignId, lastTerritory, territoriesHash }) =>
        sealer.territories(campaignId, lastTerritory) !== territoriesHash,
      'plans have other territories than the audit log tells of',
    ),
    ...among(
      (plan) => sealer.messages(plan.campaignId, plan.planId) !== plan.messagesHash || hasOtherTexts(plan),
      'plans have other messages than the audit log tells of',
    ),
    ...among(
      ({ planId, left, exclusionsHash }) => left > 0 && sealer.exclusions(planId) !== exclusionsHash,
      'plans have other exclusions than the audit log tells of',
    ),
    ...(gone > removed ? [`${gone - removed} rows of exclusion are missing`] : []),
  ];
}

/** Found not to have left, and begun once more. Earlier versions kept who had said so where the ledger was adopted since. */
const AS_SENT_AGAIN = `(${AS_SUBMITTED} AND (intent.settled_by IS NULL OR (intent.reason IS 'adopted' AND intent.settled_by = deeds.who)))`;

/** Who settled a message is forgotten when it begins again, of which the log tells only if it leaves. */
const AS_SETTLED = `((intent.settled_by IS deeds.who OR (intent.settled_by IS NULL AND ${OUTCOME} IN ('not_sent', 'skipped')))
    AND (intent.ended_at IS NULL OR (intent.ended_at = audit.at AND intent.reason IS ${told('reason')}
      AND ifnull(intent.provider_id = ${told('providerId')}, 1))))`;

const CHECKS: readonly Check[] = [
  {
    count: ({ count, rows }) =>
      count(`SELECT count(*) FROM ${rows('plan_frozen')} LEFT JOIN plan ON plan.id = ${told('plan')}
        WHERE audit.kind = 'plan_frozen' AND NOT ifnull(plan.state <> 'planning' AND plan.rows IS ${told('rows')}
          AND plan.sha256 IS ${told('sha256')} AND ${ifTold('plan.created_at', 'plannedAt')} AND plan.operator = audit.operator
          AND audit.campaign = (SELECT name FROM campaign WHERE campaign.id = plan.campaign_id), 0)`),
    told: 'rows of plan tell something else than the audit log',
  },
  {
    count: ({ count, rows }) =>
      count(`WITH confirmed AS MATERIALIZED (SELECT CAST(${told('plan')} AS INTEGER) AS plan, at, operator
          FROM ${rows('plan_confirmed')} WHERE kind = 'plan_confirmed')
        SELECT count(*) FROM plan LEFT JOIN confirmed ON confirmed.plan = plan.id
        WHERE plan.confirmed_at IS NOT confirmed.at OR plan.confirmed_by IS NOT confirmed.operator`),
    told: 'rows of plan are confirmed otherwise than the audit log tells',
  },
  {
    count: ({ count }) =>
      count(`SELECT count(*) FROM campaign WHERE (state = 'cancelled') <> EXISTS (
        SELECT 1 FROM audit WHERE audit.campaign = campaign.name AND audit.kind = 'campaign_cancelled')`),
    told: 'campaigns are cancelled otherwise than the audit log tells',
  },
  {
    count: ({ count, rows }) =>
      count(`WITH times AS MATERIALIZED (SELECT campaign, max(seq) AS seq, ${told('notAfter')} AS notAfter
          FROM ${rows('plan_frozen', 'campaign_extended')}
          WHERE kind IN ('plan_frozen', 'campaign_extended') AND json_type(data, '$.notAfter') IS NOT NULL GROUP BY campaign),
        starts AS MATERIALIZED (SELECT campaign, max(seq) AS seq, ${told('startsAt')} AS startsAt FROM ${rows('plan_frozen')}
          WHERE kind = 'plan_frozen' AND json_type(data, '$.startsAt') IS NOT NULL GROUP BY campaign),
        closes AS MATERIALIZED (SELECT campaign, max(${told('lastClose')}) AS lastClose FROM ${rows('plan_confirmed')}
          WHERE kind = 'plan_confirmed' GROUP BY campaign HAVING min(json_type(data, '$.lastClose') IS NOT NULL))
        SELECT count(*) FROM campaign LEFT JOIN times ON times.campaign = name LEFT JOIN starts ON starts.campaign = name
          LEFT JOIN closes ON closes.campaign = name
        WHERE (times.seq IS NOT NULL AND not_after IS NOT notAfter) OR (starts.seq IS NOT NULL AND starts_at IS NOT startsAt)
          OR (closes.campaign IS NOT NULL AND last_close IS NOT lastClose)`),
    told: 'campaigns have other times than the audit log tells of',
  },
  {
    count: ({ ends }) => ends.otherSubmission,
    told: 'messages ended otherwise than the audit log tells',
  },
  {
    count: ({ ends }) => ends.otherSkip,
    told: 'messages were left out otherwise than the audit log tells',
  },
  {
    count: ({ count, rows, settled }) =>
      count(`WITH ${settled}, ends AS MATERIALIZED (SELECT ${told('ref')} AS ref, max(seq), kind, at, data
          FROM ${rows('settlement')} WHERE kind IN ('submission', 'settlement', 'skip')
            AND ${told('ref')} IN (SELECT ref FROM settled) GROUP BY 1),
        deeds AS MATERIALIZED (SELECT ${told('ref')} AS ref, max(seq), ${told('by')} AS who FROM ${rows('settlement')}
          WHERE kind = 'settlement' GROUP BY 1)
        SELECT count(*) FROM ends AS audit JOIN intent ON ${hasReference('audit.ref')} JOIN deeds ON deeds.ref = audit.ref
        WHERE NOT iif(audit.kind = 'submission', ${AS_SENT_AGAIN}, ${AS_SETTLED})`),
    told: 'messages were settled otherwise than the audit log tells',
  },
  {
    count: ({ count, rows }) =>
      count(`SELECT (SELECT count(*) FROM ${rows('receipt')} LEFT JOIN intent ON ${hasReference(told('ref'))}
            WHERE audit.kind = 'receipt' AND NOT ifnull(receipt = ${told('status')} AND receipt_at = ${told('receivedAt')}
              AND receipt_code IS ${told('code')} AND ${ifTold('unreachable', 'unreachable')}, 0))
          + abs((SELECT count(*) FROM intent WHERE receipt IS NOT NULL)
            - (SELECT count(*) FROM ${rows('receipt')} WHERE kind = 'receipt'))
          + (SELECT count(*) FROM intent WHERE unreachable = 1 AND receipt IS NOT 'undelivered')`),
    told: 'receipts tell something else than the audit log',
  },
];
