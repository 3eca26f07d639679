import { createHash, type Hash } from 'node:crypto';
import type { AuditData } from '../../core/audit/chain.js';
import type { Keyring } from '../../core/contact/keyring.js';
import { invariant } from '../../errors.js';
import type { Db } from './open.js';

/** The columns of a message and of an exclusion that a plan fixes. */
const MESSAGE = 'subject_id, ref, territory_id, consent_seq, line, row, encoding, segments, cost_micros';
const EXCLUSION = 'line, reason';
/** Of a text that was removed since, its hash is left. */
const TEXT_HASH = 'lower(hex(text_hash))';
/** A message that stands under another campaign is none of its plan's. */
const OF_PLAN = 'FROM intent WHERE campaign_id = ? AND plan_id = ?';

/** One hash over rows in the order of their ids. */
const hashOf = (db: Db, columns: string, rows: string): ((...parameters: readonly number[]) => Hash) => {
  const told = db.prepare<number[], string>(`SELECT concat_ws(char(9), ${columns}) ${rows} ORDER BY id`).pluck();
  return (...parameters) => {
    const hash = createHash('sha256');
    for (const row of told.iterate(...parameters)) hash.update(rowTold(row));
    return hash;
  };
};

/**
 * What makes a frozen plan what it is, as the log keeps it: the campaign's terms, which hours apply to whom, every message
 * and every exclusion. None of it names anybody, and none of it changes by right, but that exclusions go with their term.
 */
interface PlanSeal extends AuditData {
  readonly termsHash: string;
  readonly startsAt: string | null;
  readonly notAfter: string | null;
  /** The newest territory that was known then; those of later plans come after it. */
  readonly lastTerritory: number;
  readonly territoriesHash: string;
  readonly messagesHash: string;
  /** Over hashes under the key of that time: of all texts, of whom it names nobody. */
  readonly textsHash: string;
  readonly excluded: number;
  readonly exclusionsHash: string;
}

/** Digests of what is drafted, kept while it is: to read a million rows again would hold up everybody at the end. */
export interface DraftDigest {
  readonly messages: Hash;
  readonly texts: Hash;
  readonly exclusions: Hash;
}

/**
 * What goes into a digest for one row.
 *
 * @param columns As SQL reads them, in the order of {@link MESSAGE} or {@link EXCLUSION}; none of them NULL.
 */
export function rowTold(...columns: readonly (string | number)[]): string {
  return `${columns.join('\t')}\n`;
}

interface PlanSealer {
  terms(campaignId: number): string;
  territories(campaignId: number, last: number): string;
  messages(campaignId: number, planId: number): string;
  /** @param keyring The key of that time where it was exchanged since; whose text is gone is told by the hash that is left. */
  texts(campaignId: number, planId: number, keyring?: Keyring): string;
  exclusions(planId: number): string;
  /** What was drafted of a plan so far, over whatever connection. */
  drafted(campaignId: number, planId: number): DraftDigest;
  /** @param draft What was drafted of the plan, all of it. */
  seal(campaignId: number, planId: number, draft: DraftDigest): PlanSeal;
}

export function planSealer(db: Db): PlanSealer {
  const terms = hashOf(
    db,
    'purpose, promotional, urgent, again, gsm7, sender, json_quote(template), provider, currency',
    'FROM campaign WHERE id = ?',
  );
  const territories = hashOf(
    db,
    'id, code, country, zones, calendars, profile',
    'FROM territory WHERE campaign_id = ? AND id <= ?',
  );
  const messages = hashOf(db, MESSAGE, OF_PLAN);
  const texts = hashOf(db, TEXT_HASH, OF_PLAN);
  const textsOf = db.prepare<[number, number], { text: string; textHash: string }>(
    `SELECT text, ${TEXT_HASH} AS textHash ${OF_PLAN} ORDER BY id`,
  );
  const exclusions = hashOf(db, EXCLUSION, 'FROM exclusion WHERE plan_id = ?');
  const rest = db.prepare<
    [number, number, number],
    Pick<PlanSeal, 'startsAt' | 'notAfter' | 'lastTerritory' | 'excluded'>
  >(
    `SELECT starts_at AS startsAt, not_after AS notAfter,
       (SELECT ifnull(max(id), 0) FROM territory WHERE campaign_id = ?) AS lastTerritory,
       (SELECT count(*) FROM exclusion WHERE plan_id = ?) AS excluded
     FROM campaign WHERE id = ?`,
  );
  return {
    terms: (campaignId) => terms(campaignId).digest('hex'),
    territories: (campaignId, last) => territories(campaignId, last).digest('hex'),
    messages: (campaignId, planId) => messages(campaignId, planId).digest('hex'),
    texts(campaignId, planId, keyring) {
      if (keyring === undefined) return texts(campaignId, planId).digest('hex');
      const hash = createHash('sha256');
      for (const { text, textHash } of textsOf.iterate(campaignId, planId)) {
        hash.update(rowTold(text === '' ? textHash : keyring.textHash(text)));
      }
      return hash.digest('hex');
    },
    exclusions: (planId) => exclusions(planId).digest('hex'),
    drafted: (campaignId, planId) => ({
      messages: messages(campaignId, planId),
      texts: texts(campaignId, planId),
      exclusions: exclusions(planId),
    }),
    seal(campaignId, planId, draft) {
      const told = rest.get(campaignId, planId, campaignId);
      invariant(told !== undefined, 'a plan belongs to a campaign');
      return {
        ...told,
        termsHash: terms(campaignId).digest('hex'),
        territoriesHash: territories(campaignId, told.lastTerritory).digest('hex'),
        messagesHash: draft.messages.copy().digest('hex'),
        textsHash: draft.texts.copy().digest('hex'),
        exclusionsHash: draft.exclusions.copy().digest('hex'),
      };
    },
  };
}
