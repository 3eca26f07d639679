import { createRequire } from 'node:module';
import { invariant } from '../../errors.js';
import type { HolidaysLibrary } from './holiday-library.js';
import { openHolidayLibrary } from './holiday-library.js';

/** Public holidays by calendar and local date. */
export interface HolidayBook {
  /**
   * The name, in the language of the place, of the public holiday that a local date is; null for a working day and
   * for an unknown calendar.
   *
   * @param calendar `FR`, `FR-57`, `CH-VD`: country, or country and region after date-holidays and ISO 3166-2.
   * @param date Local calendar date, `YYYY-MM-DD`.
   */
  holidayOn(calendar: string, date: string): string | null;
  /** Whether there is such a calendar. An unknown one never closes a day, so callers ask before they rely on it. */
  isKnown(calendar: string): boolean;
}

/** What was computed ahead, for the calendars and years that people are texted in. */
interface HolidayYears {
  /** The first year. */
  readonly from: number;
  readonly names: readonly string[];
  /** By calendar, one text a year from `from` on: month, day, and the place of the name among `names`. */
  readonly calendars: Readonly<Record<string, readonly string[]>>;
}

/**
 * Opens the public holidays of the date-holidays package (data CC-BY-3.0), corrected where the law differs from it.
 *
 * The package takes 140 ms and 45 MB to load. So what it says of the years around now was written down when the program
 * was made, and it is loaded only for other years and other countries; what both say is the same, and tested.
 */
export async function openHolidayBook(): Promise<HolidayBook> {
  const { default: known } = await import('./holiday-years.data.json', { with: { type: 'json' } });
  return holidayBook(known, loadLibrary);
}

/** At once, for a day is asked about in the midst of a judgement. */
function loadLibrary(): HolidaysLibrary {
  return createRequire(import.meta.url)('date-holidays') as HolidaysLibrary;
}

export function holidayBook({ from, names, calendars }: HolidayYears, load: () => HolidaysLibrary): HolidayBook {
  const read = new Map<string, ReadonlyMap<string, string>>();
  let library: HolidayBook | null = null;
  const everything = (): HolidayBook => (library ??= openHolidayLibrary(load()));

  function yearOf(calendar: string, year: string): ReadonlyMap<string, string> | null {
    const key = `${calendar} ${year}`;
    const known = read.get(key);
    if (known !== undefined) return known;
    const written = Object.hasOwn(calendars, calendar) ? calendars[calendar]?.[Number(year) - from] : undefined;
    if (written === undefined) return null;
    const days = new Map(written.split(' ').flatMap((day) => (day === '' ? [] : [dayOf(year, day, names)])));
    read.set(key, days);
    return days;
  }

  return {
    holidayOn(calendar, date) {
      const days = yearOf(calendar, date.slice(0, 4));
      return days === null ? everything().holidayOn(calendar, date) : (days.get(date) ?? null);
    },
    isKnown: (calendar) => Object.hasOwn(calendars, calendar) || everything().isKnown(calendar),
  };
}

/** Reads `12-25:3`. */
function dayOf(year: string, written: string, names: readonly string[]): readonly [string, string] {
  const [day = '', place = ''] = written.split(':');
  const name = names[Number(place)];
  invariant(name !== undefined, 'every holiday has its name');
  return [`${year}-${day}`, name];
}
