import { countryNamed } from '../schedule/places.js';
import { parsePhoneNumber, type NumberReading } from './phone-number.js';

/** How a row's own country bears on its number. */
export type RowCountryEffect =
  /** None: no country, one that is not known, the sender's own, or a number that reads the same in both. */
  | 'none'
  /** The number is another one than it would be in the sender's country. */
  | 'decides'
  /** In the row's country it is no mobile, in the sender's it would be one: nobody knows which is meant, it is refused. */
  | 'refuses'
  /** The row names a country that is not known, and the number would be another one there: read as one of the sender's. */
  | 'unread';

export interface RowNumberReading {
  readonly reading: NumberReading;
  readonly effect: RowCountryEffect;
}

/**
 * Reads the number of a row that may say in which country its person is.
 *
 * A national form is the row's country's own where that country has such a number, be it a landline; where it has none
 * the sender's country is asked. `079 000 00 67` of a Swiss member is +41 79 in a French list as well, and a landline
 * of Basel, 061 and seven digits, never becomes the French mobile of a stranger. Contacts, consents and never-lists all
 * read by this function, so that a row means one person everywhere.
 *
 * @param country The row's cell, as `countryNamed` knows it; one without a letter or a digit counts as absent.
 */
export function readRowNumber(
  phone: string,
  country: string | undefined,
  rules: { readonly defaultCountry: string; readonly allowFictional: boolean },
): RowNumberReading {
  const usual = parsePhoneNumber(phone, rules.defaultCountry, rules);
  const home = country === undefined ? null : countryNamed(country);
  if (home === null && country !== undefined && /[\p{L}\p{N}]/u.test(country)) {
    return { reading: usual, effect: isOfCountry(usual, phone, rules) ? 'unread' : 'none' };
  }
  if (home === null || home === rules.defaultCountry.toUpperCase()) return { reading: usual, effect: 'none' };
  const own = parsePhoneNumber(phone, home, rules);
  if (own.e164 === null) return { reading: usual, effect: 'none' };
  if (own.e164 === usual.e164) return { reading: own, effect: 'none' };
  return { reading: own, effect: own.outcome === 'accept' ? 'decides' : refusalOf(usual) };
}

/** Whether a number is what it is only in the sender's country: it has no calling code. */
function isOfCountry(
  { e164 }: NumberReading,
  phone: string,
  rules: { readonly defaultCountry: string; readonly allowFictional: boolean },
): boolean {
  const elsewhere = rules.defaultCountry.toUpperCase() === 'CH' ? 'LU' : 'CH';
  return e164 !== null && parsePhoneNumber(phone, elsewhere, rules).e164 !== e164;
}

function refusalOf(usual: NumberReading): RowCountryEffect {
  return usual.outcome === 'accept' ? 'refuses' : 'none';
}
