import {
  chainEntry,
  emptyChain,
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
  type AuditRow,
} from '../../core/audit/chain.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { AuditFilter, AuditListing, AuditStore, Stamp } from '../store.js';
import type { Context } from './context.js';
import { numberFinder, subjectIdOf } from './number-finder.js';
import type { Db } from './open.js';
import { printsOf } from './prints.js';

/** The newest row, in the form of {@link AuditHead}. */
export const HEAD_OF_LOG = 'SELECT seq, lower(hex(hash)) AS hash FROM audit ORDER BY seq DESC LIMIT 1';

/** The columns of a row, in the form of {@link AuditRow}. */
export const LOG_COLUMNS = `audit.seq, audit.at, audit.kind, audit.operator, audit.login, audit.campaign,
  iif(audit.subject IS NULL, NULL, lower(hex(audit.subject))) AS subject, audit.data, lower(hex(audit.prev)) AS prev,
  lower(hex(audit.hash)) AS hash`;

/** The log as it was chained. */
export const CHAIN = `SELECT ${LOG_COLUMNS} FROM audit ORDER BY audit.seq`;

export type Append = (event: AuditEvent, stamp: Stamp) => void;

/**
 * Appends to the log inside the transaction that is under way: what is recorded and its row are one commit.
 *
 * @param once Remembers an answer as long as the transaction lasts; absent: not at all.
 */
export function auditAppender(db: Db, ledgerId: string, once: <T>(read: () => T) => () => T = (read) => read): Append {
  const last = db.prepare<[], AuditHead>(HEAD_OF_LOG);
  const insert = db.prepare(
    `INSERT INTO audit (seq, at, kind, operator, login, campaign, subject, data, prev, hash)
     VALUES (?, ?, ?, ?, ?, ?, unhex(?), ?, unhex(?), unhex(?))`,
  );
  const end = once(() => ({ head: last.get() ?? emptyChain(ledgerId) }));
  return ({ kind, campaign = null, subject = null, data = {} }, stamp) => {
    const log = end();
    const row = chainEntry(log.head, { ...stamped(stamp), kind, campaign, subject, data });
    const { seq, at, operator, login, prev, hash } = row;
    insert.run(seq, at, kind, operator, login, campaign, row.subject, row.data, prev, hash);
    log.head = row;
  };
}

/** Who and when, as a row has it. */
export function stamped(stamp: Stamp): Pick<AuditEntry, 'at' | 'operator' | 'login'> {
  return { at: isoInstant(stamp.at), operator: stamp.operator, login: stamp.login };
}

export function auditStore(context: Context, append: Append): AuditStore {
  const { db, keyring, ledgerId, group, query, stream, streamOf } = context;
  const head = db.prepare<[], AuditHead>(HEAD_OF_LOG);
  const newest = db.prepare<[{ readonly kind: string | null }], { at: string | null }>(
    'SELECT max(at) AS at FROM audit WHERE @kind IS NULL OR kind = @kind',
  );
  return {
    ledgerId,
    // With the watch of the file that these have: a test leaves on the word of its row.
    appendAudit: (event, stamp) => group.run(() => append(event, stamp)),
    auditHead: () => query(() => head.get() ?? emptyChain(ledgerId)),
    newestAuditAt: (kind) => query(() => newest.get({ kind: kind ?? null })?.at ?? null),
    chainRows: () => stream<AuditRow>(CHAIN),
    auditRows(filter: AuditFilter): Iterable<AuditListing> {
      if (Object.values(filter).every((condition) => condition === undefined)) return streamOf(wholeLog);
      const { number, ...rest } = filter;
      const parameters = number === undefined ? rest : { ...rest, subjects: printsOf(keyring, number) };
      return stream<AuditListing>(auditSql(filter), parameters);
    },
  };
}

const STATEMENT = `CASE kind
    WHEN 'exit_proven' THEN (SELECT exit_proof.statement FROM exit_proof WHERE exit_proof.id = data ->> 'proof')
    WHEN 'stops_collected' THEN (SELECT collection.statement FROM collection WHERE collection.id = data ->> 'collection')
  END`;

/** The log with what belongs to its rows, but for whose they are. */
export const WHOLE_LOG = `SELECT ${LOG_COLUMNS}, NULL AS number, ${STATEMENT} AS statement FROM audit ORDER BY audit.seq`;

function* wholeLog(reader: Db): Iterable<AuditListing> {
  const numberOf = numberFinder(reader);
  for (const row of reader.prepare<[], Mutable<AuditListing>>(WHOLE_LOG).iterate()) {
    if (row.subject !== null) row.number = numberOf(row.subject);
    yield row;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Writes only the conditions asked for: no index serves a condition of the form `@campaign IS NULL OR …`. */
export function auditSql({ campaign, number, from, to, limit }: AuditFilter): string {
  const conditions = [
    ...(campaign === undefined ? [] : ['audit.campaign = @campaign']),
    ...(number === undefined ? [] : ['audit.subject IN (SELECT unhex(value) FROM json_each(@subjects))']),
    ...(from === undefined ? [] : ['audit.at >= @from']),
    ...(to === undefined ? [] : ['audit.at < @to']),
  ];
  return `SELECT ${LOG_COLUMNS}, subject.phone AS number, ${STATEMENT} AS statement FROM audit LEFT JOIN subject ON subject.id = ${subjectIdOf('audit.subject')}
    ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
    ORDER BY audit.seq ${limit === undefined ? '' : 'LIMIT @limit'}`;
}
