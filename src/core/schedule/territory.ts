import { IANAZone } from 'luxon';
import { remembering } from '../../remembering.js';
import type { E164 } from '../contact/phone-number.js';
import { planInternational } from '../contact/number-plan.js';
import {
  countryNamed,
  countryOfRegionCode,
  coveringCountry,
  placeOfCodes,
  placeOfDigits,
  placeOfPostalCode,
  placeOfZone,
  regionNamed,
} from './places.js';
import type { Place } from './places.js';
import { tellsByPostalCode } from './places.js';

export { coveringCountry, lacksRegionalHolidays } from './places.js';

/** What is not known about a territory; the strictest reading was taken. */
export type TerritoryNote =
  /** One of several places, or a field that names none. */
  | 'place-unknown'
  /** A field of the contact names no place that is known: what the number tells was taken. */
  | 'hint-unreadable'
  /** The region's name is not known: the calendar is the country's. */
  | 'region-unknown'
  /** Nothing tells the region, canton or Land: the calendar is the country's. */
  | 'region-not-told'
  /** Holidays that this place keeps for itself are in no calendar here. */
  | 'own-holidays-not-known'
  /** The time zone is another place's, whose holidays are not known: those of the number's place are counted alone. */
  | 'zone-holidays-not-known';

/** Where a number's plan, refined by the contact's own fields, says that the person is. */
export interface Territory {
  /** Where the person is: `FR`, `FR-57`, `GP|MF|BL`, `US-FL`. Not a key: a field can change the zones beneath it. */
  readonly code: string;
  /** ISO code of the country whose network carries the number: its footer, hours and price apply. */
  readonly country: string;
  /** IANA zones; a window must be open in all of them. */
  readonly zones: readonly string[];
  /** Holiday calendars (`FR`, `FR-57`, `CH-VD`); a day is closed if any closes it. */
  readonly calendars: readonly string[];
  readonly notes: readonly TerritoryNote[];
}

/** What a contact's own columns say about the place; they come before the number's plan. */
export interface PlaceHints {
  readonly postalCode?: string;
  readonly region?: string;
  readonly timeZone?: string;
  /** ISO code, or a name in English, French, German or Italian. */
  readonly country?: string;
}

/**
 * Tells where the holder of a number is, as far as numbering plan and contact fields say.
 *
 * Mobile numbers are portable and people travel: the plan's place is the plan's, so an explicit field wins. A metropolitan
 * mobile says nothing of Alsace-Moselle, a Swiss, German or British one nothing of canton, Land or nation.
 *
 * @returns Null when the plan tells no place (a +1 area code without one, countries beyond Europe and North America)
 *   and no field does: such a number is left out.
 * @see Arcep decision 2018-0881; libphonenumber timezones and geocoding; IANA time zone database
 */
export function territoryOf(e164: E164, hints: PlaceHints = {}): Territory | null {
  const own = placeOfDigits(e164.slice(1));
  if (own === null) return toldBy(e164, own, hints);
  return (answers.get(own) ?? answersFrom(own, e164))(wordsOf(hints));
}

/** By the place that a number tells: most contacts say nothing of their own, and the others of a list the same few things. */
const answers = new WeakMap<Place, (said: string) => Territory | null>();
const SAID_KEPT = 1000;

/** @param e164 Any number of the place: what is told goes by the place. */
function answersFrom(own: Place, e164: E164): (said: string) => Territory | null {
  const answer = remembering(SAID_KEPT, (said: string) => toldBy(e164, own, hintsIn(said)));
  answers.set(own, answer);
  return answer;
}

function wordsOf({ country, postalCode, region, timeZone }: PlaceHints): string {
  const isSilent = country === undefined && postalCode === undefined && region === undefined && timeZone === undefined;
  return isSilent ? '' : JSON.stringify({ country, postalCode, region, timeZone });
}

function hintsIn(said: string): PlaceHints {
  return said === '' ? {} : (JSON.parse(said) as PlaceHints);
}

function toldBy(e164: E164, own: Place | null, hints: PlaceHints): Territory | null {
  const notes = new Set<TerritoryNote>();
  const place = refine(own, hints, notes);
  const zone = hintOf(hints.timeZone);
  const namedZone = zone === null ? null : zoneNamed(zone);
  if (zone !== null && namedZone === null) notes.add('hint-unreadable');
  const carrier = own === null ? (planInternational(e164.slice(1))?.country ?? null) : carrierOf(own, place ?? own);
  if (carrier === null || (place === null && namedZone === null)) return null;
  const zones = namedZone === null ? (place?.zones ?? []) : [namedZone];
  const code = place?.code ?? carrier;
  if (zones.length > 1 || code.includes('|')) notes.add('place-unknown');
  const stay = namedZone === null || place?.zones.includes(namedZone) === true ? place : placeOfZone(namedZone);
  const isUnknownStay = stay === null || stay.ownHolidaysNotKnown;
  if (place === null ? isUnknownStay : place.ownHolidaysNotKnown) notes.add('own-holidays-not-known');
  if (place !== null && stay !== place && isUnknownStay) notes.add('zone-holidays-not-known');
  // Somebody who keeps the hours of another place keeps its holidays; whether those of home as well, nobody can tell.
  const calendars = [...new Set([...(place?.calendars ?? []), ...(stay?.calendars ?? [])])];
  return { code, country: carrier, zones, calendars, notes: [...notes] };
}

/**
 * Tells where somebody is of whom the country is known and perhaps more, without a number.
 *
 * @param country ISO code.
 * @returns Null where zones and holidays of the country are not known here.
 */
export function territoryWithin(country: string, hints: Pick<PlaceHints, 'postalCode' | 'region'>): Territory | null {
  const notes = new Set<TerritoryNote>();
  const place = refine(null, { ...hints, country }, notes);
  if (place === null) return null;
  const { code, zones, calendars, ownHolidaysNotKnown } = place;
  if (zones.length > 1 || code.includes('|')) notes.add('place-unknown');
  if (ownHolidaysNotKnown) notes.add('own-holidays-not-known');
  return { code, country, zones, calendars, notes: [...notes] };
}

/**
 * The country whose network carries a number. A field moves the person, not the number: a Swiss number stays Swiss in
 * Metz, for no French short code answers it. It only picks among countries that share a block, as +590 is shared.
 */
function carrierOf(own: Place, place: Place): string {
  return own.code.split('|').includes(place.country) ? place.country : own.country;
}

/** The place after country, postal code and region; the number's own place when they say nothing. */
function refine(own: Place | null, hints: PlaceHints, notes: Set<TerritoryNote>): Place | null {
  const home = homeOf(own, hints, notes);
  if (home === null) return null;
  const postalCode = hintOf(hints.postalCode);
  const posted = postalCode === null ? null : placeOfPostalCode(postalCode, home.country);
  if (posted !== null) return posted;
  if (postalCode !== null && tellsByPostalCode(home.country)) notes.add('hint-unreadable');
  const region = hintOf(hints.region);
  if (region === null) return home;
  const named = regionNamed(region, home.country) ?? neighbouringRegion(region, own, home);
  if (named === null && !namesCountryOf(home, region)) notes.add('region-unknown');
  // The area code may know the zones better than its state does.
  return named === null || named.code === home.code ? home : named;
}

/** The country to look in: the field's, that of a full region code, or the number's own. */
function homeOf(own: Place | null, hints: PlaceHints, notes: Set<TerritoryNote>): Place | null {
  const text = hintOf(hints.country);
  const named = text === null ? null : countryNamed(text);
  if (text !== null && named === null) notes.add('hint-unreadable');
  const country = named ?? countryOfRegionCode(hintOf(hints.region) ?? '');
  if (country === null || own === null) return country === null ? own : placeOfCodes([country]);
  const parts = own.code.split('|');
  if (parts.length > 1 && parts.includes(country)) return placeOfCodes([country]);
  // "France" is written for people overseas too, and a state of the United States is more than the country.
  return country === own.country || country === coveringCountry(own.country) ? own : placeOfCodes([country]);
}

/** +1 is one plan: a province of Canada on an American number, or a state on a Canadian one. */
function neighbouringRegion(region: string, own: Place | null, home: Place): Place | null {
  if (own !== home || namesCountryOf(home, region)) return null;
  if (home.country === 'US') return regionNamed(region, 'CA');
  return home.country === 'CA' ? regionNamed(region, 'US') : null;
}

function namesCountryOf(home: Place, region: string): boolean {
  const country = countryNamed(region);
  return country === home.country || country === coveringCountry(home.country);
}

/** A field's text; null for an absent or blank one. */
function hintOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Checking a zone takes longer than all else here, and a list has few of them; the limit keeps odd lists from growing it. */
const zonesByText = new Map<string, string | null>();
const ZONES_KEPT = 1000;

/**
 * Zones of the IANA database that are offsets and no place: nobody lives by the clock of `UTC`, which is what exports write
 * when they know nothing.
 */
const OFFSET_ALONE = /^(?:etc\/.+|gmt.*|ut?c|uct|universal|zulu|greenwich|factory|est|mst|hst)$/i;

/** The IANA zone of a place that a text names, in any case; null for offsets such as `+02:00` or `UTC` and for unknown names. */
function zoneNamed(text: string): string | null {
  const known = zonesByText.get(text);
  if (known !== undefined) return known;
  const isPlace = /^[a-z]/i.test(text) && !OFFSET_ALONE.test(text) && IANAZone.isValidZone(text);
  const zone = isPlace ? inUsualCase(text) : null;
  if (zonesByText.size >= ZONES_KEPT) zonesByText.clear();
  zonesByText.set(text, zone);
  return zone;
}

/** The platform answers in usual case, but may answer with an older name of the zone: then the given one is kept. */
function inUsualCase(zone: string): string {
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
  return timeZone.toLowerCase() === zone.toLowerCase() ? timeZone : zone;
}
