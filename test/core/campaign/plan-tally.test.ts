import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exclusionReasons } from '../../../src/core/audience/eligibility.js';
import { PlanTally, SAMPLE_COUNT, type Counted } from '../../../src/core/campaign/plan-tally.js';

const message = (differing: Partial<Counted> = {}): Counted => ({
  encoding: 'GSM-7',
  segments: 1,
  costMicros: 65_000,
  territory: 'FR',
  country: 'FR',
  ...differing,
});
const sample = (place: number) => ({ to: `+3363998000${place}`, text: 'Bonjour', segments: 1 });

describe('PlanTally', () => {
  it('is empty at first', () => {
    expect(new PlanTally().totals()).toEqual({
      rows: 0,
      planned: 0,
      already: 0,
      newcomers: 0,
      excluded: {},
      segments: 0,
      costMicros: 0,
      newCostMicros: 0,
      costless: [],
      newCostless: [],
      encodings: { 'GSM-7': 0, 'UCS-2': 0 },
      territories: {},
      countries: {},
      distribution: {},
      samples: [],
      remarks: {},
      ownHolidaysNotKnown: [],
      nationalCalendars: [],
    });
  });

  it('counts those already planned with the plan, but not as newcomers, and shows newcomers alone', () => {
    const tally = new PlanTally();
    tally.addAlready(message({ segments: 2, costMicros: 130_000, territory: 'RE', country: 'RE' }));
    tally.addNewcomer(message({ encoding: 'UCS-2' }), sample(1));
    tally.addExcluded('suppressed');
    tally.addExcluded('suppressed');
    tally.addRemark('place-unread', 7);
    tally.addOwnHolidaysNotKnown('NC');
    tally.addRemark('place-unread', 9);
    tally.addNationalCalendar('CH');
    tally.addOwnHolidaysNotKnown('NC');
    expect(tally.totals()).toEqual({
      rows: 4,
      planned: 2,
      already: 1,
      newcomers: 1,
      excluded: { suppressed: 2 },
      segments: 3,
      costMicros: 195_000,
      newCostMicros: 65_000,
      costless: [],
      newCostless: [],
      encodings: { 'GSM-7': 1, 'UCS-2': 1 },
      territories: { FR: 1, RE: 1 },
      countries: { FR: 1, RE: 1 },
      distribution: { 1: 1, 2: 1 },
      samples: [sample(1)],
      remarks: { 'place-unread': { rows: 2, firstLine: 7 } },
      ownHolidaysNotKnown: ['NC'],
      nationalCalendars: ['CH'],
    });
    expect(tally.newcomerCount).toBe(1);
  });

  it('keeps a few samples, however many there are', () => {
    const tally = new PlanTally();
    for (let place = 0; place < 9; place += 1) tally.addNewcomer(message(), sample(place));
    expect(tally.totals().samples).toEqual(Array.from({ length: SAMPLE_COUNT }, (_, place) => sample(place)));
  });

  it('adds up: every row is planned or left out, and every breakdown has the sum of the planned', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('excluded' as const), reason: fc.constantFrom(...exclusionReasons) }),
      fc.record({
        kind: fc.constantFrom('already' as const, 'newcomer' as const),
        message: fc.record({
          encoding: fc.constantFrom('GSM-7' as const, 'UCS-2' as const),
          segments: fc.integer({ min: 1, max: 5 }),
          costMicros: fc.integer({ min: 0, max: 1_000_000 }),
          territory: fc.constantFrom('FR', 'RE', 'US-FL'),
          country: fc.constantFrom('FR', 'RE', 'US'),
        }),
      }),
    );
    const sum = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const tally = new PlanTally();
        for (const one of steps) {
          if (one.kind === 'excluded') tally.addExcluded(one.reason);
          else if (one.kind === 'already') tally.addAlready(one.message);
          else tally.addNewcomer(one.message, sample(0));
        }
        const totals = tally.totals();
        expect(totals.rows).toBe(steps.length);
        expect(totals.planned + sum(totals.excluded)).toBe(totals.rows);
        expect(totals.already + totals.newcomers).toBe(totals.planned);
        for (const parts of [totals.encodings, totals.territories, totals.countries, totals.distribution]) {
          expect(sum(parts)).toBe(totals.planned);
        }
        const segments = Object.entries(totals.distribution).map(([length, count]) => Number(length) * count);
        expect(totals.segments).toBe(segments.reduce((total, count) => total + count, 0));
      }),
      { seed: 7 },
    );
  });
});
