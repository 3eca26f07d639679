import { DateTime } from 'luxon';
import { isoInstant } from '../schedule/instant.js';

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

/** Day before month, as forms and spreadsheets of Europe write it: 12/03/2025, 12.3.2025, 12/03/2025 14:30:05. */
const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const yearFirst = /^(\d{4})-(\d{2})-(\d{2})$/;
/** An ISO date and time; the zone may be missing. */
const isoText = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Countries where the month is written first, or both ways are in use (Unicode CLDR, short date patterns of en-US,
 * en-CA, fil-PH): there 03/12/2025 says no day for certain.
 */
const monthFirst: ReadonlySet<string> = new Set(['US', 'AS', 'GU', 'MP', 'PR', 'UM', 'VI', 'CA', 'PH']);

/**
 * Reads a date (`2025-09-06`, `06/09/2025`) or an instant (`2025-09-06T14:30:00Z`, `06/09/2025 14:30`); null when it
 * is neither, or when the country does not tell which number is the day.
 */
export function parseDay(text: string, place: DayPlace): DayText | null {
  const key = JSON.stringify([text, place.zone, place.country]);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const day = readDay(text, place);
  if (recent.size >= RECENT_DAYS) recent.clear();
  recent.set(key, day);
  return day;
}

/** A file names few days and names them often; finding a day's midnight in a zone takes longer than all else in a row. */
const RECENT_DAYS = 4096;
const recent = new Map<string, DayText | null>();

function readDay(text: string, place: DayPlace): DayText | null {
  const trimmed = text.trim();
  const iso = yearFirst.exec(trimmed);
  if (iso !== null) return dayOf(place, iso[1], iso[2], iso[3]);
  const european = monthFirst.has(place.country) ? null : dayFirst.exec(trimmed);
  if (european !== null) {
    const [, day, month, year, hour, minute, second = '0'] = european;
    if (hour === undefined) return dayOf(place, year, month, day);
    const parts = numbersOf({ year, month, day, hour, minute, second });
    return instantAt(DateTime.fromObject(parts, { zone: place.zone }));
  }
  if (!isoText.test(trimmed)) return null;
  return instantAt(DateTime.fromISO(trimmed.replace(' ', 'T'), { zone: place.zone }));
}

function dayOf({ zone }: DayPlace, year?: string, month?: string, day?: string): DayText | null {
  const at = DateTime.fromObject(numbersOf({ year, month, day }), { zone });
  if (!at.isValid) return null;
  return { text: at.toISODate(), at: at.toUTC(), end: at.plus({ days: 1 }).startOf('day').toUTC(), isDateOnly: true };
}

function instantAt(local: DateTime): DayText | null {
  const at = local.toUTC();
  return at.isValid ? { text: isoInstant(at), at, end: at, isDateOnly: false } : null;
}

function numbersOf(parts: Readonly<Record<string, string | undefined>>): Record<string, number> {
  return Object.fromEntries(Object.entries(parts).map(([unit, digits]) => [unit, Number(digits)]));
}
