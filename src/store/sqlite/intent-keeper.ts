import type { E164 } from '../../core/contact/phone-number.js';
import { invariant } from '../../errors.js';
import type { IntentDraft, OpenPlan, TerritoryDraft } from '../store.js';
import type { Context } from './context.js';
import type { Db } from './open.js';
import { rowTold } from './plan-seal.js';
import { subjectFinder } from './subject.js';

/** What the seal of a plan tells of its messages, and of their texts. */
interface KeptIntents {
  readonly messages: string;
  readonly texts: string;
}

/**
 * Keeps messages of a draft inside the transaction that is under way.
 *
 * @param nameOf The campaign's, of which each message has its reference.
 */
export function intentKeeper(
  { db, keyring }: Context,
  nameOf: (campaignId: number) => string,
): (plan: OpenPlan, intents: readonly IntentDraft[]) => KeptIntents {
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

  return ({ campaignId, planId }, intents) => {
    const territoryOf = territoryKeeper(db, campaignId);
    const name = nameOf(campaignId);
    const told: string[] = [];
    const hashes: string[] = [];
    for (const draft of intents) {
      const { number, consentSeq, line, row, text, encoding, segments, costMicros } = draft;
      const [ref, textHash] = [keyring.reference(name, number), keyring.textHash(text)];
      const [subjectId, territoryId] = [subjectOf(draft), territoryOf(draft.territory)];
      insertIntent.run(
        ...[campaignId, planId, subjectId, territoryId, consentSeq, line, row],
        ...[ref, text, textHash, encoding, segments, costMicros],
      );
      hashes.push(rowTold(textHash));
      told.push(rowTold(subjectId, ref, territoryId, consentSeq, line, row, encoding, segments, costMicros));
    }
    return { messages: told.join(''), texts: hashes.join('') };
  };
}

/** Finds the territories of a campaign, or makes them; for the transaction that is under way. */
function territoryKeeper(db: Db, campaignId: number): (draft: TerritoryDraft) => number {
  const keep = db.prepare<[number, string, string, string, string, string], { id: number }>(
    `INSERT INTO territory (campaign_id, code, country, zones, calendars, profile) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (campaign_id, code, country, zones, calendars, profile) DO UPDATE SET code = excluded.code
     RETURNING id`,
  );
  const kept = new Map<TerritoryDraft, number>();
  return (draft) => {
    const known = kept.get(draft);
    if (known !== undefined) return known;
    const { code, country, zones, calendars, profile } = draft;
    const row = keep.get(campaignId, code, country, JSON.stringify(zones), JSON.stringify(calendars), profile);
    invariant(row !== undefined, 'an upsert returns its row');
    kept.set(draft, row.id);
    return row.id;
  };
}
