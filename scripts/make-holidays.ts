/**
 * `npm run holidays`: writes down the public holidays of the countries that are served, for the years around now, so that
 * the program need not compute them. A test compares them with the package; run this after an update of it.
 */
import { writeFileSync } from 'node:fs';
import Holidays from 'date-holidays';
import type * as HolidayLibrary from '../src/core/schedule/holiday-library.ts';
import { frenchCountries } from '../src/core/contact/french-countries.ts';
import territories from '../src/core/schedule/territories.data.json' with { type: 'json' };

const FROM = 2025;
const YEARS = 8;

const compiled = new URL('../dist/core/schedule/holiday-library.js', import.meta.url);
const { openHolidayLibrary } = (await import(compiled.href)) as typeof HolidayLibrary;
const library = openHolidayLibrary(Holidays);
const countries = new Set([
  ...frenchCountries,
  ...Object.values(territories.prefixes).flatMap((country) => country?.split('|') ?? []),
]);
const names: string[] = [];
const placeOf = (name: string): number => {
  if (!names.includes(name)) names.push(name);
  return names.indexOf(name);
};
const calendars = [...countries]
  .sort()
  .flatMap((country) => library.calendarsOf(country))
  .filter((calendar, index, all) => library.isKnown(calendar) && all.indexOf(calendar) === index)
  .map((calendar) => [
    calendar,
    Array.from({ length: YEARS }, (_, index) =>
      [...(library.holidaysIn(calendar, FROM + index) ?? [])]
        .sort()
        .map(([date, name]) => `${date.slice(5)}:${placeOf(name)}`)
        .join(' '),
    ),
  ]);
const source = 'date-holidays (data CC-BY-3.0), corrected by holidays.data.json; written by npm run holidays';
const data = { source, from: FROM, names, calendars: Object.fromEntries(calendars) as Record<string, string[]> };
writeFileSync(
  new URL('../src/core/schedule/holiday-years.data.json', import.meta.url),
  `${JSON.stringify(data, null, 1)}\n`,
);
console.log(`${calendars.length} calendars, ${names.length} names`);
