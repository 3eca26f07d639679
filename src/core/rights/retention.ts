import type { DateTime } from 'luxon';
import type { Force } from '../schedule/profiles.js';
import data from './retention.data.json' with { type: 'json' };

/**
 * What goes after its term:
 *
 * - `texts` of messages that have ended
 * - `proofs` the personal parts of the proofs of consents that have ended
 * - `requests` what the register says of who asked and why, once answered
 * - `replies` the texts of replies that are dealt with
 * - `exclusions` whose fingerprint stood in a file of contacts and who was left out
 * - `rehearsals` copies of the ledger, made to look at
 */
export const retentionCategories = ['texts', 'proofs', 'requests', 'replies', 'exclusions', 'rehearsals'] as const;
export type RetentionCategory = (typeof retentionCategories)[number];

/** Months by category. */
export type RetentionTerms = Readonly<Record<RetentionCategory, number>>;

/** Has no term: what it is for would end with it. */
export const keptCategories = ['numbers', 'never_list', 'audit', 'incidents'] as const;

export const defaultTerms: RetentionTerms = mapped((category) => data.categories[category].months);

interface TermSource {
  readonly force: Force;
  readonly en: string;
  readonly fr: string;
  readonly confidence: string;
}

/** On whose word the default term stands; null where the configuration set another one. */
export function termSource(category: RetentionCategory, terms: RetentionTerms): TermSource | null {
  if (terms[category] !== defaultTerms[category]) return null;
  const { force, en, fr, confidence } = data.categories[category];
  return { force: force as Force, en, fr, confidence };
}

/** The instants before which each category is past its term. */
export function cutoffs(terms: RetentionTerms, now: DateTime): Readonly<Record<RetentionCategory, DateTime>> {
  return mapped((category) => now.minus({ months: terms[category] }));
}

function mapped<T>(of: (category: RetentionCategory) => T): Readonly<Record<RetentionCategory, T>> {
  return Object.fromEntries(retentionCategories.map((category) => [category, of(category)])) as Record<
    RetentionCategory,
    T
  >;
}
