import type { Purpose } from '../core/consent/purpose.js';
import { instantOf } from '../core/schedule/instant.js';
import { suppresses } from '../core/suppression/suppression.js';
import { isUndone as isMistake, standingEntry, type WrittenEntry } from '../core/suppression/written-entry.js';
import type { SuppressionRow } from '../store/store.js';

/** An entry of the list as the ledger shows it, as it is judged. */
export function writtenEntry({ reason, scope, purpose, at, lifts }: SuppressionRow): WrittenEntry {
  return { reason, scope, purpose, at: instantOf(at), lifts: lifts.map((lift) => lift.purpose) };
}

/** Whether an entry was a mistake that somebody took back. */
export function isUndone(row: SuppressionRow): boolean {
  return isMistake(writtenEntry(row));
}

/** Whether an entry forbids a purpose today. */
export function forbids(row: SuppressionRow, purpose: Purpose): boolean {
  return standingEntry(writtenEntry(row)).some((entry) => suppresses(entry, purpose));
}
