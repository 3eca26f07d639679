import { invariant } from '../../errors.js';
import type { AuditData, AuditKind } from '../../core/audit/chain.js';
import type { RequestRow, RequestStore } from '../request-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { holderOf } from './holder.js';
import { AMONG_PRINTS, printsOf } from './prints.js';
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
    `${REGISTER} WHERE subject.fingerprint ${AMONG_PRINTS}
       OR (subject.id IS NULL AND request.fingerprint ${AMONG_PRINTS}) ORDER BY request.id`,
  );
  const identify = db.prepare<[string, string, number]>(
    'UPDATE request SET identified_on = ?, identified_by = ? WHERE id = ? AND answered_on IS NULL',
  );
  const extend = db.prepare<[string, string, string, number]>(
    `UPDATE request SET extended_on = ?, due_on = ?, extended_because = ?
     WHERE id = ? AND extended_on IS NULL AND answered_on IS NULL`,
  );
  const answer = db.prepare<[string, string, string | null, number]>(
    'UPDATE request SET answered_on = ?, answer = ?, answered_because = ? WHERE id = ? AND answered_on IS NULL',
  );

  const sealed = textSealer(keyring);
  const audit = (id: number, kind: AuditKind, data: AuditData, stamp: Stamp): void => {
    const row = one.get(id);
    invariant(row !== undefined, 'a request that changes exists');
    const { fingerprint: subject } = row;
    append({ ...stamped(stamp), kind, campaign: null, subject, data: { request: id, asks: row.kind, ...data } });
  };
  const change = (use: () => { changes: number }, id: number, kind: AuditKind, data: AuditData, stamp: Stamp) =>
    transact(() => {
      const { changes } = use();
      invariant(changes === 1, 'a request is open until it is answered');
      audit(id, kind, data, stamp);
    });

  return {
    addRequest: ({ kind, number, contact, receivedOn, dueOn }, stamp) =>
      transact(() => {
        const { at: recordedAt, operator } = stamped(stamp);
        const fingerprint = number === null ? null : keyring.fingerprint(number);
        const row = { kind, fingerprint, contact, receivedOn, dueOn, recordedAt, operator };
        const id = Number(insert.run(row).lastInsertRowid);
        audit(id, 'request_received', { receivedOn, dueOn, contactSeal: sealed(contact) }, stamp);
        return id;
      }),
    requests: ({ openOnly }) => query(() => (openOnly ? open : all).all()),
    requestsOf: (number) =>
      query(() => {
        const prints = printsOf(keyring, number);
        return ofPerson.all(prints, prints);
      }),
    findRequest: (id) => query(() => one.get(id) ?? null),
    identifyRequest: (id, on, by, stamp) =>
      change(() => identify.run(on, by, id), id, 'request_identified', { on, bySeal: sealed(by) }, stamp),
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
      ),
  };
}
