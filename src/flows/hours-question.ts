import { IANAZone } from 'luxon';
import type { Config } from '../config/config.js';
import { windowProfileId } from '../core/campaign/window-profile.js';
import { builtInPurposes } from '../core/consent/purpose.js';
import { isCountryCode } from '../core/contact/country-code.js';
import { parsePhoneNumber } from '../core/contact/phone-number.js';
import type { HolidayBook } from '../core/schedule/holidays.js';
import type { Place } from '../core/schedule/hours.js';
import { nightRest, profileById, profileIds, type SendingProfile } from '../core/schedule/profiles.js';
import {
  lacksRegionalHolidays,
  territoryOf,
  territoryWithin,
  type PlaceHints,
  type Territory,
  type TerritoryNote,
} from '../core/schedule/territory.js';
import { nearestNames } from '../core/template/nearest-names.js';
import { invariant, OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';

/** Where somebody is, as it was asked. */
export type AskedPlace =
  | { readonly kind: 'country'; readonly country: string; readonly within: Within }
  | { readonly kind: 'number'; readonly text: string; readonly within: Within }
  | { readonly kind: 'zones'; readonly zones: readonly string[]; readonly calendars: readonly string[] };

/** What is known of the place inside its country, as the columns of a contact may say it. */
type Within = Pick<PlaceHints, 'postalCode' | 'region'>;

/** What the answer depends on beside the question. */
interface HoursSurroundings {
  /** How national numbers are read. */
  readonly defaultCountry: string;
  /** Numbers kept for films may be asked about: rehearsals only. */
  readonly allowFictional: boolean;
  /** Profiles that the operator chose, by country. */
  readonly chosenProfiles: Config['hours'];
  readonly book: HolidayBook;
}

/** A question that the judge of hours can answer. */
export interface HoursQuestion {
  readonly place: Place;
  readonly profile: SendingProfile;
  readonly notes: readonly TerritoryNote[];
}

interface FoundPlace {
  readonly place: Place;
  readonly profileId: string;
  readonly notes: readonly TerritoryNote[];
}

/**
 * Finds place and profile that a question is about.
 *
 * @param profileName Null: the profile that a promotional message to that place keeps.
 * @throws OperatorError usage (64): a name that does not exist; badInput (65): nothing tells where that is.
 */
export function hoursQuestion(
  asked: AskedPlace,
  profileName: string | null,
  surroundings: HoursSurroundings,
): HoursQuestion {
  const { place, profileId, notes } = findPlace(asked, surroundings);
  const profile = profileNamed(profileName ?? profileId);
  const looksAtHolidays = profile.holidays !== 'ignore';
  return { place, profile, notes: notes.filter((note) => looksAtHolidays || !ABOUT_HOLIDAYS.has(note)) };
}

/** What is not known of holidays matters to nobody whose hours look at none. */
const ABOUT_HOLIDAYS: ReadonlySet<TerritoryNote> = new Set(['region-not-told', 'own-holidays-not-known']);

function findPlace(asked: AskedPlace, surroundings: HoursSurroundings): FoundPlace {
  switch (asked.kind) {
    case 'country':
      return placeOfCountry(asked.country, asked.within, surroundings);
    case 'number':
      return placeOfNumber(asked.text, asked.within, surroundings);
    case 'zones': {
      const zones = asked.zones.map(zoneNamed);
      const calendars = asked.calendars.map((name) => calendarNamed(name, surroundings.book));
      return { place: { zones, calendars }, profileId: DEFAULT_PROFILE, notes: [] };
    }
  }
}

/** Zones alone name no country; this is the strictest profile there is, and fits every provider seen. */
const DEFAULT_PROFILE = 'FR/strict';

/** @throws OperatorError usage (64) */
export function countryNamed(text: string): string {
  const country = text.trim().toUpperCase();
  if (isCountryCode(country)) return country;
  throw new OperatorError('usage', phrase('check.unknownCountry', { country: text }), phrase('check.countryForm'));
}

function placeOfCountry(text: string, within: Within, { chosenProfiles }: HoursSurroundings): FoundPlace {
  const country = countryNamed(text);
  const territory = territoryWithin(country, within);
  if (territory === null) {
    throw new OperatorError('badInput', phrase('check.countryWithoutPlace', { country }), phrase('check.nameZoneHint'));
  }
  return foundPlace(territory, chosenProfiles);
}

function placeOfNumber(text: string, within: Within, surroundings: HoursSurroundings): FoundPlace {
  const { defaultCountry, allowFictional, chosenProfiles } = surroundings;
  const reading = parsePhoneNumber(text, defaultCountry, { allowFictional });
  if (reading.outcome === 'reject') {
    throw new OperatorError('badInput', phrase('check.numberRefused', reading), phrase('check.numberRefusedHint'));
  }
  const territory = territoryOf(reading.e164, within);
  if (territory === null) {
    throw new OperatorError('badInput', phrase('check.numberWithoutPlace'), phrase('check.nameZoneHint'));
  }
  return foundPlace(territory, chosenProfiles);
}

/** A place with the profile that a promotional message to it keeps. */
function foundPlace(territory: Territory, chosen: Config['hours']): FoundPlace {
  const promotional = builtInPurposes.get('marketing');
  invariant(promotional !== undefined, 'marketing is a built-in purpose');
  const { notes } = territory;
  const isUntold = lacksRegionalHolidays(territory.code) && !notes.includes('region-unknown');
  return {
    place: territory,
    profileId: windowProfileId(promotional, false, territory, chosen),
    notes: isUntold ? [...notes, 'region-not-told'] : notes,
  };
}

function profileNamed(id: string): SendingProfile {
  const profile = profileById(id);
  if (profile !== null) return profile;
  const profiles = [...profileIds(), nightRest.id];
  throw new OperatorError(
    'usage',
    phrase('schedule.unknownProfile', { profile: id }),
    phrase('schedule.knownProfiles', { profiles }),
  );
}

/** Offsets such as `+02:00` are no zones: they know nothing of summer time. */
function zoneNamed(text: string): string {
  if (/^[a-z]/i.test(text) && IANAZone.isValidZone(text)) return text;
  const byLowerCase = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));
  const zones = nearestNames(text, byLowerCase.keys()).map((name) => byLowerCase.get(name) ?? name);
  const hint = zones.length === 0 ? phrase('schedule.zoneForm') : phrase('check.nearZones', { zones });
  throw new OperatorError('usage', phrase('schedule.unknownZone', { zone: text }), hint);
}

function calendarNamed(text: string, book: HolidayBook): string {
  const calendar = [text, text.trim().toUpperCase()].find((name) => book.isKnown(name));
  if (calendar !== undefined) return calendar;
  throw new OperatorError(
    'usage',
    phrase('schedule.unknownCalendar', { calendar: text }),
    phrase('schedule.calendarForm'),
  );
}
