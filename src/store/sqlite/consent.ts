import type { ConsentGiven } from '../../core/consent/consent-event.js';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { sha256 } from '../../core/sha256.js';
import { remembering } from '../../remembering.js';
import type { ConsentProof, ConsentRecord, ConsentStore, RecordVerdict, SaidOfNumber, Stamp } from '../store.js';
import { invariant } from '../../errors.js';
import { stamped, type Append } from './audit.js';
import { beginBulk, endBulk } from './bulk.js';
import { consentPlaces, type ConsentPlaces } from './consent-places.js';
import { auditData, eventColumns, valuesOf } from './consent-values.js';
import type { Context } from './context.js';
import { guarded } from './errors.js';
import type { FactsReader } from './facts.js';
import type { Db } from './open.js';
import { isAmongPrints, printsOf } from './prints.js';
import { sealOf } from './seal.js';
import { subjectMaker } from './subject.js';

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
  areRecorded(records: readonly ConsentRecord[]): readonly boolean[];
  holdersOf(said: readonly SaidOfNumber[]): readonly (readonly E164[])[];
}

interface Recorded {
  readonly verdict: RecordVerdict;
  readonly seq: number;
}

export function consentRecorder({ db, keyring }: Pick<Context, 'db' | 'keyring'>, append: Append): ConsentRecorder {
  const look = consentPlaces({ db, keyring });
  const makeSubject = subjectMaker(db, keyring);
  const wordings = wordingKeeper(db);
  const proofSeal = proofSealer(keyring);
  const columns = [
    ...['subject_id', ...eventColumns, 'wording_hash', 'after_seq', 'origin', 'import_id', 'line'],
    ...['recorded_at', 'operator', 'identity'],
  ];
  const insert = db.prepare(
    `INSERT INTO consent_event (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );

  const record = (
    one: ConsentRecord,
    stamp: Stamp,
    { placeOf, noteSubject }: ConsentPlaces,
    keepWording: (wording: string | null) => Buffer | null,
  ): Recorded => {
    const { number, event, source } = one;
    const { owner, print, identity, seq, after } = placeOf(one);
    if (seq !== null) return { verdict: 'unchanged', seq };
    // Judged before an erasure that came between: nothing is recorded of that person any more.
    if (owner?.isErased === true) return { verdict: 'unchanged', seq: 0 };
    const { at, operator } = stamped(stamp);
    const subjectId = owner?.id ?? makeSubject(number, at);
    if (owner === null) noteSubject(number, subjectId);
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
      at,
      operator,
      identity,
    );
    const recordedSeq = Number(lastInsertRowid);
    const kind = `consent_${event.kind === 'given' && event.isPending ? 'pending' : event.kind}` as const;
    const seal = event.kind === 'given' ? proofSeal(event) : null;
    append(
      { kind, subject: print, data: auditData(event, recordedSeq, source, { wordingHash, proofSeal: seal }) },
      stamp,
    );
    return { verdict: 'recorded', seq: recordedSeq };
  };

  const recordAll: ConsentRecorder['recordAll'] = (records, stamp) => {
    const places = look(records);
    const keepWording = wordings();
    return records.map((one) => record(one, stamp, places, keepWording));
  };
  return {
    recordAll,
    record: (one, stamp) => record(one, stamp, look([one]), wordings()),
    areRecorded(records) {
      const { isRecorded } = look(records);
      return records.map((one) => isRecorded(one));
    },
    holdersOf(said) {
      const places = look([]);
      return said.map((one) => places.holdersOf(one));
    },
  };
}

/**
 * Keeps the words that people were shown, once; returns their SHA-256. What it returns is for one transaction: a file has
 * the same words in every row.
 */
function wordingKeeper(db: Db): () => (wording: string | null) => Buffer | null {
  const keep = db.prepare<[Buffer, string]>(
    // Words that went with the last person who had seen them are known again.
    "INSERT INTO wording (hash, text) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text WHERE text = ''",
  );
  return () => {
    const keepOnce = remembering(AT_HAND, (wording: string) => {
      const wordingHash = sha256(wording);
      keep.run(wordingHash, wording);
      return wordingHash;
    });
    return (wording) => (wording === null ? null : keepOnce(wording));
  };
}

/** Stands in the log for the parts of a proof that an erasure removes. A file often brings the same proof for everyone. */
function proofSealer(keyring: Keyring): (event: ConsentGiven) => string {
  let last: { readonly event: ConsentGiven; readonly seal: string } | null = null;
  return (event) => {
    if (last !== null && proofParts.every((part) => last?.event[part] === event[part])) return last.seal;
    last = { event, seal: sealOf(keyring, ...proofParts.map((part) => event[part])) };
    return last.seal;
  };
}

const proofParts = ['source', 'evidence', 'ip', 'collectedBy'] as const;

/** Words that are at hand: those that the rows of a file have in common. */
const AT_HAND = 256;

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
    areRecorded: (records) => query(() => recorder.areRecorded(records)),
    holdersOf: (said) => query(() => recorder.holdersOf(said)),
    recordConsents: (records, stamp) =>
      transact(() => recorder.recordAll(records, stamp).map(({ verdict }) => verdict)),
    beginImport: (kind, fileName, stamp, sha256 = null) =>
      transact(() => {
        // Of a long file of consents a connection of its own writes the most.
        if (kind === 'suppression') beginBulk(db);
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
        append({ kind: 'import_ended', data }, stamp);
      }),
    consentProofs: (number) =>
      number === null
        ? stream<ConsentProof>(`${PROOFS} ORDER BY consent_event.seq`)
        : stream<ConsentProof>(`${PROOFS} WHERE ${isAmongPrints('@prints')} ORDER BY consent_event.seq`, {
            prints: printsOf(keyring, number),
          }),
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
