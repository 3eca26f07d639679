import { renameSync, writeFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { keyDoor } from '../../src/cli/key-door.js';
import { isoInstant } from '../../src/core/schedule/instant.js';
import { workspaceFiles } from '../../src/files/workspace.js';
import { openedKeys } from '../../src/parts/opened-keys.js';
import { BACKUP_LOCK, holdingLock } from '../../src/store/sqlite/ledger-locks.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { cliWorkspace, type CliWorkspace } from '../support/cli.js';

const NOW = DateTime.utc(2026, 3, 10, 10);

/** A program that has read the keys of a workspace, and what it then opens the ledger by. */
function program(space: CliWorkspace): () => void {
  const files = workspaceFiles(space.folder);
  const door = keyDoor({
    world: { env: {}, cwd: space.folder },
    prompts: { canAsk: false } as never,
    keychain: { read: () => null } as never,
    say: ({ key }) => key,
    note: () => undefined,
  });
  const keys = openedKeys({ clock: { now: () => NOW, sleepUntil: () => Promise.resolve() } }, door);
  const { keyring } = keys.of(files);
  const appliedAt = isoInstant(NOW);
  return () => keys.opening(files, () => openLedger(files.ledger, keyring, { mode: 'write', appliedAt }).close());
}

describe('a ledger that was written anew between reading its keys and opening it', () => {
  const passphrase = (space: CliWorkspace): Record<string, string> => {
    writeFileSync(space.at('passphrase'), 'correct horse battery staple', { mode: 0o600 });
    return { SMSCTL_PASSPHRASE_FILE: space.at('passphrase') };
  };

  it.each([[['key', 'rotate', '--yes']], [['ledger', 'encrypt']]])('by %j is none of a wrong key', async (command) => {
    const space = await cliWorkspace();
    const open = program(space);
    open();
    expect((await space.run(command, { env: passphrase(space) })).exitCode).toBe(0);
    expect(open).toThrow(expect.objectContaining({ kind: 'notNow' }));
  });

  it('is told from one that has another key for good', async () => {
    const space = await cliWorkspace();
    writeFileSync(space.at('ledger.key'), Buffer.alloc(32, 9), { mode: 0o600 });
    expect(program(space)).toThrow(expect.objectContaining({ kind: 'notPermitted' }));
  });
});

it('a workspace that is not there for a moment, because it is being restored, is waited for (75)', async () => {
  const space = await cliWorkspace();
  renameSync(space.at('smsctl.toml'), space.at('smsctl.toml.before-20260310T100000Z'));
  await holdingLock(space.at('ledger.db'), BACKUP_LOCK, async () => {
    const ran = await space.run(['suppress', 'list', '--json']);
    expect([ran.exitCode, ran.stderr + ran.stdout]).toEqual([75, expect.stringContaining('being restored')]);
  });
  // Once nobody restores it any more, it was stopped.
  const stopped = (await space.run(['suppress', 'list', '--json'])).error();
  expect(stopped).toMatchObject({ exit: 65, message: expect.stringContaining('half-way') as unknown });
});
