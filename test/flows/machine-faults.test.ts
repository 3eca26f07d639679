import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/store/store.js';
import { unaccounted } from '../support/counts.js';
import { fakeWorld } from '../support/fake-world.js';
import { accepted, scriptedProvider } from '../support/scripted-provider.js';
import { runCampaign } from '../support/send-run.js';
import { confirmedCampaign, fictionNumbers, tempLedger, type TempLedger } from '../support/temp-ledger.js';

/** Tuesday, 11:00 in Paris: inside every window. */
const TUESDAY = '2026-01-06T10:00:00.000Z';
const WORKERS = 4;
const numbers = fictionNumbers(60);

let temp: TempLedger;
let ledger: Ledger;
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  await confirmedCampaign(ledger, 'fete', numbers);
});
afterEach(() => temp.remove());

describe('a ledger that goes away under a run', () => {
  const losses: readonly (readonly [string, () => void])[] = [
    ['deleted', () => rmSync(temp.file)],
    [
      'replaced by a copy of itself',
      () => {
        const copy = join(temp.folder, 'copy.db');
        copyFileSync(temp.file, copy);
        renameSync(copy, temp.file);
      },
    ],
  ];

  it.each(losses)(
    '%s, ends it with 74: nothing leaves on the word of commits that nobody will see',
    async (_, lose) => {
      const provider = scriptedProvider((message) => {
        if (provider.submissions.length === 20) lose();
        return accepted(message);
      });
      const run = runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY), workers: WORKERS });
      await expect(run).rejects.toMatchObject({ kind: 'storeFailure', problem: { key: 'store.replaced' } });
      expect(provider.submissions.length).toBeLessThan(20 + WORKERS);
      for (const received of provider.handsets.values()) expect(received).toHaveLength(1);
    },
  );
});

describe('a clock that is set while a run is under way', () => {
  it.each([
    ['back by a day', { days: -1 }],
    ['forth by a minute', { minutes: 1 }],
  ])('%s, neither stops it inside the window nor texts anyone twice', async (_, step) => {
    const world = fakeWorld(TUESDAY);
    let isSet = false;
    const clock = { ...world.clock, now: () => (isSet ? world.clock.now().plus(step) : world.clock.now()) };
    const provider = scriptedProvider((message) => {
      isSet ||= provider.submissions.length === 20;
      return accepted(message);
    });
    const run = { ledger, provider, world: { ...world, clock }, workers: WORKERS };
    const { end, counts } = await runCampaign('fete', run);
    expect(end).toEqual({ kind: 'done' });
    expect(counts).toMatchObject({ accepted: 60 });
    expect(unaccounted(counts)).toBe(0);
    for (const received of provider.handsets.values()) expect(received).toHaveLength(1);
  });

  it('forth into the night, ends the submissions at once and leaves the rest for the morning', async () => {
    const world = fakeWorld(TUESDAY);
    let isSet = false;
    const night = DateTime.fromISO('2026-01-06T21:00:00.000Z', { zone: 'utc' });
    const clock = { ...world.clock, now: () => (isSet ? night : world.clock.now()) };
    const provider = scriptedProvider((message) => {
      isSet ||= provider.submissions.length === 20;
      return accepted(message);
    });
    const run = { ledger, provider, world: { ...world, clock }, workers: WORKERS };
    const { end, counts } = await runCampaign('fete', run);
    expect(end).toMatchObject({ kind: 'closed' });
    expect(provider.submissions.length).toBeLessThan(20 + WORKERS);
    expect(counts.accepted + counts.remaining).toBe(60);
  });
});
