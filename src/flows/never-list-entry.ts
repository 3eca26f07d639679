import { instantOf } from '../core/schedule/instant.js';
import { suppresses, type SuppressionEntry } from '../core/suppression/suppression.js';
import type { Purpose } from '../core/consent/purpose.js';
import type { SuppressionRow } from '../store/store.js';
import type { DateTime } from 'luxon';

/** An entry as the judges know it. */
export function entryOf({
  reason,
  scope,
  purpose,
  at,
  lifts,
}: SuppressionRow): SuppressionEntry & { readonly at: DateTime } {
  return {
    reason,
    scope: scope === 'purpose' ? { kind: 'purpose', purpose: purpose ?? '' } : { kind: scope },
    at: instantOf(at),
    liftedFor: lifts.flatMap((lift) => (lift.purpose === null ? [] : [lift.purpose])),
  };
}

/** Whether an entry was a mistake that somebody took back. */
export function isUndone({ lifts }: SuppressionRow): boolean {
  return lifts.some(({ why }) => why === 'undo');
}

/** Whether an entry forbids a purpose today. */
export function forbids(row: SuppressionRow, purpose: Purpose): boolean {
  return !isUndone(row) && suppresses(entryOf(row), purpose);
}
