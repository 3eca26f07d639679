import type { DateTime } from 'luxon';
import type { ConsentRecord } from '../store/store.js';
import type { Age } from './rows-before.js';

/**
 * A row of a file of consents that may be recorded.
 *
 * @property isResumed It was recorded before, and the membership that it tells of has ended since.
 * @property age Of a consent, by what else is known of the person.
 */
export type AcceptedRow = ConsentRecord & { readonly isResumed: boolean; readonly age: Age };

/** What of the recorded rows of a file people have to be told, because it counts otherwise than they may think. */
export interface RecordedConsents {
  /** Requests that wait for their confirmation, and are no consents yet. */
  readonly pending: number;
  /** Memberships that had been ended and count again on the word of a row that was known before. */
  readonly resumed: number;
  /** Worth renewing soon, and too old to count. */
  readonly ages: { readonly ageing: number; readonly expired: number };
  /** Those whose last day is over. */
  readonly over: number;
  /** Consents from no rented list, which count for every campaign of their purpose. */
  readonly unlimited: number;
  /** Proven by what was said for many, be it in part. */
  readonly attested: number;
  /** Withdrawals that name no purpose, and so end every consent. */
  readonly withdrawnFromAll: number;
}

/** Counts {@link RecordedConsents} while a file is imported. */
export class RecordedTally implements RecordedConsents {
  pending = 0;
  resumed = 0;
  readonly ages = { fresh: 0, ageing: 0, expired: 0 };
  over = 0;
  unlimited = 0;
  attested = 0;
  withdrawnFromAll = 0;

  constructor(private readonly now: DateTime) {}

  add({ event, isResumed, age }: AcceptedRow): void {
    if (event.kind === 'withdrawn' && event.purpose === null) this.withdrawnFromAll += 1;
    if (event.kind !== 'given') return;
    if (isResumed) this.resumed += 1;
    if (event.proof === 'bulk_attested') this.attested += 1;
    if (event.basis !== 'rented_list') this.unlimited += 1;
    if (event.isPending) this.pending += 1;
    else if (event.validUntil !== null && event.validUntil <= this.now) this.over += 1;
    else this.ages[age] += 1;
  }
}
