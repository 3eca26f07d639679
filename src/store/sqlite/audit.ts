import { chainEntry, emptyChain, type AuditEntry, type AuditHead } from '../../core/audit/chain.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { E164 } from '../../core/contact/phone-number.js';
import type { AuditFilter, AuditListing, AuditStore, Stamp } from '../store.js';
import type { Context } from './context.js';
import type { Db } from './open.js';
import { storeError } from './errors.js';

interface Row {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly operator: string;
  readonly login: string;
  readonly campaign: string | null;
  readonly subject: Buffer | null;
  readonly data: string;
  readonly prev: Buffer;
  readonly hash: Buffer;
  readonly phone: string | null;
}

export type Append = (entry: AuditEntry) => void;

/** Appends to the log inside the transaction that is under way: what is recorded and its row are one commit. */
export function auditAppender(db: Db, ledgerId: string): Append {
  const last = db.prepare<[], AuditHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare(
    `INSERT INTO audit (seq, at, kind, operator, login, campaign, subject, data, prev, hash)
     VALUES (@seq, @at, @kind, @operator, @login, @campaign, @subject, @data, @prev, @hash)`,
  );
  return (entry) => {
    insert.run(chainEntry(last.get() ?? emptyChain(ledgerId), entry));
  };
}

/** The part of an audit entry that says who and when. */
export function stamped(stamp: Stamp): Pick<AuditEntry, 'at' | 'operator' | 'login'> {
  return { at: isoInstant(stamp.at), operator: stamp.operator, login: stamp.login };
}

export function auditStore({ db, file, ledgerId, transact, query }: Context, append: Append): AuditStore {
  const head = db.prepare<[], AuditHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const list = db.prepare<[Record<string, unknown>], Row>(
    `SELECT audit.*, subject.phone FROM audit LEFT JOIN subject ON subject.fingerprint = audit.subject
     WHERE (@campaign IS NULL OR audit.campaign = @campaign)
       AND (@from IS NULL OR audit.at >= @from) AND (@to IS NULL OR audit.at < @to)
     ORDER BY audit.seq LIMIT @limit`,
  );
  return {
    ledgerId,
    appendAudit: (entry) => transact(() => append(entry)),
    auditHead: () => query(() => head.get() ?? emptyChain(ledgerId)),
    *auditRows(filter: AuditFilter): Iterable<AuditListing> {
      const { campaign = null, from = null, to = null, limit = -1 } = filter;
      try {
        for (const { phone, ...row } of list.iterate({ campaign, from, to, limit })) {
          yield { ...row, number: phone as E164 | null };
        }
      } catch (error) {
        throw storeError(file, error);
      }
    },
  };
}
