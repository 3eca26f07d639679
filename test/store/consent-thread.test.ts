import { rmSync } from 'node:fs';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type * as ConsentThreads from '../../src/store/sqlite/consent-thread.js';
import type { ConsentThread } from '../../src/store/sqlite/consent-thread.js';
import type { ConsentRecord, Ledger } from '../../src/store/store.js';
import {
  consentGiven,
  consentOf,
  dumpTables,
  fictionNumbers,
  MORNING,
  STAMP,
  tempLedger,
  withdrawal,
  type TempLedger,
} from '../support/temp-ledger.js';

// A thread runs what was built.
const { consentThread } = (await import(
  new URL('../../dist/store/sqlite/consent-thread.js', import.meta.url).href
)) as typeof ConsentThreads;

const [a, b, c, d] = fictionNumbers(4);
/** Events that are recorded without a thread in these tests. */
const PAYS_FROM = 1;

let temp: TempLedger;
let ledger: Ledger;
let thread: ConsentThread;
beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  thread = threadOn(temp, ledger);
});
afterEach(async () => {
  await thread.close();
  temp.remove();
});

function threadOn({ file }: TempLedger, to: Ledger, key = Buffer.alloc(32, 7)): ConsentThread {
  return consentThread(to, { file, key, fileKey: null, appliedAt: '2026-01-05T10:00:00.000Z' }, PAYS_FROM);
}

const fromFile = (one: ConsentRecord, importId: number, line: number | null): ConsentRecord => ({
  ...one,
  source: { importId, line },
});

/** Every kind of event, with everything that can be said of one, in batches. */
function batches(importId: number): readonly (readonly ConsentRecord[])[] {
  const member = consentGiven({ basis: 'member', method: 'membership', purpose: 'information' });
  const ended = { kind: 'ended', basis: 'member', purpose: 'information', effectiveAt: MORNING } as const;
  const rich = consentGiven({
    validUntil: MORNING.plus({ years: 1 }),
    lastContactAt: MORNING.minus({ days: 3 }),
    basis: 'double_opt_in',
    confirmedAt: '2025-03-02',
    wording: 'Été « € »\nsur deux lignes',
    evidence: 'fiche 12',
    ip: '192.0.2.1',
    collectedBy: 'Paul',
    campaign: 'bal',
    proof: 'bulk_attested',
  });
  const day = DateTime.fromISO('2025-03-29T23:00:00.000Z', { zone: 'utc' });
  return [
    [fromFile(consentOf(a!), importId, 2)],
    [fromFile(consentOf(b!, rich), importId, 3), fromFile(consentOf(b!, rich), importId, 4), consentOf(c!, member)],
    [consentOf(d!, consentGiven({ isPending: true, basis: 'double_opt_in', effectiveAt: day, wording: null }))],
    [
      consentOf(a!, withdrawal('association')),
      consentOf(b!, withdrawal()),
      consentOf(d!, {
        kind: 'withdrawn',
        purpose: null,
        effectiveAt: MORNING,
        day: { text: '2025-03-30', startsAt: day },
      }),
      fromFile(consentOf(c!, ended), importId, null),
    ],
    [{ ...consentOf(c!, member), holdsNow: true }, consentOf(c!, member), consentOf(a!)],
  ];
}

async function recordAll(to: Ledger, recorder: Pick<Ledger, 'recordConsents'>): Promise<readonly unknown[]> {
  const importId = await to.beginImport('consent', 'optins.csv', STAMP);
  const verdicts: unknown[] = [];
  for (const batch of batches(importId)) verdicts.push(await recorder.recordConsents(batch, STAMP));
  await to.endImport(importId, 'ab'.repeat(32), STAMP);
  return verdicts;
}

describe('consents that are recorded in a thread of their own', () => {
  it('stand in the ledger as one thread writes them, to the last byte of every table and of the log', async () => {
    const other = tempLedger();
    onTestFinished(() => other.remove());
    const alone = other.open();
    const expected = await recordAll(alone, alone);
    expect(await recordAll(ledger, thread.recorder)).toEqual(expected);
    expect(expected.flat()).toContain('unchanged');
    const tables = dumpTables(temp.file);
    expect(tables['consent_event']!.length).toBeGreaterThan(6);
    // The file that each is at home in, and when a migration was applied, is all that the two may differ in.
    const own = { ledger: null, migration: null };
    expect({ ...tables, ...own }).toEqual({ ...dumpTables(other.file), ...own });
    expect(ledger.checkTampering()).toEqual([]);
  });

  it('are seen by everybody once they are answered', async () => {
    for (const number of [a!, b!])
      expect(await thread.recorder.recordConsents([consentOf(number)], STAMP)).toEqual(['recorded']);
    const facts = await ledger.factsFor([a!, b!], MORNING);
    expect([...facts.values()].map(({ consents }) => consents.length)).toEqual([1, 1]);
  });

  it('need no thread while they are few', async () => {
    // A thread with another key would open nothing.
    const keyless = threadOn(temp, ledger, Buffer.alloc(32, 8));
    expect(await keyless.recorder.recordConsents([consentOf(a!)], STAMP)).toEqual(['recorded']);
    await expect(keyless.recorder.recordConsents([consentOf(b!)], STAMP)).rejects.toMatchObject({
      name: 'OperatorError',
      kind: 'notPermitted',
      problem: { key: 'store.wrongKey' },
    });
    await keyless.close();
  });

  it('fail as a whole batch, with what the ledger says of it', async () => {
    const before = dumpTables(temp.file);
    const lost = fromFile(consentOf(b!), 99, 2);
    await expect(thread.recorder.recordConsents([consentOf(a!), lost], STAMP)).rejects.toMatchObject({
      name: 'BugError',
      message: expect.stringContaining('FOREIGN KEY') as string,
    });
    expect(dumpTables(temp.file)).toEqual(before);
  });

  it('never go into another file: 74 when their ledger is gone', async () => {
    await thread.recorder.recordConsents([consentOf(a!)], STAMP);
    rmSync(temp.file);
    await expect(thread.recorder.recordConsents([consentOf(b!)], STAMP)).rejects.toMatchObject({
      kind: 'storeFailure',
      problem: { key: 'store.replaced' },
    });
  });

  it('fail when the thread dies', async () => {
    const doomed = threadOn(temp, ledger, null as never);
    await doomed.recorder.recordConsents([consentOf(a!)], STAMP);
    await expect(doomed.recorder.recordConsents([consentOf(b!)], STAMP)).rejects.toMatchObject({ name: 'TypeError' });
    await doomed.close();
  });
});
