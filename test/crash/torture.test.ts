import { describe, expect, it } from 'vitest';
import { tortureRound } from '../support/torture.js';

/** Ten rounds of `npm run torture`; the long run has two hundred. */
const ROUNDS = 10;

describe('the built program against a network that misbehaves, killed at random moments', () => {
  it.each(Array.from({ length: ROUNDS }, (_, index) => 20260106 + index))(
    'texts nobody twice, nobody who may not be texted, and books every message (seed %i)',
    async (seed) => {
      const { starts, handsets } = await tortureRound({ seed, recipients: 80, kills: 3 });
      expect(starts).toBeGreaterThan(1);
      expect(handsets).toBeGreaterThan(0);
    },
  );
});
