import { dayMs } from './offset-spans.js';
import type { HolidayBook } from './holidays.js';
import { weekdays } from './profiles.js';
import type { Interval, SendingProfile } from './profiles.js';

/** What a profile says of one local day, whatever the hour. */
interface DayRules {
  /** Why the day is closed from its first to its last minute; empty when it is open. */
  readonly closedBy: readonly ('sunday' | 'weekday' | 'holiday')[];
  readonly warnings: readonly ('sunday' | 'holiday')[];
  /** The name of the public holiday that closes the day or is warned about. */
  readonly holiday: string | null;
  /** When the day is open; empty when it is closed. */
  readonly intervals: readonly Interval[];
}

/** Thursday 1 January 1970, the day number 0, is the fourth day of a week that starts on Monday. */
const weekdayOfEpoch = 3;
const sunday = 6;

/**
 * Reads the rules of one local day. Every cause that closes it is listed, and a holiday in any of the calendars counts.
 *
 * @param dayNumber Local days since 1 January 1970.
 */
export function rulesOfDay(
  dayNumber: number,
  profile: SendingProfile,
  calendars: readonly string[],
  book: HolidayBook,
): DayRules {
  const weekday = (((dayNumber + weekdayOfEpoch) % 7) + 7) % 7;
  const intervals = profile.days[weekdays[weekday] ?? 'sun'];
  const holiday = profile.holidays === 'ignore' ? null : holidayOn(dayNumber, calendars, book);

  const closedBy: DayRules['closedBy'][number][] = [];
  if (intervals.length === 0) closedBy.push(weekday === sunday ? 'sunday' : 'weekday');
  if (holiday !== null && profile.holidays === 'block') closedBy.push('holiday');

  const warnings: DayRules['warnings'][number][] = [];
  if (weekday === sunday && profile.sunday === 'warn') warnings.push('sunday');
  if (holiday !== null && profile.holidays === 'warn') warnings.push('holiday');

  return { closedBy, warnings, holiday, intervals: closedBy.length === 0 ? intervals : [] };
}

function holidayOn(dayNumber: number, calendars: readonly string[], book: HolidayBook): string | null {
  if (calendars.length === 0) return null;
  const date = new Date(dayNumber * dayMs).toISOString().slice(0, 10);
  for (const calendar of calendars) {
    const name = book.holidayOn(calendar, date);
    if (name !== null) return name;
  }
  return null;
}
