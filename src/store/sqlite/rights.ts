import type { E164 } from '../../core/contact/phone-number.js';
import type { OwnExclusion, OwnMessage, OwnReply, Rectification, RightsStore } from '../rights-store.js';
import type { Stamp } from '../store.js';
import { isTheirs, type WhoseRows } from './holder.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { FROZEN } from './frozen.js';
import { AMONG_PRINTS, hexOf, printsOf } from './prints.js';
import type { IntentSkipper } from './skip.js';
import { ENTRY, standingEntry, type EntryRow } from './suppression-entry.js';
import { suppressionRecorder } from './suppression.js';

interface Subject {
  readonly id: number;
  readonly createdAt: string;
  readonly erasedAt: string | null;
}

export function rightsStore(context: Context, append: Append, skip: IntentSkipper): RightsStore {
  const { db, keyring, transact, query } = context;
  const find = db.prepare<[string], Subject>(
    `SELECT id, created_at AS createdAt, erased_at AS erasedAt FROM subject WHERE fingerprint ${AMONG_PRINTS}`,
  );
  const former = db.prepare<[number], { until: string }>(
    'SELECT until FROM former_number WHERE subject_id = ? ORDER BY seq',
  );
  const messages = db.prepare<[number], OwnMessage>(
    `SELECT campaign.name AS campaign, campaign.purpose, sender, provider, text, intent.state, reason,
       submitted_at AS submittedAt, ended_at AS endedAt, receipt, receipt_at AS receiptAt, consent_seq AS consentSeq,
       file_name AS fileName, line, plan.created_at AS plannedAt
     FROM intent JOIN campaign ON campaign.id = intent.campaign_id ${FROZEN}
     WHERE subject_id = ? ORDER BY intent.id`,
  );
  const exclusions = db.prepare<[WhoseRows], OwnExclusion>(
    `SELECT campaign.name AS campaign, reason, file_name AS fileName, line, plan.created_at AS plannedAt
     FROM exclusion JOIN plan ON plan.id = exclusion.plan_id AND plan.state <> 'planning'
       JOIN campaign ON campaign.id = plan.campaign_id
     WHERE ${isTheirs('exclusion', 'plan.created_at')} ORDER BY exclusion.id`,
  );

  const replies = db.prepare<[WhoseRows], OwnReply>(
    `SELECT received_at AS receivedAt, text, verdict, state FROM reply
     WHERE ${isTheirs('reply', 'received_at')} ORDER BY received_at, id`,
  );

  const formerPrint = db.prepare<[number | null], { fingerprint: Buffer }>(
    'SELECT fingerprint FROM former_number WHERE subject_id = ?',
  );
  const formerPrints = (id: number | null): readonly Buffer[] =>
    formerPrint.all(id).map(({ fingerprint }) => fingerprint);

  const inDoubt = db.prepare<[number]>(
    "SELECT 1 FROM intent WHERE subject_id = ? AND state IN ('submitting', 'unknown') LIMIT 1",
  );
  const hasHistory = db.prepare<{ id: number }>(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM consent_event WHERE subject_id = @id)
       OR EXISTS (SELECT 1 FROM intent WHERE subject_id = @id) OR EXISTS (SELECT 1 FROM former_number WHERE subject_id = @id)`,
  );
  const dropSubject = db.prepare<[number]>('DELETE FROM subject WHERE id = ?');
  const adoptPrints = db.prepare<[number, number]>('UPDATE former_fingerprint SET subject_id = ? WHERE subject_id = ?');
  const dropDrafts = db.prepare<[number]>(
    "DELETE FROM intent WHERE subject_id = ? AND plan_id IN (SELECT id FROM plan WHERE state = 'planning')",
  );
  const plannedOf = db.prepare<[number], { id: number }>(
    "SELECT id FROM intent WHERE subject_id = ? AND state = 'planned'",
  );
  const renumber = db.prepare<[string, Buffer, number]>('UPDATE subject SET phone = ?, fingerprint = ? WHERE id = ?');
  const keepFormer = db.prepare<[number, Buffer, string, string]>(
    'INSERT INTO former_number (subject_id, fingerprint, until, operator) VALUES (?, ?, ?, ?)',
  );
  // That a number can not be reached is said of the number; everything else is what the person wants.
  const wishes = db.prepare<[string], EntryRow>(
    `SELECT ${ENTRY} FROM suppression
     WHERE fingerprint ${AMONG_PRINTS} AND reason NOT IN ('provider', 'unreachable') ORDER BY seq`,
  );
  const record = suppressionRecorder(context, append);
  const restriction = db.prepare<[string], { kind: string }>(
    `SELECT kind FROM restriction WHERE fingerprint ${AMONG_PRINTS} ORDER BY seq DESC LIMIT 1`,
  );
  const insertRestriction = db.prepare<[Buffer, string, string, string]>(
    'INSERT INTO restriction (fingerprint, kind, at, operator) VALUES (?, ?, ?, ?)',
  );

  const restrict = (number: E164, kind: 'restricted' | 'lifted', stamp: Stamp): boolean => {
    const fingerprint = keyring.fingerprint(number);
    const { at, operator } = stamped(stamp);
    if ((restriction.get(printsOf(keyring, number))?.kind ?? 'lifted') === kind) return false;
    insertRestriction.run(fingerprint, kind, at, operator);
    const event = kind === 'restricted' ? 'restricted' : 'restriction_lifted';
    append({ ...stamped(stamp), kind: event, campaign: null, subject: fingerprint, data: {} });
    return true;
  };

  /** Returns how many entries are new for the new number. */
  const carryWishes = (from: E164, newNumber: E164, stamp: Stamp): number => {
    let carried = 0;
    for (const { reason, scope, at, liftedFor } of wishes.all(printsOf(keyring, from)).flatMap(standingEntry)) {
      // Whoever agreed again after a STOP is not made to say so twice.
      if (liftedFor !== undefined || reason === 'review' || reason === 'restriction') continue;
      if (record({ number: newNumber, reason, scope, at, source: null }, stamp) === 'recorded') carried += 1;
    }
    if (restriction.get(printsOf(keyring, from))?.kind === 'restricted') restrict(newNumber, 'restricted', stamp);
    return carried;
  };

  const rectify = (oldNumber: E164, newNumber: E164, stamp: Stamp): Rectification => {
    if (oldNumber === newNumber) return { kind: 'same' };
    const person = find.get(printsOf(keyring, oldNumber));
    const other = find.get(printsOf(keyring, newNumber));
    const [from, to] = [keyring.fingerprint(oldNumber), keyring.fingerprint(newNumber)];
    if (person === undefined) return { kind: 'unknown' };
    if (person.erasedAt !== null || (other !== undefined && other.erasedAt !== null)) return { kind: 'erased' };
    if (other !== undefined && hasHistory.get({ id: other.id }) !== undefined) return { kind: 'taken' };
    if (inDoubt.get(person.id) !== undefined) return { kind: 'in_doubt' };
    const { at, operator } = stamped(stamp);
    dropDrafts.run(person.id);
    const planned = plannedOf.all(person.id);
    for (const { id } of planned) skip.one(id, 'rectified', stamp);
    // Rows of the log from before an exchange of keys are still of that number, which is this person's now.
    if (other !== undefined) adoptPrints.run(person.id, other.id);
    if (other !== undefined) dropSubject.run(other.id); // on the never-list alone, which goes by the fingerprint
    renumber.run(newNumber, to, person.id);
    keepFormer.run(person.id, from, at, operator);
    const carried = carryWishes(oldNumber, newNumber, stamp);
    const entry = { ...stamped(stamp), kind: 'rectified', campaign: null } as const;
    append({ ...entry, subject: from, data: { to: to.toString('hex'), skipped: planned.length, carried } });
    append({ ...entry, subject: to, data: { from: from.toString('hex') } });
    return { kind: 'rectified', skipped: planned.length, carried };
  };

  return {
    ownRecord: (number) =>
      query(() => {
        const prints = printsOf(keyring, number);
        const subject = find.get(prints);
        const id = subject?.id ?? null;
        const whose = { id, own: prints, former: hexOf(formerPrints(id)) };
        return {
          knownSince: subject?.createdAt ?? null,
          erasedAt: subject?.erasedAt ?? null,
          formerUntil: subject === undefined ? [] : former.all(subject.id).map(({ until }) => until),
          messages: subject === undefined ? [] : messages.all(subject.id),
          exclusions: exclusions.all(whose),
          replies: replies.all(whose),
        };
      }),
    rectifySubject: (from, to, stamp) => transact(() => rectify(from, to, stamp)),
    setRestriction: (number, kind, stamp) => transact(() => (restrict(number, kind, stamp) ? 'recorded' : 'unchanged')),
  };
}
