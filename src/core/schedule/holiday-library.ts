import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { invariant } from '../../errors.js';
import type { HolidayBook } from './holidays.js';
import data from './holidays.data.json' with { type: 'json' };

export type HolidaysLibrary = typeof Holidays;

/**
 * Rules of the library's own grammar (`easter -2`, `05-28`) that are struck out or added, so that they hold in every
 * year. `source` says by which law.
 */
interface Correction {
  readonly source: string;
  readonly remove: readonly string[];
  readonly add: readonly { readonly rule: string; readonly name: string }[];
}

const aliases: ReadonlyMap<string, string> = new Map(Object.entries(data.aliases.calendars));
const corrections: ReadonlyMap<string, Correction> = new Map(Object.entries(data.corrections));
/** Rules struck out in every region of a country, where the region has them at all. */
const regionalCorrections: ReadonlyMap<string, Pick<Correction, 'source' | 'remove'>> = new Map(
  Object.entries(data.regionalCorrections),
);
const dayMs = 86_400_000;

/** The years and calendars of the date-holidays package (data CC-BY-3.0), corrected where the law differs from it. */
interface HolidayLibrary extends HolidayBook {
  /** Every public holiday of a year by its date; null for an unknown calendar. */
  holidaysIn(calendar: string, year: number): ReadonlyMap<string, string> | null;
  /** Every calendar of a country: its own, and those of its regions. */
  calendarsOf(country: string): readonly string[];
}

/** Each calendar's years are computed when first asked for, and kept. */
export function openHolidayLibrary(library: HolidaysLibrary): HolidayLibrary {
  const index = new library();
  const calendars = new Map<string, HolidayCalendar | null>();

  function calendarOf(id: string): HolidayCalendar | null {
    let calendar = calendars.get(id);
    if (calendar === undefined) {
      const canonical = aliases.get(id) ?? id;
      calendar = canonical === id ? openCalendar(library, index, id) : calendarOf(canonical);
      calendars.set(id, calendar);
    }
    return calendar;
  }

  return {
    holidayOn: (calendar, date) => calendarOf(calendar)?.nameOn(date) ?? null,
    isKnown: (calendar) => calendarOf(calendar) !== null,
    holidaysIn: (calendar, year) => calendarOf(calendar)?.namesIn(year) ?? null,
    calendarsOf: (country) => [
      country,
      ...Object.keys(namesOf(index.getStates(country))).flatMap((state) => [
        `${country}-${state}`,
        ...Object.keys(namesOf(index.getRegions(country, state))).map((region) => `${country}-${state}-${region}`),
      ]),
      ...[...aliases.keys()].filter((id) => id === country),
    ],
  };
}

/** The public holidays of one calendar, computed a year at a time. */
class HolidayCalendar {
  readonly #rules: Holidays;
  readonly #names = new Map<string, string>();
  readonly #computedYears = new Set<number>();

  constructor(rules: Holidays) {
    this.#rules = rules;
  }

  nameOn(date: string): string | null {
    const year = Number(date.slice(0, 4));
    // A holiday of several days may begin in December and reach into January.
    this.#compute(year - 1);
    this.#compute(year);
    return this.#names.get(date) ?? null;
  }

  namesIn(year: number): ReadonlyMap<string, string> {
    this.#compute(year - 1);
    this.#compute(year);
    return new Map([...this.#names].filter(([date]) => date.startsWith(`${year}-`)));
  }

  #compute(year: number): void {
    if (this.#computedYears.has(year)) return;
    this.#computedYears.add(year);
    for (const holiday of this.#rules.getHolidays(year)) {
      if (holiday.type !== 'public') continue; // the others are bank, school, optional and observance days
      for (const date of datesOf(holiday)) if (!this.#names.has(date)) this.#names.set(date, holiday.name);
    }
  }
}

/** The package answers with nothing, against its own types, where a country has no states. */
function namesOf(names: Record<string, string> | undefined): Record<string, string> {
  return names ?? {};
}

/** Null for an unknown country or region: the library itself would answer with an empty or with the national list. */
function openCalendar(library: HolidaysLibrary, index: Holidays, id: string): HolidayCalendar | null {
  const [country = '', state, region, ...rest] = id.split('-');
  if (rest.length > 0 || !Object.hasOwn(index.getCountries(), country)) return null;
  if (state !== undefined && !Object.hasOwn(namesOf(index.getStates(country)), state)) return null;
  if (region !== undefined && !Object.hasOwn(namesOf(index.getRegions(country, state ?? '')), region)) return null;
  const rules = new library({ country, ...(state && { state }), ...(region && { region }) });
  correct(rules, id);
  return new HolidayCalendar(rules);
}

function correct(rules: Holidays, id: string): void {
  const [country = '', region] = id.split('-');
  const inRegions = region === undefined ? undefined : regionalCorrections.get(country);
  for (const rule of inRegions?.remove ?? []) rules.unsetRule(rule);
  const correction = corrections.get(id);
  if (correction === undefined) return;
  for (const rule of correction.remove) {
    invariant(rules.unsetRule(rule), `calendar ${id} has no rule "${rule}" to remove`);
  }
  for (const { rule, name } of correction.add) {
    invariant(rules.setHoliday(rule, { name, type: 'public' }), `calendar ${id} refuses the rule "${rule}"`);
  }
}

/**
 * The local dates a holiday covers. One that begins at noon or in the evening closes its whole day: the first ten
 * characters of `date` count, and its length in days beyond the first.
 */
function datesOf(holiday: HolidaysTypes.Holiday): readonly string[] {
  const first = holiday.date.slice(0, 10);
  // Rounded, for a clock change makes a day 23 or 25 hours long.
  const days = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / dayMs));
  const firstMs = Date.parse(first);
  return Array.from({ length: days }, (_, n) => new Date(firstMs + n * dayMs).toISOString().slice(0, 10));
}
