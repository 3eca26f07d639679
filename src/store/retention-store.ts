import type { DateTime } from 'luxon';
import type { Stamp } from './store.js';

/** Instants before which something is past its term. */
export interface RetentionBounds {
  readonly texts: DateTime;
  readonly proofs: DateTime;
  /** In the zone that their days are told in: a day is past when it has ended there. */
  readonly requests: DateTime;
  readonly replies: DateTime;
  readonly exclusions: DateTime;
  /** Purposes whose consents end by their age, and when those had to be given to have ended by `proofs`. */
  readonly ageing: readonly string[];
  readonly givenBefore: DateTime;
}

export interface PastTerm {
  readonly texts: number;
  readonly proofs: number;
  readonly requests: number;
  readonly replies: number;
  readonly exclusions: number;
}

export interface RetentionStore {
  pastTerm(bounds: RetentionBounds): Promise<PastTerm>;
  /** Removes what {@link pastTerm} counts, in one transaction with its audit row. */
  applyRetention(bounds: RetentionBounds, stamp: Stamp): Promise<PastTerm>;
}
