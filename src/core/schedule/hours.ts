import { DateTime } from 'luxon';
import { invariant } from '../../errors.js';
import { rulesOfDay } from './day-rules.js';
import type { HolidayBook } from './holidays.js';
import { dayMs, minuteMs, offsetMsAt, offsetSpans, zoneNamed } from './offset-spans.js';
import type { SendingProfile } from './profiles.js';

/**
 * Where the recipient is, as far as the number tells. With several zones or calendars the place is not known exactly
 * and the strictest wins: open in every zone, a holiday in none of the calendars.
 */
export interface Place {
  /** IANA names, at least one. */
  readonly zones: readonly string[];
  /** Calendars of {@link HolidayBook}; none: no holidays are looked at. */
  readonly calendars: readonly string[];
}

export type BlockedBy = 'hours' | 'sunday' | 'weekday' | 'holiday';

/** Whether a message may leave at one instant, and if not, why and when it may. */
export interface HoursVerdict {
  readonly allowed: boolean;
  /** Every cause that applies, in the order of {@link BlockedBy}; the hours of a closed day are not judged. */
  readonly blockedBy: readonly BlockedBy[];
  /** The earliest allowed instant (UTC): the judged one itself when allowed, null when none comes within 60 days. */
  readonly nextAllowed: DateTime | null;
  /** What the profile tolerates on that day, but discourages. */
  readonly warnings: readonly ('sunday' | 'holiday')[];
  /** The name of the public holiday that blocks or is warned about. */
  readonly holiday: string | null;
}

/** Instants (UTC) from `start` to before `end`. */
export interface SendingWindow {
  readonly start: DateTime;
  readonly end: DateTime;
}

/** Instants from `startMs` to before `endMs`. */
interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

const causesInOrder: readonly BlockedBy[] = ['hours', 'sunday', 'weekday', 'holiday'];
const warningsInOrder = ['sunday', 'holiday'] as const;
const horizonMs = 60 * dayMs;

/** Judges one instant: local time of day, weekday and public holidays, in every zone and calendar of the place. */
export function judgeHours(place: Place, profile: SendingProfile, at: DateTime, book: HolidayBook): HoursVerdict {
  const atMs = millisOf(at);
  const causes = new Set<BlockedBy>();
  const warned = new Set<'sunday' | 'holiday'>();
  let holiday: string | null = null;
  for (const name of zonesOf(place)) {
    const localMs = atMs + offsetMsAt(zoneNamed(name), atMs);
    const dayNumber = Math.floor(localMs / dayMs);
    const minute = (localMs - dayNumber * dayMs) / minuteMs;
    const day = rulesOfDay(dayNumber, profile, place.calendars, book);
    for (const cause of day.closedBy) causes.add(cause);
    for (const warning of day.warnings) warned.add(warning);
    const isOpen = day.intervals.some(({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute);
    if (!isOpen && day.closedBy.length === 0) causes.add('hours');
    holiday ??= day.holiday;
  }
  const allowed = causes.size === 0;
  return {
    allowed,
    blockedBy: causesInOrder.filter((cause) => causes.has(cause)),
    nextAllowed: allowed ? at.toUTC() : (nextWindow(place, profile, at, book)?.start ?? null),
    warnings: warningsInOrder.filter((warning) => warned.has(warning)),
    holiday,
  };
}

/**
 * When the window that `at` lies in ends (UTC), the earliest over all zones; null when `at` is not allowed. A window
 * that does not end within 60 days is said to end then.
 */
export function windowEnd(place: Place, profile: SendingProfile, at: DateTime, book: HolidayBook): DateTime | null {
  const window = nextWindow(place, profile, at, book);
  return window !== null && window.start.toMillis() === at.toMillis() ? window.end : null;
}

/**
 * Finds the first stretch of allowed instants that is not over at `at`: it starts at `at` itself when `at` is
 * allowed, and lasts until the first instant that is closed in any zone. Null when none begins within 60 days; one
 * that lasts longer is cut there.
 */
export function nextWindow(
  place: Place,
  profile: SendingProfile,
  at: DateTime,
  book: HolidayBook,
): SendingWindow | null {
  const stretches = openStretches(place, profile, millisOf(at), book);
  const first = stretches.next();
  if (first.done === true) return null;
  const { startMs } = first.value;
  let { endMs } = first.value;
  // Stretches are cut at each UTC midnight and clock change: those that touch are one window.
  for (const next of stretches) {
    if (next.startMs > endMs) break;
    endMs = next.endMs;
  }
  return { start: fromMillis(startMs), end: fromMillis(endMs) };
}

/** Walks the stretches allowed in every zone, from `atMs` to the horizon in order, one UTC day at a time. */
function* openStretches(
  place: Place,
  profile: SendingProfile,
  atMs: number,
  book: HolidayBook,
): Generator<Stretch, void> {
  const zones = zonesOf(place);
  const endMs = atMs + horizonMs;
  for (let fromMs = atMs; fromMs < endMs; fromMs = nextMidnight(fromMs)) {
    const untilMs = Math.min(nextMidnight(fromMs), endMs);
    let common: readonly Stretch[] = [{ startMs: fromMs, endMs: untilMs }];
    for (const zone of zones) {
      if (common.length === 0) break;
      common = intersect(
        common,
        stretchesInZone(zone, place.calendars, profile, { startMs: fromMs, endMs: untilMs }, book),
      );
    }
    yield* common;
  }
}

/** The allowed stretches of one zone inside `within`, at most a day, in order. */
function stretchesInZone(
  zone: string,
  calendars: readonly string[],
  profile: SendingProfile,
  within: Stretch,
  book: HolidayBook,
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { fromMs, untilMs, offsetMs } of offsetSpans(zoneNamed(zone), within.startMs, within.endMs)) {
    const lastDay = Math.floor((untilMs - 1 + offsetMs) / dayMs);
    for (let day = Math.floor((fromMs + offsetMs) / dayMs); day <= lastDay; day += 1) {
      const midnightMs = day * dayMs - offsetMs;
      for (const { startMinute, endMinute } of rulesOfDay(day, profile, calendars, book).intervals) {
        const startMs = Math.max(fromMs, midnightMs + startMinute * minuteMs);
        const endMs = Math.min(untilMs, midnightMs + endMinute * minuteMs);
        if (startMs < endMs) stretches.push({ startMs, endMs });
      }
    }
  }
  return stretches;
}

/** What two ordered lists of stretches have in common, in order. */
function intersect(left: readonly Stretch[], right: readonly Stretch[]): readonly Stretch[] {
  return left.flatMap((a) =>
    right
      .map((b) => ({ startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) }))
      .filter(({ startMs, endMs }) => startMs < endMs),
  );
}

/** An empty list of zones would be open at any hour: it is refused rather than guessed. */
function zonesOf(place: Place): readonly string[] {
  invariant(place.zones.length > 0, 'a place without a time zone can not be judged');
  return place.zones;
}

function millisOf(at: DateTime): number {
  invariant(at.isValid, 'an invalid instant can not be judged');
  return at.toMillis();
}

function nextMidnight(ms: number): number {
  return (Math.floor(ms / dayMs) + 1) * dayMs;
}

function fromMillis(ms: number): DateTime {
  return DateTime.fromMillis(ms, { zone: 'utc' });
}
