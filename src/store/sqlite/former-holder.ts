import type { DateTime } from 'luxon';
import { identitiesOf, type ConsentEvent } from '../../core/consent/consent-event.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { FormerHolder } from '../store.js';
import type { Context } from './context.js';
import { AMONG_PRINTS, printsOf, printsOfAll } from './prints.js';

/** Finds who had numbers before and has another one now, the erased apart; in the order of the numbers. */
export function formerHoldersOf({
  db,
  keyring,
}: Pick<Context, 'db' | 'keyring'>): (numbers: readonly E164[]) => readonly FormerHolder[] {
  const had = db.prepare<[string], { readonly place: number; readonly holder: E164; readonly until: string }>(
    `SELECT key AS place, subject.phone AS holder, until
     FROM json_each(?) JOIN former_number ON former_number.fingerprint = unhex(value)
       JOIN subject ON subject.id = former_number.subject_id AND subject.phone IS NOT NULL
     ORDER BY key, former_number.seq`,
  );
  const printsEach = keyring.retired.length + 1;
  return (numbers) =>
    had.all(printsOfAll(keyring, numbers)).flatMap(({ place, ...row }) => {
      const number = numbers[Math.floor(place / printsEach)];
      // Who came back to a number has it.
      return number === undefined || number === row.holder ? [] : [{ number, ...row }];
    });
}

/** Finds under which fingerprints somebody had a number before. */
export function formerPrintsReader({ db }: Pick<Context, 'db'>): (subjectId: number) => readonly Buffer[] {
  const prints = db
    .prepare<[number], Buffer>('SELECT fingerprint FROM former_number WHERE subject_id = ? ORDER BY seq')
    .pluck();
  return (subjectId) => prints.all(subjectId);
}

/** Finds the fingerprint under which what was said of a number at an instant is kept. */
type PrintAt = (number: E164, at: string) => Buffer;

/**
 * What was said while somebody had a number that is not theirs any more stays under the fingerprint by which they are known
 * to have had it; it is one under a former key where the key was exchanged since.
 */
export function printFinder({ db, keyring }: Pick<Context, 'db' | 'keyring'>): PrintAt {
  const hadThen = db
    .prepare<[string, string], Buffer>(
      `SELECT fingerprint FROM former_number WHERE fingerprint ${AMONG_PRINTS} AND until >= ? ORDER BY seq LIMIT 1`,
    )
    .pluck();
  return (number, at) => {
    const isOnlyKey = keyring.retired.length === 0;
    return (isOnlyKey ? undefined : hadThen.get(printsOf(keyring, number), at)) ?? keyring.fingerprint(number);
  };
}

/** Who had a number before, under the fingerprint of the one that they have now. */
interface HolderThen {
  readonly id: number;
  /** Null: of whoever was erased. */
  readonly phone: E164 | null;
  readonly fingerprint: Buffer;
  readonly erased: number;
  readonly until: string;
}

/** Where one of some identities is an event of a person; null: nowhere. */
export type FindSeq = (subjectId: number, identities: readonly Buffer[]) => number | null;

/** Finds who had a number when something was said under it, if somebody else has it now, and where that is recorded. */
type FormerHolderFinder = (number: E164, event: ConsentEvent) => (HolderThen & { readonly seq: number | null }) | null;

/**
 * Who said yes while they had another number is that person, and so is who is known to have said this; not whoever has the
 * number now.
 */
export function formerHolderFinder(
  { db, keyring }: Pick<Context, 'db' | 'keyring'>,
  seqOf: FindSeq,
): FormerHolderFinder {
  const hadBefore = db.prepare<[{ readonly prints: string }], HolderThen>(
    `SELECT subject.id, subject.phone, subject.fingerprint, subject.erased_at IS NOT NULL AS erased, former_number.until
     FROM former_number JOIN subject ON subject.id = former_number.subject_id
     WHERE former_number.fingerprint IN (SELECT unhex(value) FROM json_each(@prints)) ORDER BY former_number.seq`,
  );
  const printsBefore = formerPrintsReader({ db });
  return (number, event) => {
    const over = isoInstant(endOf(event));
    const holders = hadBefore.all({ prints: printsOf(keyring, number) }).map((one) => {
      // What they said is known by the number in which it was said; after an exchange of keys by the one that they have now.
      const prints = [keyring.fingerprint(number), one.fingerprint, ...printsBefore(one.id)];
      const identities = prints.flatMap((print) => identitiesOf(print, event));
      return { ...one, seq: seqOf(one.id, identities) };
    });
    return holders.find(({ seq }) => seq !== null) ?? holders.find(({ until }) => until >= over) ?? null;
  };
}

/**
 * Until when somebody must have had a number for an event to be theirs. Of a date alone nobody knows the hour: a consent is
 * theirs when it surely was, a withdrawal when it may have been.
 */
function endOf(event: ConsentEvent): DateTime {
  if (event.kind === 'withdrawn') return event.day?.startsAt ?? event.effectiveAt;
  const isDay = event.kind === 'given' && /^\d{4}-\d\d-\d\d$/.test(event.givenAt);
  return isDay ? event.effectiveAt.plus({ days: 1 }) : event.effectiveAt;
}
