import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../src/core/consent/day-text.js';

const paris = { zone: 'Europe/Paris', country: 'FR' };
const told = (text: string, place = paris) => {
  const day = parseDay(text, place);
  return day === null ? null : [day.text, day.at.toISO(), day.end.toISO()];
};

describe('parseDay', () => {
  it.each([
    ['2026-03-10', '2026-03-10', '2026-03-09T23:00:00.000Z', '2026-03-10T23:00:00.000Z'],
    ['10/3/2026', '2026-03-10', '2026-03-09T23:00:00.000Z', '2026-03-10T23:00:00.000Z'],
    ['10.03.2026', '2026-03-10', '2026-03-09T23:00:00.000Z', '2026-03-10T23:00:00.000Z'],
    // 23 and 25 hours: the clocks change on these days.
    ['2026-03-29', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('takes %s as a whole local day', (text, ...expected) => {
    expect(told(text)).toEqual(expected);
    expect(parseDay(text, paris)?.isDateOnly).toBe(true);
  });

  it.each([
    ['2026-03-10T14:30:00Z', '2026-03-10T14:30:00.000Z'],
    ['2026-03-10T14:30+01:00', '2026-03-10T13:30:00.000Z'],
    ['2026-03-10 14:30:05', '2026-03-10T13:30:05.000Z'],
    ['10/03/2026 14:30:05', '2026-03-10T13:30:05.000Z'],
    ['10/03/2026 9:05', '2026-03-10T08:05:00.000Z'],
  ])('takes %s as an instant', (text, iso) => {
    expect(told(text)).toEqual([iso, iso, iso]);
  });

  it.each([
    '',
    'soon',
    '2026-02-30',
    '31/04/2026',
    '00/01/1900',
    '10/03/26',
    '2026-3-10',
    '10/03/2026 25:00',
    '2026',
    '46091',
  ])('does not guess at %j', (text) => {
    expect(parseDay(text, paris)).toBeNull();
  });

  it('takes no slashed date where people write the month first', () => {
    expect(parseDay('03/12/2026', { zone: 'America/New_York', country: 'US' })).toBeNull();
    expect(parseDay('2026-03-12', { zone: 'America/New_York', country: 'US' })?.text).toBe('2026-03-12');
  });

  it('reads back what it wrote, in every zone', () => {
    const zones = fc.constantFrom('Europe/Paris', 'Pacific/Apia', 'America/Havana', 'Asia/Kolkata', 'UTC');
    const days = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(zones, days, (zone, offset) => {
        const iso = DateTime.fromObject({ year: 1990 }, { zone: 'utc' }).plus({ days: offset }).toISODate() ?? '';
        // Samoa had no 30 December 2011.
        fc.pre(iso !== '2011-12-30');
        const day = parseDay(iso, { zone, country: 'FR' });
        expect(day?.text).toBe(iso);
        expect(day!.at < day!.end).toBe(true);
      }),
    );
  });
});
