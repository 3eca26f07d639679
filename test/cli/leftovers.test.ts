import { copyFileSync, existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdingLock, RUN_LOCK } from '../../src/store/sqlite/ledger-locks.js';
import { testWorkspace, type TestWorkspace } from './run-program.js';

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = testWorkspace();
  const terms = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note'];
  await workspace.run('consent', 'add', '+33639981234', ...terms, '--given-at', '2026-03-01');
});
afterEach(() => workspace.remove());

const examined = async (name: string): Promise<unknown> => {
  const { checks } = await workspace.json('doctor');
  return (checks as { name: string }[]).find((one) => one.name === name);
};

describe('what a killed command left', () => {
  it('of a ledger written anew goes with an erasure, but not while somebody may be writing it', async () => {
    mkdirSync(workspace.at('rehearsals'), { mode: 0o700 });
    const drafts = ['ledger.db.recoded', 'ledger.db.recoded-wal', 'rehearsals/fete.db.recoded'].map(workspace.at);
    for (const draft of drafts) copyFileSync(workspace.ledgerFile, draft);
    expect(await examined('leftovers')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining(drafts[0]!) as string,
    });
    const dry = await workspace.json('subject', 'erase', '+33639981234', '--dry-run');
    expect(dry).toMatchObject({ unfinished: drafts, files: [] });
    await holdingLock(workspace.ledgerFile, RUN_LOCK, async () => {
      expect(await workspace.run('subject', 'erase', '+33639981234', '--yes')).toMatchObject({ exit: 75 });
    });
    expect(drafts.every((draft) => existsSync(draft))).toBe(true);
    const done = await workspace.run('subject', 'erase', '+33639981234', '--yes');
    expect(done).toMatchObject({ exit: 0, out: expect.stringContaining('ledger.db.recoded') as string });
    expect(drafts.filter((draft) => existsSync(draft))).toEqual([]);
  });

  it('of backups, exports and keys is named by doctor', async () => {
    expect(await examined('leftovers')).toMatchObject({ status: 'ok' });
    const names = ['.amis.backup.0a1b2c3d.part', 'ledger.key.part', '.mine.part', 'list.part'];
    for (const name of names) writeFileSync(workspace.at(name), '', { mode: 0o600 });
    const found = JSON.stringify(await examined('leftovers'));
    expect(names.map((name) => found.includes(name))).toEqual([true, true, false, false]);
  });
});

it('a folder whose ledger a restoration set aside before it was stopped gets no new workspace, and is told the way out', async () => {
  for (const name of ['smsctl.toml', 'ledger.db', 'ledger.key']) {
    renameSync(workspace.at(name), workspace.at(`${name}.before-20260310T100000Z`));
  }
  const inits = ['init', '--organisation', 'Les Amis', '--sender', 'AMIS', '--yes'];
  for (const command of [inits, ['suppress', 'list']]) {
    const { exit, err } = await workspace.run(...command);
    expect([command[0], exit, err]).toEqual([
      command[0],
      65,
      expect.stringContaining('ledger.db.before-20260310T100000Z'),
    ]);
    expect(err).toContain('smsctl restore');
    expect(existsSync(workspace.at('ledger.db'))).toBe(false);
  }
});

it('rehearsals that are a symbolic link are refused, and doctor tells why', async () => {
  mkdirSync(workspace.at('elsewhere'));
  symlinkSync(workspace.at('elsewhere'), workspace.at('rehearsals'));
  const { exit, err } = await workspace.run('subject', 'erase', '+33639981234', '--yes');
  expect([exit, err]).toEqual([77, expect.stringContaining('symbolic link')]);
  expect(await examined('rehearsals')).toMatchObject({ status: 'fail' });
});
