import { hash } from 'node:crypto';
import type { E164 } from '../../core/contact/phone-number.js';
import type { Keyring } from '../../core/contact/keyring.js';
import { formerPrintFaults } from './former-prints.js';
import { foundBy, ifTold, SETTLED, told, type Check } from './log-sql.js';
import type { Db } from './open.js';

/**
 * What the tables tell otherwise than the log, or than the key allows. The log is chained and the tables are not, so
 * the log is what shows that a row was altered, added or taken away with other tools; texts and references of messages
 * hang on the key, and so does whose number a fingerprint is.
 */
export function contradictions(db: Db, keyring: Keyring): readonly string[] {
  giveKey(db, keyring);
  return [...foundBy(CHECKS, db), ...formerPrintFaults(db, keyring)];
}

/** Lets SQL reckon as the program does when it writes a row. */
function giveKey(db: Db, keyring: Keyring): void {
  const options = { deterministic: true } as const;
  // In hexadecimal, upper case, as SQL's `hex()`: a buffer for each would take longer than the reckoning.
  db.function('key_fingerprint', options, (number) => keyring.fingerprintHex(String(number) as E164).toUpperCase());
  // A reference is made once: an exchange of keys leaves it.
  const keyrings = [keyring, ...keyring.retired];
  db.function('is_reference', options, (ref, name, number) =>
    Number(keyrings.some((one) => one.reference(String(name), String(number) as E164) === ref)),
  );
  db.function('key_text_hash', options, (text) => keyring.textHash(String(text)).toUpperCase());
  db.function('sha256', options, (text) => hash('sha256', String(text)).toUpperCase());
}

/** The row of a consent as most are, made anew from its table: one text to compare instead of a dozen members to look up. */
const AS_IT_IS_WRITTEN = `audit.data = json_object('basis', consent_event.basis, 'consentSeq', consent_event.seq,
    'effectiveAt', consent_event.effective_at, 'givenAt', consent_event.given_at, 'import', consent_event.import_id,
    'line', consent_event.line, 'method', consent_event.method, 'proof', consent_event.proof,
    'proofSeal', audit.data ->> 'proofSeal', 'purpose', consent_event.purpose, 'validUntil', consent_event.valid_until,
    'wordingHash', iif(consent_event.wording_hash IS NULL, NULL, lower(hex(consent_event.wording_hash))))
  AND consent_event.campaign IS NULL AND consent_event.last_contact_at IS NULL`;

const CONSENTS_THAT_AGREE = `SELECT count(*) FROM audit
    JOIN consent_event ON consent_event.seq = audit.data ->> 'consentSeq'
    JOIN subject ON subject.id = consent_event.subject_id
    LEFT JOIN wording ON wording.hash = consent_event.wording_hash
  WHERE audit.kind = 'consent_' || ifnull(consent_event.variant, consent_event.kind)
    AND (subject.fingerprint = audit.subject
      OR EXISTS (SELECT 1 FROM former_fingerprint AS former
        WHERE former.fingerprint = audit.subject AND former.subject_id = subject.id)
      OR EXISTS (SELECT 1 FROM former_number AS former
        WHERE former.subject_id = subject.id AND former.fingerprint = audit.subject))
    AND consent_event.operator = audit.operator AND consent_event.recorded_at = audit.at
    AND (consent_event.wording_hash IS NULL OR wording.text <> '' OR (wording.text = '' AND consent_event.erased_at IS NOT NULL))
    AND (${AS_IT_IS_WRITTEN} OR iif(consent_event.wording_hash IS NULL, NULL, lower(hex(consent_event.wording_hash))) IS audit.data ->> 'wordingHash'
    AND ${[
      ifTold('consent_event.purpose', 'purpose'),
      ifTold('consent_event.basis', 'basis'),
      ifTold('consent_event.given_at', 'givenAt'),
      ifTold('consent_event.effective_at', 'effectiveAt'),
      ifTold('consent_event.valid_until', 'validUntil'),
      ifTold('consent_event.method', 'method'),
      ifTold('consent_event.proof', 'proof'),
      ifTold('consent_event.import_id', 'import'),
      ifTold('consent_event.line', 'line'),
      "consent_event.campaign IS audit.data ->> 'campaign'",
      "consent_event.last_contact_at IS audit.data ->> 'lastContactAt'",
    ].join(' AND ')})`;

/** The same entry, whoever's it is. */
const SAME_ENTRY = `suppression.reason = audit.data ->> 'reason' AND suppression.scope = audit.data ->> 'scope'
  AND ifnull(suppression.purpose, '') = ifnull(audit.data ->> 'purpose', '')
  AND suppression.at = audit.data ->> 'effectiveAt' AND suppression.operator = audit.operator
  AND suppression.recorded_at = audit.at AND audit.kind = 'suppressed'`;

/** A row of the log keeps the fingerprint that it was hashed with: since then a key or a number may have been exchanged. */
const SUPPRESSIONS_THAT_AGREE = `SELECT count(*) FROM (
    SELECT suppression.seq FROM audit JOIN suppression ON suppression.fingerprint = audit.subject AND ${SAME_ENTRY}
    UNION SELECT suppression.seq FROM former_fingerprint AS former JOIN audit ON audit.subject = former.fingerprint
      JOIN subject ON subject.id = former.subject_id
      JOIN suppression ON suppression.fingerprint = subject.fingerprint AND ${SAME_ENTRY}
    UNION SELECT suppression.seq FROM former_fingerprint AS former JOIN audit ON audit.subject = former.fingerprint
      JOIN former_number ON former_number.subject_id = former.subject_id
      JOIN suppression ON suppression.fingerprint = former_number.fingerprint AND ${SAME_ENTRY})`;

const REF = told('ref');
const OUTCOME = `iif(audit.kind = 'skip', 'skipped', audit.data ->> 'outcome')`;

/** What became of those, by the last row about each. */
const LAST_TOLD = `SELECT ${REF} AS ref, max(seq), ${OUTCOME} AS outcome FROM audit
  WHERE kind IN ('submission', 'settlement', 'skip') AND ${REF} IN (SELECT ref FROM settled) GROUP BY 1`;

const CHECKS: readonly Check[] = [
  {
    sql: 'SELECT count(*) AS count FROM subject WHERE phone IS NOT NULL AND hex(fingerprint) <> key_fingerprint(phone)',
    told: 'rows of subject have another number than their fingerprint is of',
  },
  {
    sql: `SELECT count(*) AS count FROM wording WHERE text <> '' AND hex(hash) <> sha256(text)`,
    told: 'rows of wording have another text than their hash is of',
  },
  {
    sql: `SELECT (SELECT count(*) FROM consent_event) - (${CONSENTS_THAT_AGREE}) AS count`,
    told: 'rows of consent_event tell something else than the audit log',
  },
  {
    sql: `SELECT (SELECT count(*) FROM suppression) - (${SUPPRESSIONS_THAT_AGREE}) AS count`,
    told: 'rows of suppression tell something else than the audit log',
  },
  {
    sql: `WITH ${SETTLED} SELECT (SELECT count(*) FROM (${LAST_TOLD}) AS told LEFT JOIN intent ON intent.ref = told.ref
        WHERE intent.state IS NULL OR NOT (intent.state = told.outcome
          OR (told.outcome = 'not_sent' AND intent.state IN ('planned', 'submitting'))))
      + (SELECT count(*) FROM audit LEFT JOIN intent ON intent.ref = ${REF}
        WHERE audit.kind IN ('submission', 'skip') AND intent.state IS NOT ${OUTCOME}
          AND ${REF} NOT IN (SELECT ref FROM settled)) AS count`,
    told: 'messages have another end in the audit log than in intent',
  },
  {
    // Each end that the log tells is one that intent has, or the check before this one found it.
    sql: `WITH ${SETTLED} SELECT abs((SELECT count(*) FROM intent WHERE state NOT IN ('planned', 'submitting')
          AND ref NOT IN (SELECT ref FROM settled))
      - (SELECT count(*) FROM audit WHERE kind IN ('submission', 'skip') AND ${REF} NOT IN (SELECT ref FROM settled))) AS count`,
    told: 'messages have an end in intent of which the audit log tells nothing',
  },
  {
    sql: `SELECT count(*) AS count FROM intent JOIN campaign ON campaign.id = intent.campaign_id
        JOIN subject ON subject.id = intent.subject_id
      WHERE (intent.text <> '' AND hex(intent.text_hash) <> key_text_hash(intent.text))
        OR (subject.phone IS NOT NULL AND NOT is_reference(intent.ref, campaign.name, subject.phone)
          AND NOT EXISTS (SELECT 1 FROM former_number WHERE former_number.subject_id = subject.id))`,
    told: 'messages of intent have another text or another number than they were planned with',
  },
  {
    sql: `SELECT count(*) AS count FROM audit JOIN intent ON intent.ref = audit.data ->> 'ref'
      WHERE audit.kind = 'submission' AND ((lower(hex(intent.text_hash)) <> audit.data ->> 'textHash'
          AND audit.seq > (SELECT ifnull(max(seq), 0) FROM audit WHERE kind = 'key_rotated'))
        OR intent.segments <> audit.data ->> 'segments' OR intent.cost_micros <> audit.data ->> 'costMicros')`,
    told: 'messages of intent have another text, length or price than the audit log tells of',
  },
  {
    sql: `SELECT count(*) AS count FROM audit
      WHERE audit.kind = 'plan_frozen'
        AND audit.data ->> 'planned' <> (SELECT count(*) FROM intent WHERE plan_id = audit.data ->> 'plan')`,
    told: 'plans hold more or fewer messages than the audit log tells of',
  },
];
