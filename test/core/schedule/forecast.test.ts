import type { DateTime } from 'luxon';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earliest, forecast, type Waiting } from '../../../src/core/schedule/forecast.js';
import { gateOf } from '../../../src/core/schedule/gate.js';
import { openHolidayBook } from '../../../src/core/schedule/holidays.js';
import { nightRest, profileById, type SendingProfile } from '../../../src/core/schedule/profiles.js';
import { utc } from '../../support/core-facts.js';

const strict = profileById('FR/strict')!;
const paris = (count: number): Waiting => ({
  place: { zones: ['Europe/Paris'], calendars: ['FR'] },
  profile: strict,
  count,
});
const martinique = (count: number): Waiting => ({
  place: { zones: ['America/Martinique'], calendars: ['MQ'] },
  profile: strict,
  count,
});

const wholeDay = [{ startMinute: 0, endMinute: 1440 }];
const allDay: SendingProfile['days'] = {
  ...{ mon: wholeDay, tue: wholeDay, wed: wholeDay, thu: wholeDay, fri: wholeDay, sat: wholeDay, sun: wholeDay },
};

describe('forecast (promise 7: when it ends)', async () => {
  const book = await openHolidayBook();
  const show = (waiting: readonly Waiting[], rate: number, from: string) => {
    const { legs, unplaced } = forecast(waiting, rate, utc(from), null, book);
    return { legs: legs.map(({ start, end, count }) => `${start.toISO()} ${end.toISO()} ${count}`), unplaced };
  };

  it('nothing to send takes no time', () => {
    expect(show([], 30, '2026-01-06T10:00:00Z')).toEqual({ legs: [], unplaced: 0 });
    expect(show([paris(0)], 30, '2026-01-06T10:00:00Z')).toEqual({ legs: [], unplaced: 0 });
  });

  it('an open window: as long as the rate needs', () => {
    expect(show([paris(100)], 30, '2026-01-06T10:00:00Z').legs).toEqual([
      '2026-01-06T10:00:00.000Z 2026-01-06T10:00:03.384Z 100',
    ]);
  });

  it('a closed one: from its opening', () => {
    expect(show([paris(30)], 30, '2026-01-06T20:00:00Z').legs).toEqual([
      '2026-01-07T07:00:00.000Z 2026-01-07T07:00:01.016Z 30',
    ]);
  });

  it('more than fits before the window closes goes on in the next', () => {
    // Ten minutes at one a second, less what the pace keeps in reserve, then the rest in the morning.
    expect(show([paris(1000)], 1, '2026-01-06T18:40:00Z').legs).toEqual([
      '2026-01-06T18:40:00.000Z 2026-01-06T18:50:00.000Z 592',
      '2026-01-07T07:00:00.000Z 2026-01-07T07:06:54.120Z 408',
    ]);
  });

  it('territories that are open together share the rate, and a closed one holds nobody up', () => {
    expect(show([paris(60), martinique(60)], 1, '2026-01-06T14:00:00Z').legs).toEqual([
      '2026-01-06T14:00:00.000Z 2026-01-06T14:02:01.800Z 120',
    ]);
    expect(show([paris(60), martinique(60)], 1, '2026-01-06T08:00:00Z').legs).toEqual([
      '2026-01-06T08:00:00.000Z 2026-01-06T08:01:00.900Z 60',
      '2026-01-06T12:00:00.000Z 2026-01-06T12:01:00.900Z 60',
    ]);
  });

  it('where not all fit, those go first whose window closes first, in whatever order they stand', () => {
    for (const waiting of [
      [paris(60), martinique(60)],
      [martinique(60), paris(60)],
    ]) {
      // A minute before Paris closes; Martinique has five hours more.
      const { lastClose, legs } = forecast(waiting, 1, utc('2026-01-06T18:49:00Z'), null, book);
      expect(legs.map(({ count }) => count)).toEqual([120]);
      expect(lastClose).toEqual(utc('2026-01-06T23:50:00Z'));
    }
  });

  it('where some close together, each has its share: what no list tells apart is not taken for gone', () => {
    const metz: Waiting = { ...paris(60), place: { zones: ['Europe/Paris'], calendars: ['FR-57'] } };
    for (const waiting of [
      [paris(60), metz],
      [metz, paris(60)],
    ]) {
      // Christmas Eve of 2026, a Thursday: Friday is closed in both, the Saturday after it in Metz alone.
      const { legs } = forecast(waiting, 1, utc('2026-12-24T18:49:00Z'), null, book);
      expect(legs.map(({ start, count }) => `${start.toISO()} ${count}`)).toEqual([
        '2026-12-24T18:49:00.000Z 60',
        '2026-12-26T07:00:00.000Z 30',
        '2026-12-28T07:00:00.000Z 30',
      ]);
    }
  });

  it('what would leave after the last instant allowed is told, be it in this window or before the next', () => {
    const until = (count: number, from: string, notAfter: string) => {
      const { legs, late, unplaced } = forecast([paris(count)], 1, utc(from), utc(notAfter), book);
      return { counts: legs.map((leg) => leg.count), late, unplaced };
    };
    expect(until(100, '2026-01-06T10:00:00Z', '2026-01-06T10:01:00Z')).toEqual({ counts: [60], late: 40, unplaced: 0 });
    expect(until(100, '2026-01-06T18:49:00Z', '2026-01-07T06:00:00Z')).toEqual({ counts: [60], late: 40, unplaced: 0 });
    expect(until(100, '2026-01-06T18:49:00Z', '2026-01-07T07:00:30Z')).toEqual({
      counts: [60, 30],
      late: 10,
      unplaced: 0,
    });
    expect(until(60, '2026-01-06T10:00:00Z', '2026-01-06T10:01:00Z')).toEqual({ counts: [60], late: 0, unplaced: 0 });
  });

  it('counts what leaves on days that the profile discourages, in the place where it arrives', () => {
    const charter = { ...paris(4000), profile: profileById('FR/charter-2026')! };
    const from = (at: string, ...waiting: readonly Waiting[]) => {
      const { discouraged } = forecast(waiting, 1, utc(at), null, book);
      return discouraged.map(({ date, why, holiday, count }) => `${date} ${why} ${holiday ?? '-'} ${count}`);
    };
    // A Saturday evening, half an hour before submissions end; All Saints' Day of 2026 is the Sunday after it.
    expect(from('2026-10-31T19:50:00Z', charter)).toEqual([
      '2026-11-01 sunday - 2226',
      '2026-11-01 holiday Toussaint 2226',
    ]);
    expect(from('2026-11-02T10:00:00Z', charter)).toEqual([]);
    // A profile that closes those days, and one that looks at none, have nothing to warn of.
    expect(from('2026-11-01T10:00:00Z', paris(10))).toEqual([]);
    expect(from('2026-11-01T10:00:00Z', { ...charter, profile: nightRest })).toEqual([]);
    // Nouméa is ten hours ahead of Paris: its Sunday begins while Paris has Saturday.
    const noumea = { ...charter, place: { zones: ['Pacific/Noumea'], calendars: [] } };
    expect(from('2026-11-07T22:00:00Z', noumea)).toEqual(['2026-11-08 sunday - 4000']);
    // Where the place is not known exactly, any of its zones warns.
    const open = { profile: { ...charter.profile, days: allDay } };
    const either = { ...charter, ...open, place: { zones: ['Europe/Paris', 'Pacific/Noumea'], calendars: [] } };
    expect(from('2026-11-07T13:30:00Z', either)).toEqual(['2026-11-08 sunday - 4000']);
    // Without a night between them, two days are told apart all the same.
    expect(from('2026-11-07T22:00:00Z', { ...charter, ...open })).toEqual(['2026-11-08 sunday - 453']);
  });

  it('what no window takes is told', () => {
    const never: Waiting = {
      place: { zones: ['Europe/Paris'], calendars: [] },
      profile: { ...nightRest, days: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } },
      count: 7,
    };
    expect(show([never, paris(30)], 30, '2026-01-06T10:00:00Z')).toEqual({
      legs: ['2026-01-06T10:00:00.000Z 2026-01-06T10:00:01.016Z 30'],
      unplaced: 7,
    });
  });

  it('places everybody once, inside windows, never faster than the rate, in order', () => {
    const waiting = fc.record({ french: fc.integer({ min: 0, max: 3000 }), creole: fc.integer({ min: 0, max: 3000 }) });
    const hour = fc.integer({ min: 0, max: 24 * 30 });
    fc.assert(
      fc.property(waiting, fc.integer({ min: 1, max: 5 }), hour, ({ french, creole }, rate, hours) => {
        const from = utc('2026-04-20T00:30:00Z').plus({ hours });
        const list = [paris(french), martinique(creole)];
        const { legs, unplaced } = forecast(list, rate, from, null, book);
        expect(unplaced).toBe(0);
        expect(legs.reduce((sum, { count }) => sum + count, 0)).toBe(french + creole);
        let last: DateTime = from;
        for (const { start, end, count } of legs) {
          expect(start >= last).toBe(true);
          expect(count).toBeLessThanOrEqual(Math.ceil(end.diff(start).as('seconds') * rate));
          const isOpen = list.some(({ place, profile }) => gateOf(place, profile, start, book).kind === 'open');
          expect(isOpen).toBe(true);
          last = end;
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('tells the close of the last window that is needed, the latest of those that are open side by side', () => {
    const ask = (waiting: readonly Waiting[], from: string): string | undefined =>
      forecast(waiting, 1, utc(from), null, book).lastClose?.toISO() ?? undefined;
    const place = (zone: string, calendar: string) => ({ zones: [zone], calendars: [calendar] });
    const profile = profileById('FR/strict');
    const paris = { place: place('Europe/Paris', 'FR'), profile, count: 10 };
    const guadeloupe = { place: place('America/Guadeloupe', 'FR-GP'), profile, count: 10 };
    expect(ask([paris], '2026-01-06T10:00:00.000Z')).toBe('2026-01-06T18:50:00.000Z');
    expect(ask([{ ...paris, count: 400 }], '2026-01-06T18:45:00.000Z')).toBe('2026-01-07T18:50:00.000Z');
    expect(ask([paris, guadeloupe], '2026-01-06T13:00:00.000Z')).toBe('2026-01-06T23:50:00.000Z');
    expect(ask([{ ...paris, profile: null }], '2026-01-06T10:00:00.000Z')).toBeUndefined();
    expect(ask([], '2026-01-06T10:00:00.000Z')).toBeUndefined();
  });
});

describe('earliest', () => {
  const [early, late] = [utc('2026-01-06T10:00:00Z'), utc('2026-01-06T11:00:00Z')];

  it('is the first instant, whatever stands beside it', () => {
    expect(earliest([late, null, early])).toBe(early);
    expect(earliest([null])).toBeNull();
    expect(earliest([])).toBeNull();
  });
});
