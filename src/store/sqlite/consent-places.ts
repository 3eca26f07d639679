import { consentIdentity, identitiesOf, type ConsentEvent } from '../../core/consent/consent-event.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { isoInstant } from '../../core/schedule/instant.js';
import { sha256 } from '../../core/sha256.js';
import type { ConsentRecord, SaidOfNumber } from '../store.js';
import type { Context } from './context.js';
import { formerHolderFinder, formerPrintsReader, type FindSeq } from './former-holder.js';
import { AMONG_PRINTS, printsOf } from './prints.js';
import { subjectsFinder, type KnownSubject } from './subject.js';

/** What an event is known by, and its place where it is there already. */
interface Place {
  readonly identity: Buffer;
  readonly seq: number | null;
  readonly after: number | null;
  /** Whose event it is; null: nobody's whom the ledger knows. */
  readonly owner: KnownSubject | null;
  /** They had the number when it was said, and were erased since: nothing more is recorded of them. */
  readonly isLost: boolean;
  /** By which the log names them: of the number that they have now. */
  readonly print: Buffer;
}

/** What an event is known by, under a fingerprint. */
type NamesUnder = (fingerprint: Buffer) => readonly Buffer[];

export interface ConsentPlaces {
  placeOf(record: ConsentRecord): Place;
  /** Notes whom a number has become since: the next event about them is theirs. */
  noteSubject(number: E164, id: number): void;
  isRecorded(record: ConsentRecord): boolean;
  /** The numbers that they have now of whom something was said under a number. */
  holdersOf(said: SaidOfNumber): readonly E164[];
}

/**
 * Finds whose an event is, and whether it is there already. What it returns looks anew whether anybody's number was ever
 * exchanged, and who has those of `said` now: once for each transaction, not for each of its rows.
 */
export function consentPlaces({
  db,
  keyring,
}: Pick<Context, 'db' | 'keyring'>): (said: readonly { readonly number: E164 }[]) => ConsentPlaces {
  const findSubjects = subjectsFinder(db, keyring);
  const recorded = db.prepare<[number, Buffer], { seq: number }>(
    'SELECT seq FROM consent_event WHERE subject_id = ? AND identity = ?',
  );
  const everyoneBefore = db.prepare<[string], { phone: E164 }>(
    `SELECT DISTINCT subject.phone FROM former_number JOIN subject ON subject.id = former_number.subject_id
     WHERE former_number.fingerprint ${AMONG_PRINTS} AND subject.phone IS NOT NULL`,
  );
  const anyExchange = db.prepare('SELECT 1 FROM former_number LIMIT 1');
  // What lost its proof is no longer known by the whole of what it said.
  const emptied = db.prepare<
    [number, string, string, string, string, string, Buffer | null, string | null, string | null, string | null],
    { seq: number }
  >(
    `SELECT seq FROM consent_event WHERE subject_id = ? AND erased_at IS NOT NULL AND kind = 'given' AND purpose = ? AND basis = ?
       AND given_at = ? AND effective_at = ? AND method = ? AND wording_hash IS ? AND campaign IS ?
       AND valid_until IS ? AND confirmed_at IS ? ORDER BY +seq LIMIT 1`,
  );
  const emptiedSeq = (owner: KnownSubject | null, event: ConsentEvent): number | null => {
    if (owner === null || owner.isErased || event.kind !== 'given') return null;
    const { purpose, basis, givenAt, method, wording, campaign, validUntil, confirmedAt } = event;
    const wordingHash = wording === null ? null : sha256(wording);
    const said = [purpose, basis, givenAt, isoInstant(event.effectiveAt), method, wordingHash, campaign] as const;
    const until = validUntil === null ? null : isoInstant(validUntil);
    return emptied.get(owner.id, ...said, until, confirmedAt)?.seq ?? null;
  };
  const lastOpposite = db.prepare<[number, string, string, number], { seq: number }>(
    // `+`: by the person, never through everybody's history from its end.
    `SELECT seq FROM consent_event WHERE subject_id = ? AND purpose = ? AND basis = ?
       AND (variant IS 'ended') = ? ORDER BY +seq DESC LIMIT 1`,
  );
  const seqOf: FindSeq = (owner, identities) =>
    identities.map((identity) => recorded.get(owner, identity)?.seq).find((seq) => seq !== undefined) ?? null;

  const formerHolder = formerHolderFinder({ db, keyring }, seqOf);
  const printsBefore = formerPrintsReader({ db });
  /**
   * Where one person's event is. Whoever has a number may have said it before the number was corrected: a history that is
   * read again names the new one.
   */
  const seqUnder = (owner: number, fingerprint: Buffer, wasExchanged: boolean, names: NamesUnder): number | null =>
    seqOf(owner, names(fingerprint)) ?? (wasExchanged ? seqOf(owner, printsBefore(owner).flatMap(names)) : null);

  const placeOf = (
    { number, event, holdsNow = false }: ConsentRecord,
    wasExchanged: boolean,
    has: KnownSubject | null,
  ): Place => {
    const fingerprint = keyring.fingerprint(number);
    const identity = consentIdentity(fingerprint, event);
    const former = wasExchanged ? formerHolder(number, event) : null;
    const print = former?.fingerprint ?? fingerprint;
    const owner = former === null ? has : { id: former.id, isErased: former.erased === 1 };
    const findNamed = (names: NamesUnder): number | null =>
      owner === null ? null : seqUnder(owner.id, fingerprint, wasExchanged, names);
    const known = former === null ? findNamed((one) => identitiesOf(one, event)) : former.seq;
    const seq = known ?? emptiedSeq(owner, event);
    const whose = { owner, print, isLost: former?.erased === 1 };
    if (!holdsNow || owner === null || seq === null || event.kind === 'withdrawn') {
      return { ...whose, identity, seq, after: null };
    }
    const isBeginning = event.kind === 'given' ? 1 : 0;
    const opposite = lastOpposite.get(owner.id, event.purpose, event.basis, isBeginning)?.seq ?? 0;
    if (opposite < seq) return { ...whose, identity, seq, after: null };
    const anew = consentIdentity(fingerprint, event, opposite);
    const again = findNamed((one) => [consentIdentity(one, event, opposite)]);
    return { ...whose, identity: anew, seq: again, after: opposite };
  };

  return (said) => {
    const wasExchanged = anyExchange.get() !== undefined;
    const holders = findSubjects(said.map(({ number }) => number));
    const place = (record: ConsentRecord): Place => placeOf(record, wasExchanged, holders.get(record.number) ?? null);
    return {
      placeOf: place,
      noteSubject(number, id) {
        holders.set(number, { id, isErased: false });
      },
      isRecorded(record) {
        // Of whom nobody knows anything nothing is recorded: most rows of a new list.
        if (!wasExchanged && !holders.has(record.number)) return false;
        const { seq, isLost } = place(record);
        return seq !== null || isLost;
      },
      holdersOf({ number, event }) {
        if (!wasExchanged) return [number];
        if (event !== null) return [formerHolder(number, event)?.phone ?? number];
        return [number, ...everyoneBefore.all(printsOf(keyring, number)).map(({ phone }) => phone)];
      },
    };
  };
}
