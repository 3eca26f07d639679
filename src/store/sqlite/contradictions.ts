import { hash } from 'node:crypto';
import type { E164 } from '../../core/contact/phone-number.js';
import type { Keyring } from '../../core/contact/keyring.js';
import { formerPrintFaults } from './former-prints.js';
import { OUTCOME, type LogReading } from './log-reading.js';
import { foundBy, told, type Check } from './log-sql.js';
import type { Db } from './open.js';
import { hasReference } from './references.js';

/**
 * What the tables tell otherwise than the log, or than the key allows. The log is chained and the tables are not, so
 * the log is what shows that a row was altered, added or taken away with other tools; texts and references of messages
 * hang on the key, and so does whose number a fingerprint is.
 */
export function contradictions(log: LogReading, keyring: Keyring): readonly string[] {
  giveKey(log.db, keyring);
  return [...foundBy(CHECKS, log), ...formerPrintFaults(log, keyring)];
}

/** Lets SQL reckon as the program does when it writes a row. */
function giveKey(db: Db, keyring: Keyring): void {
  const options = { deterministic: true } as const;
  db.function('key_fingerprint', options, (number) => keyring.fingerprintHex(String(number) as E164));
  // A reference is made once: an exchange of keys leaves it.
  const keyrings = [keyring, ...keyring.retired];
  db.function('is_reference', options, (ref, name, number) =>
    Number(keyrings.some((one) => one.reference(String(name), String(number) as E164) === ref)),
  );
  db.function('key_text_hash', options, (text) => keyring.textHash(String(text)));
  db.function('sha256', options, (text) => hash('sha256', String(text)));
}

const REF = told('ref');

/** What became of those that were settled, by the last row about each. */
const lastTold = (
  log: LogReading,
): string => `SELECT ${REF} AS ref, max(seq), ${OUTCOME} AS outcome FROM ${log.rows('settlement')}
  WHERE kind IN ('submission', 'settlement', 'skip') AND ${REF} IN (SELECT ref FROM settled) GROUP BY 1`;

const CHECKS: readonly Check[] = [
  {
    count: ({ count }) =>
      count(
        'SELECT count(*) FROM subject WHERE phone IS NOT NULL AND lower(hex(fingerprint)) <> key_fingerprint(phone)',
      ),
    told: 'rows of subject have another number than their fingerprint is of',
  },
  {
    count: ({ count }) => count("SELECT count(*) FROM wording WHERE text <> '' AND lower(hex(hash)) <> sha256(text)"),
    told: 'rows of wording have another text than their hash is of',
  },
  {
    count: ({ count, consents }) => count('SELECT count(*) FROM consent_event') - consents.agree,
    told: 'rows of consent_event tell something else than the audit log',
  },
  {
    count: (log) =>
      log.count(`WITH ${log.settled} SELECT count(*) FROM (${lastTold(log)}) AS told LEFT JOIN intent ON ${hasReference('told.ref')}
        WHERE intent.state IS NULL OR NOT (intent.state = told.outcome
          OR (told.outcome = 'not_sent' AND intent.state IN ('planned', 'submitting')))`) + log.ends.otherEnd,
    told: 'messages have another end in the audit log than in intent',
  },
  {
    // Each end that the log tells is one that intent has, or the check before this one found it.
    count: ({ count, settled, ends }) =>
      Math.abs(
        count(`WITH ${settled} SELECT count(*) FROM intent WHERE state NOT IN ('planned', 'submitting')
          AND ref NOT IN (SELECT ref FROM settled)`) - ends.unsettled,
      ),
    told: 'messages have an end in intent of which the audit log tells nothing',
  },
  {
    count: ({ count }) =>
      count(`SELECT count(*) FROM intent JOIN campaign ON campaign.id = intent.campaign_id
          JOIN subject ON subject.id = intent.subject_id
        WHERE (intent.text <> '' AND lower(hex(intent.text_hash)) <> key_text_hash(intent.text))
          OR (subject.phone IS NOT NULL AND NOT is_reference(intent.ref, campaign.name, subject.phone)
            AND NOT EXISTS (SELECT 1 FROM former_number WHERE former_number.subject_id = subject.id))`),
    told: 'messages of intent have another text or another number than they were planned with',
  },
  {
    // Those of a plan that is still being written, as far as it has come.
    count: ({ count }) =>
      count(`SELECT (SELECT count(*) FROM intent JOIN plan ON plan.id = intent.plan_id
            WHERE (plan.state <> 'planning' OR intent.id <= referenced_to) AND NOT EXISTS (
              SELECT 1 FROM intent_reference AS its WHERE its.ref = intent.ref AND its.intent_id = intent.id))
          + (SELECT count(*) FROM intent_reference WHERE NOT EXISTS (SELECT 1 FROM intent WHERE intent.id = intent_id))
          + (SELECT count(*) FROM plan WHERE state <> 'planning'
            AND referenced_to <> (SELECT ifnull(max(intent.id), 0) FROM intent WHERE plan_id = plan.id))`),
    told: 'messages of intent are not what is found by their reference',
  },
  {
    count: ({ ends }) => ends.otherText,
    told: 'messages of intent have another text, length or price than the audit log tells of',
  },
  {
    count: ({ count, rows }) =>
      count(`SELECT count(*) FROM ${rows('plan_frozen')} WHERE audit.kind = 'plan_frozen'
        AND audit.data ->> 'planned' <> (SELECT count(*) FROM intent WHERE plan_id = audit.data ->> 'plan')`),
    told: 'plans hold more or fewer messages than the audit log tells of',
  },
];
