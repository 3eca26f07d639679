import type { DateTime } from 'luxon';
import type { Purpose } from '../consent/purpose.js';

/** Why a number is on the never-list. */
export const suppressionReasons = [
  'stop',
  'link',
  'complaint',
  'objection',
  'erasure',
  'manual',
  'provider',
  'unreachable',
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/**
 * Why nothing may leave: an entry of the never-list, a reply about which a person has still to decide, or a restriction,
 * which stands on no list: the person asked that nothing be done with their data for a while.
 */
export type HoldBackReason = SuppressionReason | 'review' | 'restriction';

export type SuppressionScope =
  { readonly kind: 'all' } | { readonly kind: 'promotional' } | { readonly kind: 'purpose'; readonly purpose: string };

/** An entry of the never-list as far as deciding needs it. */
export interface SuppressionEntry {
  readonly reason: HoldBackReason;
  readonly scope: SuppressionScope;
  /** Since when, as it was stated. */
  readonly at?: DateTime;
  /** The purposes for which a later consent lifted it; absent: none. */
  readonly liftedFor?: readonly string[];
}

const liftable: readonly HoldBackReason[] = ['stop', 'link', 'manual'];

/** Whether a person's own later consent lifts such entries, for its purpose alone. */
export function isLiftable(reason: HoldBackReason): boolean {
  return liftable.includes(reason);
}

/**
 * Whether a consent may lift an entry: a STOP may be taken back by whoever said it, and only afterwards. A complaint, an
 * objection and an erasure stand, and what a provider or an operator's list says is theirs to take back.
 *
 * @param agreedAt The instant from which the consent counts.
 */
export function isLiftedBy(
  { reason, at }: Pick<SuppressionEntry, 'reason'> & { readonly at: DateTime },
  agreedAt: DateTime,
): LiftVerdict {
  if (!isLiftable(reason)) return 'never';
  return agreedAt > at ? 'lifted' : 'not_later';
}
export type LiftVerdict = 'lifted' | 'not_later' | 'never';

/** A new entry as far as it is held against those that are there. */
export interface NewEntry extends SuppressionEntry {
  readonly at: DateTime;
  /** Where a day alone was stated: when it began. */
  readonly dayStart?: DateTime;
  /** `at` is when it was read. */
  readonly isUndated?: true;
}

/**
 * Whether the list says already what a new entry would say: one that is no older does. A younger STOP is a new one, for a
 * consent has to be later than the last of them to take it back; not so where nothing takes an entry back, or where a list
 * without dates names once more whom no consent has lifted. Of the same file a day alone is no younger either: it was now
 * when the file was read on that day, and is the end of the day since.
 */
export function isOnList(
  entry: NewEntry,
  list: readonly (SuppressionEntry & { readonly at: DateTime; readonly isOfSameFile?: boolean })[],
): boolean {
  return list.some(({ reason, scope, at, isOfSameFile = false, liftedFor = [] }) => {
    if (reason !== entry.reason || scope.kind !== entry.scope.kind) return false;
    if (scope.kind === 'purpose' && entry.scope.kind === 'purpose' && scope.purpose !== entry.scope.purpose)
      return false;
    if (at >= (isOfSameFile ? (entry.dayStart ?? entry.at) : entry.at)) return true;
    return liftedFor.length === 0 && (entry.isUndated === true || !isLiftable(reason));
  });
}

/**
 * How far a new entry reaches: a STOP or a click on the way out ends promotional messages of every purpose; an
 * objection, a complaint or an erasure ends everything; the others end everything unless a purpose is given.
 */
export function suppressionScope(reason: SuppressionReason, purpose: string | null): SuppressionScope {
  switch (reason) {
    case 'stop':
    case 'link':
      return { kind: 'promotional' };
    case 'objection':
    case 'complaint':
    case 'erasure':
      return { kind: 'all' };
    case 'manual':
    case 'provider':
    case 'unreachable':
      return purpose === null ? { kind: 'all' } : { kind: 'purpose', purpose };
  }
}

/** Whether an entry forbids a message of this purpose. */
export function suppresses(entry: SuppressionEntry, purpose: Purpose): boolean {
  if (entry.liftedFor?.includes(purpose.name) === true) return false;
  switch (entry.scope.kind) {
    case 'all':
      return true;
    case 'promotional':
      return purpose.kind === 'promotional';
    case 'purpose':
      return entry.scope.purpose === purpose.name;
  }
}
