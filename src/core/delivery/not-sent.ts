import type { DateTime } from 'luxon';

/** What is known of a message in doubt when somebody says that it never left. */
interface DoubtFacts {
  readonly submittedAt: DateTime;
  /** When the provider's records were searched for it in vain; null: they were not. */
  readonly lookedUpAt: DateTime | null;
  /** The provider keeps records that can be searched for this message. */
  readonly hasRecords: boolean;
}

/** The providers whose records can be searched; their adapters have `lookUp`. */
export const providersWithRecords: ReadonlySet<string> = new Set(['simulator', 'vonage']);

/** A text may lie in a network for hours before it arrives, or before its receipt does. Our own caution. */
export const NOT_SENT_AFTER_HOURS = 24;

/**
 * Whether a person may say that a message never left. It allows a second one, so the provider's records come first, and
 * a day has to pass. Null: yes; else what is still missing.
 */
export function whyNotYet({ submittedAt, lookedUpAt, hasRecords }: DoubtFacts, now: DateTime): NotYet | null {
  const from = submittedAt.plus({ hours: NOT_SENT_AFTER_HOURS });
  if (now < from) return { kind: 'too_early', from };
  return hasRecords && lookedUpAt === null ? { kind: 'not_looked_up' } : null;
}

export type NotYet = { readonly kind: 'too_early'; readonly from: DateTime } | { readonly kind: 'not_looked_up' };
