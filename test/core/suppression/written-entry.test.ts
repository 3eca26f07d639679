import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isUndone, standingEntry, type WrittenEntry } from '../../../src/core/suppression/written-entry.js';

const at = DateTime.utc(2026, 3, 10);
const written = (differing: Partial<WrittenEntry>): WrittenEntry => ({
  ...{ reason: 'stop', scope: 'promotional', purpose: null, at, lifts: [] },
  ...differing,
});

describe('an entry as it is written down', () => {
  it('reaches as far as it says', () => {
    expect(standingEntry(written({}))).toEqual([{ reason: 'stop', scope: { kind: 'promotional' }, at }]);
    const ofOne = written({ reason: 'manual', scope: 'purpose', purpose: 'survey' });
    expect(standingEntry(ofOne)).toEqual([{ reason: 'manual', scope: { kind: 'purpose', purpose: 'survey' }, at }]);
  });

  it('stands for all purposes but those that it was lifted for', () => {
    expect(standingEntry(written({ lifts: ['survey', 'marketing'] }))).toMatchObject([
      { liftedFor: ['survey', 'marketing'] },
    ]);
    // A person who never took it back is told from one who did by the absence of the field.
    expect(standingEntry(written({}))[0]).not.toHaveProperty('liftedFor');
  });

  it('is nothing once it was a mistake, whatever it was lifted for', () => {
    for (const lifts of [[null], ['survey', null]]) {
      expect(standingEntry(written({ lifts }))).toEqual([]);
      expect(isUndone({ lifts })).toBe(true);
    }
    expect(isUndone({ lifts: ['survey'] })).toBe(false);
  });
});
