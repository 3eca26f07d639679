import { describe, expect, it } from 'vitest';
import { profileById } from '../../../src/core/schedule/profiles.js';
import { WaitingTally } from '../../../src/core/schedule/waiting-tally.js';

const FRANCE = { zones: ['Europe/Paris'], calendars: ['FR'] };
const STRICT = profileById('FR/strict');

describe('those who wait', () => {
  it('are counted by their place and the hours that they keep', () => {
    const tally = new WaitingTally();
    tally.add(FRANCE, STRICT, 2);
    tally.add({ ...FRANCE, calendars: ['FR', 'FR-57'] }, STRICT, 1);
    tally.add({ ...FRANCE, zones: ['Indian/Reunion'] }, STRICT, 1);
    tally.add(FRANCE, profileById('FR/charter-2026'), 4);
    tally.add(FRANCE, null, 5);
    tally.add({ zones: [...FRANCE.zones], calendars: [...FRANCE.calendars] }, STRICT, 3);
    expect(tally.all()).toEqual([
      { place: FRANCE, profile: STRICT, count: 5 },
      { place: { ...FRANCE, calendars: ['FR', 'FR-57'] }, profile: STRICT, count: 1 },
      { place: { ...FRANCE, zones: ['Indian/Reunion'] }, profile: STRICT, count: 1 },
      { place: FRANCE, profile: profileById('FR/charter-2026'), count: 4 },
      { place: FRANCE, profile: null, count: 5 },
    ]);
  });
});
