import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createLedger, ledgerOf } from '../../src/store/sqlite/ledger.js';
import type { Db } from '../../src/store/sqlite/open.js';
import { openRehearsal } from '../../src/store/sqlite/rehearsal.js';
import { takeSystemLock } from '../../src/store/sqlite/system-lock.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  confirmedCampaign,
  consentOf,
  dumpTables,
  factsVersionOf,
  fictionNumbers,
  intentDraft,
  intentIds,
  KEYRING,
  LEDGER_ID,
  MORNING,
  NO_TIMES,
  PLANNED_FILE,
  STAMP,
  SUBMISSION,
  tempLedger,
  termsOf,
  type TempLedger,
} from '../support/temp-ledger.js';
import { Program } from './child-program.js';
import { mountSmallDisk } from './small-disk.js';

const FULL = { kind: 'storeFailure', problem: { key: 'store.full' } };

/** A ledger on something that can be full, and what it takes to fill it and to free it. */
interface Fillable {
  readonly temp: TempLedger;
  readonly open: () => Ledger;
  readonly fill: () => void;
  readonly free: () => void;
  readonly remove: () => void;
}

/** A real disk that is really full. */
function onSmallDisk(): Fillable | null {
  const disk = mountSmallDisk();
  if (disk === null) return null;
  const temp = tempLedger(disk.folder);
  return {
    temp,
    open: () => temp.open(),
    fill: () => disk.fill(),
    free: () => disk.free(),
    remove() {
      temp.close();
      disk.remove();
    },
  };
}

/** Without a disk to fill, SQLite's own bound on the file: it then says what it says on a full disk. */
function underPageLimit(): Fillable {
  const temp = tempLedger();
  let db: Db | null = null;
  return {
    temp,
    open() {
      db = temp.raw();
      return ledgerOf(db, temp.file, KEYRING, () => undefined);
    },
    fill: () => db?.pragma('max_page_count = 1'),
    free: () => db?.pragma('max_page_count = 1000000'),
    remove: () => temp.remove(),
  };
}

let open: Fillable | null = null;
afterEach(() => {
  open?.remove();
  open = null;
});

const kinds = [
  ['a full disk', () => onSmallDisk() ?? underPageLimit()],
  ['a file that may not grow', underPageLimit],
] as const;

describe.each(kinds)('%s', (_, make) => {
  it('records no consent of a batch, and all of them once there is room', async () => {
    open = make();
    const { temp, fill, free } = open;
    const ledger = open.open();
    const records = fictionNumbers(1000).map((number) => consentOf(number));
    const before = dumpTables(temp.file);
    fill();
    await expect(ledger.recordConsents(records, STAMP)).rejects.toMatchObject(FULL);
    expect(dumpTables(temp.file)).toEqual(before);
    free();
    expect(new Set(await ledger.recordConsents(records, STAMP))).toEqual(new Set(['recorded']));
    expect(auditOf(ledger, 'consent_given')).toHaveLength(1000);
  });

  it('keeps no part of a chunk of a plan; the plan goes on once there is room', async () => {
    open = make();
    const { temp, fill, free } = open;
    const ledger = open.open();
    const numbers = fictionNumbers(1000);
    await ledger.recordConsents(
      numbers.map((number) => consentOf(number)),
      STAMP,
    );
    const plan = await ledger.openPlan(termsOf('fete'), { name: 'membres.csv' }, NO_TIMES, STAMP);
    const drafts = numbers.map((number) => intentDraft(number, { text: 'x'.repeat(2000) }));
    const before = dumpTables(temp.file);
    fill();
    await expect(ledger.keepPlanned(plan, drafts, [])).rejects.toMatchObject(FULL);
    expect(dumpTables(temp.file)).toEqual(before);
    free();
    await ledger.keepPlanned(plan, drafts, []);
    await ledger.freezePlan(plan, PLANNED_FILE, STAMP);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ planned: 1000, remaining: 1000 });
  });

  it('begins no submission that it could not remember, and begins it once there is room', async () => {
    open = make();
    const { temp, fill, free } = open;
    const first = open.open();
    const plan = await confirmedCampaign(first, 'fete', fictionNumbers(1000));
    const ids = await intentIds(first, plan.campaignId);
    const version = await factsVersionOf(first);
    first.close();
    // Opened anew, its log is empty: the very first page that is written needs room.
    const ledger = open.open();
    const beginAll = (): readonly Promise<string>[] => ids.map((id) => ledger.beginSubmission(id, version, MORNING));
    const before = dumpTables(temp.file);
    fill();
    const refused = await Promise.allSettled(beginAll());
    for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: FULL });
    expect(dumpTables(temp.file)).toEqual(before);
    free();
    expect(new Set(await Promise.all(beginAll()))).toEqual(new Set(['begun']));
    await ledger.recordOutcome(ids[0]!, { kind: 'accepted', providerId: 'p1' }, SUBMISSION, STAMP);
    expect(await ledger.campaignCounts(plan.campaignId)).toMatchObject({ accepted: 1, inFlight: 999 });
  });
});

/** Tries to record a STOP as someone without rights of their own on the file, and says how that ended. */
const RECORDS_STOP = `
  import Database from 'better-sqlite3';
    import { openLedger } from './dist/store/sqlite/ledger.js';
  new Database(':memory:').close(); // loads the driver while it may still be read
  if (process.getuid() === 0) process.setuid(65534);
  try {
    const ledger = openLedger(file, keyring, { mode: 'write', appliedAt });
    const entry = { number: '+33639980001', reason: 'stop', scope: { kind: 'promotional' }, at: stamp.at, source: null };
    await ledger.recordSuppressions([entry], stamp);
    console.log('recorded');
  } catch (error) {
    console.log(error.kind, error.problem?.key ?? error.message);
  }
`;

describe('what can not be written to', () => {
  it('says so: 74; it may be written to again as soon as its rights allow', async () => {
    const temp = tempLedger();
    chmodSync(temp.file, 0o444);
    chmodSync(temp.folder, 0o555);
    const refused = await new Program(RECORDS_STOP, [temp.file]).ended;
    chmodSync(temp.folder, 0o777);
    chmodSync(temp.file, 0o666);
    const allowed = await new Program(RECORDS_STOP, [temp.file]).ended;
    temp.remove();
    expect([refused.stdout, refused.stderr]).toEqual(['storeFailure store.readOnly\n', '']);
    expect([allowed.stdout, allowed.stderr]).toEqual(['recorded\n', '']);
  });

  it('is no ledger yet and can not become one: 74', () => {
    const folder = mkdtempSync(join(tmpdir(), 'smsctl-nowhere-'));
    const file = join(folder, 'no-folder', 'ledger.db');
    expect(() => createLedger(file, KEYRING, LEDGER_ID, STAMP)).toThrow(
      expect.objectContaining({
        kind: 'storeFailure',
        problem: { key: 'store.failed', values: { file, code: 'ENOENT' } },
      }),
    );
    rmSync(folder, { recursive: true });
  });

  it('stands on a disk that was made read-only: 74', () => {
    const disk = mountSmallDisk();
    if (disk === null) return; // then the rights above are all that can be had here
    onTestFinished(() => disk.remove());
    const temp = tempLedger(disk.folder);
    disk.makeReadOnly();
    expect(() => temp.open()).toThrow(
      expect.objectContaining({
        kind: 'storeFailure',
        problem: { key: 'store.readOnly', values: { file: temp.file } },
      }),
    );
  });
});

describe('on a disk that is full', () => {
  it('a ledger that is opened is told to be on a full disk', () => {
    const disk = mountSmallDisk();
    if (disk === null) return; // no other file system is at hand here: the cases above stand for it
    onTestFinished(() => disk.remove());
    const temp = tempLedger(disk.folder);
    temp.open().close();
    disk.fill();
    const problem = { key: 'store.full', values: { file: temp.file } };
    expect(() => temp.open()).toThrow(expect.objectContaining({ ...FULL, problem }));
  });

  it('a lock can be taken and given back, and a rehearsal that can not be made leaves nothing behind', async () => {
    const disk = mountSmallDisk();
    if (disk === null) return; // no other file system is at hand here: the cases above stand for it
    onTestFinished(() => disk.remove());
    const temp = tempLedger(disk.folder);
    const ledger = temp.open();
    await confirmedCampaign(ledger, 'fete', fictionNumbers(500));
    const files = { ledger: temp.file, rehearsal: join(disk.folder, 'rehearsals', 'noel.db') };
    const lockFile = join(disk.folder, 'ledger.run-lock');
    takeSystemLock(lockFile)?.release();
    openRehearsal({ ...files, rehearsal: join(disk.folder, 'rehearsals', 'fete.db') }, 'fete', KEYRING, STAMP).close();
    disk.fill();
    const lock = takeSystemLock(lockFile);
    expect(lock).not.toBe(null);
    lock!.release();
    const before = dumpTables(temp.file);
    expect(() => openRehearsal(files, 'noel', KEYRING, STAMP)).toThrow(
      expect.objectContaining({ kind: 'storeFailure' }),
    );
    expect(readdirSync(join(disk.folder, 'rehearsals'))).toEqual(['fete.db']);
    expect(dumpTables(temp.file)).toEqual(before);
    disk.free();
    openRehearsal(files, 'noel', KEYRING, STAMP).close();
    temp.close();
  });
});
