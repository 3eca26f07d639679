import type { DateTime } from 'luxon';
import { dueFor, type Due } from '../core/consent/due.js';
import type { Purpose } from '../core/consent/purpose.js';
import type { E164 } from '../core/contact/phone-number.js';
import { isoInstant } from '../core/schedule/instant.js';
import { isoDay, lastDay } from '../core/schedule/last-moment.js';
import type { Ledger } from '../store/store.js';
import type { RowShape } from './export-rows.js';
import { writtenNumber, type Revealing } from './export-shapes.js';

export interface DueQuestion {
  readonly purposes: readonly Purpose[];
  readonly now: DateTime;
  /** Terms that end within this many days end soon. */
  readonly withinDays: number;
}

/** One person to ask again for one purpose. */
export interface DueRow extends Due {
  readonly number: E164;
  readonly purpose: string;
}

/** Finds everyone to ask again, in the order in which the ledger learnt of them, one person after the other. */
export function* dueRows({ purposes, now, withinDays }: DueQuestion, ledger: Ledger): Iterable<DueRow> {
  const horizon = now.plus({ days: withinDays });
  for (const [number, facts] of ledger.everyonesFacts()) {
    for (const purpose of purposes) {
      const due = dueFor(facts, purpose, now, horizon);
      if (due !== null) yield { ...due, number, purpose: purpose.name };
    }
  }
}

/** @param zone Where a day is a day. */
export function dueShape(revealing: Revealing, zone: string): RowShape<DueRow> {
  return {
    headers: ['phone', 'purpose', 'reason', 'basis', 'given_on', 'last_heard_of', 'counts_until', 'proof', 'consent'],
    cells: ({ number, purpose, reason, consent, heardOf, until }) => [
      ...[writtenNumber(number, revealing), purpose, reason, consent.basis, { day: isoDay(consent.effectiveAt, zone) }],
      ...[{ day: isoDay(heardOf, zone) }, { day: lastDay(until, zone) }, consent.proof, consent.seq],
    ],
    record: ({ number, purpose, reason, consent, heardOf, until }) => ({
      type: 'consent_due',
      number: writtenNumber(number, revealing),
      purpose,
      reason,
      basis: consent.basis,
      givenAt: isoInstant(consent.effectiveAt),
      lastHeardOf: isoInstant(heardOf),
      until: isoInstant(until),
      proof: consent.proof,
      consentSeq: consent.seq,
    }),
  };
}
