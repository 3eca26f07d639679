import { remembering } from '../remembering.js';
import type { Locale } from './formats.js';

/** Made when a country is first named: the platform takes longer over it than most commands take. */
const namesIn = remembering(2, (locale: Locale) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }));

/** A country's name for people: `CH` is "Switzerland" or « Suisse ». Codes that have none stay as they are. */
export function countryName(code: string, locale: Locale): string {
  return /^[A-Z]{2}$/.test(code) ? (namesIn(locale).of(code) ?? code) : code;
}

/** A territory's name: `NC` by its name, `CH-VD` as "Switzerland (VD)", `GP|MF|BL` with a stroke between them. */
export function territoryName(code: string, locale: Locale): string {
  if (!/^[A-Z]{2}(?:[-|]|$)/.test(code)) return code;
  return code
    .split('|')
    .map((part) => {
      const [country = part, region] = part.split('-');
      const name = countryName(country, locale);
      return region === undefined ? name : `${name} (${region})`;
    })
    .join(' / ');
}
