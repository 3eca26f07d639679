import { invariant } from '../../errors.js';
import type { AuditData, AuditKind } from '../../core/audit/chain.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { RequestRow, RequestStore } from '../request-store.js';
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

export function requestStore({ db, keyring, transact, query }: Context, append: Append): RequestStore {
  const insert = db.prepare(
    `INSERT INTO request (kind, fingerprint, contact, received_on, due_on, recorded_at, operator)
     VALUES (@kind, @fingerprint, @contact, @receivedOn, @dueOn, @recordedAt, @operator)`,
  );
  const one = db.prepare<[number], RequestRow>(`${REGISTER} WHERE request.id = ?`);
  const all = db.prepare<[], RequestRow>(`${REGISTER} ORDER BY due_on, request.id`);
  const open = db.prepare<[], RequestRow>(`${REGISTER} WHERE answered_on IS NULL ORDER BY due_on, request.id`);
  // The person's own, also those under a number that they had before; not those of whoever had their number before them.
  const ofPerson = db.prepare<[string, string], RequestRow>(
    `${REGISTER} WHERE ${isAmongPrints()}
       OR (subject.id IS NULL AND request.fingerprint ${AMONG_PRINTS}) ORDER BY request.id`,
  );
  const identify = db.prepare<[string, string, Buffer | null, number]>(
    `UPDATE request SET identified_on = ?, identified_by = ?, fingerprint = ifnull(fingerprint, ?)
     WHERE id = ? AND answered_on IS NULL`,
  );
  const reach = db.prepare<[string | null, number]>('UPDATE request SET contact = ? WHERE id = ?');
  const extend = db.prepare<[string, string, string, number]>(
    `UPDATE request SET extended_on = ?, due_on = ?, extended_because = ?
     WHERE id = ? AND extended_on IS NULL AND answered_on IS NULL`,
  );
  const answer = db.prepare<[string, string, string | null, number]>(
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
    append({ ...stamped(stamp), kind, campaign: null, subject, data: { request: id, asks, ...data } });
  };
  /** @param reached Changes how whoever asks is reached; what the log tells of it. */
  const change = (
    use: () => { changes: number },
    id: number,
    kind: AuditKind,
    data: AuditData,
    stamp: Stamp,
    reached: () => AuditData = () => ({}),
  ) =>
    transact(() => {
      const { changes } = use();
      invariant(changes === 1, 'a request is open until it is answered');
      audit(id, kind, { ...data, ...reached() }, stamp);
    });

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

  return {
    addRequest: ({ kind, number, contact, receivedOn, dueOn, isAnswered = false }, stamp) =>
      transact(() => {
        const { at: recordedAt, operator } = stamped(stamp);
        const fingerprint = number === null ? null : keyring.fingerprint(number);
        const row = { kind, fingerprint, contact, receivedOn, dueOn, recordedAt, operator };
        const id = Number(insert.run(row).lastInsertRowid);
        const kept = number === null || isAnswered ? {} : keepNumber(id, number);
        audit(id, 'request_received', { receivedOn, dueOn, contactSeal: sealed(contact), ...kept }, stamp);
        return id;
      }),
    requests: ({ openOnly }) => query(() => (openOnly ? open : all).all().map(told)),
    requestsOf: (number) =>
      query(() => {
        const prints = printsOf(keyring, number);
        return ofPerson.all(prints, prints).map(told);
      }),
    findRequest: (id) =>
      query(() => {
        const row = one.get(id);
        return row === undefined ? null : told(row);
      }),
    identifyRequest: (id, on, by, stamp, number = null) =>
      change(
        () => identify.run(on, by, number === null ? null : keyring.fingerprint(number), id),
        id,
        'request_identified',
        { on, bySeal: sealed(by) },
        stamp,
        () => (number === null ? {} : keepNumber(id, number)),
      ),
    extendRequest: (id, on, dueOn, because, stamp) =>
      change(
        () => extend.run(on, dueOn, because, id),
        id,
        'request_extended',
        { on, dueOn, becauseSeal: sealed(because) },
        stamp,
      ),
    answerRequest: (id, on, given, because, stamp) =>
      change(
        () => answer.run(on, given, because, id),
        id,
        'request_answered',
        { on, answer: given, becauseSeal: sealed(because) },
        stamp,
        () => forgetNumber(id),
      ),
  };
}
