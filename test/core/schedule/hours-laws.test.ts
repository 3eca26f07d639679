import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { openHolidayBook } from '../../../src/core/schedule/holidays.js';
import { judgeHours, nextWindow, windowEnd } from '../../../src/core/schedule/hours.js';
import type { BlockedBy, Place } from '../../../src/core/schedule/hours.js';
import { nightRest, profileById, profileIds, weekdays } from '../../../src/core/schedule/profiles.js';
import type { Interval, SendingProfile } from '../../../src/core/schedule/profiles.js';

const minuteMs = 60_000;
const book = await openHolidayBook();

/** The law as it is written, one instant and one zone at a time, on luxon's own local time. */
function causesAt(place: Place, profile: SendingProfile, atMs: number): readonly BlockedBy[] {
  const causes = new Set<BlockedBy>();
  for (const zone of place.zones) {
    const local = DateTime.fromMillis(atMs, { zone });
    const intervals = profile.days[weekdays[local.weekday - 1]!];
    const isHoliday = place.calendars.some((calendar) => book.holidayOn(calendar, local.toISODate()!) !== null);
    const closed: BlockedBy[] = [];
    if (intervals.length === 0) closed.push(local.weekday === 7 ? 'sunday' : 'weekday');
    if (isHoliday && profile.holidays === 'block') closed.push('holiday');
    const minute = local.hour * 60 + local.minute;
    const open = intervals.some(({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute);
    for (const cause of closed.length === 0 && !open ? (['hours'] as const) : closed) causes.add(cause);
  }
  return (['hours', 'sunday', 'weekday', 'holiday'] as const).filter((cause) => causes.has(cause));
}

const isAllowed = (place: Place, profile: SendingProfile, atMs: number): boolean =>
  causesAt(place, profile, atMs).length === 0;

/** Every whole minute inside (fromMs, untilMs): no offset and no window changes within a minute. */
function* minutesBetween(fromMs: number, untilMs: number): Generator<number> {
  for (let ms = (Math.floor(fromMs / minuteMs) + 1) * minuteMs; ms < untilMs; ms += minuteMs) yield ms;
}

const zones = [
  'Europe/Paris',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Miquelon',
  'Indian/Reunion',
  'Indian/Mayotte',
  'Atlantic/Canary',
  'Africa/Casablanca', // goes back for the month of Ramadan
  'Australia/Lord_Howe', // half an hour of daylight time
  'Pacific/Chatham',
  'Asia/Kathmandu',
];
const calendars = ['FR', 'FR-57', 'FR-RE', 'CH-VD', 'GB-ENG', 'US', 'XX'];

/** Mostly within days of a clock change in the zones above: that is where mistakes live. */
const instants = fc.oneof(
  fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2036, 0, 1) }),
  fc
    .tuple(
      fc.integer({ min: 2020, max: 2035 }),
      fc.constantFrom([2, 7], [2, 24], [3, 1], [9, 24], [10, 1]),
      fc.integer({ min: 0, max: 9 * 1440 * minuteMs }),
    )
    .map(([year, [month = 0, day = 1], ms]) => Date.UTC(year, month, day) + ms),
);

const minutes = fc.constantFrom(0, 60, 105, 120, 135, 150, 180, 480, 1185, 1200, 1380, 1410, 1440);
const hours: fc.Arbitrary<readonly Interval[]> = fc
  .uniqueArray(minutes, { minLength: 2, maxLength: 5 })
  .map((edges) => [...edges].sort((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((startMinute, n) => {
      const endMinute = edges[n + 1];
      return n % 2 === 0 && endMinute !== undefined ? [{ startMinute, endMinute }] : [];
    }),
  );
const oddProfiles: fc.Arbitrary<SendingProfile> = fc
  .record({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: fc.constant([]) })
  .chain((days) =>
    fc.constantFrom('block' as const, 'warn' as const, 'ignore' as const).map((holidays) => ({
      ...nightRest,
      days,
      holidays,
    })),
  );
const profiles = fc.oneof(
  fc.constantFrom(...profileIds()).map((id) => profileById(id)!),
  oddProfiles,
);

const places: fc.Arbitrary<Place> = fc.record({
  zones: fc.uniqueArray(fc.constantFrom(...zones), { minLength: 1, maxLength: 2 }),
  calendars: fc.uniqueArray(fc.constantFrom(...calendars), { maxLength: 2 }),
});

const runs = { numRuns: 150, seed: 20260310 };

describe('the laws of sending hours', () => {
  it('no instant is allowed that the profile closes in any zone or calendar, and none refused that it opens', () => {
    fc.assert(
      fc.property(places, profiles, instants, (place, profile, atMs) => {
        const verdict = judgeHours(place, profile, DateTime.fromMillis(atMs), book);
        expect(verdict.blockedBy).toEqual(causesAt(place, profile, atMs));
        expect(verdict.allowed).toBe(verdict.blockedBy.length === 0);
      }),
      { ...runs, numRuns: 1000 },
    );
  });

  it('holds in every zone of the database, up to the last millisecond before a change of minute', () => {
    const anywhere = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const moments = fc
      .tuple(instants, fc.constantFrom(0, 1, 999, minuteMs - 1))
      .map(([atMs, ms]) => Math.floor(atMs / minuteMs) * minuteMs + ms);
    fc.assert(
      fc.property(anywhere, fc.constantFrom(...calendars), profiles, moments, (zone, calendar, profile, atMs) => {
        const place = { zones: [zone], calendars: [calendar] };
        const verdict = judgeHours(place, profile, DateTime.fromMillis(atMs), book);
        expect(verdict.blockedBy).toEqual(causesAt(place, profile, atMs));
        if (verdict.nextAllowed === null) return;
        const nextMs = verdict.nextAllowed.toMillis();
        expect(isAllowed(place, profile, nextMs)).toBe(true);
        expect(nextMs === atMs || !isAllowed(place, profile, nextMs - 1)).toBe(true);
        // Asked again at the instant of its own answer, it gives the same.
        expect(judgeHours(place, profile, verdict.nextAllowed, book).nextAllowed?.toMillis()).toBe(nextMs);
      }),
      { ...runs, numRuns: 1500 },
    );
  });

  it('nextAllowed is allowed, and nothing before it is', () => {
    fc.assert(
      fc.property(places, profiles, instants, (place, profile, atMs) => {
        const next = judgeHours(place, profile, DateTime.fromMillis(atMs), book).nextAllowed;
        const horizonMs = atMs + 60 * 1440 * minuteMs;
        const nextMs = next?.toMillis() ?? horizonMs;
        if (next !== null) expect(isAllowed(place, profile, nextMs)).toBe(true);
        expect(nextMs).toBeGreaterThanOrEqual(atMs);
        // Pairs of zones that are never open together are scanned for a week only.
        const scanUntilMs = Math.min(nextMs, atMs + 7 * 1440 * minuteMs);
        if (nextMs > atMs) expect(isAllowed(place, profile, atMs)).toBe(false);
        for (const ms of minutesBetween(atMs, scanUntilMs)) {
          if (isAllowed(place, profile, ms)) expect.fail(`allowed at ${new Date(ms).toISOString()}`);
        }
      }),
      runs,
    );
  });

  it('a window is allowed throughout and ends where it must', () => {
    fc.assert(
      fc.property(places, profiles, instants, (place, profile, atMs) => {
        const at = DateTime.fromMillis(atMs);
        const window = nextWindow(place, profile, at, book);
        const { allowed, nextAllowed } = judgeHours(place, profile, at, book);
        expect(window?.start.toMillis()).toBe(nextAllowed?.toMillis());
        expect(windowEnd(place, profile, at, book)?.toMillis()).toBe(allowed ? window?.end.toMillis() : undefined);
        if (window === null) return;
        const endMs = window.end.toMillis();
        expect(isAllowed(place, profile, endMs - 1)).toBe(true);
        expect(isAllowed(place, profile, endMs)).toBe(false);
        for (const ms of minutesBetween(window.start.toMillis(), endMs)) {
          if (!isAllowed(place, profile, ms)) expect.fail(`closed at ${new Date(ms).toISOString()}`);
        }
      }),
      runs,
    );
  });

  it('another zone or calendar never opens anything', () => {
    fc.assert(
      fc.property(places, profiles, instants, (place, profile, atMs) => {
        const at = DateTime.fromMillis(atMs);
        if (!judgeHours(place, profile, at, book).allowed) return;
        for (const zone of place.zones) {
          for (const calendar of place.calendars) {
            expect(judgeHours({ zones: [zone], calendars: [calendar] }, profile, at, book).allowed).toBe(true);
          }
        }
      }),
      runs,
    );
  });
});
