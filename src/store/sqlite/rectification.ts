import type { E164 } from '../../core/contact/phone-number.js';
import type { Rectification } from '../rights-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import type { PersonFinder } from './person-finder.js';
import { AMONG_PRINTS, printsOf } from './prints.js';
import type { Restrictions } from './restriction.js';
import type { IntentSkipper } from './skip.js';
import { ENTRY, entryOfRow, type EntryRow } from './suppression-entry.js';
import { suppressionRecorder } from './suppression.js';

/** Gives a person's history another number inside the transaction that is under way. */
type Rectifier = (oldNumber: E164, newNumber: E164, stamp: Stamp) => Rectification;

export function rectifier(
  context: Context,
  append: Append,
  skip: IntentSkipper,
  person: PersonFinder,
  restrictions: Restrictions,
): Rectifier {
  const { db, keyring } = context;
  const hasHistory = db.prepare<{ id: number }>(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM consent_event WHERE subject_id = @id)
       OR EXISTS (SELECT 1 FROM intent WHERE subject_id = @id) OR EXISTS (SELECT 1 FROM former_number WHERE subject_id = @id)`,
  );
  const inDoubt = db.prepare<[number]>(
    "SELECT 1 FROM intent WHERE subject_id = ? AND state IN ('submitting', 'unknown') LIMIT 1",
  );
  const dropDrafts = db.prepare<[number]>(
    "DELETE FROM intent WHERE subject_id = ? AND plan_id IN (SELECT id FROM plan WHERE state = 'planning')",
  );
  const plannedOf = db.prepare<[number], { id: number }>(
    "SELECT id FROM intent WHERE subject_id = ? AND state = 'planned'",
  );
  const adoptPrints = db.prepare<[number, number]>('UPDATE former_fingerprint SET subject_id = ? WHERE subject_id = ?');
  const dropSubject = db.prepare<[number]>('DELETE FROM subject WHERE id = ?');
  const renumber = db.prepare<[string, Buffer, number]>('UPDATE subject SET phone = ?, fingerprint = ? WHERE id = ?');
  const keepFormer = db.prepare<[number, Buffer, string, string]>(
    'INSERT INTO former_number (subject_id, fingerprint, until, operator) VALUES (?, ?, ?, ?)',
  );
  const carryWishes = wishCarrier(context, append, restrictions);

  return (oldNumber, newNumber, stamp) => {
    if (oldNumber === newNumber) return { kind: 'same' };
    const subject = person.find(oldNumber);
    const other = person.find(newNumber);
    const [from, to] = [keyring.fingerprint(oldNumber), keyring.fingerprint(newNumber)];
    if (subject === undefined) return { kind: 'unknown' };
    if (subject.erasedAt !== null || (other !== undefined && other.erasedAt !== null)) return { kind: 'erased' };
    if (other !== undefined && hasHistory.get({ id: other.id }) !== undefined) return { kind: 'taken' };
    if (inDoubt.get(subject.id) !== undefined) return { kind: 'in_doubt' };
    const { at, operator } = stamped(stamp);
    dropDrafts.run(subject.id);
    const planned = plannedOf.all(subject.id);
    for (const { id } of planned) skip.one(id, 'rectified', stamp);
    // Rows of the log from before an exchange of keys are still of that number, which is this person's now.
    if (other !== undefined) adoptPrints.run(subject.id, other.id);
    if (other !== undefined) dropSubject.run(other.id); // on the never-list alone, which goes by the fingerprint
    renumber.run(newNumber, to, subject.id);
    keepFormer.run(subject.id, from, at, operator);
    const carried = carryWishes(oldNumber, newNumber, stamp);
    const entry = { ...stamped(stamp), kind: 'rectified', campaign: null } as const;
    append({ ...entry, subject: from, data: { to: to.toString('hex'), skipped: planned.length, carried } });
    append({ ...entry, subject: to, data: { from: from.toString('hex') } });
    return { kind: 'rectified', skipped: planned.length, carried };
  };
}

/** Makes what a person wished under one number hold for another one too; returns how many entries are new for that. */
function wishCarrier(
  context: Context,
  append: Append,
  restrictions: Restrictions,
): (from: E164, newNumber: E164, stamp: Stamp) => number {
  const { db, keyring } = context;
  // That a number can not be reached is said of the number; everything else is what the person wants.
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
