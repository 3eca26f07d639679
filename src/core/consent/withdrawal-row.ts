import { invariant } from '../../errors.js';
import type { E164 } from '../contact/phone-number.js';
import { readRowNumber } from '../contact/row-number.js';
import type { ConsentEnded, ConsentWithdrawn } from './consent-event.js';
import {
  isEndingRow,
  isWithdrawalRow,
  refusedNumber,
  type ConsentCells,
  type ConsentReading,
  type ConsentRules,
} from './consent-row.js';
import { latestMomentOf } from '../schedule/last-moment.js';
import { parseDay } from './day-text.js';
import { legalBases, type LegalBasis } from './purpose.js';
import { basisMeant, purposeMeant } from './value-meaning.js';

type WithdrawalReading =
  | { readonly kind: 'withdrawal'; readonly number: E164; readonly event: ConsentWithdrawn | ConsentEnded }
  | Extract<ConsentReading, { kind: 'refused' }>;

/**
 * Reads a withdrawal, or the end of a membership, from a row of an exported history; null when the row is none. Nothing that was stated for a whole
 * file counts here: what one person took back is in their own row or nowhere.
 *
 * @param row The row's own cells. No purpose withdraws from all.
 */
export function readWithdrawal(phone: string, row: ConsentCells, rules: ConsentRules): WithdrawalReading | null {
  const isEnding = isEndingRow(row);
  if (!isEnding && !isWithdrawalRow(row)) return null;
  const { reading, effect } = readRowNumber(phone, row.country, rules);
  if (effect === 'unread') return { kind: 'refused', reason: 'unknown_country', value: row.country?.trim() ?? '' };
  // What is written beside the number may say no: that is what this row is about.
  if (reading.outcome === 'reject' && reading.reason !== 'remark-against') return refusedNumber(reading, phone);
  const { e164: number } = reading;
  invariant(number !== null, 'words speak against a number that was understood');
  const named = row.purpose?.trim() ?? '';
  const purpose = named === '' ? null : purposeMeant(named, rules.purposes);
  if (named !== '' && purpose === null) return { kind: 'refused', reason: 'unknown_purpose', value: named };
  const said = row.given_at?.trim() ?? '';
  const day = parseDay(said, { zone: rules.zone, country: rules.defaultCountry });
  if (day === null) return { kind: 'refused', reason: said === '' ? 'missing_given_at' : 'invalid_date', value: said };
  if (isEnding) {
    const basis = basisMeant(row.basis ?? '');
    if (purpose === null) return { kind: 'refused', reason: 'missing_purpose', value: '' };
    if (!isLegalBasis(basis)) return { kind: 'refused', reason: 'unknown_basis', value: row.basis ?? '' };
    const event = { kind: 'ended', purpose: purpose.name, basis, effectiveAt: day.at } as const;
    return { kind: 'withdrawal', number, event };
  }
  const event = {
    kind: 'withdrawn',
    purpose: purpose?.name ?? null,
    effectiveAt: latestMomentOf(day, rules.now),
    ...(day.isDateOnly ? { day: { text: day.text, startsAt: day.at } } : {}),
  } as const;
  return { kind: 'withdrawal', number, event };
}

function isLegalBasis(basis: string | null): basis is LegalBasis {
  return (legalBases as readonly (string | null)[]).includes(basis);
}
