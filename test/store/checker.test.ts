import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as Checker from '../../src/store/sqlite/checker.js';
import type { CheckerThread } from '../../src/store/sqlite/checker.js';
import { recodeLedger } from '../../src/store/sqlite/recode.js';
import {
  confirmedCampaign,
  fictionNumbers,
  KEYRING,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

// A thread runs what was built.
const { openChecker } = (await import(
  new URL('../../dist/store/sqlite/checker.js', import.meta.url).href
)) as typeof Checker;

const KEY = Buffer.alloc(32, 7);
const FILE_KEY = Buffer.alloc(32, 9);

let temp: TempLedger;
const opened: CheckerThread[] = [];
beforeEach(async () => {
  temp = tempLedger();
  await confirmedCampaign(temp.open(), 'fete', fictionNumbers(3));
});
afterEach(async () => {
  for (const thread of opened.splice(0)) await thread.close();
  temp.remove();
});

interface Keys {
  readonly key: Buffer;
  readonly fileKey: Buffer | null;
}

const notAsked = {
  checkIntegrity: () => {
    throw new Error('the thread was there before');
  },
};

interface Checking {
  readonly checks: CheckerThread['checks'];
  readonly worker: Worker;
  /** Resolves once the thread has said all that it says. */
  readonly ended: Promise<unknown>;
}

async function check(
  own: Parameters<typeof openChecker>[1] = notAsked,
  file = temp.file,
  keys: Keys = { key: KEY, fileKey: null },
): Promise<Checking> {
  const started = once(process, 'worker') as Promise<[Worker]>;
  const thread = openChecker({ file, ...keys }, own);
  opened.push(thread);
  const [worker] = await started;
  return { checks: thread.checks, worker, ended: new Promise((resolve) => worker.once('exit', resolve)) };
}

/** Somebody with other tools. */
function tamper(...statements: readonly string[]): void {
  const raw = temp.raw();
  raw.pragma('foreign_keys = OFF');
  for (const statement of statements) raw.exec(statement);
  raw.close();
}

describe('a thread that checks', () => {
  it('finds nothing in an honest ledger', async () => {
    const { checks, ended } = await check();
    expect(await checks.tampering()).toEqual([]);
    await ended;
    expect(await checks.integrity()).toEqual([]);
  });

  it('finds what the ledger itself finds, in the same order', async () => {
    tamper(
      'DROP TRIGGER audit_unchanged',
      'DROP TRIGGER consent_event_unchanged',
      "UPDATE consent_event SET method = 'x', source = 'y', subject_id = 99 WHERE seq = 1",
    );
    const ledger = temp.open();
    const { checks, ended } = await check();
    const faults = await checks.tampering();
    expect(faults.length).toBeGreaterThan(3);
    expect(faults).toEqual(ledger.checkTampering());
    await ended;
    expect(await checks.integrity()).toEqual(['foreign key of consent_event']);
    expect(ledger.checkIntegrity()).toEqual(['foreign key of consent_event']);
  });

  it('leaves the look at the pages to the other thread where that one is free first', async () => {
    let looks = 0;
    const own = { checkIntegrity: () => [`look ${(looks += 1)}`] };
    const { checks, ended } = await check(own);
    expect(await checks.integrity()).toEqual(['look 1']);
    expect(await checks.tampering()).toEqual([]);
    await ended;
    expect(looks).toBe(1);
  });

  it('reads an encrypted ledger', async () => {
    temp.close();
    recodeLedger(temp.file, KEYRING, FILE_KEY, STAMP).takePlace();
    const { checks, ended } = await check(notAsked, temp.file, { key: KEY, fileKey: FILE_KEY });
    expect(await checks.tampering()).toEqual([]);
    await ended;
    expect(await checks.integrity()).toEqual([]);
  });
});

describe('an error of a thread that checks is the one that the ledger itself throws:', () => {
  it('a file that vanished', async () => {
    const { checks, ended } = await check(notAsked, `${temp.file}.none`);
    const failed = { name: 'OperatorError', kind: 'storeFailure', problem: { key: 'store.failed' } };
    await expect(checks.tampering()).rejects.toMatchObject(failed);
    await ended;
    await expect(checks.integrity()).rejects.toMatchObject(failed);
  });

  it('another key', async () => {
    const { checks } = await check(notAsked, temp.file, { key: Buffer.alloc(32, 8), fileKey: null });
    await expect(checks.tampering()).rejects.toMatchObject({
      name: 'OperatorError',
      kind: 'notPermitted',
      problem: { key: 'store.wrongKey' },
    });
  });

  it('encrypted under another one', async () => {
    temp.close();
    recodeLedger(temp.file, KEYRING, FILE_KEY, STAMP).takePlace();
    const { checks } = await check(notAsked, temp.file, { key: KEY, fileKey: Buffer.alloc(32, 1) });
    await expect(checks.tampering()).rejects.toMatchObject({
      name: 'OperatorError',
      kind: 'notPermitted',
      problem: { key: 'vault.otherFileKey' },
    });
  });

  it('a table that was taken away', async () => {
    tamper('DROP TABLE reply');
    const { checks, ended } = await check();
    expect(() => temp.open().checkTampering()).toThrow(expect.objectContaining({ message: 'store.corrupt' }));
    await expect(checks.tampering()).rejects.toMatchObject({
      name: 'OperatorError',
      problem: { key: 'store.corrupt' },
    });
    await ended;
    expect(await checks.integrity()).toEqual([]);
  });

  it('a defect, with the place where it is', async () => {
    tamper('DROP TABLE wording', "CREATE VIEW wording AS SELECT abs(1, 2) AS hash, 'x' AS text");
    const { checks } = await check();
    await expect(checks.tampering()).rejects.toMatchObject({
      name: 'BugError',
      message: 'wrong number of arguments to function abs()',
      stack: expect.stringContaining('log-reading') as unknown,
    });
  });
});

describe('a thread that checks and dies', () => {
  it('at its start, for a reason of its own, is an error', async () => {
    const { checks } = await check(notAsked, temp.file, { key: Buffer.alloc(99), fileKey: null });
    await expect(checks.tampering()).rejects.toThrow('a key fits into one block');
  });

  it('is an error, never a clean verdict', async () => {
    const { checks, worker } = await check();
    await worker.terminate();
    const bug = { name: 'BugError', message: 'the thread that checks ended by itself' };
    await expect(checks.tampering()).rejects.toMatchObject(bug);
  });

  it('leaves alone what it had found before', async () => {
    const { checks, worker, ended } = await check();
    expect(await checks.tampering()).toEqual([]);
    await worker.terminate();
    await ended;
    expect(await checks.tampering()).toEqual([]);
  });
});

it('a thread of which nobody wants to know anything any more ends without a word', async () => {
  const { ended } = await check(notAsked, `${temp.file}.none`);
  await opened[0]?.close();
  await ended;
});
