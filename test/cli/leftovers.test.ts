import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BACKUP_LOCK, holdingLock, RUN_LOCK } from '../../src/store/sqlite/ledger-locks.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = testWorkspace();
  workspace.env['SMSCTL_PASSPHRASE_FILE'] = workspace.write('passphrase.txt', 'correct horse battery staple');
  chmodSync(workspace.at('passphrase.txt'), 0o600);
  const terms = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'note'];
  await workspace.run('consent', 'add', '+33639981234', ...terms, '--given-at', '2026-03-01');
});
afterEach(() => workspace.remove());

/** The number of a process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

/** What a backup, a restoration and an export leave that are killed; in the order in which they are told. */
function leaveCopies(): readonly string[] {
  mkdirSync(workspace.at('sorties'), { recursive: true });
  const draft = workspace.at(`.liste.csv.p${deadProcess()}-0a1b2c3d.part`);
  const inFolder = workspace.at(`sorties/.liste.csv.p${deadProcess()}-0a1b2c3d.part`);
  writeFileSync(inFolder, 'phone\n+33639981234\n');
  const copying = workspace.at('ledger.copying');
  mkdirSync(join(copying, 'restored'), { recursive: true, mode: 0o700 });
  for (const path of ['ledger.db', 'restored/ledger.db']) copyFileSync(workspace.ledgerFile, join(copying, path));
  writeFileSync(draft, 'phone\n+33639981234\n');
  return [draft, copying, inFolder].sort();
}

describe('what a killed command left', () => {
  it('of a ledger written anew goes with an erasure, but not while somebody may be writing it', async () => {
    mkdirSync(workspace.at('rehearsals'), { mode: 0o700 });
    const drafts = ['ledger.db.recoded', 'ledger.db.recoded-wal', 'rehearsals/fete.db.recoded'].map(workspace.at);
    for (const draft of drafts) copyFileSync(workspace.ledgerFile, draft);
    expect(await workspace.examined('leftovers')).toMatchObject({
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

  it('of backups, exports and keys is named by doctor, but not what a program is at work with', async () => {
    expect(await workspace.examined('leftovers')).toMatchObject({ status: 'ok' });
    const names = [
      ...['.amis.backup.0a1b2c3d.part', `.amis.backup.p${deadProcess()}-0a1b2c3d.part`, 'ledger.key.part'],
      ...[`.amis.backup.p${process.pid}-0a1b2c3d.part`, '.mine.part', 'list.part'],
    ];
    for (const name of names) writeFileSync(workspace.at(name), '', { mode: 0o600 });
    const found = JSON.stringify(await workspace.examined('leftovers'));
    expect(names.map((name) => found.includes(name))).toEqual([true, true, true, false, false, false]);
  });

  it('of a copy of the whole ledger, and of exports, goes with whatever takes people out or seals them', async () => {
    const commands = [
      ['subject', 'erase', '+33639981234', '--yes'],
      ['retention', '--apply'],
      ['key', 'rotate', '--yes'],
      ['backup', workspace.at('amis.backup')],
      ['ledger', 'encrypt'],
    ];
    for (const command of commands) {
      const left = leaveCopies();
      const atWork = workspace.at(`.liste.csv.p${process.pid}-0a1b2c3d.part`);
      writeFileSync(atWork, '+33639981234');
      const answer = await workspace.json(...command);
      expect([command[0], left.filter((path) => existsSync(path))]).toEqual([
        command[0],
        command[0] === 'backup' ? left.filter((path) => path.endsWith('.part')) : [],
      ]);
      expect(existsSync(atWork)).toBe(true);
      if (command[0] === 'subject') expect(answer).toMatchObject({ unfinished: left, files: [atWork] });
      if (command[0] === 'retention') expect(answer).toMatchObject({ leftovers: left });
    }
  });

  it('is told by retention before it is removed, and is not touched while a backup is made', async () => {
    const left = leaveCopies();
    expect(await workspace.json('retention')).toMatchObject({ applied: false, leftovers: left });
    expect((await workspace.run('retention')).out).toContain('ledger.copying');
    await holdingLock(workspace.ledgerFile, BACKUP_LOCK, async () => {
      for (const command of [
        ['retention', '--apply'],
        ['subject', 'erase', '+33639981234', '--yes'],
      ]) {
        expect(await workspace.run(...command)).toMatchObject({ exit: 75 });
      }
    });
    expect(left.every((path) => existsSync(path))).toBe(true);
  });
});

describe('what a restoration set aside', () => {
  const NAME = 'before-20260310T100000Z';
  const rehearsal = (): string => join(workspace.at(`rehearsals.${NAME}`), 'fete.db');

  /** A rehearsal of somebody, which a restoration of a backup from before it sets aside. */
  async function setAside(): Promise<void> {
    workspace.write('membres.csv', 'phone\n+33639981234\n');
    await workspace.json('backup', workspace.at('amis.backup'));
    const planned = ['--campaign', 'fete', '--text', 'Bonjour', '--purpose', 'association'];
    await workspace.json('plan', workspace.at('membres.csv'), ...planned);
    await workspace.json('restore', workspace.at('amis.backup'), '--force');
    expect(existsSync(rehearsal())).toBe(true);
  }

  it('is told by doctor', async () => {
    expect(await workspace.examined('set_aside')).toMatchObject({ status: 'ok' });
    await setAside();
    const told = JSON.stringify(await workspace.examined('set_aside'));
    expect(told).toContain(workspace.at(`ledger.db.${NAME}`));
    expect(told).toContain(workspace.at(`rehearsals.${NAME}`));
  });

  it('loses its rehearsals of somebody with an erasure', async () => {
    await setAside();
    const other = await workspace.json('subject', 'erase', '+33639989999', '--yes');
    expect([other['rehearsals'], existsSync(rehearsal())]).toEqual([[], true]);
    const access = await workspace.json('subject', 'access', '+33639981234');
    expect(JSON.stringify(access)).toContain(`rehearsals.${NAME}/fete`);
    const done = await workspace.json('subject', 'erase', '+33639981234', '--yes');
    expect(done).toMatchObject({ rehearsals: [`rehearsals.${NAME}/fete`], files: [workspace.at('membres.csv')] });
    expect(existsSync(workspace.at(`rehearsals.${NAME}`))).toBe(false);
  });

  it('loses somebody with an erasure after the key was exchanged too, under the passphrase at hand', async () => {
    const setAsideAt = async (at: string): Promise<string> => {
      workspace.setNow(at);
      await workspace.json('backup', workspace.at('amis.backup'), '--force');
      await workspace.json('restore', workspace.at('amis.backup'), '--force');
      return workspace.at(`ledger.db.before-${at.replace(/[-:]/g, '')}`);
    };
    const inClear = await setAsideAt('2026-03-10T10:00:00Z');
    await workspace.json('ledger', 'encrypt');
    const sealed = await setAsideAt('2026-03-10T11:00:00Z');
    await workspace.json('key', 'rotate', '--yes');
    const dryRun = () => workspace.json('subject', 'erase', '+33639981234', '--dry-run');
    expect(await dryRun()).toMatchObject({ setAside: [inClear, sealed], files: [], unread: [] });
    // What another passphrase opens is nobody's to guess.
    const other = workspace.write('other.txt', 'quite another passphrase');
    chmodSync(other, 0o600);
    await workspace.json('ledger', 'passphrase', '--new-passphrase-file', other);
    workspace.env['SMSCTL_PASSPHRASE_FILE'] = other;
    expect(await dryRun()).toMatchObject({ setAside: [inClear], files: [], unread: [sealed] });
    await workspace.json('ledger', 'decrypt');
    workspace.env['SMSCTL_PASSPHRASE_FILE'] = workspace.at('passphrase.txt');
    const done = await workspace.json('subject', 'erase', '+33639981234', '--yes');
    expect(done).toMatchObject({ setAside: [inClear, sealed], unread: [] });
  });

  it('loses them with their term', async () => {
    await setAside();
    expect(await workspace.json('retention')).toMatchObject({ rehearsals: [] });
    const long = new Date('2020-01-01T00:00:00Z');
    for (const name of readdirSync(workspace.at(`rehearsals.${NAME}`))) {
      utimesSync(join(workspace.at(`rehearsals.${NAME}`), name), long, long);
    }
    expect(await workspace.json('retention', '--apply')).toMatchObject({ rehearsals: [`rehearsals.${NAME}/fete`] });
    expect(existsSync(workspace.at(`rehearsals.${NAME}`))).toBe(false);
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

it('a folder where a restoration was killed is told so at each of its steps, with what is left and the way out', async () => {
  const backup = workspace.at('amis.backup');
  await workspace.json('backup', backup);
  const toldBy = async (...line: string[]): Promise<string> => {
    const { exit, err } = await workspace.run(...line);
    expect([line[0], exit]).toEqual([line[0], 65]);
    return err;
  };
  mkdirSync(workspace.at('ledger.copying'));
  copyFileSync(workspace.ledgerFile, join(workspace.at('ledger.copying'), 'ledger.db'));
  // The old configuration was set aside, the old ledger not yet.
  renameSync(workspace.at('smsctl.toml'), workspace.at('smsctl.toml.before-20260310T100000Z'));
  for (const name of ['smsctl.toml.before-20260310T100000Z', 'ledger.copying', 'smsctl restore', '--force']) {
    expect(await toldBy('status')).toContain(name);
  }
  expect(await workspace.run('restore', backup)).toMatchObject({ exit: 64 });
  // Nothing but the copy on its way: no workspace stood there.
  for (const name of readdirSync(workspace.at('.'))) {
    if (/^(?:ledger\.(?!copying)|smsctl)/.test(name)) rmSync(workspace.at(name), { recursive: true });
  }
  for (const line of [['status'], ['init', '--organisation', 'Les Amis', '--sender', 'AMIS', '--yes']]) {
    expect(await toldBy(...line)).toContain('ledger.copying');
  }
  expect(await workspace.run('restore', backup, '--force')).toMatchObject({ exit: 0 });
  expect(existsSync(workspace.at('ledger.copying'))).toBe(false);
});

it('rehearsals that are a symbolic link are refused, and doctor tells why', async () => {
  mkdirSync(workspace.at('elsewhere'));
  symlinkSync(workspace.at('elsewhere'), workspace.at('rehearsals'));
  const { exit, err } = await workspace.run('subject', 'erase', '+33639981234', '--yes');
  expect([exit, err]).toEqual([77, expect.stringContaining('symbolic link')]);
  expect(await workspace.examined('rehearsals')).toMatchObject({ status: 'fail' });
});
