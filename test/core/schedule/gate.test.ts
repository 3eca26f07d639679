import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOSING_MARGIN_MINUTES, gateOf, type Gate } from '../../../src/core/schedule/gate.js';
import { openHolidayBook } from '../../../src/core/schedule/holidays.js';
import { judgeHours, type Place } from '../../../src/core/schedule/hours.js';
import { nightRest, profileById, type SendingProfile } from '../../../src/core/schedule/profiles.js';
import { utc } from '../../support/core-facts.js';

const paris: Place = { zones: ['Europe/Paris'], calendars: ['FR'] };
const strict = profileById('FR/strict')!;

describe('gateOf', async () => {
  const book = await openHolidayBook();
  const show = (gate: Gate): string =>
    gate.kind === 'open'
      ? `open before ${gate.sendBefore?.toISO() ?? 'ever'}`
      : `closed until ${gate.opensAt?.toISO() ?? 'ever'}`;
  const judge = (at: string, profile: SendingProfile | null = strict, place = paris): string =>
    show(gateOf(place, profile, utc(at), book));

  it.each([
    ['when the window opens', '2026-01-06T07:00:00Z', 'open before 2026-01-06T18:50:00.000Z'],
    ['a moment before', '2026-01-06T06:59:59.999Z', 'closed until 2026-01-06T07:00:00.000Z'],
    ['a moment before the margin', '2026-01-06T18:49:59.999Z', 'open before 2026-01-06T18:50:00.000Z'],
    ['in the margin: closed, to the next morning', '2026-01-06T18:50:00Z', 'closed until 2026-01-07T07:00:00.000Z'],
    ['after the end', '2026-01-06T19:00:00Z', 'closed until 2026-01-07T07:00:00.000Z'],
    ['Saturday evening: to Monday', '2026-01-10T18:55:00Z', 'closed until 2026-01-12T07:00:00.000Z'],
    ['before a holiday on a Friday: to Saturday', '2026-04-30T18:55:00Z', 'closed until 2026-05-02T06:00:00.000Z'],
    ['in summer', '2026-07-07T12:00:00Z', 'open before 2026-07-07T17:50:00.000Z'],
  ])('%s', (_, at, verdict) => {
    expect(judge(at)).toBe(verdict);
  });

  it('without a profile is open at any hour', () => {
    expect(judge('2026-01-06T02:00:00Z', null)).toBe('open before ever');
  });

  it('several zones: open in all of them, until the first closes', () => {
    const both: Place = { zones: ['Europe/Paris', 'America/Martinique'], calendars: [] };
    expect(judge('2026-01-06T11:00:00Z', strict, both)).toBe('closed until 2026-01-06T12:00:00.000Z');
    expect(judge('2026-01-06T12:00:00Z', strict, both)).toBe('open before 2026-01-06T18:50:00.000Z');
  });

  /** A profile open every day for so many minutes from noon. */
  const fromNoon = (minutes: number): SendingProfile => {
    const hours = [{ startMinute: 720, endMinute: 720 + minutes }];
    const days = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours };
    return { ...nightRest, days };
  };

  it('a window no longer than the margin never opens, and nobody is sent to wait for it', () => {
    expect(judge('2026-01-06T09:00:00Z', fromNoon(10))).toBe('closed until ever');
    expect(judge('2026-01-06T11:03:00Z', fromNoon(10))).toBe('closed until ever');
    expect(judge('2026-01-06T09:00:00Z', fromNoon(11))).toBe('closed until 2026-01-06T11:00:00.000Z');
    expect(judge('2026-01-06T11:00:30Z', fromNoon(11))).toBe('open before 2026-01-06T11:01:00.000Z');
    expect(judge('2026-01-06T11:01:00Z', fromNoon(11))).toBe('closed until 2026-01-07T11:00:00.000Z');
  });

  it('agrees with the judgement of hours, everywhere and at any time', () => {
    const zone = fc.constantFrom(
      'Europe/Paris',
      'America/New_York',
      'Pacific/Noumea',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    );
    const profile = fc.constantFrom(strict, nightRest, profileById('US/FL')!, profileById('FR/charter-2026')!);
    const minute = fc.integer({ min: 0, max: 2 * 365 * 24 * 60 });
    fc.assert(
      fc.property(zone, profile, minute, (name, hours, minutes) => {
        const place = { zones: [name], calendars: [] };
        const at = utc('2025-01-01T00:00:00Z').plus({ minutes });
        const gate = gateOf(place, hours, at, book);
        if (gate.kind === 'open') {
          expect(judgeHours(place, hours, at, book).allowed).toBe(true);
          // Also in the last moment there is the margin left.
          const last = gate.sendBefore!.plus({ minutes: CLOSING_MARGIN_MINUTES, milliseconds: -1 });
          expect(judgeHours(place, hours, last, book).allowed).toBe(true);
          expect(gate.sendBefore! > at).toBe(true);
        } else {
          expect(gate.opensAt! > at).toBe(true);
          expect(gateOf(place, hours, gate.opensAt!, book).kind).toBe('open');
        }
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
