import type { DateTime } from 'luxon';
import type { HoldBackReason, SuppressionEntry, SuppressionScope } from './suppression.js';

/** An entry of the never-list as it is written down, with whatever took it back since. */
export interface WrittenEntry {
  readonly reason: HoldBackReason;
  readonly scope: SuppressionScope['kind'];
  /** Of an entry for one purpose. */
  readonly purpose: string | null;
  readonly at: DateTime;
  /** The purposes that it was lifted for; null among them: it was a mistake. */
  readonly lifts: readonly (string | null)[];
}

/** Whether an entry was a mistake that somebody took back. */
export function isUndone({ lifts }: Pick<WrittenEntry, 'lifts'>): boolean {
  return lifts.includes(null);
}

/** The entry as the judges know it; nothing of one that was a mistake. */
export function standingEntry(written: WrittenEntry): readonly (SuppressionEntry & { readonly at: DateTime })[] {
  if (isUndone(written)) return [];
  const { reason, purpose, at, lifts } = written;
  const scope: SuppressionScope =
    written.scope === 'purpose' ? { kind: 'purpose', purpose: purpose ?? '' } : { kind: written.scope };
  const liftedFor = lifts.filter((lift) => lift !== null);
  return [{ reason, scope, at, ...(liftedFor.length > 0 && { liftedFor }) }];
}
