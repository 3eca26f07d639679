import { expect, it } from 'vitest';
import { greatRun } from '../support/great-run.js';

/** `npm run torture -- --contacts 100000` is the real one. */
const CONTACTS = 2500;
const KILLS = 3;
/** What a kill leaves in doubt at most: some of it never left. */
const IN_FLIGHT = 256;

it('plans and sends a great campaign in little memory, though it is killed on the way: nobody twice', async () => {
  const { starts, handsets } = await greatRun({ seed: 20260106, contacts: CONTACTS, kills: KILLS });
  expect(starts).toBe(KILLS + 1);
  // A tenth has never said yes, and a few said STOP.
  expect(handsets).toBeGreaterThan(CONTACTS * 0.85 - KILLS * IN_FLIGHT);
});
