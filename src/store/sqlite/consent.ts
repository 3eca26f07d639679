import { createHash } from 'node:crypto';
import { consentIdentity, type ConsentEvent, type ConsentGiven } from '../../core/consent/consent-event.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { AuditData } from '../../core/audit/chain.js';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { ConsentProof, ConsentRecord, ConsentStore, RecordVerdict, Stamp } from '../store.js';
import { invariant } from '../../errors.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { guarded } from './errors.js';
import type { FactsReader } from './facts.js';
import { AMONG_PRINTS, printsOf } from './prints.js';
import { sealOf } from './seal.js';
import { subjectKeeper } from './subject.js';

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
  /** Appends an event with its audit row inside the transaction that is under way. */
  record(record: ConsentRecord, stamp: Stamp): { readonly verdict: RecordVerdict; readonly seq: number };
  isRecorded(record: ConsentRecord): boolean;
}

export function consentRecorder({ db, keyring }: Pick<Context, 'db' | 'keyring'>, append: Append): ConsentRecorder {
  const keepSubject = subjectKeeper(db, keyring);
  const keepWording = db.prepare<[Buffer, string]>(
    // Words that went with the last person who had seen them are known again.
    "INSERT INTO wording (hash, text) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text WHERE text = ''",
  );
  const isErased = db.prepare<[string]>(
    `SELECT 1 FROM subject WHERE fingerprint ${AMONG_PRINTS} AND erased_at IS NOT NULL`,
  );
  const recorded = db.prepare<[Buffer], { seq: number }>('SELECT seq FROM consent_event WHERE identity = ?');
  const lastOpposite = db.prepare<[number, string, string, number], { seq: number }>(
    `SELECT seq FROM consent_event INDEXED BY consent_event_of_subject
     WHERE subject_id = (SELECT subject_id FROM consent_event WHERE seq = ?) AND purpose = ? AND basis = ?
       AND (variant IS 'ended') = ? ORDER BY seq DESC LIMIT 1`,
  );
  const insert = db.prepare(
    `INSERT INTO consent_event (subject_id, kind, purpose, basis, given_at, effective_at, valid_until, method,
       wording_hash, source, evidence, ip, collected_by, campaign, proof, variant, confirmed_at, last_contact_at, after_seq, origin,
       import_id, line, recorded_at, operator, identity)
     VALUES (@subjectId, @kind, @purpose, @basis, @givenAt, @effectiveAt, @validUntil, @method, @wordingHash, @source,
       @evidence, @ip, @collectedBy, @campaign, @proof, @variant, @confirmedAt, @lastContactAt, @after, @origin, @importId, @line,
       @recordedAt, @operator, @identity)`,
  );

  /** What an event is known by, and its place where it is there already. */
  const lookUp = (
    { event, holdsNow = false }: ConsentRecord,
    fingerprint: Buffer,
  ): { readonly identity: Buffer; readonly seq: number | null; readonly after: number | null } => {
    const identity = consentIdentity(fingerprint, event);
    const seq = recorded.get(identity)?.seq ?? null;
    if (!holdsNow || seq === null || event.kind === 'withdrawn') return { identity, seq, after: null };
    const isBeginning = event.kind === 'given' ? 1 : 0;
    const opposite = lastOpposite.get(seq, event.purpose, event.basis, isBeginning)?.seq ?? 0;
    if (opposite < seq) return { identity, seq, after: null };
    const anew = consentIdentity(fingerprint, event, opposite);
    return { identity: anew, seq: recorded.get(anew)?.seq ?? null, after: opposite };
  };

  const record: ConsentRecorder['record'] = (one, stamp) => {
    const { number, event, source } = one;
    const fingerprint = keyring.fingerprint(number);
    const { identity, seq, after } = lookUp(one, fingerprint);
    if (seq !== null) return { verdict: 'unchanged', seq };
    // Judged before an erasure that came between: nothing is recorded of that person any more.
    if (isErased.get(printsOf(keyring, number)) !== undefined) return { verdict: 'unchanged', seq: 0 };
    const { at: recordedAt, operator } = stamped(stamp);
    const wording = event.kind === 'given' ? event.wording : null;
    const wordingHash = wording === null ? null : createHash('sha256').update(wording).digest();
    if (wording !== null && wordingHash !== null) keepWording.run(wordingHash, wording);
    const { lastInsertRowid } = insert.run({
      ...columnsOf(event),
      after,
      subjectId: keepSubject(number, recordedAt),
      wordingHash,
      origin: source === null ? 'person' : 'import',
      importId: source?.importId ?? null,
      line: source?.line ?? null,
      recordedAt,
      operator,
      identity,
    });
    append({
      ...stamped(stamp),
      kind: `consent_${event.kind === 'given' && event.isPending ? 'pending' : event.kind}`,
      campaign: null,
      subject: fingerprint,
      data: {
        ...auditData(event, Number(lastInsertRowid), wordingHash, source),
        ...(event.kind === 'given' ? { proofSeal: proofSeal(keyring, event) } : {}),
      },
    });
    return { verdict: 'recorded', seq: Number(lastInsertRowid) };
  };
  return { record, isRecorded: (one) => lookUp(one, keyring.fingerprint(one.number)).seq !== null };
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
  const insertImport = db.prepare<[string, string, string, string]>(
    'INSERT INTO import (kind, file_name, operator, started_at) VALUES (?, ?, ?, ?)',
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
    recordConsents: (records, stamp) => transact(() => records.map((one) => recorder.record(one, stamp).verdict)),
    beginImport: (kind, fileName, stamp) =>
      transact(() => {
        const { at, operator } = stamped(stamp);
        return Number(insertImport.run(kind, maskNumbersIn(fileName), operator, at).lastInsertRowid);
      }),
    endImport: (importId, sha256, stamp) =>
      transact(() => {
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

function columnsOf(event: ConsentEvent): Record<string, string | null> {
  const effectiveAt = isoInstant(event.effectiveAt);
  if (event.kind !== 'given') {
    const none = { validUntil: null, method: null, source: null, evidence: null, ip: null, confirmedAt: null };
    return {
      ...none,
      kind: 'withdrawn',
      variant: event.kind === 'ended' ? event.kind : null,
      basis: event.kind === 'ended' ? event.basis : null,
      lastContactAt: null,
      purpose: event.purpose,
      givenAt: effectiveAt,
      effectiveAt,
      collectedBy: null,
      campaign: null,
      proof: 'individual',
    };
  }
  const { kind, purpose, basis, givenAt, method, source, evidence, ip, collectedBy, campaign, proof } = event;
  const validUntil = event.validUntil === null ? null : isoInstant(event.validUntil);
  return {
    kind,
    purpose,
    basis,
    givenAt,
    effectiveAt,
    validUntil,
    method,
    source,
    evidence,
    ip,
    collectedBy,
    campaign,
    proof,
    variant: event.isPending ? 'pending' : null,
    confirmedAt: event.confirmedAt,
    lastContactAt: event.lastContactAt === null ? null : isoInstant(event.lastContactAt),
  };
}

/** What the log tells of a consent: basis, date and the hash of the words answer a complaint after an erasure too. */
function auditData(
  event: ConsentEvent,
  seq: number,
  wordingHash: Buffer | null,
  source: ConsentRecord['source'],
): AuditData {
  const common = {
    consentSeq: seq,
    purpose: event.purpose,
    import: source?.importId ?? null,
    line: source?.line ?? null,
  };
  const effectiveAt = isoInstant(event.effectiveAt);
  if (event.kind === 'withdrawn') return { ...common, effectiveAt };
  if (event.kind === 'ended') return { ...common, basis: event.basis, effectiveAt };
  return {
    ...common,
    basis: event.basis,
    givenAt: event.givenAt,
    effectiveAt: isoInstant(event.effectiveAt),
    validUntil: event.validUntil === null ? null : isoInstant(event.validUntil),
    method: event.method,
    proof: event.proof,
    ...(event.confirmedAt === null ? {} : { confirmedAt: event.confirmedAt }),
    ...(event.campaign === null ? {} : { campaign: event.campaign }),
    ...(event.lastContactAt === null ? {} : { lastContactAt: isoInstant(event.lastContactAt) }),
    wordingHash: wordingHash?.toString('hex') ?? null,
  };
}
