import { DateTime } from 'luxon';
import { remembering } from '../../remembering.js';
import { isoInstant } from '../schedule/instant.js';
import { readCalendarText } from './calendar-text.js';

/** A date or an instant as people and programs write it. */
export interface DayText {
  /** Normalised: `2025-09-06`, or an instant with `Z`. */
  readonly text: string;
  /** UTC; a date alone is 00:00 of that day in its zone. */
  readonly at: DateTime;
  /** UTC; of a date alone 00:00 of the next day in its zone, of an instant the instant itself. */
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

/** An ISO date and time; the zone may be missing. */
const isoText = /^\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

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
  return dayAt(place.zone, place.country)(text);
}

/** A file names few days and names them often; finding a day's midnight in a zone takes longer than all else in a row. */
const RECENT_DAYS = 4096;
const RECENT_PLACES = 16;
const places = remembering(RECENT_PLACES, (key: string) => {
  const [zone = '', country = ''] = key.split(' ');
  return remembering(RECENT_DAYS, (text: string) => readDay(text, { zone, country }));
});
const dayAt = (zone: string, country: string): ((text: string) => DayText | null) => places(`${zone} ${country}`);

function readDay(text: string, place: DayPlace): DayText | null {
  const trimmed = text.trim();
  const iso = isoText.exec(trimmed);
  if (iso !== null) return readIso(trimmed, iso[1] ?? '', iso[2], place.zone);
  const serial = serialText.exec(trimmed);
  if (serial !== null) return readSerial(Number(serial[1]), Number(`0.${serial[2] ?? '0'}`), place.zone);
  const calendar = readCalendarText(trimmed, place.country);
  if (calendar === null) return null;
  const { time, ...date } = calendar;
  return time === null ? dayOf(date, place.zone) : instantOf({ ...date, ...time }, place.zone);
}

/** @param clock What the text has for hour and minute; luxon reads 24:00, and a time that the clocks left out, as another. */
function readIso(text: string, clock: string, offset: string | undefined, zone: string): DayText | null {
  const at = DateTime.fromISO(text.replace(' ', 'T'), { zone });
  return offset === undefined && at.toFormat('HH:mm') !== clock ? null : instantAt(at);
}

function readSerial(days: number, fraction: number, zone: string): DayText | null {
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
function dayOf(date: CalendarDay, zone: string): DayText | null {
  const at = DateTime.fromObject(date, { zone });
  if (!at.isValid || at.day !== date.day) return null;
  return { text: at.toISODate(), at: at.toUTC(), end: at.plus({ days: 1 }).startOf('day').toUTC(), isDateOnly: true };
}

/** Nor is a time that the clocks left out: 2:30 on the night when summer time begins. */
function instantOf(
  parts: CalendarDay & { readonly hour: number; readonly minute: number; readonly second: number },
  zone: string,
): DayText | null {
  const at = DateTime.fromObject(parts, { zone });
  return at.hour === parts.hour && at.minute === parts.minute ? instantAt(at) : null;
}

function instantAt(local: DateTime): DayText | null {
  const at = local.toUTC();
  return at.isValid ? { text: isoInstant(at), at, end: at, isDateOnly: false } : null;
}
