import { DateTime } from 'luxon';
import { remembering } from '../../remembering.js';
import { isoInstant } from '../schedule/instant.js';
import { instantsShowing } from '../schedule/local-time.js';
import { readCalendarText } from './calendar-text.js';

/** A date or an instant as people and programs write it. */
export interface DayText {
  /** Normalised: `2025-09-06`, or an instant with `Z`. */
  readonly text: string;
  /** UTC; a date alone is 00:00 of that day in its zone. Of a time that its zone has twice, the first. */
  readonly at: DateTime;
  /** UTC; of a date alone 00:00 of the next day in its zone, of an instant the instant itself. Of a time that its zone has twice, the second. */
  readonly end: DateTime;
  readonly isDateOnly: boolean;
}

/** Where a date was written. */
export interface DayPlace {
  /** The zone of a date, and of a time that names none. */
  readonly zone: string;
  /** ISO 3166-1: who reads 03/12/2025 as which day. */
  readonly country: string;
}

/** An ISO date and time; the zone may be missing, and is one that is kept somewhere. Databases write a space before it. */
const isoText =
  /^\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d))?$/;

/** How Google Forms stamps an answer, on a clock of twelve hours: `2025/04/03 2:05:33 PM UTC+2`, `… 2:05:33 nachm. MESZ`. */
const formText =
  /^(\d{4})\/(\d{2})\/(\d{2}) (\d{1,2}):(\d{2}):(\d{2}) (?:([AP])\.?M\.?|(vorm|nachm)\.) (?:(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d{2}))?|([A-Z]{3,4}))$/i;

/** Hours that the clocks of Western Europe are before UTC, by what it calls its times. */
const NAMED_OFFSETS: Readonly<Record<string, string>> = {
  ...{ UTC: '+0', GMT: '+0', WET: '+0', WEZ: '+0', WEST: '+1', WESZ: '+1' },
  ...{ CET: '+1', MEZ: '+1', CEST: '+2', MESZ: '+2', EET: '+2', OEZ: '+2', EEST: '+3', OESZ: '+3' },
};

/** A day as spreadsheets count it, from 30 December 1899, with a fraction for the time. */
const serialText = /^(\d{5})(?:[.,](\d{1,15}))?$/;
/** Counted days are taken within these years alone; any other number of five figures is a number. */
const SERIAL_YEARS = { first: 2000, last: 2040 };

/**
 * Reads a date (`2025-09-06`, `06/09/2025`, `6 septembre 2025`, `45906` of a spreadsheet) or an instant
 * (`2025-09-06T14:30:00Z`, `06/09/2025 14:30`); null when it is neither, when there is no such day or time, or when it
 * may be two.
 */
export function parseDay(text: string, place: DayPlace): DayText | null {
  const read = dayAt(place.zone, place.country)(text);
  return read === 'left_out' ? null : read;
}

/** Whether a text is none for {@link parseDay} because the clocks of its zone left out that day or time. */
export function isLeftOut(text: string, place: DayPlace): boolean {
  return dayAt(place.zone, place.country)(text) === 'left_out';
}

/** `left_out`: written well, but never shown by the clocks of its zone. */
type Reading = DayText | 'left_out' | null;

/** A file names few days and names them often; finding a day's midnight in a zone takes longer than all else in a row. */
const RECENT_DAYS = 4096;
const RECENT_PLACES = 16;
const places = remembering(RECENT_PLACES, (key: string) => {
  const [zone = '', country = ''] = key.split(' ');
  return remembering(RECENT_DAYS, (text: string) => readDay(text, { zone, country }));
});
const dayAt = (zone: string, country: string): ((text: string) => Reading) => places(`${zone} ${country}`);

function readDay(text: string, place: DayPlace): Reading {
  const trimmed = text.trim();
  const iso = isoText.exec(trimmed);
  if (iso !== null) return readIso(trimmed, iso[1] ?? '', iso[2], place.zone);
  const stamp = isoOfForm(trimmed);
  if (stamp !== null) return readDay(stamp, place);
  const serial = serialText.exec(trimmed);
  if (serial !== null) return readSerial(Number(serial[1]), Number(`0.${serial[2] ?? '0'}`), place.zone);
  const calendar = readCalendarText(trimmed, place.country);
  if (calendar === null) return null;
  const { time, ...date } = calendar;
  return time === null ? dayOf(date, place.zone) : instantOf({ ...date, ...time }, place.zone);
}

/** A stamp of Google Forms in ISO form; null for any other text, and for what no clock shows. */
function isoOfForm(text: string): string | null {
  const [, year, month, day, hours = '', minute, second, half, words, ...zone] = formText.exec(text) ?? [];
  const [written, writtenHours = '', minutes = '00', name = ''] = zone;
  const [sign, ...named] = NAMED_OFFSETS[name.toUpperCase()] ?? '';
  const hour = Number(hours);
  if (year === undefined || hour < 1 || hour > 12 || (written ?? sign) === undefined) return null;
  const two = (value: number): string => String(value).padStart(2, '0');
  const isAfternoon = /^(?:p|nachm)$/i.test(half ?? words ?? '');
  const clock = `${two((hour % 12) + (isAfternoon ? 12 : 0))}:${minute}:${second}`;
  const offset = Number(writtenHours === '' ? named.join('') : writtenHours);
  return `${year}-${month}-${day}T${clock}${written ?? sign}${two(offset)}:${minutes}`;
}

/** @param clock What the text has for hour and minute; luxon reads 24:00 as another. */
function readIso(text: string, clock: string, offset: string | undefined, zone: string): Reading {
  const [day, time] = [
    text.slice(0, 10),
    text
      .slice(11)
      .replace(/ ?(?:UTC|GMT)$/, 'Z')
      .replace(' ', ''),
  ];
  const at = DateTime.fromISO(`${day}T${time}`, { zone: 'utc' });
  if (!at.isValid) return null;
  if (offset !== undefined) return instantAmong([at]);
  return at.toFormat('HH:mm') === clock ? instantAmong(instantsShowing(at, zone)) : null;
}

function readSerial(days: number, fraction: number, zone: string): Reading {
  const { year, month, day } = DateTime.fromObject({ year: 1899, month: 12, day: 30 }, { zone: 'utc' }).plus({ days });
  if (year < SERIAL_YEARS.first || year > SERIAL_YEARS.last) return null;
  if (fraction === 0) return dayOf({ year, month, day }, zone);
  // Half past two is 0.604166666666667 to a spreadsheet.
  const seconds = Math.round(fraction * 86_400);
  const time = { hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60 };
  return seconds === 86_400 ? null : instantOf({ year, month, day, ...time }, zone);
}

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A day that a zone left out is none: Samoa had no 30 December 2011. */
function dayOf(date: CalendarDay, zone: string): Reading {
  const at = DateTime.fromObject(date, { zone });
  if (!at.isValid) return null;
  if (at.day !== date.day) return 'left_out';
  return { text: at.toISODate(), at: at.toUTC(), end: at.plus({ days: 1 }).startOf('day').toUTC(), isDateOnly: true };
}

function instantOf(
  parts: CalendarDay & { readonly hour: number; readonly minute: number; readonly second: number },
  zone: string,
): Reading {
  const wall = DateTime.fromObject(parts, { zone: 'utc' });
  return wall.hour === parts.hour && wall.minute === parts.minute ? instantAmong(instantsShowing(wall, zone)) : null;
}

/** Nor is a time that the clocks left out an instant: 2:30 on the night when summer time begins. When it ends there are two. */
function instantAmong([at, other = at]: readonly DateTime[]): Reading {
  return at === undefined || other === undefined
    ? 'left_out'
    : { text: isoInstant(at), at, end: other, isDateOnly: false };
}
