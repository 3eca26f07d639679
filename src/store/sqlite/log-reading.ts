import { ifTold, isTold, told } from './log-sql.js';
import type { Db } from './open.js';
import { hasReference } from './references.js';

/** The log as the comparisons of the tables with it read it, at one moment. */
export interface LogReading {
  readonly db: Db;
  /** What one statement counts. */
  count(sql: string): number;
  /**
   * The log under its own name, for a statement that takes only rows of these kinds of it; nothing, under the same name,
   * where there are none: to look for them all the same takes as long as the log is.
   */
  rows(...kinds: readonly string[]): string;
  /**
   * The few messages that were in doubt and are no more, as a common table expression. Of every other the log tells one
   * end in one row: to group a million of those would take as much memory as they.
   */
  readonly settled: string;
  /** Of rows about consents, and of consents. */
  readonly consents: Readonly<Record<keyof typeof ABOUT_CONSENTS, number>>;
  /** Of rows that tell the end of a message, and of messages. */
  readonly ends: Readonly<Record<keyof typeof ABOUT_ENDS, number>>;
}

/** Needs what {@link giveSeals} gives. */
export function readLog(db: Db): LogReading {
  const kinds = new Set(db.prepare<[], string>('SELECT DISTINCT kind FROM audit').pluck().all());
  const rows = (...wanted: readonly string[]): string =>
    wanted.some((kind) => kinds.has(kind)) ? 'audit' : '(SELECT * FROM audit WHERE FALSE) AS audit';
  const settled = `settled AS MATERIALIZED (SELECT DISTINCT ${told('ref')} AS ref FROM ${rows('settlement')}
    WHERE kind = 'settlement' AND ${told('ref')} IS NOT NULL)`;
  return {
    db,
    count: (sql) => db.prepare<[], number>(sql).pluck().get() ?? 0,
    rows,
    settled,
    consents: countAll(db, ABOUT_CONSENTS, '', CONSENTS),
    ends: countAll(db, ABOUT_ENDS, `WITH ${settled}`, `FROM ${rows('submission', 'skip')} ${ENDS}`),
  };
}

/**
 * Counts the rows that fulfil each of some conditions. To read the log and to look up what a row is about takes as long as
 * all that is asked of them, so they are read once.
 */
function countAll<Name extends string>(
  db: Db,
  conditions: Readonly<Record<Name, string>>,
  before: string,
  rows: string,
): Readonly<Record<Name, number>> {
  const named = Object.entries<string>(conditions);
  const counts = named.map(([name, condition]) => `count(*) FILTER (WHERE ${condition}) AS ${name}`);
  const row = db.prepare<[], Record<Name, number>>(`${before} SELECT ${counts.join(', ')} ${rows}`).get();
  return row as Record<Name, number>;
}

const CONSENTS = `FROM audit JOIN consent_event ON consent_event.seq = ${told('consentSeq')}
    LEFT JOIN subject ON subject.id = consent_event.subject_id
    LEFT JOIN wording ON wording.hash = consent_event.wording_hash`;

/** The row of a consent as most are, made anew from its table: one text to compare instead of a dozen members to look up. */
const AS_IT_IS_WRITTEN = `audit.data = json_object('basis', consent_event.basis, 'consentSeq', consent_event.seq,
    'effectiveAt', consent_event.effective_at, 'givenAt', consent_event.given_at, 'import', consent_event.import_id,
    'line', consent_event.line, 'method', consent_event.method, 'proof', consent_event.proof,
    'proofSeal', audit.data ->> 'proofSeal', 'purpose', consent_event.purpose, 'validUntil', consent_event.valid_until,
    'wordingHash', iif(consent_event.wording_hash IS NULL, NULL, lower(hex(consent_event.wording_hash))))
  AND consent_event.campaign IS NULL AND consent_event.last_contact_at IS NULL`;

const ABOUT_CONSENTS = {
  agree: `audit.kind = 'consent_' || ifnull(consent_event.variant, consent_event.kind)
    AND (subject.fingerprint = audit.subject
      OR EXISTS (SELECT 1 FROM former_fingerprint AS former
        WHERE former.fingerprint = audit.subject AND former.subject_id = subject.id)
      OR EXISTS (SELECT 1 FROM former_number AS former
        WHERE former.subject_id = subject.id AND former.fingerprint = audit.subject))
    AND consent_event.operator = audit.operator AND consent_event.recorded_at = audit.at
    AND (consent_event.kind = 'given' OR consent_event.given_at = ifnull(${told('givenAt')}, consent_event.effective_at))
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
    ].join(' AND ')})`,
  otherProof: `audit.kind IN ('consent_given', 'consent_pending') AND ${isTold('proofSeal')} AND NOT (
        iif(consent_event.erased_at IS NULL, is_seal(${told('proofSeal')}, source, evidence, ip, collected_by),
          coalesce(source, evidence, ip, collected_by) IS NULL)
        AND confirmed_at IS ${told('confirmedAt')})`,
} as const;

const REF = told('ref');
/** What became of a message, as its row tells. */
export const OUTCOME = `iif(audit.kind = 'skip', 'skipped', audit.data ->> 'outcome')`;
/** Ended as its submission tells, of which the row is. */
export const AS_SUBMITTED = `(intent.ended_at IS audit.at AND intent.reason IS ${told('reason')}
    AND intent.provider_id IS ${told('providerId')} AND intent.encoding IS ${told('encoding')}
    AND ${ifTold('intent.submitted_at', 'submittedAt')})`;
const UNSETTLED = `${REF} NOT IN (SELECT ref FROM settled)`;

const ENDS = `LEFT JOIN intent ON ${hasReference(REF)} WHERE audit.kind IN ('submission', 'skip')`;

/** Of a rejected message older versions told the cost that it was planned at. */
const COSTS_NOTHING = "(audit.data ->> 'outcome' = 'rejected' AND audit.data ->> 'costMicros' = 0)";

const ABOUT_ENDS = {
  unsettled: UNSETTLED,
  otherEnd: `intent.state IS NOT ${OUTCOME} AND ${UNSETTLED}`,
  otherText: `audit.kind = 'submission' AND intent.ref IS NOT NULL
    AND ((lower(hex(intent.text_hash)) <> audit.data ->> 'textHash'
        AND (audit.seq > (SELECT ifnull(max(seq), 0) FROM audit WHERE kind = 'key_rotated')
          OR (intent.text <> '' AND NOT is_text_hash(audit.data ->> 'textHash', intent.text))))
      OR intent.segments <> audit.data ->> 'segments' OR (intent.cost_micros <> audit.data ->> 'costMicros' AND NOT ${COSTS_NOTHING}))`,
  otherSubmission: `audit.kind = 'submission' AND intent.ref IS NOT NULL AND NOT (${AS_SUBMITTED} AND intent.settled_by IS NULL)
    AND ${UNSETTLED}`,
  otherSkip: `audit.kind = 'skip' AND intent.ref IS NOT NULL AND NOT (intent.ended_at IS audit.at
    AND intent.reason IS ${told('reason')}) AND ${UNSETTLED}`,
} as const;
