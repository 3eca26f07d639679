import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWindows } from '../../src/files/host.js';
import { homeOf } from '../../src/store/sqlite/home.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { holdingLock, holdingOnComputer, isLockHeld, RUN_LOCK } from '../../src/store/sqlite/ledger-locks.js';
import { recodeLedger } from '../../src/store/sqlite/recode.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  fictionNumbers,
  KEYRING,
  LEDGER_ID,
  STAMP,
  suppressionOf,
  tempLedger,
} from '../support/temp-ledger.js';
import type { TempLedger } from '../support/temp-ledger.js';
import { Program } from './child-program.js';

const [number, other] = fictionNumbers(2);

let temp: TempLedger;
let stateFolder: string;
beforeEach(() => {
  temp = tempLedger();
  stateFolder = join(temp.folder, 'state', 'smsctl');
});
afterEach(() => temp.remove());

async function using<T>(use: (ledger: Ledger) => Promise<T>, file = temp.file, folder: string | null = stateFolder) {
  const ledger = openLedger(file, KEYRING, {
    mode: 'write',
    appliedAt: '2026-01-05T10:00:00.000Z',
    stateFolder: folder,
  });
  try {
    return await use(ledger);
  } finally {
    ledger.close();
  }
}

const standing = (file = temp.file, folder: string | null = stateFolder) =>
  using((ledger) => ledger.standing(), file, folder);
/** A run; somebody's STOP stands for what is learnt meanwhile. */
const run = (file = temp.file, folder: string | null = stateFolder) =>
  using(
    async (ledger) => {
      await ledger.beginRun(STAMP);
      await ledger.recordSuppressions([suppressionOf(number!)], STAMP);
      await ledger.endRun();
    },
    file,
    folder,
  );

const BESIDE = 'ledger.last-run';
const remembered = (): string => join(stateFolder, `${LEDGER_ID}.last-run`);

interface Folder {
  readonly ledger: Buffer;
  readonly beside: Buffer | null;
}

/** What a person copies: the ledger with what lies beside it. */
function copied(): Folder {
  const beside = join(temp.folder, BESIDE);
  return { ledger: readFileSync(temp.file), beside: existsSync(beside) ? readFileSync(beside) : null };
}

/** Written over what is there, file by file, as `cp -r` does. */
function putBack({ ledger, beside }: Folder): void {
  for (const suffix of ['-wal', '-shm']) rmSync(temp.file + suffix, { force: true });
  writeFileSync(temp.file, ledger);
  if (beside !== null) writeFileSync(join(temp.folder, BESIDE), beside);
}

/** A clone of the disk: the same inode and time of birth, at another place. Written by hand, since a test makes no disks. */
async function cloned(): Promise<string> {
  temp.close();
  const folder = join(temp.folder, 'clone');
  mkdirSync(folder);
  const file = join(folder, 'ledger.db');
  copyFileSync(temp.file, file);
  if (existsSync(join(temp.folder, BESIDE))) copyFileSync(join(temp.folder, BESIDE), join(folder, BESIDE));
  const raw = temp.raw();
  raw.prepare('ATTACH ? AS clone').run(file);
  raw.prepare('UPDATE clone.ledger SET home = ?').run(homeOf(file));
  temp.close();
  return Promise.resolve(file);
}

describe('what this computer remembers of the runs of a ledger', () => {
  it.each([
    ['beside the ledger', join('state', 'smsctl', `${LEDGER_ID}.last-run`)],
    ['on the computer', BESIDE],
  ])('is the later of two where they differ: %s', async (_, older) => {
    await run();
    const before = readFileSync(join(temp.folder, older));
    await run();
    const newest = await using((ledger) => Promise.resolve(ledger.lastRun()));
    writeFileSync(join(temp.folder, older), before);
    expect(await using((ledger) => Promise.resolve(ledger.lastRun()))).toEqual(newest);
  });

  it('is the newest row of its log, outside the workspace, closed to others, and nobody in it', async () => {
    await run();
    expect(readFileSync(remembered(), 'utf8')).toBe(readFileSync(join(temp.folder, BESIDE), 'utf8'));
    expect(readFileSync(remembered(), 'utf8')).toMatch(/^\d+:[0-9a-f]{64}\n$/);
    if (!isWindows) {
      expect(statSync(remembered()).mode & 0o777).toBe(0o600);
      expect(statSync(stateFolder).mode & 0o777).toBe(0o700);
    }
    expect(readdirSync(stateFolder)).toEqual([`${LEDGER_ID}.last-run`]);
  });

  it('finds a whole folder that was copied back, with what lies in it', async () => {
    await run();
    const backup = copied();
    await run();
    putBack(backup);
    expect(await standing(temp.file, null)).toBe('own');
    expect(await standing()).toBe('overtaken');
    const known = await using((ledger) => ledger.knownUntil());
    expect(known).toBe(STAMP.at.toISO());
    // Threads and whoever else opens it do not forget that it is a copy.
    await using((ledger) => ledger.recordSuppressions([suppressionOf(other!)], STAMP));
    expect(await using((ledger) => ledger.knownUntil())).toBe(known);
    await using((ledger) => ledger.adopt(STAMP));
    expect(await standing()).toBe('own');
    await run();
    expect(await standing()).toBe('own');
  });

  it('finds one that was copied back after a run that learnt nothing and was killed', async () => {
    await run();
    const backup = copied();
    await using((ledger) => ledger.beginRun(STAMP));
    putBack(backup);
    expect(await standing()).toBe('overtaken');
  });

  it('lets one of two clones send, and no other', async () => {
    await run();
    const clone = await cloned();
    expect([await standing(), await standing(clone)]).toEqual(['own', 'own']);
    await run(clone);
    expect([await standing(), await standing(clone)]).toEqual(['overtaken', 'own']);
    await using((ledger) => ledger.adopt(STAMP));
    expect([await standing(), await standing(clone)]).toEqual(['own', 'overtaken']);
  });

  it('is asked with the ledger at hand: it knows more than is remembered, and sends', async () => {
    await run();
    const older = readFileSync(remembered());
    await run();
    writeFileSync(remembered(), older);
    expect(await standing()).toBe('own');
  });

  it.each([
    ['has no folder', () => null],
    ['can make no folder', () => join(temp.file, 'state')],
    [
      'has a folder under the name of the file',
      () => {
        mkdirSync(remembered(), { recursive: true });
        return stateFolder;
      },
    ],
  ])('stops no run where it %s', async (_, make) => {
    const folder = make();
    await run(temp.file, folder);
    expect(await standing(temp.file, folder)).toBe('own');
    expect(await using((ledger) => Promise.resolve(ledger.memoryOnComputer().isKept), temp.file, folder)).toBe(false);
    expect(existsSync(join(temp.folder, BESIDE))).toBe(true);
    await expect(
      holdingOnComputer({ file: temp.file, ledgerId: LEDGER_ID }, folder, () => Promise.resolve(1)),
    ).resolves.toBe(1);
  });

  it('that can not be read counts as none, and the next run writes it anew', async () => {
    await run();
    writeFileSync(remembered(), 'once upon a time');
    expect(await standing()).toBe('own');
    expect(await using((ledger) => Promise.resolve(ledger.memoryOnComputer().isKept))).toBe(false);
    await run();
    expect(await using((ledger) => Promise.resolve(ledger.memoryOnComputer().isKept))).toBe(true);
  });

  it('names the file that would shut an adopted ledger out, where it can not be written', async () => {
    await run();
    const backup = copied();
    await run();
    putBack(backup);
    mkdirSync(`${remembered()}.part`);
    const refused = using((ledger) => ledger.adopt(STAMP));
    await expect(refused).rejects.toMatchObject({ kind: 'storeFailure', problem: { key: 'delivery.memoryStays' } });
    rmSync(`${remembered()}.part`, { recursive: true });
    await using((ledger) => ledger.adopt(STAMP));
    expect(await standing()).toBe('own');
  });

  it('takes no id for a path', async () => {
    const raw = temp.raw();
    raw.prepare('UPDATE ledger SET ledger_id = ?').run('../../out');
    temp.close();
    await using((ledger) => ledger.beginRun(STAMP));
    expect(readdirSync(stateFolder)).toEqual(['..%2F..%2Fout.last-run']);
  });
});

describe('a run', () => {
  it('begins with a row of its own', async () => {
    await run();
    expect(await using((ledger) => Promise.resolve(auditOf(ledger, 'run_begun')))).toEqual([{}]);
  });

  it('is one for all copies of a ledger on this computer', async () => {
    const here = { file: temp.file, ledgerId: LEDGER_ID };
    const there = { file: join(temp.folder, 'clone.db'), ledgerId: LEDGER_ID };
    await holdingOnComputer(here, stateFolder, async () => {
      const second = holdingOnComputer(there, stateFolder, () => Promise.resolve());
      await expect(second).rejects.toMatchObject({ kind: 'notNow', problem: { key: 'store.runHeld' } });
    });
    await holdingOnComputer(there, stateFolder, () => Promise.resolve());
  });
});

describe.skipIf(isWindows)('a ledger with other names', () => {
  it('is named as one with hard links until they are gone', async () => {
    const second = join(temp.folder, 'second');
    mkdirSync(second);
    linkSync(temp.file, join(second, 'ledger.db'));
    expect([await standing(), await standing(join(second, 'ledger.db'))]).toEqual(['linked', 'linked']);
    rmSync(second, { recursive: true });
    expect(await standing()).toBe('own');
  });

  it('has the locks and the memory of the file that a symbolic link leads to', async () => {
    const second = join(temp.folder, 'second');
    mkdirSync(second);
    const link = join(second, 'ledger.db');
    symlinkSync(join('..', 'ledger.db'), link);
    await holdingLock(temp.file, RUN_LOCK, () => {
      expect(isLockHeld(link, RUN_LOCK)).toBe(true);
      return Promise.resolve();
    });
    await run(link, null);
    expect(existsSync(join(temp.folder, BESIDE))).toBe(true);
    expect(existsSync(join(second, BESIDE))).toBe(false);
    expect(await standing(link)).toBe('own');
  });

  it('is written anew behind a link: the link stays, and nothing is lost', async () => {
    const link = join(temp.folder, 'link.db');
    symlinkSync('ledger.db', link);
    recodeLedger(link, KEYRING, null, STAMP).takePlace();
    expect(await using((ledger) => Promise.resolve(auditOf(ledger, 'ledger_decrypted')))).toHaveLength(1);
    expect([await standing(), await standing(link)]).toEqual(['own', 'own']);
  });
});

/** Runs a campaign in a process that kills itself before the `n`th thing that it asks of the file system for its memory. */
const MORTAL = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const [stateFolder, last] = rest;
  const { openLedger } = await import('./dist/store/sqlite/ledger.js');
  const ledger = openLedger(file, keyring, { mode: 'write', appliedAt, stateFolder });
  let left = Number(last);
  for (const name of ['mkdirSync', 'openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync']) {
    const real = fs[name];
    fs[name] = (...args) => {
      if ((left -= 1) === 0) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    };
  }
  syncBuiltinESMExports();
  await ledger.beginRun(stamp);
  fs.writeFileSync(1, 'submitting ');
  await ledger.appendAudit({ kind: 'skip' }, stamp);
  await ledger.endRun();
  fs.writeFileSync(1, 'ended');
  ledger.close();
`;

describe('kill -9 while the memories of a run are written', () => {
  it('never shuts the ledger out, and lets no copy of before through once something has left', async () => {
    await run();
    const ends: string[] = [];
    for (let calls = 1; ends.at(-1) !== 'submitting ended'; calls += 1) {
      const before = copied();
      const { stdout, stderr } = await new Program(MORTAL, [temp.file, stateFolder, String(calls)]).ended;
      expect(stderr).toBe('');
      ends.push(stdout);
      expect({ calls, standing: await standing() }).toEqual({ calls, standing: 'own' });
      const after = copied();
      putBack(before);
      // Before anything has left, nobody can be texted twice.
      const found = await standing();
      if (stdout !== '') expect({ calls, found }).toEqual({ calls, found: 'overtaken' });
      putBack(after);
      expect({ calls, standing: await standing() }).toEqual({ calls, standing: 'own' });
    }
    // Both files, each with its draft, its name and its folder, at the beginning and at the end.
    expect(ends.filter((told) => told === '').length).toBeGreaterThan(15);
    expect(ends.filter((told) => told === 'submitting ').length).toBeGreaterThan(15);
  });
});
