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
  switch (entry.scope.kind) {
    case 'all':
      return true;
    case 'promotional':
      return purpose.kind === 'promotional';
    case 'purpose':
      return entry.scope.purpose === purpose.name;
  }
}
