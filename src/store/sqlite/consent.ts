import { createHash } from 'node:crypto';
import { consentIdentity, type ConsentEvent } from '../../core/consent/consent-event.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { AuditData } from '../../core/audit/chain.js';
import type { ConsentProof, ConsentRecord, ConsentStore, RecordVerdict, Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import type { FactsReader } from './facts.js';
import { subjectKeeper } from './subject.js';

const PROOFS = `SELECT consent_event.seq, subject.phone AS number, consent_event.kind, purpose, basis, given_at AS givenAt,
    valid_until AS validUntil, method, wording.text AS wording, source, evidence, ip, collected_by AS collectedBy, campaign,
    proof, import.file_name AS fileName, import.sha256 AS fileSha256, line, recorded_at AS recordedAt,
    consent_event.operator
  FROM consent_event JOIN subject ON subject.id = consent_event.subject_id
    LEFT JOIN wording ON wording.hash = consent_event.wording_hash
    LEFT JOIN import ON import.id = consent_event.import_id`;

export function consentStore(context: Context, append: Append, facts: FactsReader): ConsentStore {
  const { db, keyring, transact, query, stream } = context;
  const keepSubject = subjectKeeper(db, keyring);
  const keepWording = db.prepare<[Buffer, string]>(
    'INSERT INTO wording (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const isRecorded = db.prepare<[Buffer]>('SELECT 1 FROM consent_event WHERE identity = ?');
  const insert = db.prepare(
    `INSERT INTO consent_event (subject_id, kind, purpose, basis, given_at, effective_at, valid_until, method,
       wording_hash, source, evidence, ip, collected_by, campaign, proof, origin, import_id, line, recorded_at, operator,
       identity)
     VALUES (@subjectId, @kind, @purpose, @basis, @givenAt, @effectiveAt, @validUntil, @method, @wordingHash, @source,
       @evidence, @ip, @collectedBy, @campaign, @proof, @origin, @importId, @line, @recordedAt, @operator, @identity)`,
  );
  const insertImport = db.prepare<[string, string, string, string]>(
    'INSERT INTO import (kind, file_name, operator, started_at) VALUES (?, ?, ?, ?)',
  );
  const finishImport = db.prepare<[string, string, number]>('UPDATE import SET sha256 = ?, ended_at = ? WHERE id = ?');

  const record = ({ number, event, source }: ConsentRecord, stamp: Stamp): RecordVerdict => {
    const fingerprint = keyring.fingerprint(number);
    const identity = consentIdentity(fingerprint, event);
    if (isRecorded.get(identity) !== undefined) return 'unchanged';
    const { at: recordedAt, operator } = stamped(stamp);
    const wording = event.kind === 'given' ? event.wording : null;
    const wordingHash = wording === null ? null : createHash('sha256').update(wording).digest();
    if (wording !== null && wordingHash !== null) keepWording.run(wordingHash, wording);
    const { lastInsertRowid } = insert.run({
      ...columnsOf(event),
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
      kind: event.kind === 'given' ? 'consent_given' : 'consent_withdrawn',
      campaign: null,
      subject: fingerprint,
      data: auditData(event, Number(lastInsertRowid), wordingHash, source),
    });
    return 'recorded';
  };

  return {
    factsFor: (numbers, receivedSince) => query(() => facts(numbers, receivedSince)),
    areRecorded: (records) =>
      query(() =>
        records.map(
          ({ number, event }) => isRecorded.get(consentIdentity(keyring.fingerprint(number), event)) !== undefined,
        ),
      ),
    recordConsents: (records, stamp) => transact(() => records.map((one) => record(one, stamp))),
    beginImport: (kind, fileName, stamp) =>
      transact(() => {
        const { at, operator } = stamped(stamp);
        return Number(insertImport.run(kind, fileName, operator, at).lastInsertRowid);
      }),
    endImport: (importId, sha256, at) =>
      transact(() => {
        finishImport.run(sha256, isoInstant(at), importId);
      }),
    consentProofs: (number) =>
      number === null
        ? stream<ConsentProof>(`${PROOFS} ORDER BY consent_event.seq`)
        : stream<ConsentProof>(`${PROOFS} WHERE subject.phone = @number ORDER BY consent_event.seq`, { number }),
  };
}

function columnsOf(event: ConsentEvent): Record<string, string | null> {
  const effectiveAt = isoInstant(event.effectiveAt);
  if (event.kind === 'withdrawn') {
    const none = { basis: null, validUntil: null, method: null, source: null, evidence: null, ip: null };
    return {
      ...none,
      kind: event.kind,
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
  if (event.kind === 'withdrawn') return { ...common, effectiveAt: isoInstant(event.effectiveAt) };
  return {
    ...common,
    basis: event.basis,
    givenAt: event.givenAt,
    effectiveAt: isoInstant(event.effectiveAt),
    validUntil: event.validUntil === null ? null : isoInstant(event.validUntil),
    method: event.method,
    proof: event.proof,
    wordingHash: wordingHash?.toString('hex') ?? null,
  };
}
