import type { DateTime } from 'luxon';
import type { PastMessage, RecipientFacts } from '../../core/audience/eligibility.js';
import type { ConsentMethod, ProofKind } from '../../core/consent/consent-event.js';
import type { RecordedConsent } from '../../core/consent/consent-state.js';
import type { LegalBasis } from '../../core/consent/purpose.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { SuppressionEntry } from '../../core/suppression/suppression.js';
import { instantOf, isoInstant } from '../../core/schedule/instant.js';
import { HOLDS_BEFORE, IS_HELD } from './hold.js';
import type { Db } from './open.js';
import { hasPrint, printsOfAll } from './prints.js';
import { ENTRY, entryOfRow, THEIRS_BEFORE, type EntryRow } from './suppression-entry.js';

/**
 * A person with one of their consents; where `seq` is null they have none, and what follows is null too. A list: made by
 * their names, the members of a million rows take as long as all else about them.
 */
type PersonRow = readonly [
  subjectId: number,
  place: number,
  erased: 0 | 1,
  seq: number | null,
  kind: 'given' | 'pending' | 'withdrawn' | 'ended',
  purpose: string | null,
  basis: LegalBasis,
  effectiveAt: string,
  validUntil: string | null,
  method: ConsentMethod,
  campaign: string | null,
  proof: ProofKind,
  origin: 'import' | 'person',
  lastContactAt: string | null,
];

interface Person {
  readonly id: number;
  readonly isErased: boolean;
  /** In the order of `seq`. */
  readonly consents: readonly RecordedConsent[];
}

const NOTHING: readonly never[] = [];
/** Whom the ledger does not know. */
const NOBODY = { id: null, isErased: false, consents: NOTHING };

/** Of {@link PersonRow}, from `seq` on. */
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
  const people = db
    .prepare<[{ readonly prints: string }], PersonRow>(
      `SELECT subject.id, key, subject.phone IS NULL, ${CONSENT}
       FROM json_each(@prints) JOIN subject ON ${hasPrint('unhex(value)')}
         LEFT JOIN consent_event ON consent_event.subject_id = subject.id`,
    )
    .raw();
  const consents = db
    .prepare<[string], PersonRow>(
      `SELECT subject_id, 0, 0, ${CONSENT}
       FROM consent_event WHERE subject_id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    )
    .raw();
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
      const [id, printsPlace, erased] = row;
      const [place, isErased] = [Math.floor(printsPlace / printsEach), erased === 1];
      const known = found.get(place);
      const person = known?.id === id ? known : { id, isErased, consents: [] };
      if (person !== known) found.set(place, person);
      const consent = isErased ? null : consentOf(row);
      if (consent !== null) person.consents.push(consent);
    }
    for (const { consents: given } of found.values()) if (given.length > 1) given.sort((a, b) => a.seq - b.seq);
    return found;
  };
  /** The same of those whom the caller knows. */
  const peopleOf = (ids: readonly number[]): ReadonlyMap<number, Person> => {
    const consentsOf = new Map<number, RecordedConsent[]>(ids.map((id) => [id, []]));
    for (const row of consents.all(JSON.stringify(ids))) {
      const consent = consentOf(row);
      if (consent !== null) consentsOf.get(row[0])?.push(consent);
    }
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
    const entriesAt = new Map<number, EntryRow[]>();
    const note = (row: PlacedEntry): void => {
      const entries = entriesAt.get(placeOf(row));
      if (entries === undefined) entriesAt.set(placeOf(row), [row]);
      else entries.push(row);
    };
    suppressions.all({ prints }).forEach(note);
    among(newest?.hold, () => held.all({ prints })).forEach(note);
    const restricted = among(newest?.restriction, () => restrictions.all({ prints }));
    for (const row of new Map(restricted.map((one) => [placeOf(one), one])).values()) {
      if (row.kind === 'restricted') note(row);
    }
    const before = among(newest?.formerNumber, () => suppressionsBefore.all({ ids: idsOf(everyone) }));
    const entriesBefore = grouped(
      before,
      ({ subject_id: id }) => id,
      (row) => row,
    );
    /** Hardly anybody has one. */
    const suppressionsOf = (place: number, id: number | null): readonly SuppressionEntry[] => {
      const [now, former] = [entriesAt.get(place), entriesBefore.get(id)];
      return now === undefined && former === undefined
        ? NOTHING
        : [...(now ?? NOTHING), ...(former ?? NOTHING)].flatMap(entryOfRow);
    };
    const present = everyone.filter(({ isErased }) => !isErased);
    const past = receivedSince === null ? NOTHING : received.all(idsOf(present), isoInstant(receivedSince));
    const receivedOf = grouped(past, ({ subject_id: id }) => id, pastMessage);
    const known = new Map<E164, RecipientFacts>();
    numbers.forEach((number, place) => {
      const { id, isErased, consents: given } = found.get(place) ?? NOBODY;
      known.set(number, {
        subjectId: isErased ? null : id,
        suppressions: suppressionsOf(place, id),
        consents: given,
        received: receivedOf.get(id) ?? NOTHING,
      });
    });
    return known;
  };
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

function consentOf(row: PersonRow): RecordedConsent | null {
  const [, , , seq, kind, purpose, basis, effective, until, method, campaign, proof, origin, lastContact] = row;
  if (seq === null) return null;
  const effectiveAt = instantOf(effective);
  if (kind === 'withdrawn') return { kind, seq, purpose, effectiveAt };
  const named = purpose ?? '';
  if (kind === 'ended') return { kind, seq, purpose: named, basis, effectiveAt };
  if (kind === 'pending') return { kind, seq, purpose: named, effectiveAt, origin };
  return {
    kind,
    seq,
    purpose: named,
    basis,
    effectiveAt,
    validUntil: until === null ? null : instantOf(until),
    method,
    campaign,
    proof,
    origin,
    lastContactAt: lastContact === null ? null : instantOf(lastContact),
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
