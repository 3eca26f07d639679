import type { AuditData, AuditKind } from '../../core/audit/chain.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { openOf, type Answered, type RequestAnswer, type RequestKind } from '../../core/rights/request.js';
import { invariant } from '../../errors.js';
import type { ExerciseDays, RequestDraft, RequestRow } from '../request-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { holderOf } from './holder.js';
import { withNumber, withoutNumber } from './kept-number.js';
import { AMONG_PRINTS, isAmongPrints, printsOf } from './prints.js';
import { textSealer } from './seal.js';

const REGISTER = `SELECT request.id, kind, subject.phone AS number, request.fingerprint, contact, received_on AS receivedOn,
    due_on AS dueOn, identified_on AS identifiedOn, identified_by AS identifiedBy, extended_on AS extendedOn,
    extended_because AS extendedBecause, answered_on AS answeredOn, answer, answered_because AS answeredBecause,
    recorded_at AS recordedAt, operator
  FROM request LEFT JOIN subject ON subject.id = ${holderOf('request.fingerprint', 'request.recorded_at')}`;

/** The register of requests, read and written inside the transaction that is under way: what is done for a person is entered with it. */
export interface Register {
  /** By the day they are due. */
  all(filter: { readonly openOnly: boolean }): readonly RequestRow[];
  ofPerson(number: E164): readonly RequestRow[];
  find(id: number): RequestRow | null;
  add(draft: RequestDraft, stamp: Stamp): number;
  identify(id: number, on: string, by: string, stamp: Stamp, number: E164 | null): void;
  extend(id: number, on: string, dueOn: string, because: string, stamp: Stamp): void;
  answer(id: number, on: string, given: RequestAnswer, because: string | null, stamp: Stamp): void;
  /** Answers the open requests of one kind, where there are any: what was asked for was done. */
  answerOpen(kind: RequestKind, number: E164, on: string, stamp: Stamp): Answered;
  /** The same; where there are none, one that was received and answered on the day is entered. */
  noteExercised(kind: RequestKind, number: E164, days: ExerciseDays, stamp: Stamp): Answered;
}

export function registerOf({ db, keyring }: Context, append: Append): Register {
  const insert = db.prepare(
    `INSERT INTO request (kind, fingerprint, contact, received_on, due_on, recorded_at, operator)
     VALUES (@kind, @fingerprint, @contact, @receivedOn, @dueOn, @recordedAt, @operator)`,
  );
  const one = db.prepare<[number], RequestRow>(`${REGISTER} WHERE request.id = ?`);
  const every = db.prepare<[], RequestRow>(`${REGISTER} ORDER BY due_on, request.id`);
  const open = db.prepare<[], RequestRow>(`${REGISTER} WHERE answered_on IS NULL ORDER BY due_on, request.id`);
  // The person's own, also those under a number that they had before; not those of whoever had their number before them.
  const own = db.prepare<[string, string], RequestRow>(
    `${REGISTER} WHERE ${isAmongPrints()}
       OR (subject.id IS NULL AND request.fingerprint ${AMONG_PRINTS}) ORDER BY request.id`,
  );
  const identified = db.prepare<[string, string, Buffer | null, number]>(
    `UPDATE request SET identified_on = ?, identified_by = ?, fingerprint = ifnull(fingerprint, ?)
     WHERE id = ? AND answered_on IS NULL`,
  );
  const reach = db.prepare<[string | null, number]>('UPDATE request SET contact = ? WHERE id = ?');
  const extended = db.prepare<[string, string, string, number]>(
    `UPDATE request SET extended_on = ?, due_on = ?, extended_because = ?
     WHERE id = ? AND extended_on IS NULL AND answered_on IS NULL`,
  );
  const answered = db.prepare<[string, string, string | null, number]>(
    'UPDATE request SET answered_on = ?, answer = ?, answered_because = ? WHERE id = ? AND answered_on IS NULL',
  );

  const sealed = textSealer(keyring);
  const rowOf = (id: number): RequestRow => {
    const row = one.get(id);
    invariant(row !== undefined, 'a request that changes exists');
    return row;
  };
  const audit = (id: number, kind: AuditKind, data: AuditData, stamp: Stamp): void => {
    const { kind: asks, fingerprint: subject } = rowOf(id);
    append({ kind, subject, data: { request: id, asks, ...data } }, stamp);
  };
  const requireOpen = ({ changes }: { readonly changes: number }): void =>
    invariant(changes === 1, 'a request is open until it is answered');

  const reachedBy = (id: number, contact: string | null): AuditData => {
    reach.run(contact, id);
    return { contactSeal: sealed(contact) };
  };
  /** Of somebody whom the ledger does not know, the number is kept for the answer. */
  const keepNumber = (id: number, number: E164): AuditData => {
    const row = rowOf(id);
    return row.number === null ? reachedBy(id, withNumber(number, withoutNumber(row, keyring).contact)) : {};
  };
  const forgetNumber = (id: number): AuditData => {
    const { number, contact } = withoutNumber(rowOf(id), keyring);
    return number === null ? {} : reachedBy(id, contact);
  };
  const told = (row: RequestRow): RequestRow => {
    const { number, contact } = withoutNumber(row, keyring);
    return { ...row, number: row.number ?? number, contact };
  };

  const register: Register = {
    all: ({ openOnly }) => (openOnly ? open : every).all().map(told),
    ofPerson(number) {
      const prints = printsOf(keyring, number);
      return own.all(prints, prints).map(told);
    },
    find(id) {
      const row = one.get(id);
      return row === undefined ? null : told(row);
    },
    add({ kind, number, contact, receivedOn, dueOn, isAnswered = false }, stamp) {
      const { at: recordedAt, operator } = stamped(stamp);
      const fingerprint = number === null ? null : keyring.fingerprint(number);
      const row = { kind, fingerprint, contact, receivedOn, dueOn, recordedAt, operator };
      const id = Number(insert.run(row).lastInsertRowid);
      const kept = number === null || isAnswered ? {} : keepNumber(id, number);
      audit(id, 'request_received', { receivedOn, dueOn, contactSeal: sealed(contact), ...kept }, stamp);
      return id;
    },
    identify(id, on, by, stamp, number) {
      requireOpen(identified.run(on, by, number === null ? null : keyring.fingerprint(number), id));
      const kept = number === null ? {} : keepNumber(id, number);
      audit(id, 'request_identified', { on, bySeal: sealed(by), ...kept }, stamp);
    },
    extend(id, on, dueOn, because, stamp) {
      requireOpen(extended.run(on, dueOn, because, id));
      audit(id, 'request_extended', { on, dueOn, becauseSeal: sealed(because) }, stamp);
    },
    answer(id, on, given, because, stamp) {
      requireOpen(answered.run(on, given, because, id));
      audit(id, 'request_answered', { on, answer: given, becauseSeal: sealed(because), ...forgetNumber(id) }, stamp);
    },
    answerOpen(kind, number, on, stamp) {
      const waiting = openOf(register.ofPerson(number), kind);
      for (const id of waiting.requests) register.answer(id, on, 'granted', null, stamp);
      return waiting;
    },
    noteExercised(kind, number, { on, dueOn }, stamp) {
      const waiting = register.answerOpen(kind, number, on, stamp);
      if (waiting.requests.length > 0) return waiting;
      const id = register.add({ kind, number, contact: null, receivedOn: on, dueOn, isAnswered: true }, stamp);
      register.answer(id, on, 'granted', null, stamp);
      return { requests: [id], unidentified: [] };
    },
  };
  return register;
}
