import { renameSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type * as DraftThreads from '../../src/store/sqlite/draft-thread.js';
import type { DraftThread } from '../../src/store/sqlite/draft-thread.js';
import type { ExclusionDraft, IntentDraft, Ledger, OpenPlan } from '../../src/store/store.js';
import {
  consentOf,
  dumpTables,
  fictionNumbers,
  intentDraft,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';
import { mountSmallDisk } from './small-disk.js';

// A thread runs what was built.
const { draftThread } = (await import(
  new URL('../../dist/store/sqlite/draft-thread.js', import.meta.url).href
)) as typeof DraftThreads;

const numbers = fictionNumbers(9);
/** Rows that are kept without a thread in these tests. */
const PAYS_FROM = 3;
const ISLANDS = { zones: ['Pacific/Noumea', 'Pacific/Tahiti'], calendars: ['NC', 'PF'] };

let temp: TempLedger;
let ledger: Ledger;
let thread: DraftThread;
beforeEach(async () => {
  temp = tempLedger();
  ledger = await peopled(temp);
  thread = threadOn(temp, ledger);
});
afterEach(async () => {
  await thread.close();
  temp.remove();
});

async function peopled(place: TempLedger): Promise<Ledger> {
  const opened = place.open();
  await opened.recordConsents(
    numbers.map((number) => consentOf(number)),
    STAMP,
  );
  return opened;
}

function threadOn({ file }: TempLedger, to: Ledger, key = Buffer.alloc(32, 7)): DraftThread {
  return draftThread(to, { file, key, fileKey: null, appliedAt: '2026-01-05T10:00:00.000Z' }, PAYS_FROM);
}

function openPlan(to: Ledger): Promise<OpenPlan> {
  return to.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
}

/** Two messages of a plan, in two territories, and somebody who is left out. */
function chunk(place: number, differing: Partial<IntentDraft> = {}): [IntentDraft[], ExclusionDraft[]] {
  const line = place * 3 + 2;
  const draft = (offset: number): IntentDraft => {
    const index = place * 2 + offset;
    const territory = { code: `T${index % 3}`, country: 'FR', ...ISLANDS, profile: 'FR/strict' };
    const own = { line: line + offset, row: line + offset - 1, consentSeq: index + 1, text: `Été ${index} €\nSTOP` };
    return intentDraft(numbers[index]!, { ...own, territory, encoding: 'UCS-2', ...differing });
  };
  const reason = place % 2 === 0 ? 'duplicate' : 'invalid_number';
  const number = place % 2 === 0 ? numbers[place]! : null;
  return [[draft(0), draft(1)], [{ line: line + 2, number, reason }]];
}

describe('a plan that is drafted in a thread of its own', () => {
  it('is, frozen, the plan that one thread makes, to the last byte of every table and its seal', async () => {
    const other = tempLedger();
    onTestFinished(() => other.remove());
    const alone = await peopled(other);
    for (const [to, drafter] of [
      [alone, alone],
      [ledger, thread.drafter],
    ] as const) {
      const plan = await openPlan(to);
      for (const place of [0, 1, 2, 3]) await drafter.keepPlanned(plan, ...chunk(place));
      await drafter.freezePlan(plan, PLANNED_FILE, STAMP);
    }
    const ofThread = dumpTables(temp.file);
    expect(ofThread['intent']).toHaveLength(8);
    expect(ofThread['exclusion']).toHaveLength(4);
    // The file that each is at home in, and when a migration was applied, is all that the two may differ in.
    const own = { ledger: null, migration: null };
    expect({ ...ofThread, ...own }).toEqual({ ...dumpTables(other.file), ...own });
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('is seen by nobody before it is frozen', async () => {
    const plan = await openPlan(ledger);
    for (const place of [0, 1, 2]) await thread.drafter.keepPlanned(plan, ...chunk(place));
    expect(await ledger.findCampaign('fete')).toBe(null);
    expect(await ledger.intents(plan.campaignId, { limit: 100 })).toEqual([]);
    await thread.drafter.freezePlan(plan, PLANNED_FILE, STAMP);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ planned: 6, unconfirmed: 6 });
  });

  it('is taken back wholly, with what was still on its way to the thread', async () => {
    const before = dumpTables(temp.file);
    const plan = await openPlan(ledger);
    await thread.drafter.keepPlanned(plan, ...chunk(0));
    const onItsWay = [1, 2].map((place) => thread.drafter.keepPlanned(plan, ...chunk(place)));
    await thread.drafter.abandonPlan(plan);
    await Promise.all(onItsWay);
    expect(dumpTables(temp.file)).toEqual(before);
  });

  it('needs no thread while it is short', async () => {
    // A thread with another key would open nothing.
    const keyless = threadOn(temp, ledger, Buffer.alloc(32, 8));
    const plan = await openPlan(ledger);
    await keyless.drafter.keepPlanned(plan, ...chunk(0));
    await keyless.drafter.freezePlan(plan, PLANNED_FILE, STAMP);
    await keyless.close();
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ planned: 2 });
  });

  it('fails with what its ledger says when the thread opens it', async () => {
    const keyless = threadOn(temp, ledger, Buffer.alloc(32, 8));
    const before = dumpTables(temp.file);
    const plan = await openPlan(ledger);
    await keyless.drafter.keepPlanned(plan, ...chunk(0));
    await expect(keyless.drafter.keepPlanned(plan, ...chunk(1))).rejects.toMatchObject({
      name: 'OperatorError',
      kind: 'notPermitted',
      problem: { key: 'store.wrongKey' },
    });
    await keyless.drafter.abandonPlan(plan);
    expect(dumpTables(temp.file)).toEqual(before);
  });

  it('fails as a defect where a draft breaks a rule of the ledger, and can be taken back', async () => {
    const before = dumpTables(temp.file);
    const plan = await openPlan(ledger);
    for (const place of [0, 1]) await thread.drafter.keepPlanned(plan, ...chunk(place));
    const twice = thread.drafter.keepPlanned(plan, ...chunk(1));
    await expect(twice).rejects.toMatchObject({
      name: 'BugError',
      message: expect.stringContaining('UNIQUE') as string,
    });
    await thread.drafter.abandonPlan(plan);
    expect(dumpTables(temp.file)).toEqual(before);
  });

  it.each([
    ['was deleted', () => rmSync(temp.file)],
    [
      'was replaced',
      () => {
        const other = tempLedger();
        other.close();
        renameSync(other.file, temp.file);
        other.remove();
      },
    ],
  ])('never goes into another file: 74 when its ledger %s', async (_, harm) => {
    const plan = await openPlan(ledger);
    await thread.drafter.keepPlanned(plan, ...chunk(0));
    harm();
    await expect(thread.drafter.keepPlanned(plan, ...chunk(1))).rejects.toMatchObject({
      name: 'OperatorError',
      kind: 'storeFailure',
      problem: { key: 'store.replaced' },
    });
  });

  it('says that the disk is full: 74; the next plan of its name removes what is left', async () => {
    const disk = mountSmallDisk();
    if (disk === null) return; // no other file system is at hand here
    onTestFinished(() => disk.remove());
    const small = tempLedger(disk.folder);
    const full = await peopled(small);
    const drafting = threadOn(small, full);
    const plan = await openPlan(full);
    for (const place of [0, 1]) await drafting.drafter.keepPlanned(plan, ...chunk(place));
    disk.fill();
    const more = drafting.drafter.keepPlanned(plan, ...chunk(2, { text: 'x'.repeat(200_000) }));
    await expect(more).rejects.toMatchObject({
      name: 'OperatorError',
      kind: 'storeFailure',
      problem: { key: 'store.full' },
    });
    await drafting.close();
    disk.free();
    expect(dumpTables(small.file)['intent']).toHaveLength(4);
    await openPlan(full);
    expect(dumpTables(small.file)).toMatchObject({ intent: [], exclusion: [], plan: [{ state: 'planning' }] });
    small.close();
  });

  it('fails when its thread dies, and is taken back by the one that judges', async () => {
    const doomed = threadOn(temp, ledger, null as never);
    const before = dumpTables(temp.file);
    const plan = await openPlan(ledger);
    await doomed.drafter.keepPlanned(plan, ...chunk(0));
    await expect(doomed.drafter.keepPlanned(plan, ...chunk(1))).rejects.toMatchObject({ name: 'TypeError' });
    await doomed.drafter.abandonPlan(plan);
    expect(dumpTables(temp.file)).toEqual(before);
  });
});
