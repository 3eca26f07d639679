import { isSupportedCountry } from 'libphonenumber-js/max';

/** Whether `text` is a country of the number plans: two capital letters of ISO 3166-1 such as `FR` (`UK` is not one). */
export function isCountryCode(text: string): boolean {
  return isSupportedCountry(text);
}
