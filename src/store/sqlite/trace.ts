import type { CampaignStore, CampaignTrace, TracedExclusion, TracedIntent, TracedPlan } from '../store.js';
import type { Context } from './context.js';
import { FROZEN } from './frozen.js';
import { AMONG_PRINTS, isAmongPrints, printsOf } from './prints.js';

const PLAN_COLUMNS = `plan.id AS planId, plan.file_name AS fileName, plan.sha256 AS fileSha256, plan.created_at AS plannedAt,
    plan.operator AS plannedBy, plan.confirmed_at AS confirmedAt, plan.confirmed_by AS confirmedBy`;

type IntentColumns = Omit<TracedIntent, 'plan' | 'zones' | 'calendars' | 'again'> &
  Record<'zones' | 'calendars', string> & { readonly again: number };

/** Reads what the frozen plans of a campaign hold of one person. */
export function traceReader({ db, keyring, query }: Context): Pick<CampaignStore, 'traceOf'> {
  const intentOf = db.prepare<[string, number], IntentColumns & TracedPlan>(
    `SELECT intent.id, line, row, phone AS number, ref, text, lower(hex(text_hash)) AS textHash, segments, encoding,
       cost_micros AS costMicros, intent.state, reason, receipt, code AS territory, zones, calendars, profile,
       consent_seq AS consentSeq, provider_id AS providerId, submitted_at AS submittedAt, ended_at AS endedAt,
       receipt_at AS receiptAt, plan.again, ${PLAN_COLUMNS}
     FROM subject JOIN intent ON intent.subject_id = subject.id
       JOIN territory ON territory.id = intent.territory_id ${FROZEN}
     WHERE ${isAmongPrints()} AND intent.campaign_id = ?`,
  );
  const exclusionsOf = db.prepare<[number, string], Omit<TracedExclusion, 'plan'> & TracedPlan>(
    `SELECT line, reason, ${PLAN_COLUMNS}
     FROM plan JOIN exclusion ON exclusion.plan_id = plan.id
     WHERE plan.campaign_id = ? AND plan.state <> 'planning' AND fingerprint ${AMONG_PRINTS}
     ORDER BY exclusion.id`,
  );
  return {
    traceOf: (campaignId, number) =>
      query((): CampaignTrace => {
        const prints = printsOf(keyring, number);
        const row = intentOf.get(prints, campaignId);
        return {
          intent: row === undefined ? null : intentFrom(row),
          exclusions: exclusionsOf.all(campaignId, prints).map(({ line, reason, ...plan }) => ({ line, reason, plan })),
        };
      }),
  };
}

function intentFrom(row: IntentColumns & TracedPlan): TracedIntent {
  const {
    planId,
    fileName,
    fileSha256,
    plannedAt,
    plannedBy,
    confirmedAt,
    confirmedBy,
    zones,
    calendars,
    again,
    ...intent
  } = row;
  return {
    ...intent,
    again: again === 1,
    zones: JSON.parse(zones) as string[],
    calendars: JSON.parse(calendars) as string[],
    plan: { planId, fileName, fileSha256, plannedAt, plannedBy, confirmedAt, confirmedBy },
  };
}
