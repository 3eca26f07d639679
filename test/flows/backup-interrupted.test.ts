import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { Interrupted } from '../../src/errors.js';
import { workspaceFiles } from '../../src/files/workspace.js';
import { backupWorkspace, type CopyDeps } from '../../src/flows/backup-workspace.js';
import { restoreWorkspace } from '../../src/flows/restore-workspace.js';
import { holdAlone } from '../../src/store/sqlite/hold-alone.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { inspectSnapshot, snapshotLedger } from '../../src/store/sqlite/snapshot.js';
import { cliWorkspace, tempFolder } from '../support/cli.js';

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
  await expect(restoreWorkspace(files, request, STAMP, interruptedAfter(1))).rejects.toThrow(Interrupted);
  expect(readdirSync(space.folder).sort()).toEqual(before);
  expect(await restoreWorkspace(files, request, STAMP, interruptedAfter(NEVER))).toMatchObject({
    kept: expect.arrayContaining([expect.stringContaining('ledger.db.before-')]) as string[],
  });
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
  await restoreWorkspace(files, request, STAMP, trying);
  expect(tried).toBe(1);
});
