import type { ConsentRecord, RecordVerdict, Stamp } from './store.js';

/** One row that takes an entry of the never-list back, for one purpose or, where it was a mistake, wholly. */
export interface SuppressionLift {
  readonly why: 'consent' | 'undo';
  /** Null: the whole entry. */
  readonly purpose: string | null;
  /** The consent that lifted it. */
  readonly consentSeq: number | null;
  readonly recordedAt: string;
  readonly operator: string;
}

/** One reading of a file. */
export interface ImportRow {
  readonly id: number;
  readonly kind: 'consent' | 'suppression';
  readonly fileName: string;
  readonly operator: string;
  readonly startedAt: string;
}

/** What one file brought to the never-list. */
export interface ImportedEntries {
  /** Entries by hand that still stand: an undo takes these back. */
  readonly undoable: number;
  /** People of those entries who stay on the list: another file, or a person, named them too. */
  readonly stillListed: number;
  /** Entries of another reason, which stay whatever the file was. */
  readonly others: number;
  /** Taken back before. */
  readonly undone: number;
}

export interface NeverListStore {
  /**
   * Records what one person agreed to and lifts entries of the never-list for its purpose, each with its audit row, in
   * one transaction. An entry that came in the meantime is not among them and goes on to forbid.
   *
   * @param entries By `seq`.
   */
  recordLiftingConsent(record: ConsentRecord, entries: readonly number[], stamp: Stamp): Promise<LiftingResult>;
  /** The latest readings of never-lists, the newest first; or one of them. */
  suppressionImports(filter: { readonly id: number } | { readonly limit: number }): Promise<readonly ImportRow[]>;
  entriesOfImport(importId: number): Promise<ImportedEntries>;
  /** Takes back every entry by hand that one file brought, with an audit row each. Returns how many. */
  undoImport(importId: number, stamp: Stamp): Promise<number>;
}

interface LiftingResult {
  readonly verdict: RecordVerdict;
  /** How many entries it lifted; those it had lifted before do not count. */
  readonly lifted: number;
}
