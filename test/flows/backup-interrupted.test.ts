import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { inScratch, installWorkspace } from '../../src/files/backup-folder.js';
import { Interrupted, OperatorError } from '../../src/errors.js';
import { workspaceFiles, type WorkspaceFiles } from '../../src/files/workspace.js';
import { backupWorkspace, type CopyDeps } from '../../src/flows/backup-workspace.js';
import { restoreWorkspace, type Restored } from '../../src/flows/restore-workspace.js';
import { holdAlone } from '../../src/store/sqlite/hold-alone.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { inspectSnapshot, snapshotLedger } from '../../src/store/sqlite/snapshot.js';
import { isWindows } from '../../src/files/host.js';
import { phrase } from '../../src/words/phrase.js';
import { cliWorkspace, memberNumber, tempFolder } from '../support/cli.js';
import { withoutRoot } from '../support/unprivileged.js';
import '../support/remembered-keys.js';

const NOW = DateTime.utc(2026, 3, 10, 10) as DateTime<true>;
const STAMP = { operator: 'claire', login: 'claire', at: NOW };
const PASSPHRASE = 'correct horse battery staple';

/** Copies of real ledgers, interrupted after the given step: the snapshot, or the first or second time one is read whole. */
function interruptedAfter(step: number): CopyDeps {
  const interruption = new AbortController();
  let steps = 0;
  const counted = <T>(value: T): T => {
    steps += 1;
    if (steps === step) interruption.abort();
    return value;
  };
  return {
    snapshot: (file, keyring, target) => counted(snapshotLedger(file, keyring, target, NOW)),
    inspect: (file, keyring) => counted(inspectSnapshot(file, keyring, NOW)),
    holdAlone,
    signal: interruption.signal,
  };
}

const NEVER = 9;

/** What it tells. */
async function restored(
  files: WorkspaceFiles,
  request: Parameters<typeof restoreWorkspace>[1],
  deps: CopyDeps = interruptedAfter(NEVER),
): Promise<Restored | null> {
  let told: Restored | null = null;
  await restoreWorkspace(files, request, STAMP, { ...deps, tellRestored: (one) => (told = one) });
  return told;
}

it.each([1, 2, 3])('a backup that is interrupted after its step %i leaves nothing', async (step) => {
  const space = await cliWorkspace();
  const files = workspaceFiles(space.folder);
  const folder = tempFolder();
  const path = join(folder, 'amis.backup');
  const back = (deps: CopyDeps) => {
    const request = { path, force: false, passphrase: PASSPHRASE, keyFile: null };
    return backupWorkspace(files, request, keyringOf(readFileSync(files.key)), STAMP, deps);
  };
  await expect(back(interruptedAfter(step))).rejects.toThrow(Interrupted);
  expect([readdirSync(folder), existsSync(space.at('ledger.copying'))]).toEqual([[], false]);
  await back(interruptedAfter(NEVER));
  expect(readdirSync(folder)).toEqual(['amis.backup']);
});

it('a restoration that is interrupted before it sets anything aside changes nothing', async () => {
  const space = await cliWorkspace();
  const files = workspaceFiles(space.folder);
  const path = join(tempFolder(), 'amis.backup');
  const request = { path, force: true, passphrase: PASSPHRASE, keyFile: null };
  await backupWorkspace(files, request, keyringOf(readFileSync(files.key)), STAMP, interruptedAfter(NEVER));
  const before = readdirSync(space.folder).sort();
  await expect(restored(files, request, interruptedAfter(1))).rejects.toThrow(Interrupted);
  expect(readdirSync(space.folder).sort()).toEqual(before);
  expect(await restored(files, request)).toMatchObject({
    kept: expect.arrayContaining([expect.stringContaining('ledger.db.before-')]) as string[],
  });
});

it('a second restoration within a second leaves what the first one set aside', async () => {
  const space = await cliWorkspace();
  const files = workspaceFiles(space.folder);
  const request = { path: join(tempFolder(), 'amis.backup'), force: true, passphrase: PASSPHRASE, keyFile: null };
  await backupWorkspace(files, request, keyringOf(readFileSync(files.key)), STAMP, interruptedAfter(NEVER));
  const kept = [await restored(files, request), await restored(files, request)].flatMap((one) => one?.kept ?? []);
  expect(kept).toHaveLength(6);
  expect(kept.filter((file) => existsSync(file))).toHaveLength(new Set(kept).size);
  expect(new Set(kept).size).toBe(6);
});

it('a restoration lets nobody record in the ledger that it will set aside, from its beginning', async () => {
  const space = await cliWorkspace();
  const files = workspaceFiles(space.folder);
  const keyring = keyringOf(readFileSync(files.key));
  const request = { path: join(tempFolder(), 'amis.backup'), force: true, passphrase: PASSPHRASE, keyFile: null };
  const deps = interruptedAfter(NEVER);
  await backupWorkspace(files, request, keyring, STAMP, deps);
  const open = (): void => {
    openLedger(files.ledger, keyring, { mode: 'write', appliedAt: NOW.toISO(), busyTimeoutMs: 20 }).close();
  };
  open();
  let tried = 0;
  const trying: CopyDeps = {
    ...deps,
    inspect(...asked) {
      expect(open).toThrow(expect.objectContaining({ kind: 'notNow' }));
      tried += 1;
      return deps.inspect(...asked);
    },
  };
  await restored(files, request, trying);
  expect(tried).toBe(1);
});

describe('a restoration that fails half-way', () => {
  const ASIDE = '.before-20260310T100000Z';

  async function backedUp() {
    const space = await cliWorkspace();
    const files = workspaceFiles(space.folder);
    const request = { path: join(tempFolder(), 'amis.backup'), force: true, passphrase: PASSPHRASE, keyFile: null };
    await backupWorkspace(files, request, keyringOf(readFileSync(files.key)), STAMP, interruptedAfter(NEVER));
    mkdirSync(files.rehearsals);
    return { space, files, request };
  }

  it.each(['ledger.db', 'ledger.key', 'rehearsals'])('at %s leaves everything as it was, and says so', async (name) => {
    const { space, files, request } = await backedUp();
    mkdirSync(join(space.at(`${name}${ASIDE}`), 'in-the-way'), { recursive: true });
    const before = readdirSync(space.folder).sort();
    await expect(restored(files, request)).rejects.toMatchObject({
      kind: 'storeFailure',
      hint: { key: 'backup.undoneHint' },
    });
    expect(readdirSync(space.folder).sort()).toEqual(before);
    expect((await space.run(['consent', 'export'])).exitCode).toBe(0);
    rmSync(space.at(`${name}${ASIDE}`), { recursive: true });
    expect(await restored(files, request)).toMatchObject({
      kept: ['smsctl.toml', 'ledger.db', 'ledger.key', 'rehearsals'].map((file) => space.at(`${file}${ASIDE}`)),
    });
  });

  it('takes back what it noted of erasures: a new folder keeps nothing, an old one its own', async () => {
    const { space, request } = await backedUp();
    for (const number of [memberNumber(3), memberNumber(4)]) {
      const proof = ['--basis', 'contract', '--method', 'contract', '--given-at', '2025-09-06'];
      await space.run(['consent', 'add', number, '--purpose', 'information', ...proof]);
      expect((await space.run(['subject', 'erase', number, '--yes'])).exitCode).toBe(0);
    }
    const noted = space.read('ledger.erasures');
    expect(noted.split('\n')).toHaveLength(3);
    const path = join(tempFolder(), 'later.backup');
    const keyring = keyringOf(readFileSync(space.at('ledger.key')));
    await backupWorkspace(workspaceFiles(space.folder), { ...request, path }, keyring, STAMP, interruptedAfter(NEVER));
    const target = workspaceFiles(tempFolder());
    /** Something stands where the ledger is to come, and is no part of a workspace. */
    const failing = (): Promise<unknown> => {
      const inTheWay: WorkspaceFiles = { ...target, config: join(target.folder, 'nowhere', 'smsctl.toml') };
      return restored(inTheWay, { ...request, path });
    };
    await expect(failing()).rejects.toMatchObject({ kind: 'storeFailure', hint: { key: 'backup.undoneHint' } });
    expect(readdirSync(target.folder)).toEqual([]);
    const [first = ''] = noted.split('\n');
    writeFileSync(target.erasures, `${first}\n{"finger`);
    await expect(failing()).rejects.toMatchObject({ hint: { key: 'backup.undoneHint' } });
    expect(readFileSync(target.erasures, 'utf8')).toBe(`${first}\n`);
  });

  it('and can not be undone names what has another name, and the same command works', async () => {
    const { space, files, request } = await backedUp();
    const from = workspaceFiles(tempFolder());
    for (const name of ['config', 'key'] as const) renameSync(files[name], from[name]);
    await restored(files, request);
    /** The disk is gone once the key has left it. */
    const failing: WorkspaceFiles = {
      ...from,
      get ledger() {
        rmSync(from.folder, { recursive: true });
        return from.ledger;
      },
    };
    const aside = '.before-20260311T100000Z';
    const kept = ['smsctl.toml', 'ledger.db', 'ledger.key', 'rehearsals'].map((name) => space.at(`${name}${aside}`));
    mkdirSync(files.rehearsals);
    let undone = 0;
    const whenUndone = (): void => void (undone += 1);
    expect(() => installWorkspace(failing, files, aside, { whenUndone })).toThrow(
      expect.objectContaining({ details: { kept }, hint: { key: 'backup.halfWayHint', values: { files: kept } } }),
    );
    // The erasures stay noted: they hold for what the next attempt brings.
    expect(undone).toBe(0);
    expect(existsSync(files.config)).toBe(false);
    expect(await restored(files, { ...request, force: true })).toMatchObject({
      kept: [space.at(`ledger.key${ASIDE}`)],
    });
    expect((await space.run(['consent', 'export'])).exitCode).toBe(0);
  });
});

// Windows has no rights in mode bits.
it.skipIf(isWindows)(
  'a copy that can not be taken away is named, beside what failed before it or by itself',
  async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o777);
    const copying = join(folder, 'ledger.copying');
    const leaving = (end: () => Promise<void>) =>
      withoutRoot(() =>
        inScratch(workspaceFiles(folder), (scratch) => {
          mkdirSync(join(scratch, 'restored'));
          chmodSync(scratch, 0o500);
          return end();
        }),
      );
    const hint = { key: 'backup.copyLeftHint', values: { file: copying } };
    const details = { left: [copying] };
    await expect(leaving(() => Promise.resolve())).rejects.toMatchObject({ kind: 'storeFailure', hint, details });
    chmodSync(copying, 0o700);
    const first = new OperatorError('badInput', phrase('backup.damaged', { file: 'amis.backup' }));
    await expect(leaving(() => Promise.reject(first))).rejects.toMatchObject({
      ...{ kind: 'badInput', problem: first.problem, hint, details },
    });
    chmodSync(copying, 0o700);
    await withoutRoot(() => inScratch(workspaceFiles(folder), () => Promise.resolve()));
    expect(existsSync(copying)).toBe(false);
  },
);
