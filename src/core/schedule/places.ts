import { isFrench } from '../contact/french-countries.js';
import { spellOut } from '../spelt-out.js';
import data from './territories.data.json' with { type: 'json' };

/** Where a number's plan or a contact's field says that a person is. */
export interface Place {
  /** `FR`, `FR-57`, `US-FL`; with `|` between them where one of several is meant. */
  readonly code: string;
  /** ISO 3166-1. */
  readonly country: string;
  /** IANA zones that are in use there. */
  readonly zones: readonly string[];
  /** Ids of the holiday calendars kept there, as far as they are known. */
  readonly calendars: readonly string[];
  /** The calendars are a neighbour's: days that this place keeps for itself are missing. */
  readonly ownHolidaysNotKnown: boolean;
}

const PREFIXES: ReadonlyMap<string, string | null> = new Map(Object.entries(data.prefixes));
const LONGEST_PREFIX = Math.max(...[...PREFIXES.keys()].map((prefix) => prefix.length));

const AREA_CODES: ReadonlyMap<string, Place> = new Map(
  data.areaCodes.flatMap(({ region, zones, codes }) =>
    codes.split(' ').map((code) => [code, northAmericanPlace(region, zones)] as const),
  ),
);

const PLACES: ReadonlyMap<string, Place> = new Map([...northAmericanPlaces(), ...writtenPlaces()]);
const PLACES_BY_ZONE: ReadonlyMap<string, Place> = placesByZone();
const COUNTRIES_BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(data.countryNames).flatMap(([country, names]) => [
    [country.toLowerCase(), country] as const,
    ...names.split(', ').map((name) => [name, country] as const),
  ]),
);
const REGIONS_BY_COUNTRY: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  Object.entries(data.regions).map(([country, regions]) => [country, regionsByName(regions)]),
);
const FRENCH_POSTAL_CODES: ReadonlyMap<string, string> = new Map(Object.entries(data.frenchPostalCodes));
const SPANISH_POSTAL_CODES: ReadonlyMap<string, string> = new Map(Object.entries(data.spanishPostalCodes));

/** Countries whose regions keep days that their national calendar lacks: Alsace-Moselle, cantons, Länder, nations. */
const WITH_REGIONAL_HOLIDAYS: ReadonlySet<string> = new Set(data.regionalHolidays);

/** Whether a place is a whole country whose regions keep further holidays: only the national ones are counted then. */
export function lacksRegionalHolidays(code: string): boolean {
  return WITH_REGIONAL_HOLIDAYS.has(code);
}
/** Every country whose zones are known, those of Europe first: in the others nobody can be texted. */
export const countriesWithPlaces: readonly string[] = [
  ...new Set([...writtenPlaces(), ...northAmericanPlaces()].map(([, { country }]) => country)),
];

/** The country that a configured country covers: `FR` for its overseas territories, else the country itself. */
export function coveringCountry(country: string): string {
  return isFrench(country) ? 'FR' : country;
}

/** The place of the longest known prefix; of the area code for +1. Null where the plan tells none. */
export function placeOfDigits(digits: string): Place | null {
  if (digits.startsWith('1')) return AREA_CODES.get(digits.slice(1, 4)) ?? null;
  for (let length = LONGEST_PREFIX; length > 0; length -= 1) {
    const code = PREFIXES.get(digits.slice(0, length));
    if (code === null) return null;
    if (code !== undefined) return PLACES.get(code) ?? null;
  }
  return null;
}

/** The place that stands for "one of these": all their zones and calendars. Null when none is known. */
export function placeOfCodes(codes: readonly string[]): Place | null {
  const places = codes.map(placeOfCode).filter((place) => place !== null);
  const [first] = places;
  if (first === undefined || places.length === 1) return first ?? null;
  return {
    code: places.map((place) => place.code).join('|'),
    country: first.country,
    zones: [...new Set(places.flatMap((place) => place.zones))],
    calendars: [...new Set(places.flatMap((place) => place.calendars))],
    ownHolidaysNotKnown: places.some((place) => place.ownHolidaysNotKnown),
  };
}

/**
 * The zone in which a workspace tells and reads local time: the first of the sender's country.
 *
 * @param fallback Where a country has none that is known.
 */
export function zoneOfCountry(country: string, fallback: string): string {
  return placeOfCodes([country])?.zones[0] ?? fallback;
}

/**
 * Where people keep a time zone: the countries that have it, without their regions. Null for a zone of which no country
 * here is known.
 *
 * @param zone IANA, in usual case.
 */
export function placeOfZone(zone: string): Place | null {
  return PLACES_BY_ZONE.get(zone) ?? null;
}

/** The ISO code of a country given by code, by its name in the languages of Western Europe, or by its sign on cars; null if unknown. */
export function countryNamed(text: string): string | null {
  return COUNTRIES_BY_NAME.get(toName(text)) ?? null;
}

/**
 * The place that a region's name or code stands for inside a country; several joined where the name covers more than
 * one (`Basel` is two cantons). Null if unknown.
 *
 * @param text `VD`, `CH-VD`, `Canton de Vaud`, `Genève`, `BY`, `Bayern`, `FL`, `67`.
 */
export function regionNamed(text: string, country: string): Place | null {
  const name = toName(text).replace(KIND_OF_REGION, '');
  const covering = coveringCountry(country);
  const codes = REGIONS_BY_COUNTRY.get(covering)?.get(name);
  if (codes !== undefined) return placeOfCodes(codes);
  if (covering !== 'FR') return null;
  const bare = name.replace(/^fr /, '');
  if (/^(?:\d{2,3}|2[ab])$/.test(bare)) return frenchPlace(bare);
  const territory = countryNamed(bare);
  const isOverseas = territory !== null && territory !== 'FR' && coveringCountry(territory) === 'FR';
  return isOverseas ? placeOfCodes([territory]) : null;
}

/** The country of a full ISO 3166-2 code such as `DE-BY`; null for any other text. */
export function countryOfRegionCode(text: string): string | null {
  const country = /^\s*([a-z]{2})-[a-z\d]{1,3}\s*$/i.exec(text)?.[1]?.toUpperCase();
  return country !== undefined && regionNamed(text, country) !== null ? country : null;
}

/**
 * The place a postal code lies in, where postal codes tell holidays or zones: France (Alsace-Moselle and overseas) and
 * Spain (the Canaries). Null elsewhere and for any other text.
 */
export function placeOfPostalCode(text: string, country: string): Place | null {
  // A spreadsheet may have taken the code for a number: 67000.0.
  const digits = text
    .replace(/^[a-z]{1,2}[-\s]/i, '')
    // The town often stands beside it.
    .replace(/^(\d{5})\s+\p{L}.*$/u, '$1')
    .replace(/\s/g, '')
    .replace(/[.,]0$/, '');
  if (!/^\d{4,5}$/.test(digits)) return null;
  // Spreadsheets drop the zero of 01000.
  const postalCode = digits.padStart(5, '0');
  if (coveringCountry(country) === 'FR') return frenchPlace(postalCode);
  return country === 'ES' ? spanishPlace(postalCode) : null;
}

/** Whether postal codes of a country tell holidays or zones. */
export function tellsByPostalCode(country: string): boolean {
  return coveringCountry(country) === 'FR' || country === 'ES';
}

/** @param digits A French postal code, or the two or three characters of a department. */
function frenchPlace(digits: string): Place | null {
  for (const length of [5, 3, 2]) {
    const code = FRENCH_POSTAL_CODES.get(digits.slice(0, length));
    if (code !== undefined) return placeOfCodes([code]);
  }
  return /^(?:0[1-9]|[1-8]\d|9[0-5]|2[ab])/.test(digits) ? placeOfCodes(['FR']) : null;
}

function spanishPlace(postalCode: string): Place | null {
  const code = SPANISH_POSTAL_CODES.get(postalCode.slice(0, 2));
  if (code !== undefined) return placeOfCodes([code]);
  const spain = placeOfCodes(['ES']);
  return spain === null ? null : { ...spain, zones: ['Europe/Madrid'] };
}

function placesByZone(): ReadonlyMap<string, Place> {
  const codes = new Map<string, string[]>();
  for (const [code, { zones }] of PLACES) {
    if (code.includes('-') || code.includes('|')) continue;
    for (const zone of zones) codes.set(zone, [...(codes.get(zone) ?? []), code]);
  }
  return new Map(
    [...codes].flatMap(([zone, countries]) => {
      const place = placeOfCodes(countries);
      return place === null ? [] : [[zone, { ...place, zones: [zone] }] as const];
    }),
  );
}

/** A region without an entry of its own has its country's zones and the calendar of its ISO 3166-2 code. */
function placeOfCode(code: string): Place | null {
  const place = PLACES.get(code);
  if (place !== undefined) return place;
  const country = PLACES.get(code.split('-')[0] ?? '');
  return country === undefined ? null : { ...country, code, calendars: [code] };
}

function writtenPlaces(): readonly (readonly [string, Place])[] {
  return Object.entries<PlaceData>(data.places).map(([code, place]) => [
    code,
    { code, ...place, ownHolidaysNotKnown: place.ownHolidaysNotKnown ?? false },
  ]);
}

interface PlaceData {
  readonly country: string;
  readonly zones: readonly string[];
  readonly calendars: readonly string[];
  readonly ownHolidaysNotKnown?: boolean;
}

/**
 * States and provinces hold the zones of all their area codes, and the two countries those of all their states.
 * Distant territories of the United States are left out of the country: with Guam in it, no hour would suit.
 */
function northAmericanPlaces(): readonly (readonly [string, Place])[] {
  const zonesByPlace = new Map<string, string[]>();
  for (const { region, zones } of data.areaCodes) {
    for (const state of region.split('|')) {
      const places = data.statesApart.includes(state) ? [state] : [state, state.slice(0, 2)];
      for (const place of places) zonesByPlace.set(place, [...(zonesByPlace.get(place) ?? []), ...zones]);
    }
  }
  return [...zonesByPlace].map(([code, zones]) => [code, northAmericanPlace(code, zones)]);
}

function northAmericanPlace(code: string, zones: readonly string[]): Place {
  const country = code.slice(0, 2);
  return { code, country, zones: [...new Set(zones)], calendars: [country], ownHolidaysNotKnown: false };
}

function regionsByName(regions: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const [code, names] of Object.entries(regions)) {
    const codeNames = code.includes('-') ? [toName(code), toName(code.slice(code.indexOf('-') + 1))] : [];
    for (const name of new Set([...codeNames, ...names.split(', ')]))
      byName.set(name, [...(byName.get(name) ?? []), code]);
  }
  return byName;
}

/** `Canton de`, `Freistaat`, `State of`: what kind of region it is, before its name. */
const KIND_OF_REGION =
  /^(?:republique et )?(?:canton|kanton|cantone|chantun|land|freistaat|(?:freie (?:und )?)?hansestadt|state|province|departement|region|comunidad(?: autonoma)?) (?:de la |de l |de |du |des |of |d |del |di )?/;

/** Folds a name to lower-case letters without accents, digits and single spaces. */
function toName(text: string): string {
  return spellOut(text.toLowerCase())
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z\d]+/g, ' ')
    .trim();
}
