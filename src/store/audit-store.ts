import type { AuditEvent, AuditHead, AuditKind, AuditRow } from '../core/audit/chain.js';
import type { E164 } from '../core/contact/phone-number.js';
import type { Stamp } from './store.js';

export interface AuditFilter {
  readonly campaign?: string;
  /** Only rows that concern this number. */
  readonly number?: E164;
  /** Instants, ISO-8601; `from` inclusive, `to` exclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
}

/** A row of the log with the number it concerns, where the ledger still has it. */
export interface AuditListing extends AuditRow {
  readonly number: E164 | null;
  /** What was attested, where the row tells of that; null once it is gone. The row itself holds its seal. */
  readonly statement: string | null;
}

export interface AuditStore {
  readonly ledgerId: string;
  appendAudit(event: AuditEvent, stamp: Stamp): Promise<void>;
  auditRows(filter: AuditFilter): Iterable<AuditListing>;
  /** The whole log as it was chained, from its first row: to look up whose each row is takes as long as to read it. */
  chainRows(): Iterable<AuditRow>;
  auditHead(): Promise<AuditHead>;
  /** Instant of the latest row, of one kind or of all, ISO-8601; null when there is none. */
  newestAuditAt(kind?: AuditKind): Promise<string | null>;
}

/** What a copy of a ledger says of itself. */
export interface Snapshot {
  readonly ledgerId: string;
  readonly head: AuditHead;
  /** Instant of the newest row of its log, ISO-8601. */
  readonly newestAt: string;
}
