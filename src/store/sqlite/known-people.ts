import type { ConsentKind, ConsentMethod, ProofKind } from '../../core/consent/consent-event.js';
import type { RecordedConsent } from '../../core/consent/consent-state.js';
import type { LegalBasis } from '../../core/consent/purpose.js';
import { instantOf } from '../../core/schedule/instant.js';
import type { Db } from './open.js';
import { hasPrint } from './prints.js';

/**
 * A person with one of their consents; where `seq` is null they have none, and what follows is null too. A list: made by
 * their names, the members of a million rows take as long as all else about them.
 */
type PersonRow = readonly [
  subjectId: number,
  place: number,
  erased: 0 | 1,
  seq: number | null,
  kind: ConsentKind,
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

/** Whom the ledger knows, with the consents that they have. */
interface Person {
  readonly id: number;
  readonly isErased: boolean;
  /** In the order of `seq`. */
  readonly consents: readonly RecordedConsent[];
}

/** Of {@link PersonRow}, from `seq` on. */
const CONSENT = `seq, ifnull(variant, kind) AS kind, purpose, basis, effective_at, valid_until, method, campaign, proof, origin,
  last_contact_at`;

interface PeopleReader {
  /**
   * By their place among the numbers.
   *
   * @param prints What `printsOfAll` gives.
   */
  at(prints: string): ReadonlyMap<number, Person>;
  /** The same of those whom the caller knows; none of them was erased. */
  of(ids: readonly number[]): ReadonlyMap<number, Person>;
}

/** @param printsEach So many fingerprints stand for a number, one after the other. */
export function peopleReader(db: Db, printsEach: number): PeopleReader {
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
  const at: PeopleReader['at'] = (prints) => {
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
  const of: PeopleReader['of'] = (ids) => {
    const consentsOf = new Map<number, RecordedConsent[]>(ids.map((id) => [id, []]));
    for (const row of consents.all(JSON.stringify(ids))) {
      const consent = consentOf(row);
      if (consent !== null) consentsOf.get(row[0])?.push(consent);
    }
    return new Map(ids.map((id, place) => [place, { id, isErased: false, consents: consentsOf.get(id) ?? [] }]));
  };
  return { at, of };
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
