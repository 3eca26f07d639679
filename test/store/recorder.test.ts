import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as Recorder from '../../src/store/sqlite/recorder.js';
import type { RecorderThread } from '../../src/store/sqlite/recorder.js';
import type { Ledger } from '../../src/store/store.js';
import {
  confirmedCampaign,
  factsVersionOf,
  fictionNumbers,
  intentIds,
  MORNING,
  STAMP,
  SUBMISSION,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

// A thread runs what was built.
const { openRecorder } = (await import(
  new URL('../../dist/store/sqlite/recorder.js', import.meta.url).href
)) as typeof Recorder;

const numbers = fictionNumbers(300);
const ACCEPTED = { kind: 'accepted', providerId: 'p-1' } as const;

let temp: TempLedger;
let ledger: Ledger;
let thread: RecorderThread;
let campaignId: number;
let ids: readonly number[];
beforeEach(async () => {
  temp = tempLedger();
  ledger = temp.open();
  campaignId = (await confirmedCampaign(ledger, 'fete', numbers)).campaignId;
  ids = await intentIds(ledger, campaignId);
  thread = openRecorder({
    file: temp.file,
    key: Buffer.alloc(32, 7),
    fileKey: null,
    appliedAt: '2026-01-05T10:00:00.000Z',
  });
});
afterEach(async () => {
  await thread.close();
  temp.remove();
});

describe('a recorder in a thread of its own', () => {
  it('answers each call when its commit can be seen by everybody, and keeps the chain', async () => {
    const { recorder } = thread;
    const version = await factsVersionOf(ledger);
    await Promise.all(
      ids.map(async (id, place) => {
        expect(await recorder.beginSubmission(id, version, MORNING)).toBe('begun');
        if (place % 3 === 0) await recorder.recordOutcome(id, { kind: 'unknown', why: 'timeout' }, SUBMISSION, STAMP);
        else await recorder.recordOutcome(id, ACCEPTED, SUBMISSION, STAMP);
      }),
    );
    expect(await ledger.campaignCounts(campaignId)).toMatchObject({ accepted: 200, unknown: 100, inFlight: 0 });
    const rows = [...ledger.auditRows({ campaign: 'fete' })].filter(({ kind }) => kind === 'submission');
    expect(rows).toHaveLength(300);
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(300);
    expect(rows.every(({ operator, at }) => operator === STAMP.operator && at === '2026-01-05T10:00:00.000Z')).toBe(
      true,
    );
  });

  it('gives the same answers as the ledger itself: stale, gone, halted', async () => {
    const { recorder } = thread;
    const before = await factsVersionOf(ledger);
    await ledger.recordSuppressions([suppressionOf(numbers[299]!)], STAMP);
    expect(await recorder.beginSubmission(ids[0]!, before, MORNING)).toBe('stale');
    const version = await factsVersionOf(ledger);
    expect(await recorder.beginSubmission(999_999, version, MORNING)).toBe('gone');
    await recorder.recordSkip(ids[1]!, 'suppressed', STAMP);
    expect(await recorder.beginSubmission(ids[1]!, version, MORNING)).toBe('gone');
    await ledger.setWish(campaignId, 'pause');
    expect(await recorder.beginSubmission(ids[0]!, version, MORNING)).toBe('halted');
  });

  it('brings the errors of the ledger back as what they were', async () => {
    const { recorder } = thread;
    const version = await factsVersionOf(ledger);
    await expect(recorder.recordOutcome(ids[0]!, ACCEPTED, SUBMISSION, STAMP)).rejects.toMatchObject({
      name: 'BugError',
      message: 'only an intent under way is ended, or returned',
    });
    rmSync(temp.file);
    await expect(recorder.beginSubmission(ids[0]!, version, MORNING)).rejects.toMatchObject({
      name: 'OperatorError',
      kind: 'storeFailure',
      problem: { key: 'store.replaced' },
    });
  });

  it('commits before it ends what was called before; afterwards it takes nothing', async () => {
    const { recorder } = thread;
    const begun = recorder.beginSubmission(ids[0]!, await factsVersionOf(ledger), MORNING);
    await new Promise((resolve) => setImmediate(resolve));
    await thread.close();
    expect(await begun).toBe('begun');
    await expect(recorder.recordSkip(ids[1]!, 'suppressed', STAMP)).rejects.toThrow('ended by itself');
  });

  it('fails every call when its ledger can not be opened', async () => {
    const shut = openRecorder({ file: temp.file, key: Buffer.alloc(32, 8), fileKey: null, appliedAt: '' });
    const calls = [1, 2].map((id) => shut.recorder.recordSkip(id, 'suppressed', STAMP));
    for (const call of calls) await expect(call).rejects.toMatchObject({ kind: 'notPermitted' });
    await shut.close();
    expect(() =>
      openRecorder({ file: `${temp.file}.none`, key: Buffer.alloc(32, 7), fileKey: null, appliedAt: '' }),
    ).toThrow(expect.objectContaining({ kind: 'storeFailure' }));
  });

  it.each([
    ['deleted', () => rmSync(temp.file)],
    [
      'replaced',
      () => {
        copyFileSync(temp.file, `${temp.file}.copy`);
        renameSync(`${temp.file}.copy`, temp.file);
      },
    ],
  ])('begins nothing once its ledger was %s, be it before its thread has opened it', async (_, harm) => {
    const version = await factsVersionOf(ledger);
    harm();
    await expect(thread.recorder.beginSubmission(ids[0]!, version, MORNING)).rejects.toMatchObject({
      kind: 'storeFailure',
      problem: { key: 'store.replaced' },
    });
  });
});
