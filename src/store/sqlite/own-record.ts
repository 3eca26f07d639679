import type { OwnExclusion, OwnMessage, OwnReply, RightsStore } from '../rights-store.js';
import type { Context } from './context.js';
import { FROZEN } from './frozen.js';
import { isTheirs, type WhoseRows } from './holder.js';
import type { PersonFinder } from './person-finder.js';
import { isAmongPrints, printsOf } from './prints.js';

interface Subject {
  readonly id: number;
  readonly createdAt: string;
  readonly erasedAt: string | null;
}

/** Reads what a person may see of themselves, and of nobody who had, or has, one of their numbers at another time. */
export function ownRecordReader(context: Context, person: PersonFinder): Pick<RightsStore, 'ownRecord'> {
  const { db, keyring, query } = context;
  const find = db.prepare<[string], Subject>(
    `SELECT id, created_at AS createdAt, erased_at AS erasedAt FROM subject WHERE ${isAmongPrints()}`,
  );
  const former = db.prepare<[number], { until: string }>(
    'SELECT until FROM former_number WHERE subject_id = ? ORDER BY seq',
  );
  const messages = db.prepare<[number], OwnMessage>(
    `SELECT campaign.name AS campaign, campaign.purpose, sender, provider, text, intent.state, reason,
       submitted_at AS submittedAt, ended_at AS endedAt, receipt, receipt_at AS receiptAt, consent_seq AS consentSeq,
       file_name AS fileName, line, plan.created_at AS plannedAt
     FROM intent JOIN campaign ON campaign.id = intent.campaign_id ${FROZEN}
     WHERE subject_id = ? ORDER BY intent.id`,
  );
  const exclusions = db.prepare<[WhoseRows], OwnExclusion>(
    `SELECT campaign.name AS campaign, reason, file_name AS fileName, line, plan.created_at AS plannedAt
     FROM exclusion JOIN plan ON plan.id = exclusion.plan_id AND plan.state <> 'planning'
       JOIN campaign ON campaign.id = plan.campaign_id
     WHERE ${isTheirs('exclusion', 'plan.created_at')} ORDER BY exclusion.id`,
  );
  const replies = db.prepare<[WhoseRows], OwnReply>(
    `SELECT received_at AS receivedAt, text, verdict, state FROM reply
     WHERE ${isTheirs('reply', 'received_at')} ORDER BY received_at, id`,
  );

  return {
    ownRecord: (number) =>
      query(() => {
        const subject = find.get(printsOf(keyring, number));
        const whose = person.whose(number);
        return {
          knownSince: subject?.createdAt ?? null,
          erasedAt: subject?.erasedAt ?? null,
          formerUntil: subject === undefined ? [] : former.all(subject.id).map(({ until }) => until),
          messages: subject === undefined ? [] : messages.all(subject.id),
          exclusions: exclusions.all(whose),
          replies: replies.all(whose),
        };
      }),
  };
}
