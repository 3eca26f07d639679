import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import type { PhoneNumber, PhoneNumberType } from 'libphonenumber-js/max';
import type { LineType } from './number-vocabulary.js';
import { plainMobile, writePlainMobile } from './plain-mobile.js';
import data from './number-plan.data.json' with { type: 'json' };

/** What the numbering plans say about one sequence of digits. */
export interface PlannedNumber {
  /** With plus. */
  readonly e164: string;
  readonly callingCode: string;
  /** Digits behind the calling code. */
  readonly national: string;
  /** ISO code; null where several countries share the plan and none has the number, or no country does. */
  readonly country: string | null;
  /** Null when no plan has this number, not even for films. */
  readonly type: LineType | null;
  /** The plan has numbers of this length. */
  readonly possible: boolean;
  /** The calling code belongs to no country: satellites, international freephone. */
  readonly nonGeographic: boolean;
  /** Kept for films: never a subscriber. */
  readonly fictional: boolean;
}

const LINE_TYPES: Readonly<Record<PhoneNumberType, LineType>> = {
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'fixed-line-or-mobile',
  FIXED_LINE: 'fixed-line',
  TOLL_FREE: 'toll-free',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'shared-cost',
  VOIP: 'voip',
  PAGER: 'pager',
  PERSONAL_NUMBER: 'personal-number',
  UAN: 'uan',
  VOICEMAIL: 'voicemail',
};

/** libphonenumber calls the French and British ranges invalid and the American and German ones ordinary: own data. */
const FICTION = data.fiction.map((range) => ({
  country: range.country,
  type: range.type as LineType,
  pattern: new RegExp(`^\\+(?:${range.pattern})$`),
}));

const FRENCH_PREFIXES = new Map(Object.entries(data.frenchNationalDialling.callingCodeByPrefix));
const LONGEST_FRENCH_PREFIX = Math.max(...[...FRENCH_PREFIXES.keys()].map((prefix) => prefix.length));

/** Asks the plans about international digits without plus; undefined when no calling code or length fits at all. */
export function planInternational(digits: string): PlannedNumber | undefined {
  const plain = plainMobile(digits);
  if (plain === null) return planAnyInternational(digits);
  const e164 = `+${digits}`;
  const fictional = fictionOf(e164) !== undefined;
  return { ...plain, e164, type: 'mobile', possible: true, nonGeographic: false, fictional };
}

/** The same for any digits whatever, by the library alone. */
export function planAnyInternational(digits: string): PlannedNumber | undefined {
  const number = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  return number === undefined ? undefined : plannedOf(number);
}

/** Asks one country's plan about digits as they are dialled inside it. */
export function planNational(digits: string, country: string): PlannedNumber | undefined {
  if (!isSupportedCountry(country)) return undefined;
  const number = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
  return number === undefined ? undefined : plannedOf(number);
}

/** The calling code of a country, without plus; undefined for an unknown one. */
export function callingCodeOf(country: string): string | undefined {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : undefined;
}

/** Whether international digits start with a calling code that is in use. */
export function hasCallingCode(digits: string): boolean {
  return validatePhoneNumberLength(`+${digits}`) !== 'INVALID_COUNTRY';
}

/** The spaced international form that the number's country uses; unchanged when no plan fits. */
export function writeInternational(e164: string): string {
  return writePlainMobile(e164.slice(1)) ?? writeAnyInternational(e164);
}

/** The same for any number, by the library alone. */
export function writeAnyInternational(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/**
 * The calling code of a French national number, by its longest known prefix.
 *
 * @param national Nine digits, without the trunk zero.
 * @see Arcep decision 2018-0881
 */
export function frenchCallingCode(national: string): string {
  for (let length = LONGEST_FRENCH_PREFIX; length > 0; length -= 1) {
    const callingCode = FRENCH_PREFIXES.get(national.slice(0, length));
    if (callingCode !== undefined) return callingCode;
  }
  return '33';
}

/** Whether the plan writes a trunk zero before this number inside its country, as `06 12 …` for `+33 6 12 …`. */
export function hasTrunkZero(planned: PlannedNumber): boolean {
  const written = parsePhoneNumberFromString(planned.e164)?.formatNational().replace(/\D/g, '') ?? '';
  return written.startsWith('0') && written.length > planned.national.length;
}

function plannedOf(number: PhoneNumber): PlannedNumber {
  const fiction = fictionOf(number.number);
  const type = number.getType();
  return {
    e164: number.number,
    callingCode: number.countryCallingCode,
    national: number.number.slice(number.countryCallingCode.length + 1),
    country: number.country ?? fiction?.country ?? null,
    type: type === undefined ? (fiction?.type ?? null) : LINE_TYPES[type],
    possible: number.isPossible() && (type !== undefined || isPossibleWithoutZero(number)),
    nonGeographic: number.isNonGeographic(),
    fictional: fiction !== undefined,
  };
}

function fictionOf(e164: string): (typeof FICTION)[number] | undefined {
  return FICTION.find(({ pattern }) => pattern.test(e164));
}

/** The library leaves a trunk zero on a number it finds invalid, and counts it: `063998123` is one digit short. */
function isPossibleWithoutZero(number: PhoneNumber): boolean {
  const digits = number.number.slice(number.countryCallingCode.length + 1);
  if (!digits.startsWith('0')) return true;
  const zeroless = `+${number.countryCallingCode}${digits.replace(/^0+/, '')}`;
  return parsePhoneNumberFromString(zeroless, { extract: false })?.isPossible() ?? false;
}
