import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { havePassed } from '../../../src/core/schedule/instant.js';

describe('months that have passed', () => {
  const zone = fc.constantFrom('utc', 'Europe/Paris', 'Pacific/Auckland', 'America/Sao_Paulo');
  const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) });

  it('are those of the calendar, whichever two instants are asked about', () => {
    fc.assert(
      fc.property(zone, instant, instant, fc.integer({ min: 0, max: 120 }), (name, one, other, months) => {
        const [since, now] = [DateTime.fromMillis(one, { zone: name }), DateTime.fromMillis(other, { zone: 'utc' })];
        expect(havePassed(months, since.toUTC(), now, name)).toBe(now >= since.plus({ months }));
      }),
      { numRuns: 2000 },
    );
  });

  it('are those of the calendar to the millisecond', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 0, max: 120 }), (name, one, months) => {
        const since = DateTime.fromMillis(one, { zone: name });
        const end = since.plus({ months });
        const hasPassed = (at: DateTime): boolean => havePassed(months, since.toUTC(), at, name);
        expect(hasPassed(end)).toBe(true);
        expect(hasPassed(end.minus({ milliseconds: 1 }))).toBe(false);
        expect(hasPassed(end.minus({ days: 4 }))).toBe(false);
        expect(hasPassed(end.plus({ days: 4 }))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
