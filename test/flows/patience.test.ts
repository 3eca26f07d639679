import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { Patience, type HeldBack } from '../../src/flows/patience.js';

const NOW = DateTime.utc(2026, 1, 6, 10);
const throttledFor = (minutes: number): HeldBack => ({ kind: 'throttled', retryAfterMs: minutes * 60_000 });

it('a message that was taken ends the wait: what was waited for before it counts no more', () => {
  const patience = new Patience();
  const held = (minutes: number): string =>
    patience.heldBack(throttledFor(minutes), patience.round, NOW)?.kind ?? 'goes on';
  expect([held(6), held(1)]).toEqual(['goes on', 'goes on']);
  expect(patience.answered({ kind: 'accepted', providerId: 'a' })).toBe(null);
  expect([held(6), held(3), held(2)]).toEqual(['goes on', 'goes on', 'throttled']);
});
