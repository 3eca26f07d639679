import fc from 'fast-check';
import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { lastDayOf } from '../../../src/core/rights/deadline.js';
import { extensionRefusal, requestState } from '../../../src/core/rights/request.js';
import { openHolidayBook, type HolidayBook } from '../../../src/core/schedule/holidays.js';

let book: HolidayBook;
beforeAll(async () => {
  book = await openHolidayBook();
});
const inFrance = (date: string): boolean => book.holidayOn('FR', date) !== null;
const never = (): boolean => false;

describe('a period as Regulation 1182/71 counts it', () => {
  it.each([
    ['the same date of the next month', '2026-03-10', 1, '2026-04-10'],
    ['a Sunday that is Easter, and its Monday', '2026-03-05', 1, '2026-04-07'],
    ['no such date: the last day of the month', '2026-08-31', 1, '2026-09-30'],
    ['no such date, and the last day is a Sunday', '2027-01-31', 1, '2027-03-01'],
    ['a leap year', '2028-01-31', 1, '2028-02-29'],
    ['Christmas on a Friday', '2026-11-25', 1, '2026-12-28'],
    ['New Year', '2025-12-01', 1, '2026-01-02'],
    ['14 July', '2026-06-14', 1, '2026-07-15'],
    ['a Saturday', '2026-05-06', 1, '2026-06-08'],
    ['three months', '2026-03-10', 3, '2026-06-10'],
    ['three months, without such a date', '2026-11-30', 3, '2027-03-01'],
  ])('%s: %s + %i month(s) ends on %s', (_, from, months, last) => {
    expect(lastDayOf(from, months, inFrance)).toBe(last);
  });

  const day = fc
    .integer({ min: 0, max: 20_000 })
    .map((days) => DateTime.utc(2000, 1, 1).plus({ days }).toISODate() ?? '');
  const months = fc.constantFrom(1, 3);
  const holidays = fc.array(day, { maxLength: 40 }).map((dates) => new Set(dates));

  it('ends on a working day, not before the same date, and passes over no working day', () => {
    fc.assert(
      fc.property(day, months, holidays, (from, count, closed) => {
        const isHoliday = (date: string): boolean => closed.has(date) || date.endsWith('-12-25');
        const isWorking = (date: DateTime): boolean => date.weekday < 6 && !isHoliday(date.toISODate() ?? '');
        const last = DateTime.fromISO(lastDayOf(from, count, isHoliday), { zone: 'utc' });
        const same = DateTime.fromISO(from, { zone: 'utc' }).plus({ months: count });
        expect(isWorking(last)).toBe(true);
        expect(last >= same).toBe(true);
        for (let one = same; one < last; one = one.plus({ days: 1 })) expect(isWorking(one)).toBe(false);
      }),
    );
  });

  it('never ends earlier for a later request, and later for three months than for one', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), (from, later) => {
        const then = DateTime.fromISO(from, { zone: 'utc' }).plus({ days: later }).toISODate() ?? '';
        expect(lastDayOf(then, 1, never) >= lastDayOf(from, 1, never)).toBe(true);
        expect(lastDayOf(from, 3, never) > lastDayOf(from, 1, never)).toBe(true);
      }),
    );
  });
});

describe('a request', () => {
  const open = { dueOn: '2026-04-10', extendedOn: null, answeredOn: null };

  it('is overdue on the day after its last one', () => {
    expect(requestState(open, '2026-04-10')).toBe('open');
    expect(requestState(open, '2026-04-11')).toBe('overdue');
    expect(requestState({ ...open, answeredOn: '2026-04-10' }, '2027-01-01')).toBe('answered');
    expect(requestState({ ...open, answeredOn: '2026-04-11' }, '2027-01-01')).toBe('answered_late');
  });

  it('is extended once, and within its first month', () => {
    expect(extensionRefusal(open, '2026-04-10')).toBeNull();
    expect(extensionRefusal(open, '2026-04-11')).toBe('too_late');
    expect(extensionRefusal({ ...open, extendedOn: '2026-04-01' }, '2026-04-02')).toBe('extended');
    expect(extensionRefusal({ ...open, answeredOn: '2026-04-01' }, '2026-04-02')).toBe('answered');
  });
});
