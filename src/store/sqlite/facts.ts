import type { DateTime } from 'luxon';
import type { PastMessage, RecipientFacts } from '../../core/audience/eligibility.js';
import type { ConsentMethod, ProofKind } from '../../core/consent/consent-event.js';
import type { RecordedConsent } from '../../core/consent/consent-state.js';
import type { LegalBasis } from '../../core/consent/purpose.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import { HOLDS_BEFORE, IS_HELD } from './hold.js';
import type { Db } from './open.js';
import { printsOfAll } from './prints.js';
import { ENTRY, entryOfRow, THEIRS_BEFORE, type EntryRow } from './suppression-entry.js';

interface ConsentRow {
  readonly subject_id: number;
  readonly seq: number;
  readonly kind: 'given' | 'pending' | 'withdrawn' | 'ended';
  readonly purpose: string | null;
  readonly basis: LegalBasis;
  readonly effective_at: string;
  readonly valid_until: string | null;
  readonly method: ConsentMethod;
  readonly campaign: string | null;
  readonly proof: ProofKind;
  readonly origin: 'import' | 'person';
  readonly last_contact_at: string | null;
}

/** A person with one of their consents, or without any: then its columns are null. */
type PersonRow = Omit<ConsentRow, 'seq'> & {
  readonly seq: number | null;
  readonly place: number;
  readonly erased: 0 | 1;
};

interface Person {
  readonly id: number;
  readonly isErased: boolean;
  /** In the order of `seq`. */
  readonly consents: readonly RecordedConsent[];
}

const NOTHING: readonly never[] = [];
/** Whom the ledger does not know. */
const NOBODY = { id: null, isErased: false, consents: NOTHING };

const CONSENT = `seq, ifnull(variant, kind) AS kind, purpose, basis, effective_at, valid_until, method, campaign, proof, origin,
  last_contact_at`;

interface PlacedEntry extends EntryRow {
  readonly place: number;
}

interface ReceivedRow {
  readonly subject_id: number;
  readonly campaign: string;
  readonly purpose: string;
  readonly promotional: number;
  readonly submitted_at: string;
  readonly text_hash: string;
}

/**
 * @param receivedSince Null: messages are not looked at.
 * @param subjectIds Whose the numbers are, where that is known: none of them was erased.
 */
export type FactsReader = (
  numbers: readonly E164[],
  receivedSince: DateTime | null,
  subjectIds?: readonly number[],
) => Map<E164, RecipientFacts>;

/** Reads in a few queries what the ledger knows of many numbers. SQL joins; nothing is decided here. */
export function factsReader(db: Db, keyring: Keyring): FactsReader {
  const people = db.prepare<[{ readonly prints: string }], PersonRow>(
    `SELECT key AS place, subject.id AS subject_id, subject.phone IS NULL AS erased, ${CONSENT}
     FROM json_each(@prints) JOIN subject ON subject.fingerprint = unhex(value)
       LEFT JOIN consent_event ON consent_event.subject_id = subject.id`,
  );
  const consents = db.prepare<[string], ConsentRow>(
    `SELECT subject_id, ${CONSENT}
     FROM consent_event WHERE subject_id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
  );
  // In most ledgers nobody stands in these: to look for each person in vain would be an eighth of the work.
  const rare = db.prepare<[], Record<'hold' | 'restriction' | 'formerNumber', number | null>>(
    `SELECT (SELECT max(seq) FROM hold) AS hold, (SELECT max(seq) FROM restriction) AS restriction,
       (SELECT max(seq) FROM former_number) AS formerNumber`,
  );
  const suppressions = db.prepare<[{ readonly prints: string }], PlacedEntry>(
    `SELECT key AS place, ${ENTRY}
     FROM json_each(@prints) JOIN suppression ON suppression.fingerprint = unhex(value)`,
  );
  // A reply that waits for a person holds back as an entry does, and no consent lifts it.
  const held = db.prepare<[{ readonly prints: string }], PlacedEntry>(
    `SELECT key AS place, 'review' AS reason, 'promotional' AS scope, NULL AS purpose, at, NULL AS lifts
     FROM json_each(@prints) JOIN hold ON hold.fingerprint = unhex(value) WHERE ${IS_HELD}`,
  );
  // So does a restriction. It may stand under a former key and its lift under the present one: the last row about the
  // number counts, whatever its fingerprint.
  const restrictions = db.prepare<[{ readonly prints: string }], PlacedEntry & { readonly kind: string }>(
    `SELECT key AS place, restriction.kind, 'restriction' AS reason, 'all' AS scope, NULL AS purpose, at, NULL AS lifts
     FROM json_each(@prints) JOIN restriction ON restriction.fingerprint = unhex(value) ORDER BY restriction.seq`,
  );
  // What was said under a number that they had before; read by the person, for hardly anyone has had another one.
  const suppressionsBefore = db.prepare<[{ readonly ids: string }], EntryRow & { readonly subject_id: number }>(
    `SELECT subject.id AS subject_id, ${ENTRY} FROM (SELECT value AS id FROM json_each(@ids)) AS subject ${THEIRS_BEFORE}
     UNION ALL
     SELECT subject_id, 'review', 'promotional', NULL, at, NULL
     FROM (SELECT value AS id FROM json_each(@ids)) AS subject ${HOLDS_BEFORE} WHERE ${IS_HELD}`,
  );
  const received = db.prepare<[string, string], ReceivedRow>(
    `SELECT intent.subject_id, campaign.name AS campaign, campaign.purpose, campaign.promotional,
            intent.submitted_at, lower(hex(intent.text_hash)) AS text_hash
     FROM intent JOIN campaign ON campaign.id = intent.campaign_id
     WHERE intent.subject_id IN (SELECT value FROM json_each(?)) AND intent.submitted_at > ?
       AND intent.state IN ('submitting', 'accepted', 'unknown')`,
  );
  const printsEach = keyring.retired.length + 1;
  const placeOf = ({ place }: { readonly place: number }): number => Math.floor(place / printsEach);
  /** By their place among the numbers, with the consents that each person has. */
  const peopleAt = (prints: string): ReadonlyMap<number, Person> => {
    const found = new Map<number, Person & { readonly consents: RecordedConsent[] }>();
    for (const row of people.all({ prints })) {
      const [place, id, isErased] = [placeOf(row), row.subject_id, row.erased === 1];
      const known = found.get(place);
      const person = known?.id === id ? known : { id, isErased, consents: [] };
      if (person !== known) found.set(place, person);
      if (!isErased && hasConsent(row)) person.consents.push(recordedConsent(row));
    }
    for (const { consents: given } of found.values()) if (given.length > 1) given.sort((a, b) => a.seq - b.seq);
    return found;
  };
  /** The same of those whom the caller knows. */
  const peopleOf = (ids: readonly number[]): ReadonlyMap<number, Person> => {
    const consentsOf = grouped(consents.all(JSON.stringify(ids)), personOf, recordedConsent);
    return new Map(ids.map((id, place) => [place, { id, isErased: false, consents: consentsOf.get(id) ?? NOTHING }]));
  };
  return (numbers, receivedSince, subjectIds) => {
    const prints = printsOfAll(keyring, numbers);
    const found = subjectIds === undefined ? peopleAt(prints) : peopleOf(subjectIds);
    const idsOf = (those: readonly Person[]): string => JSON.stringify(those.map(({ id }) => id));
    const everyone = [...found.values()];
    const newest = rare.get();
    const among = <T>(last: number | null | undefined, rows: () => readonly T[]): readonly T[] =>
      last === null ? NOTHING : rows();
    const suppressionsAt = grouped(suppressions.all({ prints }), placeOf, itself);
    const heldAt = grouped(
      among(newest?.hold, () => held.all({ prints })),
      placeOf,
      itself,
    );
    const restrictionsAt = grouped(
      among(newest?.restriction, () => restrictions.all({ prints })),
      placeOf,
      itself,
    );
    const before = among(newest?.formerNumber, () => suppressionsBefore.all({ ids: idsOf(everyone) }));
    const suppressionsOf = grouped(before, personOf, itself);
    // Hardly anybody has one.
    const holds = suppressionsAt.size + heldAt.size + restrictionsAt.size + suppressionsOf.size;
    const present = everyone.filter(({ isErased }) => !isErased);
    const past = receivedSince === null ? NOTHING : received.all(idsOf(present), isoInstant(receivedSince));
    const receivedOf = grouped(past, personOf, pastMessage);
    return new Map(
      numbers.map((number, place) => {
        const { id, isErased, consents: given } = found.get(place) ?? NOBODY;
        return [
          number,
          {
            subjectId: isErased ? null : id,
            suppressions:
              holds === 0
                ? NOTHING
                : [
                    ...(suppressionsAt.get(place) ?? []),
                    ...(heldAt.get(place) ?? []),
                    ...(restrictionsAt.get(place) ?? []).slice(-1).filter(({ kind }) => kind === 'restricted'),
                    ...(suppressionsOf.get(id) ?? []),
                  ].flatMap(entryOfRow),
            consents: given,
            received: receivedOf.get(id) ?? NOTHING,
          },
        ];
      }),
    );
  };
}

function hasConsent(row: PersonRow): row is PersonRow & ConsentRow {
  return row.seq !== null;
}

function personOf(row: { readonly subject_id: number }): number {
  return row.subject_id;
}

function itself<T>(row: T): T {
  return row;
}

/**
 * Each group is filled one by one: of what `map` makes, the platform changes the kind once it is hot, and whoever reads it
 * is compiled anew in the middle of a run.
 */
function grouped<T, K, V>(
  rows: readonly T[],
  keyOf: (row: T) => K,
  valueOf: (row: T) => V,
): ReadonlyMap<K | null, readonly V[]> {
  const groups = new Map<K | null, V[]>();
  for (const row of rows) {
    const [key, value] = [keyOf(row), valueOf(row)];
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function recordedConsent(row: ConsentRow): RecordedConsent {
  const { seq, purpose } = row;
  const effectiveAt = instantOf(row.effective_at);
  if (row.kind === 'withdrawn') return { kind: 'withdrawn', seq, purpose, effectiveAt };
  const common = { seq, purpose: purpose ?? '', basis: row.basis, effectiveAt };
  if (row.kind === 'ended') return { kind: 'ended', ...common };
  if (row.kind === 'pending') {
    return { kind: 'pending', seq, purpose: common.purpose, effectiveAt, origin: row.origin };
  }
  return {
    kind: 'given',
    ...common,
    validUntil: row.valid_until === null ? null : instantOf(row.valid_until),
    method: row.method,
    campaign: row.campaign,
    proof: row.proof,
    origin: row.origin,
    lastContactAt: row.last_contact_at === null ? null : instantOf(row.last_contact_at),
  };
}

function pastMessage(row: ReceivedRow): PastMessage {
  return {
    campaign: row.campaign,
    purpose: row.purpose,
    promotional: row.promotional === 1,
    submittedAt: instantOf(row.submitted_at),
    textHash: row.text_hash,
  };
}
