import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { openHolidayBook } from '../../../src/core/schedule/holidays.js';
import { judgeHours, nextWindow, windowEnd } from '../../../src/core/schedule/hours.js';
import type { Place } from '../../../src/core/schedule/hours.js';
import { nightRest, profileById } from '../../../src/core/schedule/profiles.js';
import type { Interval, SendingProfile } from '../../../src/core/schedule/profiles.js';
import { BugError } from '../../../src/errors.js';

const paris: Place = { zones: ['Europe/Paris'], calendars: ['FR'] };
const apia: Place = { zones: ['Pacific/Apia'], calendars: [] };
const strict = profileById('FR/strict')!;

const utc = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' });
const iso = (at: DateTime | null | undefined): string | null => at?.toUTC().toISO() ?? null;

/** A profile open at the same hours on every day. */
function daily(...hours: readonly (readonly [startMinute: number, endMinute: number])[]): SendingProfile {
  const open: readonly Interval[] = hours.map(([startMinute, endMinute]) => ({ startMinute, endMinute }));
  return { ...nightRest, days: { mon: open, tue: open, wed: open, thu: open, fri: open, sat: open, sun: open } };
}

describe('judgeHours', async () => {
  const book = await openHolidayBook();
  const judge = (place: Place, profile: SendingProfile, at: string) => judgeHours(place, profile, utc(at), book);
  /** The windows that begin before `until`, as "start end" in UTC. */
  function windows(place: Place, profile: SendingProfile, from: string, until: string): readonly string[] {
    const found: string[] = [];
    for (let at = utc(from); at < utc(until);) {
      const window = nextWindow(place, profile, at, book);
      if (window === null || window.start >= utc(until)) break;
      found.push(`${iso(window.start)} ${iso(window.end)}`);
      at = window.end;
    }
    return found;
  }

  it('counts seconds: the last one is inside, the end is not', () => {
    expect(judge(paris, strict, '2026-03-10T18:59:59.999Z').allowed).toBe(true);
    expect(judge(paris, strict, '2026-03-10T19:00:00.000Z').allowed).toBe(false);
    expect(judge(paris, strict, '2026-03-10T06:59:59.999Z').allowed).toBe(false);
  });

  it('answers with the judged instant itself when it is allowed, in UTC', () => {
    const at = DateTime.fromISO('2026-03-10T12:34:56.789', { zone: 'Europe/Paris' });
    const { nextAllowed } = judgeHours(paris, strict, at, book);
    expect(nextAllowed?.toMillis()).toBe(at.toMillis());
    expect(nextAllowed?.zoneName).toBe('UTC');
  });

  it('lists every cause, and not the hours of a closed day', () => {
    expect(judge(paris, strict, '2026-11-01T22:30:00Z')).toMatchObject({
      blockedBy: ['sunday', 'holiday'],
      holiday: 'Toussaint',
      warnings: [],
    });
    expect(judge(paris, profileById('ES/strict')!, '2026-08-15T10:00:00Z').blockedBy).toEqual(['weekday', 'holiday']);
    // Saturday night in Mayotte, already Sunday in Réunion.
    const ocean = { zones: ['Indian/Reunion', 'Indian/Mayotte'], calendars: ['FR-RE', 'FR-YT'] };
    expect(judge(ocean, strict, '2026-07-04T20:30:00Z').blockedBy).toEqual(['hours', 'sunday']);
  });

  it('warns where the profile tolerates a day', () => {
    expect(judge(paris, profileById('FR/charter-2026')!, '2026-11-01T10:00:00Z')).toMatchObject({
      allowed: true,
      warnings: ['sunday', 'holiday'],
      holiday: 'Toussaint',
    });
    expect(
      judge({ zones: ['Europe/Rome'], calendars: ['IT'] }, profileById('IT/carrier')!, '2026-11-01T10:00:00Z'),
    ).toMatchObject({
      allowed: false,
      blockedBy: ['sunday'],
      warnings: ['holiday'],
      holiday: 'Ognissanti',
    });
  });

  it('does not look at holidays that the profile ignores', () => {
    expect(judge(paris, nightRest, '2026-12-25T10:00:00Z')).toMatchObject({
      allowed: true,
      warnings: [],
      holiday: null,
    });
    expect(judge(paris, nightRest, '2026-12-25T20:00:00Z')).toMatchObject({ allowed: false, blockedBy: ['hours'] });
  });

  it('opens on a leap day and on no 29 February that is not', () => {
    expect(iso(judge(paris, strict, '2028-02-28T22:00:00Z').nextAllowed)).toBe('2028-02-29T07:00:00.000Z');
    expect(iso(judge(paris, strict, '2100-02-28T22:00:00Z').nextAllowed)).toBe('2100-03-01T07:00:00.000Z');
  });

  it('skips hours that a zone skips', () => {
    // Paris goes from 02:00 to 03:00 on 29 March 2026, at 01:00Z.
    expect(windows(paris, daily([120, 180]), '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-30T00:00:00.000Z 2026-03-30T01:00:00.000Z',
    ]);
    expect(windows(paris, daily([150, 240]), '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29T01:00:00.000Z 2026-03-29T02:00:00.000Z',
    ]);
  });

  it('opens twice in hours that a zone repeats', () => {
    // Paris goes back from 03:00 to 02:00 on 25 October 2026, at 01:00Z.
    expect(windows(paris, daily([150, 165]), '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z 2026-10-25T00:45:00.000Z',
      '2026-10-25T01:30:00.000Z 2026-10-25T01:45:00.000Z',
    ]);
    expect(windows(paris, daily([60, 150]), '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-24T23:00:00.000Z 2026-10-25T00:30:00.000Z',
      '2026-10-25T01:00:00.000Z 2026-10-25T01:30:00.000Z',
    ]);
    expect(windows(paris, daily([60, 240]), '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-24T23:00:00.000Z 2026-10-25T03:00:00.000Z',
    ]);
  });

  it('passes the day that Samoa left out', () => {
    // Thursday 29 December 2011 was followed by Saturday 31.
    expect(windows(apia, strict, '2011-12-29T12:00:00Z', '2012-01-02T00:00:00Z')).toEqual([
      '2011-12-29T18:00:00.000Z 2011-12-30T06:00:00.000Z',
      '2011-12-30T18:00:00.000Z 2011-12-31T06:00:00.000Z',
      '2012-01-01T18:00:00.000Z 2012-01-02T06:00:00.000Z',
    ]);
  });

  it('passes the day that Kwajalein left out and the one that Alaska had twice', () => {
    const kwajalein = { zones: ['Pacific/Kwajalein'], calendars: [] };
    expect(judge(kwajalein, strict, '1993-08-21T11:59:00Z').nextAllowed).not.toBeNull();
    expect(
      judge({ zones: ['America/Juneau'], calendars: [] }, strict, '1867-10-18T12:00:00Z').nextAllowed,
    ).not.toBeNull();
  });

  it('finds nothing where nothing opens within 60 days', () => {
    const never = judge(paris, daily(), '2026-03-10T11:00:00Z');
    expect(never).toMatchObject({ allowed: false, nextAllowed: null });
    const antipodes = { zones: ['Etc/GMT', 'Etc/GMT-12'], calendars: [] };
    expect(judge(antipodes, strict, '2026-03-10T11:00:00Z')).toMatchObject({ blockedBy: ['hours'], nextAllowed: null });
    expect(nextWindow(antipodes, strict, utc('2026-03-10T11:00:00Z'), book)).toBeNull();
  });

  it('refuses to judge without a zone, in an unknown zone or at no instant', () => {
    const at = utc('2026-03-10T11:00:00Z');
    expect(() => judgeHours({ zones: [], calendars: [] }, strict, at, book)).toThrow(BugError);
    expect(() => nextWindow({ zones: [], calendars: [] }, strict, at, book)).toThrow(BugError);
    expect(() => judgeHours({ zones: ['Europe/Nowhere'], calendars: [] }, strict, at, book)).toThrow(BugError);
    expect(() => judgeHours(paris, strict, DateTime.invalid('test'), book)).toThrow(BugError);
  });

  describe('windowEnd', () => {
    const end = (place: Place, profile: SendingProfile, at: string) => iso(windowEnd(place, profile, utc(at), book));

    it('is the end of the day’s hours, the earliest over all zones', () => {
      expect(end(paris, strict, '2026-03-10T11:00:00Z')).toBe('2026-03-10T19:00:00.000Z');
      const spain = { zones: ['Europe/Madrid', 'Atlantic/Canary'], calendars: ['ES'] };
      expect(end(spain, profileById('ES/strict')!, '2026-03-10T11:00:00Z')).toBe('2026-03-10T20:00:00.000Z');
    });

    it('is null when the instant is not allowed', () => {
      expect(end(paris, strict, '2026-03-10T19:00:00Z')).toBeNull();
      expect(end(paris, daily(), '2026-03-10T11:00:00Z')).toBeNull();
    });

    it('passes midnight when the next day is open from its first minute', () => {
      expect(end(paris, daily([0, 60], [1200, 1440]), '2026-03-10T22:00:00Z')).toBe('2026-03-11T00:00:00.000Z');
    });

    it('is cut at 60 days when the window never ends', () => {
      expect(end(paris, daily([0, 1440]), '2026-03-10T22:00:00Z')).toBe('2026-05-09T22:00:00.000Z');
    });
  });

  it('finds the next window, from the instant itself when that is allowed', () => {
    expect(windows(paris, strict, '2026-05-07T10:30:00Z', '2026-05-12T00:00:00Z')).toEqual([
      '2026-05-07T10:30:00.000Z 2026-05-07T18:00:00.000Z',
      '2026-05-09T06:00:00.000Z 2026-05-09T18:00:00.000Z',
      '2026-05-11T06:00:00.000Z 2026-05-11T18:00:00.000Z',
    ]);
  });
});
