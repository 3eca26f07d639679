import { DateTime } from 'luxon';
import { monthNamed } from './month-names.js';
import { weekdayNamed } from './weekday-names.js';

/** A day of the calendar, not yet known to exist, perhaps with a time of day. */
interface CalendarText {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Null for a date alone. */
  readonly time: { readonly hour: number; readonly minute: number; readonly second: number } | null;
}

/** Countries where the month is written first (Unicode CLDR, short date patterns of en-US and of its territories). */
const monthFirst: ReadonlySet<string> = new Set(['US', 'AS', 'GU', 'MP', 'PR', 'UM', 'VI']);
/** Countries where both ways are in use: there 03/12/2025 says no day for certain (CLDR, en-CA, fr-CA, fil-PH). */
const eitherFirst: ReadonlySet<string> = new Set(['CA', 'PH']);
/** Countries where the year is written first: there 12/03/25 may be the 25th of March 2012 (CLDR, short patterns). */
const yearFirst: ReadonlySet<string> = new Set('CN JP KR TW MN NP BT LK IR AF HU LT SE ZA'.split(' '));

/** Two figures up to this are a year of this century; 98 may be of the last one, or a term in this one. */
const LAST_SHORT_YEAR = 40;
/** 12/03/0205 is a slip. */
const FIRST_YEAR = 1900;

const TIME = String.raw`(?:(?:,?|\s+-)\s+(?:(?:à|um|alle|om|at)\s+)?(?:ore\s+)?(?<time>\d{1,2}(?:[:.]|\s?h\s?)\d{2}(?:[:.]\d{2})?(?:\s?[AP]M)?)(?:\s?(?:Uhr|uur))?)?`;
const figures = new RegExp(
  String.raw`^(?<first>\d{1,2})(?<sign>[/.-])(?<second>\d{1,2})\k<sign>(?<year>\d{4}|\d{2})${TIME}$`,
  'iu',
);
/** Without signs too: eight figures that are a day with the year first are none with the day first. */
const isoFigures = new RegExp(
  String.raw`^(?<year>\d{4})(?<sign>[-/]?)(?<month>\d{2})\k<sign>(?<day>\d{2})${TIME}$`,
  'iu',
);
const dayAndName = new RegExp(
  String.raw`^(?<day>\d{1,2})(?:er|st|nd|rd|th|[.°º])?(?:\s+(?:(?:of|de)\s+)?|[-/.])(?<name>\p{L}{2,10}\.?)(?:,?\s+(?:de\s+)?|[-/.])(?<year>\d{4}|\d{2})${TIME}$`,
  'iu',
);
const nameAndDay = new RegExp(
  String.raw`^(?<name>\p{L}{2,10}\.?)\s+(?<day>\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(?<year>\d{4})${TIME}$`,
  'iu',
);

/** « le 2 mars 2026 », `am 2. März 2026`, `vom 2. März 2026`. */
const ARTICLE = /^(?:le|am|vom|den|il|op|el)\s+/iu;

const withWeekday = /^(?:le\s+)?(?<weekday>\p{L}{2,10}\.?),?\s+(?:den\s+|le\s+)?(?<rest>.*)$/iu;

/**
 * Takes a date apart as people and spreadsheets write it: `12/03/2025`, `12.3.2025`, `12-03-25`, `20250312`,
 * `12 mars 2025`, `12. März 2025`, `March 12, 2025`, each perhaps with a time behind it and its day of the week before it.
 *
 * The day comes before the month but in the United States. Null where the text is no date, and where it may be two:
 * where the country writes both ways, and where two figures of a year leave the century or the order open.
 *
 * @param country ISO 3166-1 of who wrote it.
 */
export function readCalendarText(text: string, country: string): CalendarText | null {
  const trimmed = text.normalize('NFC').trim();
  return readDate(trimmed.replace(ARTICLE, ''), country) ?? readWithWeekday(trimmed, country);
}

/** « lundi 2 mars 2026 », `Montag, den 2. März 2026`: a long date of a spreadsheet. The wrong day of the week is a slip. */
function readWithWeekday(text: string, country: string): CalendarText | null {
  const { weekday, rest = '' } = withWeekday.exec(text)?.groups ?? {};
  const date = weekday === undefined ? null : readDate(rest, country);
  if (date === null) return null;
  const { year, month, day } = date;
  return DateTime.utc(year, month, day).weekday === weekdayNamed(weekday ?? '') ? date : null;
}

function readDate(trimmed: string, country: string): CalendarText | null {
  const match = figures.exec(trimmed)?.groups;
  if (match !== undefined) return fromFigures(match, country);
  const named = (isoFigures.exec(trimmed) ?? dayAndName.exec(trimmed) ?? nameAndDay.exec(trimmed))?.groups;
  if (named === undefined) return null;
  const month = named['month'] === undefined ? monthNamed(named['name'] ?? '') : Number(named['month']);
  return calendarText(named['year'], month, Number(named['day']), named['time']);
}

function fromFigures(match: Readonly<Record<string, string>>, country: string): CalendarText | null {
  const { first, second, sign, year = '', time } = match;
  const isShort = year.length === 2;
  if (eitherFirst.has(country)) return null;
  if (isShort && (sign === '-' || yearFirst.has(country))) return null;
  if (!monthFirst.has(country)) return calendarText(year, Number(second), Number(first), time);
  return sign === '.' ? null : calendarText(year, Number(first), Number(second), time);
}

function calendarText(yearText = '', month: number | null, day: number, timeText?: string): CalendarText | null {
  const year = yearText.length === 4 ? Number(yearText) : shortYear(Number(yearText));
  const time = timeText === undefined ? null : timeOf(timeText);
  const isTimeRead = timeText === undefined || time !== null;
  if (year === null || year < FIRST_YEAR || month === null || !isTimeRead) return null;
  return { year, month, day, time };
}

function shortYear(figures: number): number | null {
  return figures <= LAST_SHORT_YEAR ? 2000 + figures : null;
}

/** `14:30`, `14:30:05`, `14.30`, `14h30`, `2:30 PM`; null for what no clock shows. */
function timeOf(text: string): CalendarText['time'] {
  const [hours = 0, minute = 0, second = 0] = (text.match(/\d+/g) ?? []).map(Number);
  const half = /[ap]m$/i.exec(text)?.[0].toLowerCase();
  if (half !== undefined && (hours < 1 || hours > 12)) return null;
  const hour = half === undefined ? hours : (hours % 12) + (half === 'pm' ? 12 : 0);
  return hour > 23 || minute > 59 || second > 59 ? null : { hour, minute, second };
}
