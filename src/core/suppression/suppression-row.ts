import type { DateTime } from 'luxon';
import { parseDay } from '../consent/day-text.js';
import type { Purpose } from '../consent/purpose.js';
import type { E164, NumberRejectReason } from '../contact/phone-number.js';
import { readRowNumber } from '../contact/row-number.js';
import { latestMomentOf } from '../schedule/last-moment.js';
import { answerMeantBy, purposeMeant, reasonMeant } from '../consent/value-meaning.js';
import { suppressionScope, type NewEntry, type SuppressionReason } from './suppression.js';

/** What a row of a never-list file may say; each from its column or from a flag for the whole file. */
export const suppressionFields = ['reason', 'purpose', 'at', 'country', 'opt_out'] as const;
export type SuppressionField = (typeof suppressionFields)[number];

export type SuppressionCells = Readonly<Partial<Record<SuppressionField, string>>>;

/** Why a row is no entry; stable. Whoever can be recognised at all is put on the list. */
export type SuppressionRefusal = 'invalid_number' | 'not_opted_out' | 'malformed_row' | 'malformed_json';

/** What a row said that could not be taken as it stands; stable. The entry was then made as wide as it can be. */
export type SuppressionRepair =
  'unknown_country' | 'unknown_reason' | 'unknown_purpose' | 'invalid_date' | 'future_date';

export interface SuppressionRules {
  readonly purposes: ReadonlyMap<string, Purpose>;
  /** How national numbers are read. */
  readonly defaultCountry: string;
  readonly now: DateTime;
  /** The zone in which a date alone is a day. */
  readonly zone: string;
}

type SuppressionReading =
  | {
      readonly kind: 'entry';
      readonly number: E164;
      readonly entry: NewEntry & { readonly reason: SuppressionReason };
      readonly repairs: readonly SuppressionRepair[];
    }
  /** `value`: the cell that does not fit; `ofNumber`: why no number can be read in it, where it is the number's. */
  | {
      readonly kind: 'refused';
      readonly reason: SuppressionRefusal;
      readonly value: string;
      readonly ofNumber?: NumberRejectReason;
    };

/**
 * Reads one never-list entry from a row and from what was stated for the whole file; the row wins.
 *
 * Refusing an entry would let somebody be texted who asked not to be. So only a number that can not be read refuses a
 * row; a reason that is not known counts as `manual` and then ends everything, an unknown purpose ends every purpose,
 * a date that does not fit becomes now, and a date alone is the end of its day. A provider's list of contacts may say in
 * a column of those who left that this one has not: such a row, and no blank or other one, is no entry. A landline is as
 * good as a mobile: it may be ported, or be texted one day.
 */
export function readSuppression(
  phone: string,
  row: SuppressionCells,
  stated: SuppressionCells,
  rules: SuppressionRules,
): SuppressionReading {
  const said = (field: SuppressionField): string => (row[field] ?? '').trim() || (stated[field] ?? '').trim();
  const { defaultCountry } = rules;
  const { reading, effect } = readRowNumber(phone, row.country, { defaultCountry, allowFictional: true });
  const { e164 } = reading;
  if (e164 === null) {
    const ofNumber = reading.outcome === 'reject' ? { ofNumber: reading.reason } : {};
    return { kind: 'refused', reason: 'invalid_number', value: phone, ...ofNumber };
  }
  const { opt_out: optOut = '' } = row;
  if (answerMeantBy(optOut) === 'no') return { kind: 'refused', reason: 'not_opted_out', value: optOut };

  const repairs: SuppressionRepair[] = [];
  if (effect === 'unread') repairs.push('unknown_country');
  const reason = said('reason') === '' ? 'manual' : reasonMeant(said('reason'));
  if (reason === null) repairs.push('unknown_reason');
  const purpose = purposeMeant(said('purpose'), rules.purposes)?.name ?? null;
  if (purpose === null && said('purpose') !== '') repairs.push('unknown_purpose');
  const moment = momentOf(said('at'), rules);
  if (typeof moment === 'string') repairs.push(moment);

  const scope = reason === null ? ({ kind: 'all' } as const) : suppressionScope(reason, purpose);
  const when = typeof moment === 'string' ? undated(rules) : moment;
  const entry = { reason: reason ?? 'manual', scope, ...when };
  return { kind: 'entry', number: e164, entry, repairs };
}

/** Of what nobody knows when it was said. */
function undated({ now }: SuppressionRules): { readonly at: DateTime; readonly isUndated: true } {
  return { at: now, isUndated: true };
}

/** When it was said; and when the day began, where a day alone is stated. */
function momentOf(
  text: string,
  rules: SuppressionRules,
): { readonly at: DateTime; readonly dayStart?: DateTime; readonly isUndated?: true } | SuppressionRepair {
  const { zone, defaultCountry, now } = rules;
  if (text === '') return undated(rules);
  const day = parseDay(text, { zone, country: defaultCountry });
  if (day === null) return 'invalid_date';
  if (day.at > now) return 'future_date';
  const at = latestMomentOf(day, now);
  return day.isDateOnly ? { at, dayStart: day.at } : { at };
}
