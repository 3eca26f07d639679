import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';
import { afterEach, describe, expect, it } from 'vitest';
import { instantsShowing, readInstants } from '../../../src/core/schedule/local-time.js';

afterEach(() => {
  Settings.now = () => Date.now();
});

const read = (text: string, zone = 'Europe/Paris') => readInstants(text, zone)?.map((at) => at.toISO()) ?? null;

describe('readInstants', () => {
  it.each([
    ['2026-03-10T10:00', ['2026-03-10T09:00:00.000Z']],
    ['2026-03-10T10:00:30.5', ['2026-03-10T09:00:30.500Z']],
    ['20260310T1000', ['2026-03-10T09:00:00.000Z']],
    ['2026-07-10T10:00', ['2026-07-10T08:00:00.000Z']],
    ['2026-03-10T10:00Z', ['2026-03-10T10:00:00.000Z']],
    ['2026-03-10T10:00-04:00', ['2026-03-10T14:00:00.000Z']],
    ['20260310T1000-04', ['2026-03-10T14:00:00.000Z']],
    ['2026-03-10T10:00+14:00', ['2026-03-09T20:00:00.000Z']],
    // The hour that summer time leaves out, and what stands beside it.
    ['2027-03-28T01:59', ['2027-03-28T00:59:00.000Z']],
    ['2027-03-28T02:00', []],
    ['2027-03-28T02:59:59', []],
    ['2027-03-28T03:00', ['2027-03-28T01:00:00.000Z']],
    ['2027-03-28T02:30+01:00', ['2027-03-28T01:30:00.000Z']],
    // The hour that comes twice when it ends.
    ['2026-10-25T01:59', ['2026-10-24T23:59:00.000Z']],
    ['2026-10-25T02:30', ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']],
    ['2026-10-25T03:00', ['2026-10-25T02:00:00.000Z']],
    ['2026-10-25T02:30+02:00', ['2026-10-25T00:30:00.000Z']],
  ])('reads %s in Paris as %j', (text, instants) => {
    expect(read(text)).toEqual(instants);
  });

  it.each([
    '2026-03-10',
    '10:00',
    'noon',
    '',
    '2026-02-30T10:00',
    '2026-03-10T25:00',
    '2027-03-28T02:30[Europe/Paris]',
    '2026-03-10T10:00+99:99',
    '2026-03-10T10:00-60:00',
    '2026-03-10T10:00+0160',
    '20260310T1000+15',
  ])('is null for %j', (text) => expect(read(text)).toBeNull());

  it('knows a day that a zone left out: Samoa had no 30 December 2011', () => {
    expect(read('2011-12-30T10:00', 'Pacific/Apia')).toEqual([]);
    expect(read('2011-12-29T23:59', 'Pacific/Apia')).toHaveLength(1);
    expect(read('2011-12-31T00:00', 'Pacific/Apia')).toHaveLength(1);
  });

  it.each(['2026-01-15', '2026-07-15'])('answers the same whenever it is asked: %s', (day) => {
    Settings.now = () => Date.parse(day);
    expect(read('2026-10-25T02:30')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
  });
});

describe('instantsShowing', () => {
  it('has every instant at what its clocks show, and no other', () => {
    const zones = fc.constantFrom(
      ...['Europe/Paris', 'America/Havana', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia', 'America/Adak'],
    );
    const near = [
      '2026-03-29T01:00Z',
      '2026-10-25T01:00Z',
      '2026-04-04T15:00Z',
      '2026-03-08T05:00Z',
      '2011-12-30T10:00Z',
    ];
    const instants = fc
      .tuple(fc.constantFrom(...near), fc.integer({ min: -3000, max: 3000 }))
      .map(([iso, minutes]) => DateTime.fromISO(iso, { zone: 'utc' }).plus({ minutes }));
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const wall = at.setZone(zone).setZone('utc', { keepLocalTime: true });
        const found = instantsShowing(wall, zone);
        expect(found.map(Number)).toContain(+at);
        for (const one of found)
          expect(one.setZone(zone).toFormat('yyyy-MM-dd HH:mm:ss.SSS')).toBe(wall.toFormat('yyyy-MM-dd HH:mm:ss.SSS'));
        expect(found.map(Number)).toEqual([...new Set(found.map(Number))].sort((a, b) => a - b));
      }),
    );
  });
});
