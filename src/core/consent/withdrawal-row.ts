import { numberExclusion, type E164 } from '../contact/phone-number.js';
import { readRowNumber } from '../contact/row-number.js';
import type { ConsentWithdrawn } from './consent-event.js';
import { isWithdrawalRow, type ConsentCells, type ConsentReading, type ConsentRules } from './consent-row.js';
import { parseDay } from './day-text.js';
import { purposeMeant } from './value-meaning.js';

export type WithdrawalReading =
  | { readonly kind: 'withdrawal'; readonly number: E164; readonly event: ConsentWithdrawn }
  | Extract<ConsentReading, { kind: 'refused' }>;

/**
 * Reads a withdrawal from a row of an exported history; null when the row is none. Nothing that was stated for a whole
 * file counts here: what one person took back is in their own row or nowhere.
 *
 * @param row The row's own cells. No purpose withdraws from all.
 */
export function readWithdrawal(phone: string, row: ConsentCells, rules: ConsentRules): WithdrawalReading | null {
  if (!isWithdrawalRow(row)) return null;
  const { reading } = readRowNumber(phone, row.country, rules);
  if (reading.outcome === 'reject') return { kind: 'refused', reason: numberExclusion(reading.reason), value: phone };
  const named = row.purpose?.trim() ?? '';
  const purpose = named === '' ? null : purposeMeant(named, rules.purposes);
  if (named !== '' && purpose === null) return { kind: 'refused', reason: 'unknown_purpose', value: named };
  const said = row.given_at?.trim() ?? '';
  const day = parseDay(said, { zone: rules.zone, country: rules.defaultCountry });
  if (day === null) return { kind: 'refused', reason: said === '' ? 'missing_given_at' : 'invalid_date', value: said };
  const event = { kind: 'withdrawn', purpose: purpose?.name ?? null, effectiveAt: day.at } as const;
  return { kind: 'withdrawal', number: reading.e164, event };
}
