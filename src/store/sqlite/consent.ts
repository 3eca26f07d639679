import { hash } from 'node:crypto';
import type { DateTime } from 'luxon';
import { consentIdentity, type ConsentEvent, type ConsentGiven } from '../../core/consent/consent-event.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { AuditData, AuditEntry } from '../../core/audit/chain.js';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { ConsentProof, ConsentRecord, ConsentStore, RecordVerdict, SaidOfNumber, Stamp } from '../store.js';
import { invariant } from '../../errors.js';
import { stamped, type Append } from './audit.js';
import { beginBulk, endBulk } from './bulk.js';
import type { Context } from './context.js';
import { guarded } from './errors.js';
import type { FactsReader } from './facts.js';
import type { Db } from './open.js';
import { AMONG_PRINTS, printsOf } from './prints.js';
import { sealOf } from './seal.js';
import { subjectFinder, subjectMaker, type KnownSubject } from './subject.js';

const PROOFS = `SELECT consent_event.seq, subject.phone AS number, ifnull(variant, consent_event.kind) AS kind, purpose, basis, given_at AS givenAt,
    valid_until AS validUntil, method, nullif(wording.text, '') AS wording, nullif(lower(hex(wording_hash)), '') AS wordingHash,
    (SELECT name || '/' || version FROM wording_version WHERE wording_version.hash = wording_hash
     ORDER BY wording_version.recorded_at, name, version LIMIT 1) AS wordingId, source, evidence, ip, collected_by AS collectedBy, campaign,
    proof, confirmed_at AS confirmedAt, last_contact_at AS lastContactAt, import.file_name AS fileName, import.sha256 AS fileSha256, line, recorded_at AS recordedAt,
    consent_event.operator, consent_event.erased_at AS erasedAt,
    CASE basis WHEN 'rented_list' THEN (SELECT submitted_at FROM intent JOIN campaign AS its ON its.id = intent.campaign_id
      WHERE its.name = consent_event.campaign AND intent.subject_id = consent_event.subject_id) END AS usedUpAt
  FROM consent_event JOIN subject ON subject.id = consent_event.subject_id
    LEFT JOIN wording ON wording.hash = consent_event.wording_hash
    LEFT JOIN import ON import.id = consent_event.import_id`;

export interface ConsentRecorder {
  /** Appends events with their audit rows inside the transaction that is under way. */
  recordAll(records: readonly ConsentRecord[], stamp: Stamp): readonly Recorded[];
  record(record: ConsentRecord, stamp: Stamp): Recorded;
  isRecorded(record: ConsentRecord): boolean;
  /** The numbers that they have now of whom something was said under a number. */
  holdersOf(said: SaidOfNumber): readonly E164[];
}

export interface Recorded {
  readonly verdict: RecordVerdict;
  readonly seq: number;
}

/** What an event is known by, and its place where it is there already. */
interface Place {
  readonly identity: Buffer;
  readonly seq: number | null;
  readonly after: number | null;
  /** Whose event it is; null: nobody's whom the ledger knows. */
  readonly owner: KnownSubject | null;
  /** By which the log names them: of the number that they have now. */
  readonly print: Buffer;
}

/** Who had a number before, under the fingerprint of the one that they have now. */
interface FormerHolder {
  readonly id: number;
  /** Null: of whoever was erased. */
  readonly phone: E164 | null;
  readonly fingerprint: Buffer;
  readonly erased: number;
  readonly until: string;
}

export function consentRecorder({ db, keyring }: Pick<Context, 'db' | 'keyring'>, append: Append): ConsentRecorder {
  const findSubject = subjectFinder(db, keyring);
  const makeSubject = subjectMaker(db, keyring);
  const keepWording = wordingKeeper(db);
  const recorded = db.prepare<[number, Buffer], { seq: number }>(
    'SELECT seq FROM consent_event WHERE subject_id = ? AND identity = ?',
  );
  const hadBefore = db.prepare<[{ readonly prints: string }], FormerHolder>(
    `SELECT subject.id, subject.phone, subject.fingerprint, subject.erased_at IS NOT NULL AS erased, former_number.until
     FROM former_number JOIN subject ON subject.id = former_number.subject_id
     WHERE former_number.fingerprint IN (SELECT unhex(value) FROM json_each(@prints)) ORDER BY former_number.seq`,
  );
  const everyoneBefore = db.prepare<[string], { phone: E164 }>(
    `SELECT DISTINCT subject.phone FROM former_number JOIN subject ON subject.id = former_number.subject_id
     WHERE former_number.fingerprint ${AMONG_PRINTS} AND subject.phone IS NOT NULL`,
  );
  const wasExchanged = db.prepare('SELECT 1 FROM former_number LIMIT 1');
  // What lost its proof is no longer known by the whole of what it said.
  const emptied = db.prepare<
    [number, string, string, string, string, string, Buffer | null, string | null],
    { seq: number }
  >(
    `SELECT seq FROM consent_event WHERE subject_id = ? AND erased_at IS NOT NULL AND kind = 'given' AND purpose = ? AND basis = ?
       AND given_at = ? AND effective_at = ? AND method = ? AND wording_hash IS ? AND campaign IS ? ORDER BY +seq LIMIT 1`,
  );
  const emptiedSeq = (owner: KnownSubject | null, event: ConsentEvent): number | null => {
    if (owner === null || owner.isErased || event.kind !== 'given') return null;
    const { purpose, basis, givenAt, method, wording, campaign } = event;
    const wordingHash = wording === null ? null : hash('sha256', wording, 'buffer');
    const said = [purpose, basis, givenAt, isoInstant(event.effectiveAt), method, wordingHash, campaign] as const;
    return emptied.get(owner.id, ...said)?.seq ?? null;
  };
  const lastOpposite = db.prepare<[number, string, string, number], { seq: number }>(
    // `+`: by the person, never through everybody's history from its end.
    `SELECT seq FROM consent_event WHERE subject_id = ? AND purpose = ? AND basis = ?
       AND (variant IS 'ended') = ? ORDER BY +seq DESC LIMIT 1`,
  );
  const insert = db.prepare(
    `INSERT INTO consent_event (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );

  const seqOf = (owner: number, identities: readonly Buffer[]): number | null =>
    identities.map((identity) => recorded.get(owner, identity)?.seq).find((seq) => seq !== undefined) ?? null;

  /**
   * Who said yes while they had another number is that person, and so is who is known to have said this; not whoever has
   * the number now.
   */
  const formerHolder = (number: E164, event: ConsentEvent): (FormerHolder & { readonly seq: number | null }) | null => {
    if (wasExchanged.get() === undefined) return null;
    const over = isoInstant(endOf(event));
    const holders = hadBefore.all({ prints: printsOf(keyring, number) }).map((one) => {
      // After an exchange of keys their events are known by the number that they have now.
      const prints = [keyring.fingerprint(number), one.fingerprint];
      return {
        ...one,
        seq: seqOf(
          one.id,
          prints.map((print) => consentIdentity(print, event)),
        ),
      };
    });
    return holders.find(({ seq }) => seq !== null) ?? holders.find(({ until }) => until >= over) ?? null;
  };

  const placeOf = ({ number, event, holdsNow = false }: ConsentRecord): Place => {
    const fingerprint = keyring.fingerprint(number);
    const identity = consentIdentity(fingerprint, event);
    const former = formerHolder(number, event);
    const print = former?.fingerprint ?? fingerprint;
    const owner = former === null ? findSubject(number) : { id: former.id, isErased: former.erased === 1 };
    const known = former !== null ? former.seq : owner === null ? null : seqOf(owner.id, [identity]);
    const seq = known ?? emptiedSeq(owner, event);
    if (!holdsNow || owner === null || seq === null || event.kind === 'withdrawn') {
      return { owner, print, identity, seq, after: null };
    }
    const isBeginning = event.kind === 'given' ? 1 : 0;
    const opposite = lastOpposite.get(owner.id, event.purpose, event.basis, isBeginning)?.seq ?? 0;
    if (opposite < seq) return { owner, print, identity, seq, after: null };
    const anew = consentIdentity(fingerprint, event, opposite);
    return { owner, print, identity: anew, seq: seqOf(owner.id, [anew]), after: opposite };
  };

  /** Records one event; what the log tells of it is left to the caller. */
  const keep = (
    one: ConsentRecord,
    by: ReturnType<typeof stamped>,
  ): Recorded & { readonly told: readonly AuditEntry[] } => {
    const { number, event, source } = one;
    const { owner, print, identity, seq, after } = placeOf(one);
    if (seq !== null) return { verdict: 'unchanged', seq, told: [] };
    // Judged before an erasure that came between: nothing is recorded of that person any more.
    if (owner?.isErased === true) return { verdict: 'unchanged', seq: 0, told: [] };
    const subjectId = owner?.id ?? makeSubject(number, by.at);
    const wordingHash = keepWording(event.kind === 'given' ? event.wording : null);
    const values = valuesOf(event);
    const { lastInsertRowid } = insert.run(
      subjectId,
      ...eventColumns.map((column) => values[column]),
      wordingHash,
      after,
      source === null ? 'person' : 'import',
      source?.importId ?? null,
      source?.line ?? null,
      by.at,
      by.operator,
      identity,
    );
    const recordedSeq = Number(lastInsertRowid);
    const told: AuditEntry = {
      ...by,
      kind: `consent_${event.kind === 'given' && event.isPending ? 'pending' : event.kind}`,
      campaign: null,
      subject: print,
      data: {
        ...auditData(event, recordedSeq, wordingHash, source),
        ...(event.kind === 'given' ? { proofSeal: proofSeal(keyring, event) } : {}),
      },
    };
    return { verdict: 'recorded', seq: recordedSeq, told: [told] };
  };

  const recordAll: ConsentRecorder['recordAll'] = (records, stamp) => {
    const by = stamped(stamp);
    const kept = records.map((one) => keep(one, by));
    append(...kept.flatMap(({ told }) => told));
    return kept;
  };
  return {
    recordAll,
    record(one, stamp) {
      const { told, ...recorded } = keep(one, stamped(stamp));
      append(...told);
      return recorded;
    },
    // Of somebody erased since, who had the number then, nothing more is recorded.
    isRecorded: (one) => placeOf(one).seq !== null || formerHolder(one.number, one.event)?.erased === 1,
    holdersOf({ number, event }) {
      if (wasExchanged.get() === undefined) return [number];
      if (event !== null) return [formerHolder(number, event)?.phone ?? number];
      return [number, ...everyoneBefore.all(printsOf(keyring, number)).map(({ phone }) => phone)];
    },
  };
}

/** When an event was over at the latest: of a date alone nobody knows the hour. */
function endOf(event: ConsentEvent): DateTime {
  const isDay = event.kind === 'given' && /^\d{4}-\d\d-\d\d$/.test(event.givenAt);
  return isDay ? event.effectiveAt.plus({ days: 1 }) : event.effectiveAt;
}

/** Keeps the words that people were shown, once; returns their SHA-256. */
function wordingKeeper(db: Db): (wording: string | null) => Buffer | null {
  const keep = db.prepare<[Buffer, string]>(
    // Words that went with the last person who had seen them are known again.
    "INSERT INTO wording (hash, text) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text WHERE text = ''",
  );
  return (wording) => {
    if (wording === null) return null;
    const wordingHash = hash('sha256', wording, 'buffer');
    keep.run(wordingHash, wording);
    return wordingHash;
  };
}

/** Stands in the log for the parts of a proof that an erasure removes. */
function proofSeal(keyring: Keyring, { source, evidence, ip, collectedBy }: ConsentGiven): string {
  return sealOf(keyring, source, evidence, ip, collectedBy);
}

/** Facts are read for this many people at a time. */
const CHUNK = 1000;

export function consentStore(
  context: Context,
  append: Append,
  facts: FactsReader,
  recorder: ConsentRecorder,
): ConsentStore {
  const { db, file, keyring, transact, query, stream } = context;
  const insertImport = db.prepare<[string, string, string | null, string, string]>(
    'INSERT INTO import (kind, file_name, sha256, operator, started_at) VALUES (?, ?, ?, ?, ?)',
  );
  const finishImport = db.prepare<[string, string, number], { kind: string; fileName: string; startedAt: string }>(
    'UPDATE import SET sha256 = ?, ended_at = ? WHERE id = ? RETURNING kind, file_name AS fileName, started_at AS startedAt',
  );
  const isReferredTo = db.prepare<[{ readonly importId: number }]>(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM suppression WHERE import_id = @importId)
       OR EXISTS (SELECT 1 FROM consent_event WHERE import_id = @importId ORDER BY seq DESC)`,
  );

  return {
    factsFor: (numbers, receivedSince) => query(() => facts(numbers, receivedSince)),
    areRecorded: (records) => query(() => records.map((one) => recorder.isRecorded(one))),
    holdersOf: (said) => query(() => said.map((one) => recorder.holdersOf(one))),
    recordConsents: (records, stamp) =>
      transact(() => recorder.recordAll(records, stamp).map(({ verdict }) => verdict)),
    beginImport: (kind, fileName, stamp, sha256 = null) =>
      transact(() => {
        beginBulk(db);
        const { at, operator } = stamped(stamp);
        return Number(insertImport.run(kind, maskNumbersIn(fileName), sha256, operator, at).lastInsertRowid);
      }),
    endImport: (importId, sha256, stamp) =>
      transact(() => {
        endBulk(db);
        const ended = finishImport.get(sha256, stamped(stamp).at, importId);
        invariant(ended !== undefined, 'an import that ends was begun');
        // The same file again: nothing was recorded, and nothing refers to it.
        if (isReferredTo.get({ importId }) === undefined) return;
        const { kind, fileName, startedAt } = ended;
        const data = { import: importId, of: kind, startedAt, sha256, fileSeal: sealOf(keyring, fileName) };
        append({ ...stamped(stamp), kind: 'import_ended', campaign: null, subject: null, data });
      }),
    consentProofs: (number) =>
      number === null
        ? stream<ConsentProof>(`${PROOFS} ORDER BY consent_event.seq`)
        : stream<ConsentProof>(
            `${PROOFS} WHERE subject.fingerprint IN (SELECT unhex(value) FROM json_each(@prints)) ORDER BY consent_event.seq`,
            { prints: printsOf(keyring, number) },
          ),
    *everyonesFacts() {
      const someone = stream<{ number: E164 }>(
        `SELECT phone AS number FROM subject
         WHERE phone IS NOT NULL AND EXISTS (SELECT 1 FROM consent_event WHERE subject_id = subject.id) ORDER BY id`,
      );
      for (const chunk of inChunks(someone)) yield* guarded(file, () => facts(chunk, null));
    },
  };
}

function* inChunks(rows: Iterable<{ readonly number: E164 }>): Iterable<readonly E164[]> {
  let chunk: E164[] = [];
  for (const { number } of rows) {
    chunk.push(number);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** What an event itself says, in the order in which it is written. */
const eventColumns = [
  'kind',
  'variant',
  'purpose',
  'basis',
  'given_at',
  'effective_at',
  'valid_until',
  'method',
  'source',
  'evidence',
  'ip',
  'collected_by',
  'campaign',
  'proof',
  'confirmed_at',
  'last_contact_at',
] as const;
const columns = [
  'subject_id',
  ...eventColumns,
  'wording_hash',
  'after_seq',
  'origin',
  'import_id',
  'line',
  'recorded_at',
  'operator',
  'identity',
];

function valuesOf(event: ConsentEvent): Readonly<Record<(typeof eventColumns)[number], string | null>> {
  const effectiveAt = isoInstant(event.effectiveAt);
  if (event.kind !== 'given') {
    const none = { valid_until: null, method: null, source: null, evidence: null, ip: null, collected_by: null };
    return {
      ...none,
      kind: 'withdrawn',
      variant: event.kind === 'ended' ? event.kind : null,
      purpose: event.purpose,
      basis: event.kind === 'ended' ? event.basis : null,
      given_at: effectiveAt,
      effective_at: effectiveAt,
      campaign: null,
      proof: 'individual',
      confirmed_at: null,
      last_contact_at: null,
    };
  }
  const { kind, purpose, basis, givenAt, validUntil, method, source, evidence, ip, collectedBy, campaign, proof } =
    event;
  return {
    kind,
    variant: event.isPending ? 'pending' : null,
    purpose,
    basis,
    given_at: givenAt,
    effective_at: effectiveAt,
    valid_until: validUntil === null ? null : isoInstant(validUntil),
    method,
    source,
    evidence,
    ip,
    collected_by: collectedBy,
    campaign,
    proof,
    confirmed_at: event.confirmedAt,
    last_contact_at: event.lastContactAt === null ? null : isoInstant(event.lastContactAt),
  };
}

/** What the log tells of a consent: basis, date and the hash of the words answer a complaint after an erasure too. */
function auditData(
  event: ConsentEvent,
  seq: number,
  wordingHash: Buffer | null,
  source: ConsentRecord['source'],
): AuditData {
  const effectiveAt = isoInstant(event.effectiveAt);
  const importId = source?.importId ?? null;
  const line = source?.line ?? null;
  const { purpose } = event;
  // By name, as the log keeps them.
  if (event.kind === 'withdrawn') return { consentSeq: seq, effectiveAt, import: importId, line, purpose };
  const { basis } = event;
  if (event.kind === 'ended') return { basis, consentSeq: seq, effectiveAt, import: importId, line, purpose };
  return {
    basis,
    ...(event.campaign === null ? {} : { campaign: event.campaign }),
    ...(event.confirmedAt === null ? {} : { confirmedAt: event.confirmedAt }),
    consentSeq: seq,
    effectiveAt,
    givenAt: event.givenAt,
    import: importId,
    ...(event.lastContactAt === null ? {} : { lastContactAt: isoInstant(event.lastContactAt) }),
    line,
    method: event.method,
    proof: event.proof,
    purpose,
    validUntil: event.validUntil === null ? null : isoInstant(event.validUntil),
    wordingHash: wordingHash?.toString('hex') ?? null,
  };
}
