import { describe, expect, it } from 'vitest';
import { areGatesGood, judgeTerritories, type GatedTerritory } from '../../../src/core/campaign/territory-gates.js';
import { plannedHours } from '../../../src/core/campaign/window-profile.js';
import { openHolidayBook } from '../../../src/core/schedule/holidays.js';
import { BugError } from '../../../src/errors.js';
import { utc } from '../../support/core-facts.js';

const paris: GatedTerritory = { id: 1, code: 'FR', zones: ['Europe/Paris'], calendars: ['FR'], profile: 'FR/strict' };
const martinique: GatedTerritory = {
  id: 2,
  code: 'MQ',
  zones: ['America/Martinique'],
  calendars: ['MQ'],
  profile: 'FR/strict',
};
const urgent: GatedTerritory = { id: 3, code: 'FR', zones: ['Europe/Paris'], calendars: ['FR'], profile: 'any-hour' };

describe('judgeTerritories', async () => {
  const book = await openHolidayBook();
  const judge = (at: string, ...territories: readonly GatedTerritory[]) => {
    const { open, opensAt, goodUntil } = judgeTerritories(territories, plannedHours, utc(at), book);
    return { open, opensAt: opensAt?.toISO() ?? null, goodUntil: goodUntil?.toISO() ?? null };
  };

  it.each([
    [
      'noon in Paris: one open, one to come',
      '2026-01-06T11:00:00Z',
      [[1]],
      '2026-01-06T12:00:00.000Z',
      '2026-01-06T12:00:00.000Z',
    ],
    ['both open: good until the first closes', '2026-01-06T15:00:00Z', [[1], [2]], null, '2026-01-06T18:50:00.000Z'],
    ['evening in Paris', '2026-01-06T20:00:00Z', [[2]], '2026-01-07T07:00:00.000Z', '2026-01-06T23:50:00.000Z'],
    [
      'night in both: the first opening',
      '2026-01-07T03:00:00Z',
      [],
      '2026-01-07T07:00:00.000Z',
      '2026-01-07T07:00:00.000Z',
    ],
  ])('%s', (_, at, open, opensAt, goodUntil) => {
    expect(judge(at, paris, martinique)).toEqual({ open, opensAt, goodUntil });
  });

  it('what may leave at any hour is always open, and never changes', () => {
    expect(judge('2026-01-07T03:00:00Z', urgent)).toEqual({ open: [[3]], opensAt: null, goodUntil: null });
    expect(judge('2026-01-07T03:00:00Z')).toEqual({ open: [], opensAt: null, goodUntil: null });
  });

  it('puts those first that close first, and side by side those that close together', () => {
    const [guadeloupe, brussels] = [
      { ...martinique, id: 4 },
      { ...paris, id: 5, zones: ['Europe/Brussels'] },
    ];
    const { open } = judge('2026-01-06T15:00:00Z', urgent, martinique, paris, guadeloupe, brussels);
    expect(open).toEqual([[1, 5], [2, 4], [3]]);
  });

  it('a profile that nobody knows is a defect, not an open door', () => {
    expect(() => judge('2026-01-06T11:00:00Z', { ...paris, profile: 'XX/unknown' })).toThrow(BugError);
  });

  it('is good from its moment to the next change, and not after a clock was set back', () => {
    const gates = judgeTerritories([paris], plannedHours, utc('2026-01-06T11:00:00Z'), book);
    expect(areGatesGood(gates, utc('2026-01-06T10:59:59.999Z'))).toBe(false);
    expect(areGatesGood(gates, utc('2026-01-06T11:00:00Z'))).toBe(true);
    expect(areGatesGood(gates, utc('2026-01-06T18:49:59.999Z'))).toBe(true);
    expect(areGatesGood(gates, utc('2026-01-06T18:50:00Z'))).toBe(false);
    expect(
      areGatesGood(
        judgeTerritories([urgent], plannedHours, utc('2026-01-06T11:00:00Z'), book),
        utc('2036-01-01T00:00:00Z'),
      ),
    ).toBe(true);
  });
});
