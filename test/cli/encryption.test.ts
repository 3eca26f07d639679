import { readdirSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cliWorkspace,
  memberNumber,
  members,
  TERMS,
  passphraseIn,
  tempFolder,
  workspaceIn,
  type CliWorkspace,
} from '../support/cli.js';

const RIGHT = passphraseIn('cinq mots tirés au hasard\n');
const WRONG = passphraseIn('cinq mots tirés au sort\n');

/** Whatever of people and texts can be read in the files of a workspace, by file; outboxes are written to be read. */
function readable(space: CliWorkspace): readonly string[] {
  const secrets = [memberNumber(0), memberNumber(0).slice(1), 'accepte de recevoir', 'Bonjour', 'amisduparc.example'];
  return readdirSync(space.folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(space.at(name)).isFile())
    .filter((name) => !/smsctl\.toml|members\.csv|outbox\.jsonl/.test(name))
    .filter((name) => secrets.some((secret) => readFileSync(space.at(name)).includes(secret)));
}

const SEND = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes'];

describe('an encrypted ledger', () => {
  it('is encrypted with its rehearsals and its key, works as before with the passphrase, and goes back', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3));
    expect((await space.run(SEND)).exitCode).toBe(0);
    expect(readable(space)).toEqual(['ledger.db', 'rehearsals/fete.db']);
    const before = await space.run(['consent', 'export', '--reveal']);

    const encrypted = await space.run(['ledger', 'encrypt', '--json'], { env: RIGHT });
    expect(encrypted.json()).toMatchObject({ type: 'ledger_encrypt', files: 2 });
    expect(readable(space)).toEqual([]);
    expect(statSync(space.at('ledger.db')).mode & 0o777).toBe(0o600);
    expect(statSync(space.at('ledger.key')).mode & 0o777).toBe(0o600);
    expect(space.read('ledger.key')).toContain('"scrypt"');

    expect((await space.run(['consent', 'export', '--reveal'], { env: RIGHT })).stdout).toBe(before.stdout);
    expect((await space.run(['status', 'fete', '--json'], { env: RIGHT })).json()).toMatchObject({ accepted: 3 });
    const again = ['send', 'members.csv', '--campaign', 'bal', ...TERMS, '--yes', '--json'];
    expect((await space.run(again, { env: RIGHT })).exitCode).toBe(0);
    expect(readable(space)).toEqual([]);
    const verified = await space.run(['audit', 'verify', '--json'], { env: RIGHT });
    expect(verified.json()).toMatchObject({ ok: true });

    const decrypted = await space.run(['ledger', 'decrypt', '--json'], { env: RIGHT });
    expect(decrypted.json()).toMatchObject({ files: 3 });
    expect(readFileSync(space.at('ledger.key'))).toHaveLength(32);
    expect((await space.run(['consent', 'export', '--reveal'])).stdout).toBe(before.stdout);
    expect(readable(space)).toEqual(['ledger.db', 'rehearsals/bal.db', 'rehearsals/fete.db']);
    expect(space.rehearsals().some((name) => name.includes('recoded'))).toBe(false);
  });

  it('is not made under a file of two lines: which of them is the passphrase', async () => {
    const space = await cliWorkspace();
    for (const text of ['cinq mots\ntirés au hasard\n', 'cinq mots\n\n', 'cinq mots\rtirés']) {
      const refused = await space.run(['ledger', 'encrypt', '--json'], { env: passphraseIn(text) });
      expect(refused.exitCode).toBe(77);
      expect(refused.error()).toMatchObject({
        message: expect.stringContaining('more than one line') as unknown,
        hint: expect.stringContaining('on one line') as unknown,
      });
    }
    expect(readFileSync(space.at('ledger.key'))).toHaveLength(32);
    expect((await space.run(['ledger', 'encrypt'], { env: passphraseIn('cinq mots\r\n') })).exitCode).toBe(0);
  });

  it('is missed where it is gone (66): no disk is at fault, and nothing was recorded that is safe', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    await space.run(SEND);
    rmSync(space.at('ledger.db'));
    writeFileSync(space.at('ledger.db.recoded'), 'what is left');
    for (const verb of ['encrypt', 'decrypt']) {
      const missed = await space.run(['ledger', verb, '--json'], { env: RIGHT });
      expect(missed.error()).toMatchObject({
        exit: 66,
        message: expect.stringContaining('there is no ledger at') as unknown,
        hint: expect.stringContaining('smsctl restore FILE') as unknown,
      });
    }
    expect(existsSync(space.at('ledger.db.recoded'))).toBe(true);
    expect(space.rehearsals()).toContain('fete.db');
  });

  it('is refused without its passphrase and under another one (77), and lets go what needs no key', async () => {
    const space = await cliWorkspace();
    await space.run(['ledger', 'encrypt'], { env: RIGHT });
    for (const env of [WRONG, {}, passphraseIn('\n'), passphraseIn('cinq mots tirés au hasard', 0o644)]) {
      const { exitCode, stdout, error } = await space.run(['suppress', 'list', '--json'], { env });
      expect({ exitCode, stdout }).toEqual({ exitCode: 77, stdout: '' });
      expect(error()).toMatchObject({
        kind: 'notPermitted',
        hint: expect.stringMatching(/PASSPHRASE_FILE|passphrase|chmod 600/) as unknown,
      });
    }
    expect((await space.run(['config', 'show'])).exitCode).toBe(0);
    expect((await space.run(['check', 'number', '0639981234', '--json'])).exitCode).toBe(0);
    expect((await space.run(['doctor'])).exitCode).toBe(77);
    const doctor = await space.run(['doctor', '--json'], { env: RIGHT });
    expect(doctor.exitCode).toBe(0);
    expect(doctor.stdout).toContain('"encryption"');
  });

  it('takes another passphrase without being rewritten', async () => {
    const space = await cliWorkspace();
    await space.run(['ledger', 'encrypt'], { env: RIGHT });
    const { ino } = statSync(space.at('ledger.db'));
    const next = passphraseIn('une tout autre phrase\n');
    const change = ['ledger', 'passphrase', '--new-passphrase-file', next.SMSCTL_PASSPHRASE_FILE];
    expect((await space.run(change, { env: WRONG })).exitCode).toBe(77);
    expect((await space.run(['ledger', 'passphrase'], { env: RIGHT })).exitCode).toBe(64);
    expect((await space.run(change, { env: RIGHT })).exitCode).toBe(0);
    expect(statSync(space.at('ledger.db')).ino).toBe(ino);
    expect((await space.run(['suppress', 'list'], { env: RIGHT })).exitCode).toBe(77);
    const log = await space.run(['audit', 'list', '--json'], { env: next });
    expect(log.lines().map((row) => row['kind'])).toContain('passphrase_changed');
  });

  it('is made by init, and never was in clear', async () => {
    const folder = join(tempFolder(), 'amis');
    const around = workspaceIn(tempFolder());
    const init = ['init', folder, '--organisation', 'Les Amis du Parc', '--sender', 'AMIS', '--encrypt', '--json'];
    expect((await around.run(init)).exitCode).toBe(77);
    expect(existsSync(folder)).toBe(false);
    expect((await around.run(init, { env: RIGHT })).json()).toMatchObject({ encrypted: true });
    expect(readFileSync(join(folder, 'ledger.db')).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    expect((await workspaceIn(folder).run(['doctor', '--json'], { env: RIGHT })).json()).toMatchObject({ ok: true });
  });

  it('is told apart from one whose key file was changed by hand', async () => {
    const space = await cliWorkspace();
    await space.run(['ledger', 'encrypt'], { env: RIGHT });
    const sealed = JSON.parse(space.read('ledger.key')) as { kdf: { n: number } };
    for (const n of [sealed.kdf.n / 2, 2 ** 40, 3]) {
      space.write('ledger.key', JSON.stringify({ ...sealed, kdf: { ...sealed.kdf, n } }));
      expect((await space.run(['suppress', 'list', '--json'], { env: RIGHT })).error()).toMatchObject({ exit: 77 });
    }
    chmodSync(space.at('ledger.key'), 0o644);
    expect((await space.run(['suppress', 'list', '--json'], { env: RIGHT })).error()).toMatchObject({ exit: 77 });
  });
});
