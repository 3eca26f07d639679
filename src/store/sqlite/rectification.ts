import type { E164 } from '../../core/contact/phone-number.js';
import type { Rectification } from '../rights-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import type { PersonFinder } from './person-finder.js';
import { AMONG_PRINTS, printsOf } from './prints.js';
import { renumberer } from './renumber.js';
import type { Restrictions } from './restriction.js';
import type { IntentSkipper } from './skip.js';
import { ENTRY, entryOfRow, type EntryRow } from './suppression-entry.js';
import { suppressionRecorder } from './suppression.js';

type Rectified = Extract<Rectification, { kind: 'rectified' }>;

/** Gives a person's history another number inside the transaction that is under way. */
type Rectifier = (
  oldNumber: E164,
  newNumber: E164,
  stamp: Stamp,
) => Exclude<Rectification, Rectified> | Omit<Rectified, 'answered'>;

export function rectifier(
  context: Context,
  append: Append,
  skip: IntentSkipper,
  person: PersonFinder,
  restrictions: Restrictions,
): Rectifier {
  const { db, keyring } = context;
  const inDoubt = db.prepare<[number]>(
    "SELECT 1 FROM intent WHERE subject_id = ? AND state IN ('submitting', 'unknown') LIMIT 1",
  );
  const renumber = renumberer(db, skip);
  const carryWishes = wishCarrier(context, append, restrictions);

  return (oldNumber, newNumber, stamp) => {
    if (oldNumber === newNumber) return { kind: 'same' };
    const subject = person.find(oldNumber);
    const other = person.find(newNumber);
    const [from, to] = [keyring.fingerprint(oldNumber), keyring.fingerprint(newNumber)];
    if (subject === undefined) return { kind: 'unknown' };
    if (subject.erasedAt !== null || (other !== undefined && other.erasedAt !== null)) return { kind: 'erased' };
    if (other !== undefined && renumber.hasHistory(other.id)) return { kind: 'taken' };
    if (inDoubt.get(subject.id) !== undefined) return { kind: 'in_doubt' };
    const { at, operator } = stamped(stamp);
    const skipped = renumber.takeOffPlans(subject.id, stamp);
    renumber.move(subject.id, other?.id, { phone: newNumber, fingerprint: to, erasedAt: null });
    renumber.keepFormer({ seq: null, subjectId: subject.id, fingerprint: from, until: at, operator });
    const carried = carryWishes(oldNumber, newNumber, stamp);
    append({ kind: 'rectified', subject: from, data: { to: to.toString('hex'), skipped, carried } }, stamp);
    append({ kind: 'rectified', subject: to, data: { from: from.toString('hex') } }, stamp);
    return { kind: 'rectified', skipped, carried };
  };
}

/** Makes what a person wished under one number hold for another one too; returns how many entries are new for that. */
function wishCarrier(
  context: Context,
  append: Append,
  restrictions: Restrictions,
): (from: E164, newNumber: E164, stamp: Stamp) => number {
  const { db, keyring } = context;
  // That a number can not be reached is said of the number. What a provider says stands under the one that it was said of,
  // and holds for whoever had it then (`THEIRS_BEFORE`). Everything else is what the person wants.
  const wishes = db.prepare<[string], EntryRow>(
    `SELECT ${ENTRY} FROM suppression
     WHERE fingerprint ${AMONG_PRINTS} AND reason NOT IN ('provider', 'unreachable') ORDER BY seq`,
  );
  const record = suppressionRecorder(context, append);

  return (from, newNumber, stamp) => {
    let carried = 0;
    for (const { reason, scope, at, liftedFor } of wishes.all(printsOf(keyring, from)).flatMap(entryOfRow)) {
      // Whoever agreed again after a STOP is not made to say so twice.
      if (liftedFor !== undefined || reason === 'review' || reason === 'restriction') continue;
      if (record({ number: newNumber, reason, scope, at, source: null }, stamp) === 'recorded') carried += 1;
    }
    if (restrictions.isRestricted(from)) restrictions.set(newNumber, 'restricted', stamp);
    return carried;
  };
}
