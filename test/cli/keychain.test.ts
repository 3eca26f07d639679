import { cpSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/errors.js';
import { accountOf } from '../../src/flows/keychain-lock.js';
import { workspaceFiles } from '../../src/files/workspace.js';
import { systemKeychain } from '../../src/keychain/system-keychain.js';
import type { Keychain } from '../../src/keychain/keychain.js';
import {
  cliWorkspace,
  members,
  passphraseIn,
  tempFolder,
  TERMS,
  workspaceIn,
  type CliWorkspace,
  type Ran,
} from '../support/cli.js';
import { openKeychainSession, type KeychainSession } from '../support/keychain-session.js';

const session = await openKeychainSession();
/** A session without any bus. */
const NOWHERE = {};
const INIT = ['--organisation', 'Les Amis du Parc', '--sender', 'AMIS'];

const PASSPHRASE = passphraseIn('cinq mots tirés au hasard\n');

function keychainOf({ env }: KeychainSession): Keychain {
  return systemKeychain({ env: { ...env, PATH: process.env['PATH'] }, isAttended: false });
}

const accountIn = (folder: string): string => accountOf(workspaceFiles(folder)) ?? 'none';

/**
 * Has every program of Node's that starts note its arguments and its environment.
 *
 * @returns What to put into the environment, and what was noted.
 */
function witness(): { readonly env: { readonly NODE_OPTIONS: string }; noted(): string } {
  const folder = tempFolder();
  const [script, notes] = [join(folder, 'witness.cjs'), join(folder, 'notes')];
  const note = '[...process.execArgv, ...process.argv, ...Object.values(process.env)].join("\\n")';
  writeFileSync(script, `require('node:fs').appendFileSync(${JSON.stringify(notes)}, ${note} + '\\n');\n`);
  return {
    env: { NODE_OPTIONS: `--require=${script}` },
    noted: () => (existsSync(notes) ? readFileSync(notes, 'utf8') : ''),
  };
}

/** Has the program killed as it asks the keychain for the n-th time; what it asked for is done, or not. */
function killedAtCall(n: number, isDone: boolean): { readonly NODE_OPTIONS: string } {
  const folder = tempFolder();
  const [script, calls] = [join(folder, 'killer.cjs'), join(folder, 'calls')];
  writeFileSync(
    script,
    `if (process.argv[1].includes('keychain-helper')) {
  const { appendFileSync, statSync } = require('node:fs');
  const kill = () => process.kill(process.ppid, 'SIGKILL');
  appendFileSync(${JSON.stringify(calls)}, '.');
  if (statSync(${JSON.stringify(calls)}).size === ${n}) {
    if (${isDone}) process.on('exit', kill);
    else {
      kill();
      process.exit(1);
    }
  }
}
`,
  );
  return { NODE_OPTIONS: `--require=${script}` };
}

/** A refusal that tells a way out, and let nothing else happen. */
function expectRefused(ran: Ran, why: RegExp): void {
  expect({ exitCode: ran.exitCode, stdout: ran.stdout }).toEqual({ exitCode: 77, stdout: '' });
  expect(ran.error()).toMatchObject({
    kind: 'notPermitted',
    message: expect.stringMatching(why),
    hint: expect.stringMatching(/passphrase|backup/i),
  });
}

describe('a machine without a keychain', () => {
  it('makes nothing with --keychain, and says the way out', async () => {
    const around = workspaceIn(tempFolder());
    const folder = around.at('amis');
    expectRefused(await around.run(['init', folder, ...INIT, '--keychain', '--json'], { env: NOWHERE }), /keychain/);
    expect(existsSync(folder)).toBe(false);

    const space = await cliWorkspace();
    const refused = await space.run(['ledger', 'encrypt', '--keychain', '--json'], { env: NOWHERE });
    expectRefused(refused, /no keychain/);
    // What the system says is for scripts and reports.
    expect(refused.error()['message']).not.toMatch(/DBus|platform/i);
    expect(refused.error()).toMatchObject({
      reason: expect.any(String),
      hint: expect.stringMatching('without --keychain'),
    });
    expect(readFileSync(space.at('ledger.key'))).toHaveLength(32);
    expect((await space.run(['suppress', 'list'], { env: NOWHERE })).exitCode).toBe(0);

    await space.run(['ledger', 'encrypt'], { env: PASSPHRASE });
    const key = space.read('ledger.key');
    const change = ['ledger', 'passphrase', '--keychain', '--json'];
    expectRefused(await space.run(change, { env: PASSPHRASE }), /keychain/);
    expect(space.read('ledger.key')).toBe(key);
    expect((await space.run(['suppress', 'list'], { env: PASSPHRASE })).exitCode).toBe(0);
  });

  it('is told apart from one on which the library is missing', async () => {
    const script = join(tempFolder(), 'without.cjs');
    const missing = `if (name === '@napi-rs/keyring') throw new Error('Cannot find package'); return next(name, about);`;
    writeFileSync(script, `require('node:module').registerHooks({ resolve(name, about, next) { ${missing} } });\n`);
    const around = workspaceIn(tempFolder());
    const env = { ...session?.env, NODE_OPTIONS: `--require=${script}` };
    const refused = await around.run(['init', around.at('amis'), ...INIT, '--keychain', '--json'], { env });
    expectRefused(refused, /library/);
    expect(refused.error()['hint']).toContain('--include=optional');
  });

  it('is not asked for a ledger that does not lie in it', async () => {
    const space = await cliWorkspace();
    const { env, noted } = witness();
    for (const command of [['--version'], ['status'], ['suppress', 'list']]) {
      expect((await space.run(command, { env })).exitCode).toBe(0);
    }
    expect(noted()).toContain('smsctl.js');
    expect(noted()).not.toContain('keychain-helper');
  });
});

describe('a keychain that does not answer', () => {
  it('is given up', async () => {
    const socket = join(tempFolder(), 'bus');
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(socket, resolve));
    const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` };
    const { read } = systemKeychain({ env, isAttended: false, patienceMs: 1500 });
    let told: unknown = null;
    try {
      read('0123.0123456789abcdef');
    } catch (error) {
      told = error;
    }
    mute.close();
    expect(told).toBeInstanceOf(OperatorError);
    expect(told).toMatchObject({ kind: 'notPermitted', problem: { key: 'keychain.silent' } });
  });
});

if (session === null) {
  it('a machine that has no keyring daemon at all can still be asked, and says no', () => {
    expect(() => systemKeychain({ env: {}, isAttended: false }).read('0123.0123456789abcdef')).toThrow(OperatorError);
  });
} else {
  describe('a ledger whose key the keychain keeps', () => withKeychain(session));
}

function withKeychain(desktop: KeychainSession): void {
  const { env } = desktop;
  const keychain = keychainOf(desktop);

  async function encrypted(): Promise<CliWorkspace> {
    const space = await cliWorkspace();
    // What tests work on is a copy of a model.
    await space.run(['doctor', '--adopt']);
    const ran = await space.run(['ledger', 'encrypt', '--keychain', '--json'], { env });
    expect(ran.json()).toMatchObject({ type: 'ledger_encrypt', files: 1, keychain: true });
    return space;
  }
  const opens = async (space: CliWorkspace, around: Readonly<Record<string, string>> = env): Promise<boolean> =>
    (await space.run(['suppress', 'list'], { env: around })).exitCode === 0;

  it('is made by init, works without a question, and shows its secret nowhere', async () => {
    const watch = witness();
    const around = workspaceIn(tempFolder());
    const folder = around.at('amis');
    const made = await around.run(['init', folder, ...INIT, '--keychain', '--json'], { env: { ...env, ...watch.env } });
    expect(made.json()).toMatchObject({ encrypted: true, keychain: true });
    const space = workspaceIn(folder);
    expect(readFileSync(space.at('ledger.db')).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    const shown = [made.stdout, made.stderr];
    for (const command of [
      ['status'],
      ['doctor', '--json'],
      ['key', 'rotate', '--yes'],
      ['audit', 'export', '--format', 'jsonl'],
      ['config', 'show'],
    ]) {
      const ran = await space.run(command, { env: { ...env, ...watch.env } });
      expect({ command, exitCode: ran.exitCode }).toEqual({ command, exitCode: 0 });
      shown.push(ran.stdout, ran.stderr);
    }
    const secret = keychain.read(accountIn(folder));
    expect(secret).toHaveLength(32);
    expect(accountIn(folder)).toContain((await ledgerIdOf(space)) ?? 'no id');
    const texts = [secret!.toString('base64'), secret!.toString('hex'), secret!.toString('latin1')];
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(space.at(name)).isFile(),
    );
    const found = texts.flatMap((text) => [
      ...shown.filter((words) => words.includes(text)),
      ...files.filter((name) => readFileSync(space.at(name)).includes(Buffer.from(text, 'latin1'))),
    ]);
    expect(found).toEqual([]);
    expect(watch.noted()).toContain('keychain-helper');
    expect(texts.filter((text) => watch.noted().includes(text))).toEqual([]);
  });

  it('opens in that session alone, and what needs no key still works elsewhere', async () => {
    const space = await encrypted();
    space.write('members.csv', members(2));
    const sent = await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes', '--json'], { env });
    expect(sent.exitCode).toBe(0);

    const elsewhere = await space.run(['suppress', 'list', '--json'], { env: NOWHERE });
    expectRefused(elsewhere, /no keychain/);
    expect(elsewhere.error()['hint']).not.toContain('without --keychain');
    // A passphrase is no way in.
    expectRefused(await space.run(['suppress', 'list', '--json'], { env: PASSPHRASE }), /keychain/);
    expect((await space.run(['config', 'show'], { env: NOWHERE })).exitCode).toBe(0);
    const doctor = await space.run(['doctor', '--json'], { env: NOWHERE });
    expect(doctor.exitCode).toBe(77);
    const key = (doctor.json()['checks'] as { name: string; status: string; message: string }[]).find(
      ({ name }) => name === 'key',
    );
    expect(key).toMatchObject({ status: 'fail', message: expect.stringMatching(/keychain/) });

    const again = await space.run(['ledger', 'encrypt', '--json'], { env });
    expect(again.exitCode).toBe(64);
    expect(again.error()).toMatchObject({ hint: expect.stringContaining('ledger passphrase') });
    expect((await space.run(['ledger', 'encrypt', '--keychain'], { env })).exitCode).toBe(0);

    const here = await space.run(['doctor'], { env });
    expect(here.stdout).toContain(`smsctl/${accountIn(space.folder)}`);
  });

  it('is not opened by another user’s keychain, nor by one that is locked', async () => {
    const space = await encrypted();
    const other = await openKeychainSession();
    const refused = await space.run(['suppress', 'list', '--json'], { env: other!.env });
    expectRefused(refused, /no entry smsctl\//);

    const home = (await openKeychainSession())!;
    const account = '0123.0123456789abcdef';
    keychainOf(home).keep(account, Buffer.alloc(32, 1));
    await home.end();
    const locked = (await openKeychainSession({ home: home.home, isLocked: true }))!;
    expect(() => keychainOf(locked).read(account)).toThrow(OperatorError);
    await locked.end();
    const again = (await openKeychainSession({ home: home.home }))!;
    expect(keychainOf(again).read(account)).toEqual(Buffer.alloc(32, 1));
  });

  it('goes to a passphrase, back, to another secret and into the clear, and leaves nothing in the keychain', async () => {
    const space = await encrypted();
    const former: string[] = [];
    const change = async (args: readonly string[], around = {}): Promise<void> => {
      const account = accountIn(space.folder);
      const ran = await space.run(['ledger', ...args, '--json'], { env: { ...env, ...around } });
      expect({ args, exitCode: ran.exitCode }).toEqual({ args, exitCode: 0 });
      if (account !== 'none') former.push(account);
      expect(former.map((one) => keychain.read(one))).toEqual(former.map(() => null));
    };
    await change(['passphrase', '--new-passphrase-file', PASSPHRASE.SMSCTL_PASSPHRASE_FILE]);
    expect(await opens(space, PASSPHRASE)).toBe(true);
    expect(await opens(space)).toBe(false);
    await change(['passphrase', '--keychain'], PASSPHRASE);
    expect(await opens(space)).toBe(true);
    await change(['passphrase', '--keychain']);
    expect(await opens(space)).toBe(true);
    await change(['decrypt']);
    expect(await opens(space, NOWHERE)).toBe(true);
    expect(former).toHaveLength(3);
    const log = (await space.run(['audit', 'list', '--json'])).lines();
    const locks = log.filter((row) => row['kind'] === 'passphrase_changed').map((row) => row['data']);
    expect(locks).toEqual([{ lock: 'passphrase' }, { lock: 'keychain' }, { lock: 'keychain' }]);
  });

  it('is refused a second kind of lock by encrypt, which names the command that changes it', async () => {
    const space = await cliWorkspace();
    await space.run(['ledger', 'encrypt'], { env: PASSPHRASE });
    const refused = await space.run(['ledger', 'encrypt', '--keychain', '--json'], { env: { ...env, ...PASSPHRASE } });
    expect(refused.error()).toMatchObject({ exit: 64, hint: 'smsctl ledger passphrase --keychain' });
    const both = ['ledger', 'passphrase', '--keychain', '--new-passphrase-file', PASSPHRASE.SMSCTL_PASSPHRASE_FILE];
    expect((await space.run(both, { env: { ...env, ...PASSPHRASE } })).exitCode).toBe(64);
  });

  it('is backed up under a passphrase of the backup’s own, and comes back on another machine', async () => {
    const space = await encrypted();
    const list = ['consent', 'export', '--reveal'];
    const before = await space.run(list, { env });
    const file = join(tempFolder(), 'amis.backup');
    expectRefused(await space.run(['backup', file, '--json'], { env }), /passphrase/);
    expect((await space.run(['backup', file, '--json'], { env: { ...env, ...PASSPHRASE } })).exitCode).toBe(0);

    const elsewhere = workspaceIn(tempFolder());
    const restored = await elsewhere.run(['restore', file], { env: PASSPHRASE });
    expect(restored.exitCode).toBe(0);
    expect(restored.stderr).toContain('opens with the passphrase of the backup');
    expect((await elsewhere.run(list, { env: PASSPHRASE })).stdout).toBe(before.stdout);
    const machine = (await openKeychainSession())!;
    const adopt = ['ledger', 'passphrase', '--keychain'];
    expect((await elsewhere.run(adopt, { env: { ...machine.env, ...PASSPHRASE } })).exitCode).toBe(0);
    expect(await opens(elsewhere, machine.env)).toBe(true);
    expect(await opens(elsewhere)).toBe(false);
    // The one that was backed up goes on as before.
    expect(await opens(space)).toBe(true);
  });

  it('shares its secret with a copy until that is adopted, and neither shuts out the other', async () => {
    const space = await encrypted();
    const copy = workspaceIn(join(tempFolder(), 'copy'));
    cpSync(space.folder, copy.folder, { recursive: true });
    const account = accountIn(space.folder);
    const decrypted = await copy.run(['ledger', 'decrypt', '--json'], { env });
    expect(decrypted.json()).toMatchObject({ leftInKeychain: account });
    expect(await opens(space)).toBe(true);

    const second = workspaceIn(join(tempFolder(), 'second'));
    cpSync(space.folder, second.folder, { recursive: true });
    expect((await second.run(['doctor', '--adopt', '--json'], { env })).exitCode).toBe(0);
    expect(accountIn(second.folder)).not.toBe(account);
    expect((await space.run(['ledger', 'decrypt', '--json'], { env })).json()).toMatchObject({ leftInKeychain: null });
    expect(keychain.read(account)).toBeNull();
    expect(await opens(second)).toBe(true);
  });

  it('opens after the program was killed at whichever moment it asked the keychain, and the command finishes', async () => {
    const space = await encrypted();
    const change = ['ledger', 'passphrase', '--keychain'];
    // It reads the secret, keeps the new one, and erases the former one.
    for (const call of [1, 2, 3]) {
      for (const isDone of [false, true]) {
        const killed = await space.run(change, { env: { ...env, ...killedAtCall(call, isDone) } });
        expect({ call, isDone, exitCode: killed.exitCode }).toEqual({ call, isDone, exitCode: -1 });
        expect(await opens(space)).toBe(true);
      }
    }
    expect((await space.run(change, { env: { ...env, ...killedAtCall(4, false) } })).exitCode).toBe(0);
    expect((await space.run(['ledger', 'decrypt'], { env: { ...env, ...killedAtCall(2, false) } })).exitCode).toBe(-1);
    expect(await opens(space, NOWHERE)).toBe(true);
  });

  it('finishes an exchange of keys that was cut off, before its lock is changed too', async () => {
    const space = await encrypted();
    const old = space.read('ledger.key');
    expect((await space.run(['key', 'rotate', '--yes'], { env })).exitCode).toBe(0);
    // Cut off after the ledger took its place.
    renameSync(space.at('ledger.key'), space.at('ledger.key.next'));
    space.write('ledger.key', old);
    const change = ['ledger', 'passphrase', '--new-passphrase-file', PASSPHRASE.SMSCTL_PASSPHRASE_FILE, '--json'];
    expect((await space.run(change, { env })).exitCode).toBe(0);
    expect(await opens(space, PASSPHRASE)).toBe(true);
  });

  it('is told apart from one whose key file, or whose entry, was changed by hand', async () => {
    const space = await encrypted();
    const account = accountIn(space.folder);
    const secret = keychain.read(account)!;
    const sealed = JSON.parse(space.read('ledger.key')) as { kdf: object };
    for (const kdf of [{ name: 'keychain' }, { name: 'keychain', account: '../../etc' }, { name: 'other', account }]) {
      space.write('ledger.key', JSON.stringify({ ...sealed, kdf }));
      expect((await space.run(['suppress', 'list', '--json'], { env })).error()).toMatchObject({ exit: 77 });
    }
    space.write('ledger.key', JSON.stringify(sealed));
    for (const wrong of [Buffer.alloc(32, 1), Buffer.alloc(3, 1)]) {
      keychain.keep(account, wrong);
      expectRefused(await space.run(['suppress', 'list', '--json'], { env }), /one of the two was changed/);
    }
    keychain.keep(account, secret);
    expect(await opens(space)).toBe(true);
  });
}

async function ledgerIdOf(space: CliWorkspace): Promise<string | undefined> {
  const rows = (await space.run(['audit', 'list', '--json'], { env: { ...session?.env } })).lines();
  const made = rows.find((row) => row['kind'] === 'ledger_created' || row['kind'] === 'ledger_made');
  return (made?.['data'] as { ledgerId?: string } | undefined)?.ledgerId;
}
