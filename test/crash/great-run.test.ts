import { expect, it } from 'vitest';
import { greatRun } from '../support/great-run.js';

/** `npm run torture -- --contacts 100000` is the real one. */
const CONTACTS = 2500;

it('plans and sends a great campaign in little memory, though it is killed on the way: nobody twice', async () => {
  const { starts, handsets } = await greatRun({ seed: 20260106, contacts: CONTACTS, kills: 3 });
  expect(starts).toBe(4);
  // A tenth has never said yes, and a few said STOP.
  expect(handsets).toBeGreaterThan(CONTACTS * 0.75);
});
