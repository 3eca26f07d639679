import type { DateTime } from 'luxon';
import type { AuditData } from '../core/audit/chain.js';
import type { AuditStore } from './audit-store.js';
import type { CampaignStore } from './campaign-store.js';
import type { ConsentStore, SuppressionStore } from './consent-store.js';
import type { DeliveryStore, HomeStore } from './delivery-store.js';
import type { ErasureStore } from './erasure-store.js';
import type { InboxStore } from './inbox-store.js';
import type { NeverListStore } from './never-list-store.js';
import type { ApprovalStore, IncidentStore } from './oversight-store.js';
import type { RequestStore } from './request-store.js';
import type { RetentionStore } from './retention-store.js';
import type { RightsStore } from './rights-store.js';
import type { WordingStore } from './wording-store.js';

export type * from './audit-store.js';
export type * from './campaign-store.js';
export type * from './consent-store.js';
export type * from './delivery-store.js';

/** Who does something, as it stands in every audit row. */
export interface Actor {
  readonly operator: string;
  readonly login: string;
}

/** A change's author and moment. */
export interface Stamp extends Actor {
  readonly at: DateTime;
}

/** One open ledger: everything that smsctl remembers. */
export interface Ledger
  extends
    ConsentStore,
    SuppressionStore,
    NeverListStore,
    WordingStore,
    CampaignStore,
    DeliveryStore,
    AuditStore,
    HomeStore,
    InboxStore,
    ErasureStore,
    ApprovalStore,
    IncidentStore,
    RequestStore,
    RightsStore,
    RetentionStore {
  /** As shown to people. */
  readonly file: string;
  /** The campaign that is rehearsed here; null in the ledger itself. */
  readonly rehearsalOf: string | null;
  /** A rehearsal's clock minus the machine's, milliseconds. */
  readonly clockOffsetMs: number | null;
  setClockOffset(offsetMs: number): Promise<void>;
  /** Runs SQLite's own check; an empty list is good. */
  checkIntegrity(): readonly string[];
  /** Looks for what only a person with tools can have done: rules of the schema taken out, rows that the log knows gone. */
  checkTampering(): readonly string[];
  close(): void;
}

/** A ledger written anew, in clear or under a key, that is complete and checked and waits to take the old one's place. */
export interface Recoded {
  /** What its log tells of it. */
  readonly told: AuditData;
  takePlace(): void;
  /** Leaves everything as it was. */
  discard(): void;
}

/** The two checks of a ledger, by whoever makes them; each is asked for once. */
export interface LedgerChecks {
  /** {@link Ledger.checkIntegrity} */
  integrity(): Promise<readonly string[]>;
  /** {@link Ledger.checkTampering} */
  tampering(): Promise<readonly string[]>;
}
