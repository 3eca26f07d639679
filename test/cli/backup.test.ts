import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { noteErasures } from '../../src/files/erasure-file.js';
import { readKeyFile, unsealKeys } from '../../src/files/key-file.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { keyringOf, type Keyring } from '../../src/core/contact/keyring.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import {
  cliWorkspace,
  memberNumber,
  members,
  passphraseIn,
  TERMS,
  tempFolder,
  workspaceIn,
  type CliWorkspace,
} from '../support/cli.js';

const RIGHT = passphraseIn('cinq mots tirés au hasard\n');
const WRONG = passphraseIn('cinq mots tirés au sort\n');

describe('a backup', () => {
  it('brings ledger, key and configuration back elsewhere, as a copy that waits for its adoption', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    const made = await space.run(['backup', file, '--json'], { env: RIGHT });
    expect(made.json()).toMatchObject({ type: 'backup', file, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const clear of [memberNumber(0), 'Amis du Parc', 'SQLite format']) {
      expect(readFileSync(file).includes(clear)).toBe(false);
    }
    const log = await space.run(['audit', 'list', '--json']);
    expect(log.lines().at(-1)).toMatchObject({ kind: 'backup_made' });

    const folder = join(tempFolder(), 'new');
    const restored = await workspaceIn(tempFolder()).run(['restore', file, '--workspace', folder, '--json'], {
      env: RIGHT,
    });
    expect(restored.json()).toMatchObject({ type: 'restore', workspace: folder, kept: [] });
    expect(readdirSync(folder).sort()).toEqual(['ledger.db', 'ledger.key', 'smsctl.toml']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const again = workspaceIn(folder);
    const exported = ['consent', 'export', '--reveal'];
    expect((await again.run(exported)).stdout).toBe((await space.run(exported)).stdout);
    expect(again.read('smsctl.toml')).toBe(space.read('smsctl.toml'));
    const home = (await again.run(['doctor', '--json'])).json()['checks'] as { name: string; status: string }[];
    expect(home.find(({ name }) => name === 'home')).toMatchObject({ status: 'warn' });
    const knownUntil = String(log.lines().at(-2)?.['at']);
    expect((await again.run(['suppress', 'add', '+33639980077'])).exitCode).toBe(0);
    const ledger = new Database(again.at('ledger.db'), { readonly: true });
    expect(ledger.prepare('SELECT home FROM ledger').pluck().get()).toContain(`@${knownUntil}`);
    ledger.close();
    const adopted = await again.run(['doctor', '--adopt']);
    expect(adopted.stderr).toContain('The log of this copy ends on');
    expect((await again.run(['doctor', '--json'])).json()).toMatchObject({ ok: true });
  });

  it('stands, and is told, though the log can not take it in', async () => {
    const space = await cliWorkspace();
    const ledger = new Database(space.at('ledger.db'));
    ledger.exec(`CREATE TRIGGER refused BEFORE INSERT ON audit WHEN NEW.kind = 'backup_made'
      BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    ledger.close();
    const file = join(tempFolder(), 'amis.backup');
    const made = await space.run(['backup', file, '--json'], { env: RIGHT });
    expect([made.exitCode, made.json()]).toEqual([
      expect.any(Number),
      expect.objectContaining({ type: 'backup', file }),
    ]);
    expect(made.exitCode).not.toBe(0);
    expect((await workspaceIn(tempFolder()).run(['restore', file], { env: RIGHT })).exitCode).toBe(0);
  });

  it('of an encrypted ledger holds it encrypted, under the same passphrase', async () => {
    const space = await cliWorkspace();
    await space.run(['ledger', 'encrypt'], { env: RIGHT });
    const file = join(tempFolder(), 'amis.backup');
    expect((await space.run(['backup', file], { env: WRONG })).exitCode).toBe(77);
    expect((await space.run(['backup', file], { env: RIGHT })).exitCode).toBe(0);
    const folder = tempFolder();
    expect((await workspaceIn(folder).run(['restore', file], { env: RIGHT })).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'ledger.db')).includes('SQLite format')).toBe(false);
    expect((await workspaceIn(folder).run(['consent', 'show', memberNumber(0)], { env: RIGHT })).exitCode).toBe(0);
    expect((await workspaceIn(folder).run(['consent', 'show', memberNumber(0)])).exitCode).toBe(77);
  });

  it('overwrites nothing without --force, and a restoration leaves beside what was there', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    await space.run(['backup', file], { env: RIGHT });
    const first = readFileSync(file);
    expect((await space.run(['backup', file, '--json'], { env: RIGHT })).error()).toMatchObject({ exit: 64 });
    expect(readFileSync(file).equals(first)).toBe(true);
    expect((await space.run(['suppress', 'add', memberNumber(7)])).exitCode).toBe(0);
    space.write('members.csv', members(2));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);

    expect((await space.run(['restore', file, '--json'], { env: RIGHT })).error()).toMatchObject({ exit: 64 });
    const { exitCode, stderr, json } = await space.run(['restore', file, '--force', '--json'], { env: RIGHT });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const kept = json()['kept'] as string[];
    expect(kept.map((name) => name.replace(/\.before-\d{8}T\d{6}Z/, '')).sort()).toEqual(
      ['ledger.db', 'ledger.key', 'rehearsals', 'smsctl.toml'].map((name) => space.at(name)),
    );
    expect((await space.run(['suppress', 'list', '--json'])).stdout).not.toContain('manual');
    // Who is erased is erased in what was set aside too.
    const erased = await space.run(['subject', 'erase', memberNumber(0), '--yes', '--json']);
    const aside = kept.find((name) => name.includes('ledger.db')) ?? '';
    // Of its key, which is 32 random bytes, nothing is told.
    expect(erased.json()).toMatchObject({ setAside: [aside], unread: [] });
    expect(readFileSync(aside).includes(memberNumber(0))).toBe(false);
    expect(readFileSync(aside).includes(memberNumber(1))).toBe(true);
    // What was set aside is whole.
    const old = tempFolder();
    for (const name of kept) {
      if (!/rehearsals/.test(name)) {
        writeFileSync(join(old, name.slice(space.folder.length + 1).replace(/\.before.*$/, '')), readFileSync(name), {
          mode: 0o600,
        });
      }
    }
    expect((await workspaceIn(old).run(['suppress', 'list', '--json'])).stdout).toContain('manual');
  });

  it('takes the place of no ledger that a program has open, whatever key it is under; of one that is broken it does', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    await space.run(['backup', file], { env: RIGHT });
    const restore = () => space.run(['restore', file, '--force', '--json'], { env: RIGHT });
    const refusedWhileOpen = async (keyring: Keyring): Promise<void> => {
      const ledger = openLedger(space.at('ledger.db'), keyring, {
        mode: 'write',
        appliedAt: '2026-01-05T10:00:00.000Z',
      });
      const files = (): readonly string[] =>
        readdirSync(space.folder).filter((name) => !/-(?:lock|wal|shm)$/.test(name));
      const before = files();
      try {
        await ledger.auditHead();
        expect((await restore()).error()).toMatchObject({
          exit: 75,
          message: expect.stringContaining('ledger.db') as string,
        });
      } finally {
        ledger.close();
      }
      expect(files()).toEqual(before);
    };
    await refusedWhileOpen(keyringOf(readFileSync(space.at('ledger.key'))));
    await space.run(['ledger', 'encrypt'], { env: WRONG });
    const sealed = readKeyFile({ key: space.at('ledger.key') });
    const lock = { kind: 'passphrase', passphrase: 'cinq mots tirés au sort' } as const;
    const keys = sealed.kind === 'bare' ? sealed.keys : unsealKeys(sealed.sealed, lock);
    // Which passphrase it is under, the restoration does not ask: only Linux tells of the locks on a file.
    if (process.platform === 'linux') await refusedWhileOpen(keyringOf(keys!.key, keys!.fileKey));
    writeFileSync(space.at('ledger.db'), Buffer.alloc(8192, 7));
    expect((await restore()).exitCode).toBe(0);
    expect((await space.run(['consent', 'show', memberNumber(0)])).exitCode).toBe(0);
  });

  it('is refused where it can not be written before anybody thinks of a passphrase', async () => {
    const space = await cliWorkspace();
    space.write('amis.backup', 'mine');
    // Nobody can be asked here: where a passphrase was needed, that would be told (77).
    for (const [line, said] of [
      [['amis.backup'], 'exists'],
      [['amis.backup', '--force'], 'exists'],
      [['none/amis.backup'], 'folder'],
      [['amis.backup/amis.backup'], 'folder'],
    ] as const) {
      const { exitCode, stderr } = await space.run(['backup', ...line]);
      expect([line, exitCode, stderr]).toEqual([line, 64, expect.stringContaining(said)]);
    }
    expect((await space.run(['backup', 'other.backup'])).exitCode).toBe(77);
    expect(space.read('amis.backup')).toBe('mine');
  });

  it('that was changed, cut off, is none, or opens with another passphrase is refused, and nothing is restored', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    await space.run(['backup', file], { env: RIGHT });
    const whole = readFileSync(file);
    const changed = Buffer.from(whole);
    changed[100_000]! ^= 1;
    const header = whole.indexOf('\n') + 1;
    const frame = 65_536 + 16;
    const exchanged = Buffer.concat([
      whole.subarray(0, header),
      whole.subarray(header + frame, header + 2 * frame),
      whole.subarray(header, header + frame),
      whole.subarray(header + 2 * frame),
    ]);
    const cases = [
      { bytes: changed, exit: 65 },
      { bytes: whole.subarray(0, header + 2 * frame), exit: 65 },
      { bytes: whole.subarray(0, whole.length - 1), exit: 65 },
      { bytes: whole.subarray(0, 3000), exit: 65 },
      { bytes: exchanged, exit: 77 },
      { bytes: Buffer.from('phone;name\n'), exit: 65 },
      { bytes: Buffer.alloc(0), exit: 65 },
      { bytes: whole, exit: 77, env: WRONG },
      { bytes: whole, exit: 77, env: {} },
    ];
    for (const { bytes, exit, env = RIGHT } of cases) {
      writeFileSync(file, bytes);
      const folder = join(tempFolder(), 'new');
      const ran = await space.run(['restore', file, '--workspace', folder, '--json'], { env });
      expect(ran.error()).toMatchObject({ exit });
      expect(existsSync(folder)).toBe(false);
    }
    const missing = await space.run(['restore', `${file}.other`, '--workspace', tempFolder(), '--json'], {
      env: RIGHT,
    });
    expect(missing.error()).toMatchObject({ exit: 66 });
  });

  it('can be made while an import writes the ledger, and is whole', async () => {
    const space = await cliWorkspace();
    const rows = Array.from({ length: 6000 }, (_, index) => memberNumber(100 + index));
    space.write('stops.csv', ['phone;reason', ...rows.map((number) => `${number};stop`)].join('\n'));
    const file = join(tempFolder(), 'amis.backup');
    const writing = space.start(['suppress', 'import', 'stops.csv', '--json']);
    const made = await space.run(['backup', file, '--json'], { env: RIGHT });
    expect(made.exitCode).toBe(0);
    expect((await writing.ended).exitCode).toBe(0);
    const folder = tempFolder();
    await workspaceIn(folder).run(['restore', file], { env: RIGHT });
    expect((await workspaceIn(folder).run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true });
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true });
    expect(existsSync(space.at('ledger.copying'))).toBe(false);
  });
});

/** A number that was corrected and is somebody else's since, who agreed themselves; and what it was corrected to. */
async function takenOver(space: CliWorkspace): Promise<readonly [number: string, corrected: string]> {
  const [number, corrected] = [memberNumber(3), memberNumber(503)];
  await space.run(['subject', 'rectify', number, '--to', corrected]);
  const terms = ['--purpose', 'information', '--basis', 'member', '--method', 'membership', '--wording', 'bulletin'];
  const given = ['--given-at', new Date(Date.now()).toISOString()];
  expect((await space.run(['consent', 'add', number, ...terms, ...given])).exitCode).toBe(0);
  return [number, corrected];
}

describe('adoption of what was restored', () => {
  it('tells what the copy can not know, and puts back on the never-list who was erased since', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    await space.run(['backup', file], { env: RIGHT });
    const keyring = keyringOf(readFileSync(space.at('ledger.key')));
    const fingerprint = keyring.fingerprint(memberNumber(3) as E164);
    noteErasures(space.at('ledger.erasures'), [{ fingerprint, at: '2026-01-05T10:00:00.000Z', isFormer: false }]);
    await space.run(['restore', file, '--force'], { env: RIGHT });

    const adopted = await space.run(['doctor', '--adopt', '--json']);
    expect(adopted.stderr).toBe('');
    expect(adopted.json()['adopted']).toMatchObject({
      ...{ unknown: 0, newestAt: expect.stringMatching(/Z$/), erasures: { noted: 1, entered: 1, again: 1 } },
      collected: [],
    });
    expect((await space.run(['doctor', '--adopt', '--json'])).json()['adopted']).toBeNull();
    expect((await space.run(['doctor', '--json'])).json()).not.toHaveProperty('adopted');
    expect(readFileSync(space.at('ledger.db')).includes(memberNumber(3))).toBe(false);
    const checked = await space.run(['suppress', 'check', memberNumber(3), '--json']);
    expect(checked.stdout).toContain('erasure');
    const log = await space.run(['audit', 'list', '--json']);
    expect(log.lines().filter((row) => row['kind'] === 'suppressed')).toHaveLength(1);

    // A backup takes the erasures with it, and a restoration forgets none of those that are noted here.
    const second = join(tempFolder(), 'amis.backup');
    await space.run(['backup', second], { env: RIGHT });
    const folder = tempFolder();
    await workspaceIn(folder).run(['restore', second], { env: RIGHT });
    expect(readFileSync(join(folder, 'ledger.erasures'), 'utf8')).toBe(space.read('ledger.erasures'));
    await space.run(['restore', file, '--force'], { env: RIGHT });
    expect(space.read('ledger.erasures').split('\n')).toHaveLength(2);
    const told = await space.run(['doctor', '--adopt']);
    expect(told.stderr).toMatch(/Erasures noted beside the ledger: 1; 1 of them/);
    expect(told.stderr).toMatch(/1 of these people was in this copy in clear again, and was erased once more/);
  });

  it('spares whoever has a number by now that an erased person had before, and agreed themselves', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    const [number, corrected] = await takenOver(space);
    await space.run(['backup', file], { env: RIGHT });
    expect((await space.run(['subject', 'erase', corrected, '--yes'])).exitCode).toBe(0);
    await space.run(['restore', file, '--force'], { env: RIGHT });

    const adopted = await space.run(['doctor', '--adopt', '--json']);
    expect(adopted.json()['adopted']).toMatchObject({ erasures: { again: 1 } });
    const bytes = readFileSync(space.at('ledger.db'));
    expect([number, corrected].map((each) => bytes.includes(each))).toEqual([true, false]);
    expect((await space.run(['suppress', 'check', number, '--json'])).stdout).not.toContain('erasure');
    expect((await space.run(['suppress', 'check', corrected, '--json'])).stdout).toContain('erasure');
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true, faults: [] });
  });

  it('knows who was erased after the key was exchanged and then the number corrected', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    await space.run(['backup', file], { env: RIGHT });
    const [number, corrected] = [memberNumber(3), memberNumber(503)];
    await space.run(['key', 'rotate', '--yes']);
    await space.run(['subject', 'rectify', number, '--to', corrected]);
    await space.run(['key', 'rotate', '--yes']);
    expect((await space.run(['subject', 'erase', corrected, '--yes'])).exitCode).toBe(0);
    await space.run(['restore', file, '--force'], { env: RIGHT });

    const adopted = await space.run(['doctor', '--adopt', '--json']);
    expect(adopted.json()['adopted']).toMatchObject({ erasures: { again: 1 } });
    expect(readFileSync(space.at('ledger.db')).includes(number)).toBe(false);
    for (const each of [number, corrected]) {
      expect((await space.run(['suppress', 'check', each, '--json'])).stdout).toContain('erasure');
    }
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true, faults: [] });
  });

  it('leaves nobody who is erased in what was set aside, under a number from before it was corrected either', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    const [number, corrected, other] = [memberNumber(3), memberNumber(503), memberNumber(4)];
    await space.run(['backup', file], { env: RIGHT });
    await space.run(['restore', file, '--force'], { env: RIGHT });
    await space.run(['doctor', '--adopt']);
    await space.run(['key', 'rotate', '--yes']);
    await space.run(['subject', 'rectify', number, '--to', corrected]);
    const erased = await space.run(['subject', 'erase', corrected, '--yes', '--json']);
    expect(erased.exitCode).toBe(0);
    const [aside = ''] = erased.json()['setAside'] as string[];
    const bytes = readFileSync(aside);
    expect([number, corrected, other].map((each) => bytes.includes(each))).toEqual([false, false, true]);
  });

  it('leaves nobody who is erased in a copy that was set aside before anybody adopted it', async () => {
    const space = await cliWorkspace();
    const [before, after] = ['before', 'after'].map((name) => join(tempFolder(), name)) as [string, string];
    const [erased, other] = [memberNumber(3), memberNumber(4)];
    await space.run(['backup', before], { env: RIGHT });
    await space.run(['subject', 'erase', erased, '--yes']);
    await space.run(['backup', after], { env: RIGHT });
    await space.run(['restore', before, '--force'], { env: RIGHT });
    const again = await space.run(['restore', after, '--force', '--json'], { env: RIGHT });
    expect((await space.run(['doctor', '--adopt'])).exitCode).toBe(0);
    const [aside = ''] = (again.json()['kept'] as string[]).filter((name) => name.includes('ledger.db.'));
    const bytes = readFileSync(aside);
    expect([erased, other].map((each) => bytes.includes(each))).toEqual([false, true]);
  });

  it('leaves alone who has a number that an erased person had before, in what was set aside too', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    const [number, corrected] = await takenOver(space);
    await space.run(['backup', file], { env: RIGHT });
    await space.run(['restore', file, '--force'], { env: RIGHT });
    await space.run(['doctor', '--adopt']);
    const erased = await space.run(['subject', 'erase', corrected, '--yes', '--json']);
    const [aside = ''] = erased.json()['setAside'] as string[];
    const bytes = readFileSync(aside);
    expect([number, corrected].map((each) => bytes.includes(each))).toEqual([true, false]);
  });

  it('is refused while the file of erasures can not be read', async () => {
    const space = await cliWorkspace();
    const file = join(tempFolder(), 'amis.backup');
    await space.run(['backup', file], { env: RIGHT });
    await space.run(['restore', file, '--force'], { env: RIGHT });
    space.write('ledger.erasures', 'garbage\n{"fing');
    const { exitCode, error } = await space.run(['doctor', '--adopt', '--json']);
    expect(exitCode).toBe(65);
    expect(error()['message']).toMatch(/ledger\.erasures, line 1/);
  });
});
