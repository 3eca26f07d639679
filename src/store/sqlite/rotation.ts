import type { AuditData } from '../../core/audit/chain.js';
import { consentIdentity, type ConsentEvent } from '../../core/consent/consent-event.js';
import type { ConsentKind, ConsentMethod, ProofKind } from '../../core/consent/consent-event.js';
import type { LegalBasis } from '../../core/consent/purpose.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { instantOf } from '../../core/schedule/instant.js';
import type { Db } from './open.js';
import { hasPrint } from './prints.js';
import { retireKey } from './retired-keys.js';

/**
 * Gives everyone whose number is known a fingerprint under the new key, wherever one stands but in the log, and keeps the old
 * key for those of whom a fingerprint is all that is left. Runs inside the transaction that is under way.
 *
 * @returns What the log tells of it.
 */
export function rotateFingerprints(
  db: Db,
  from: { readonly key: Buffer; readonly keyring: Keyring },
  to: Keyring,
  at: string,
): AuditData {
  db.function('fingerprint_under_new_key', { deterministic: true }, (phone) => to.fingerprint(phone as E164));
  db.function('text_hash_under_new_key', { deterministic: true }, (text) =>
    Buffer.from(to.textHash(text as string), 'hex'),
  );
  db.exec(
    'INSERT INTO former_fingerprint (fingerprint, subject_id) SELECT fingerprint, id FROM subject WHERE phone IS NOT NULL',
  );
  const subjects = db
    .prepare('UPDATE subject SET fingerprint = fingerprint_under_new_key(phone) WHERE phone IS NOT NULL')
    .run().changes;
  const entries = pastItsTriggers(db, 'suppression', () => followSubjects(db, 'suppression', 'at'));
  followSubjects(db, 'exclusion');
  followSubjects(db, 'request', 'recorded_at');
  pastItsTriggers(db, 'restriction', () => followSubjects(db, 'restriction', 'at'));
  pastItsTriggers(db, 'hold', () => followSubjects(db, 'hold', 'at'));
  pastItsTriggers(db, 'reply', () => followSubjects(db, 'reply', 'received_at'));
  followSubjects(db, 'exit_proof');
  pastItsTriggers(db, 'consent_event', () => renewIdentities(db));
  db.exec("UPDATE intent SET text_hash = text_hash_under_new_key(text) WHERE text <> ''");
  db.prepare<[Buffer]>('UPDATE ledger SET key_check = ?').run(to.check);
  retireKey(db, from, to, at);
  // Whoever was erased is a subject still, of whom nothing but the fingerprint is left.
  const { kept, numbers } = db
    .prepare<[], { kept: number; numbers: number }>(
      `SELECT count(*) AS kept, count(DISTINCT fingerprint) AS numbers FROM suppression
       WHERE NOT EXISTS (SELECT 1 FROM subject WHERE ${hasPrint('suppression.fingerprint')} AND phone IS NOT NULL)`,
    )
    .get() ?? { kept: 0, numbers: 0 };
  return { subjects, entries, underFormerKeys: kept, numbersUnderFormerKeys: numbers };
}

/**
 * Rows that name a person by a former fingerprint name them by the present one. What was said while somebody else had the
 * number stays theirs, under the key of that time: it is known by the number that they had.
 *
 * @param moment The column that says when; without it nobody but the number's holder is meant.
 * @returns How many.
 */
function followSubjects(
  db: Db,
  table: 'suppression' | 'exclusion' | 'request' | 'restriction' | 'hold' | 'reply' | 'exit_proof',
  moment?: string,
): number {
  const isTheirs =
    moment === undefined
      ? 'true'
      : `NOT EXISTS (SELECT 1 FROM former_number AS had
          WHERE had.fingerprint = ${table}.fingerprint AND ${table}.${moment} <= had.until)`;
  return db
    .prepare(
      `UPDATE ${table} SET fingerprint = subject.fingerprint
       FROM former_fingerprint AS former JOIN subject ON subject.id = former.subject_id
       WHERE former.fingerprint = ${table}.fingerprint AND ${isTheirs}`,
    )
    .run().changes;
}

/** The rules of the schema are for everyone who adds to the history. What only follows its key is not another history. */
function pastItsTriggers<T>(db: Db, table: string, use: () => T): T {
  const triggers = db
    .prepare<[string], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
    )
    .all(table);
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  const result = use();
  for (const { sql } of triggers) db.exec(sql);
  return result;
}

interface EventRow {
  readonly seq: number;
  readonly fingerprint: Buffer;
  readonly kind: ConsentKind;
  readonly purpose: string | null;
  readonly basis: LegalBasis;
  readonly given_at: string;
  readonly effective_at: string;
  readonly valid_until: string | null;
  readonly method: ConsentMethod;
  readonly wording: string | null;
  readonly source: string | null;
  readonly evidence: string | null;
  readonly ip: string | null;
  readonly collected_by: string | null;
  readonly campaign: string | null;
  readonly proof: ProofKind;
  readonly confirmed_at: string | null;
  readonly last_contact_at: string | null;
  readonly after_seq: number | null;
}

/** An event is recognised by what it says of whom: the same row imported again is still `unchanged`. */
function renewIdentities(db: Db): void {
  const rows = db.prepare<[number], EventRow>(
    `SELECT consent_event.*, ifnull(variant, consent_event.kind) AS kind, subject.fingerprint, wording.text AS wording
     FROM consent_event
       JOIN subject ON subject.id = subject_id LEFT JOIN wording ON wording.hash = wording_hash
     WHERE seq > ? AND consent_event.erased_at IS NULL ORDER BY seq LIMIT 1000`,
  );
  const renew = db.prepare<[Buffer, number]>('UPDATE consent_event SET identity = ? WHERE seq = ?');
  for (let last = -1; ;) {
    const some = rows.all(last);
    for (const row of some) {
      last = row.seq;
      renew.run(consentIdentity(row.fingerprint, eventOf(row), row.after_seq), row.seq);
    }
    if (some.length === 0) return;
  }
}

function eventOf(row: EventRow): ConsentEvent {
  const effectiveAt = instantOf(row.effective_at);
  if (row.kind === 'withdrawn') {
    // What is known by a day is known by that text alone.
    const asDay = row.given_at === row.effective_at ? {} : { day: { text: row.given_at, startsAt: effectiveAt } };
    return { kind: 'withdrawn', purpose: row.purpose, effectiveAt, ...asDay };
  }
  if (row.kind === 'ended') return { kind: 'ended', purpose: row.purpose ?? '', basis: row.basis, effectiveAt };
  const { basis, method, wording, source, evidence, ip, campaign, proof } = row;
  return {
    ...{ kind: 'given', purpose: row.purpose ?? '', basis, method, wording, source, evidence, ip, campaign, proof },
    ...{ givenAt: row.given_at, effectiveAt, collectedBy: row.collected_by },
    validUntil: row.valid_until === null ? null : instantOf(row.valid_until),
    ...{ isPending: row.kind === 'pending', confirmedAt: row.confirmed_at },
    lastContactAt: row.last_contact_at === null ? null : instantOf(row.last_contact_at),
  };
}
