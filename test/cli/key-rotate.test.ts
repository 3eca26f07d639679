import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/cli/app.js';
import { keyringOf } from '../../src/core/contact/keyring.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { takeSystemLock } from '../../src/store/sqlite/system-lock.js';
import { cliWorkspace, memberNumber, members, TERMS, tempFolder, type CliWorkspace } from '../support/cli.js';
import { kindOf, runProgram } from './in-process.js';

const ROTATE = ['key', 'rotate', '--yes', '--json'];
const KNOWN = memberNumber(1);
const DOUBTFUL = memberNumber(3);
/** On the never-list, and known by a fingerprint alone. */
const ERASED = '+33639989999' as E164;

/** A workspace in which somebody's number is gone. */
async function workspace(): Promise<CliWorkspace> {
  const space = await cliWorkspace();
  await space.run(['suppress', 'add', KNOWN, '--reason', 'stop']);
  await space.run(['subject', 'erase', ERASED, '--yes']);
  return space;
}

const entriesOf = async (space: CliWorkspace, number: string, env = {}): Promise<readonly unknown[]> => {
  const { stdout } = await space.run(['suppress', 'check', number, '--json'], { env });
  return [...stdout.matchAll(/"reason":"([a-z]+)"/g)].map(([, reason]) => reason);
};

describe('key rotate', () => {
  it('counts among those under a former key whoever was erased, entries and numbers apart', async () => {
    const space = await workspace();
    // Erased with a history, and on the list twice.
    await space.run(['suppress', 'add', DOUBTFUL, '--reason', 'stop']);
    await space.run(['subject', 'erase', DOUBTFUL, '--yes']);
    const rotated = (await space.run(ROTATE)).json();
    expect(rotated).toMatchObject({ subjects: 39, entries: 1, underFormerKeys: 3, numbersUnderFormerKeys: 2 });
    const shown = await space.run(['key', 'rotate', '--yes', '--locale', 'en']);
    expect(shown.stdout).toContain('3 entries of 2 numbers known by fingerprint alone stay under a former key');
  });

  it('leaves a restriction of somebody unknown in force, and it can be lifted, and set again', async () => {
    const space = await cliWorkspace();
    const unknown = memberNumber(500);
    const isRestricted = async (): Promise<boolean> => (await entriesOf(space, unknown)).includes('restriction');
    const why = async () => (await space.run(['why', unknown, '--json'])).stdout;
    await space.run(['subject', 'restrict', unknown]);
    await space.run(ROTATE);
    expect(await isRestricted()).toBe(true);
    expect(await why()).toContain('"restriction"');
    const lifted = await space.run(['subject', 'restrict', unknown, '--lift', '--json']);
    expect(lifted.json()).toMatchObject({ verdict: 'recorded' });
    expect(await isRestricted()).toBe(false);
    expect(await why()).not.toContain('"restriction"');
    await space.run(['subject', 'restrict', unknown]);
    expect(await isRestricted()).toBe(true);
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true });
  });

  it('leaves with whoever had a number before what was said while they had it', async () => {
    const space = await cliWorkspace();
    const [theirs, corrected] = [memberNumber(5), memberNumber(500)];
    const list = space.write(
      'optins.csv',
      `phone,purpose,basis,given_at,method,wording,source\n${theirs},association,opt_in,2025-02-01,web_form,Oui,site\n`,
    );
    await space.run(['consent', 'import', list]);
    space.write('in.csv', `from,text,at\n${theirs},Je serai là,2025-02-02T10:00:00Z\n`);
    await space.run(['inbox', 'import', 'in.csv']);
    await space.run(['subject', 'rectify', theirs, '--to', corrected]);
    // Somebody else has it now, and says so today; an older STOP comes in late.
    await space.run([
      'consent',
      'add',
      theirs,
      '--purpose',
      'information',
      '--basis',
      'member',
      '--method',
      'membership',
      '--wording',
      'bulletin',
      '--source',
      'guichet',
    ]);
    space.write('late.csv', `from,text,at\n${theirs},STOP,2025-02-03T10:00:00Z\n`);
    await space.run(['inbox', 'import', 'late.csv']);
    const proofs = (await space.run(['consent', 'export', '--reveal', '--json'])).stdout;
    for (const time of [0, 1, 2]) {
      if (time > 0) expect((await space.run(ROTATE)).exitCode).toBe(0);
      expect(await entriesOf(space, corrected), `after ${time}`).toContain('stop');
      const { stdout } = await space.run(['inbox', 'list', '--reveal', '--json']);
      expect(stdout, `after ${time}`).toContain(corrected);
      expect(stdout, `after ${time}`).not.toContain(theirs);
      // The old list once more: what it says was said by whoever had the number then.
      const again = (await space.run(['consent', 'import', list, '--json'])).json();
      expect(again, `after ${time}`).toMatchObject({ recorded: 0, unchanged: 1 });
      expect((await space.run(['consent', 'export', '--reveal', '--json'])).stdout, `after ${time}`).toBe(proofs);
      expect((await space.run(['audit', 'verify', '--json'])).json(), `after ${time}`).toMatchObject({ ok: true });
    }
    // And what it never told of them before goes to them as well.
    space.write(
      'more.csv',
      `phone,purpose,basis,given_at,method,wording,source\n${theirs},information,opt_in,2025-02-01,web_form,Oui,site\n`,
    );
    expect((await space.run(['consent', 'import', 'more.csv', '--json'])).json()).toMatchObject({ recorded: 1 });
    const whose = (await space.run(['consent', 'export', '--reveal'])).stdout
      .split('\n')
      .filter((line) => line.includes('information,opt_in'));
    expect(whose.join()).toContain(corrected);
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true });
  });

  it('leaves to a number what is said of it once somebody else may have it, after an exchange as before', async () => {
    const space = await cliWorkspace();
    const [old, present] = [memberNumber(8), memberNumber(508)];
    space.write(
      'optins.csv',
      `phone,purpose,basis,given_at,method,wording,source\n${old},association,opt_in,2025-02-01,web_form,Oui,site\n`,
    );
    await space.run(['consent', 'import', 'optins.csv']);
    expect((await space.run(['subject', 'rectify', old, '--to', present])).exitCode).toBe(0);
    expect((await space.run(ROTATE)).exitCode).toBe(0);
    expect((await space.run(['suppress', 'add', old, '--reason', 'complaint'])).exitCode).toBe(0);
    expect(await entriesOf(space, old)).toEqual(['complaint']);
    expect(await entriesOf(space, present)).toEqual([]);
    const { stdout } = await space.run(['suppress', 'list', '--reveal', '--json']);
    expect(stdout).toContain(`"number":"${old}"`);
  });

  it('gives whoever had a number before what comes in after the exchange and was said while they had it', async () => {
    const space = await cliWorkspace();
    const people = [5, 6, 7].map((each) => ({ old: memberNumber(each), present: memberNumber(each + 500) }));
    const [listed, replied, doubtful] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
    for (const { old, present } of people) {
      space.write(
        'optins.csv',
        `phone,purpose,basis,given_at,method,wording,source\n${old},association,opt_in,2025-02-01,web_form,Oui,site\n`,
      );
      await space.run(['consent', 'import', 'optins.csv']);
      expect((await space.run(['subject', 'rectify', old, '--to', present])).exitCode).toBe(0);
    }
    for (const time of [1, 2]) {
      expect((await space.run(ROTATE)).exitCode).toBe(0);
      if (time > 1) continue;
      // A list, a STOP and a doubtful reply from before the corrections, which nobody had brought in yet.
      space.write('never.csv', `phone,reason,at\n${listed.old},complaint,2025-03-01\n`);
      expect((await space.run(['suppress', 'import', 'never.csv', '--json'])).json()).toMatchObject({ recorded: 1 });
      space.write(
        'late.csv',
        `from,text,at\n${replied.old},STOP,2025-03-01T10:00:00Z\n${doubtful.old},ok stop,2025-03-01T10:00:00Z\n`,
      );
      expect((await space.run(['inbox', 'import', 'late.csv', '--json'])).json()).toMatchObject({ recorded: 2 });
    }
    expect(await entriesOf(space, listed.present)).toEqual(['complaint']);
    expect(await entriesOf(space, replied.present)).toEqual(['stop']);
    expect(await entriesOf(space, doubtful.present)).toEqual(['review']);
    for (const { present } of people) {
      const { stdout } = await space.run(['why', present, '--purpose', 'association', '--json']);
      expect(stdout).toContain('"reason":"suppressed"');
    }
    // The numbers that were wrong stay on the list as well.
    expect(await entriesOf(space, listed.old)).toEqual(['complaint']);
    expect(await entriesOf(space, replied.old)).toEqual(['stop']);
    // And the words are theirs who wrote them, to be read and to be erased.
    const { stdout: replies } = await space.run(['inbox', 'list', '--reveal', '--json']);
    expect(replies).toContain(doubtful.present);
    expect(replies).not.toContain(doubtful.old);
    const again = await space.run(['inbox', 'import', 'late.csv', '--json']);
    expect(again.json()).toMatchObject({ recorded: 0, suppressed: 0 });
    expect((await space.run(['subject', 'erase', doubtful.present, '--yes', '--json'])).json()).toMatchObject({
      replies: 1,
    });
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true, faults: [] });
  });

  it('gives everyone a new fingerprint, and still recognises whoever is known by an old one alone', async () => {
    const space = await workspace();
    const before = readFileSync(space.at('ledger.key'));
    const consents = (await space.run(['consent', 'export', '--reveal'])).stdout;
    space.write('in.csv', `from,text\n${DOUBTFUL},ok stop\n`);
    await space.run(['inbox', 'import', 'in.csv']);
    await space.run(['requests', 'add', DOUBTFUL, '--kind', 'access']);
    await space.run(['subject', 'restrict', memberNumber(4)]);
    for (const time of [1, 2]) {
      const rotated = await space.run(ROTATE);
      expect(rotated.json()).toMatchObject({ type: 'key_rotate', subjects: 40, entries: 1, underFormerKeys: 1 });
      expect(await entriesOf(space, ERASED), `after ${time}`).toEqual(['erasure']);
      expect(await entriesOf(space, KNOWN), `after ${time}`).toEqual(['stop']);
    }
    // Whatever names somebody by a fingerprint still tells whose it is, and nothing is filed a second time.
    for (const list of [
      ['inbox', 'list'],
      ['requests', 'list'],
    ]) {
      expect((await space.run([...list, '--reveal', '--json'])).stdout).toContain(DOUBTFUL);
    }
    expect(await entriesOf(space, memberNumber(4))).toEqual(['restriction']);
    expect((await space.run(['inbox', 'import', 'in.csv', '--json'])).json()).toMatchObject({ recorded: 0 });
    const now = readFileSync(space.at('ledger.key'));
    expect(now).toHaveLength(32);
    expect(now.equals(before)).toBe(false);
    expect(existsSync(space.at('ledger.key.next'))).toBe(false);

    const db = new Database(space.at('ledger.db'), { readonly: true });
    const print = db
      .prepare<[string], { fingerprint: Buffer }>('SELECT fingerprint FROM subject WHERE phone = ?')
      .get(KNOWN);
    const raw = readFileSync(space.at('ledger.db'));
    db.close();
    expect(print?.fingerprint.equals(keyringOf(now).fingerprint(KNOWN as E164))).toBe(true);
    expect(raw.includes(before)).toBe(false);
    expect((await space.run(['consent', 'export', '--reveal'])).stdout).toBe(consents);
    expect((await space.run(['audit', 'verify', '--json'])).json()).toMatchObject({ ok: true });

    // The log still names people in rows from before, and finds them by their number.
    const shown = await space.run(['audit', 'list']);
    expect(shown.stdout.match(/\+33 6 •• •• •• \d\d/g)?.length).toBeGreaterThanOrEqual(81);
    // What is imported again is recognised.
    const optins = `phone;purpose;basis;given_at;method;wording;source\n${KNOWN};association;opt_in;2025-01-15T09:00:00Z;web_form;"J'accepte de recevoir les SMS";https://amisduparc.example\n`;
    space.write('again.csv', optins);
    expect((await space.run(['consent', 'import', 'again.csv', '--json'])).json()).toMatchObject({
      recorded: 0,
      unchanged: 1,
    });
    space.write('never.csv', `phone;reason\n${ERASED};erasure\n${KNOWN};stop\n`);
    expect((await space.run(['suppress', 'import', 'never.csv', '--json'])).json()).toMatchObject({
      recorded: 0,
      unchanged: 2,
    });

    space.write('members.csv', `phone;prenom\n${ERASED};Zoé\n${KNOWN};Inès\n${memberNumber(2)};Ana\n`);
    const plan = (await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json'])).json();
    expect(plan).toMatchObject({ planned: 1, excluded: { suppressed: 2 } });
    const doctor = (await space.run(['doctor', '--json'])).json()['checks'] as { name: string; status: string }[];
    const ill = doctor.filter(({ status }) => status !== 'ok' && status !== 'advice').map(({ name }) => name);
    // A copy of the model workspace, with an entry that this test wrote past the log.
    expect(ill).toEqual(['home']);
  });

  it('of an encrypted ledger changes its own key too, under the same passphrase', async () => {
    const space = await workspace();
    const file = join(tempFolder(), 'passphrase');
    writeFileSync(file, 'cinq mots tirés au hasard', { mode: 0o600 });
    const env = { SMSCTL_PASSPHRASE_FILE: file };
    await space.run(['ledger', 'encrypt'], { env });
    copyFileSync(space.at('ledger.key'), space.at('old.key'));
    expect((await space.run(ROTATE, { env })).json()).toMatchObject({ subjects: 40, underFormerKeys: 1 });
    expect(await entriesOf(space, ERASED, env)).toEqual(['erasure']);
    copyFileSync(space.at('old.key'), space.at('ledger.key'));
    expect((await space.run(['suppress', 'list', '--json'], { env })).error()).toMatchObject({ exit: 77 });
  });

  it('asks first, and keeps rehearsals unless told otherwise', async () => {
    const space = await workspace();
    expect((await space.run(['key', 'rotate'])).exitCode).toBe(64);
    space.write('members.csv', members(2));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const refused = await space.run(ROTATE);
    expect(refused.error()).toMatchObject({ exit: 64, hint: expect.stringContaining('--drop-rehearsals') as unknown });
    expect((await space.run([...ROTATE, '--drop-rehearsals'])).exitCode).toBe(0);
    expect(space.rehearsals().filter((name) => name.endsWith('.db'))).toEqual([]);
  });

  it('costs no rehearsal when it is refused', async () => {
    const space = await workspace();
    space.write('members.csv', members(2));
    await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    const reader = new Database(space.at('ledger.db'), { readonly: true });
    reader.exec('BEGIN; SELECT count(*) FROM audit');
    expect((await space.run([...ROTATE, '--drop-rehearsals'])).error()).toMatchObject({ exit: 75 });
    reader.close();
    expect(space.rehearsals()).toContain('fete.db');
    const lock = takeSystemLock(space.at('rehearsals/fete.run-lock'));
    // It is no second run, and is told how to have the ledger.
    expect((await space.run([...ROTATE, '--drop-rehearsals'])).error()).toMatchObject({
      ...{
        exit: 75,
        message: expect.stringMatching(/^another sending run, or a command that needs the ledger /) as unknown,
      },
      hint: expect.stringContaining('`smsctl pause CAMPAIGN`') as unknown,
    });
    lock?.release();
    expect(space.rehearsals()).toContain('fete.db');
    expect(existsSync(space.at('ledger.db.recoded'))).toBe(false);
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ planned: 1 });
  });

  it('drops no rehearsal that was made while the question stood, unless told to', async () => {
    const space = await workspace();
    const before = readFileSync(space.at('ledger.key'));
    const late = (app: App): App => ({
      ...app,
      holdingAll(files, use) {
        mkdirSync(space.at('rehearsals'), { recursive: true });
        space.write('rehearsals/fete.db', '');
        return app.holdingAll(files, use);
      },
    });
    const rotate = (args: readonly string[]) =>
      runProgram(['key', 'rotate', ...args], { cwd: space.folder, change: late });
    expect(kindOf(await rotate(['--yes']))).toBe('usage');
    expect(space.rehearsals()).toContain('fete.db');
    expect(readFileSync(space.at('ledger.key')).equals(before)).toBe(true);
    expect((await rotate(['--yes', '--drop-rehearsals'])).error).toBeNull();
    expect(space.rehearsals()).not.toContain('fete.db');
    expect(readFileSync(space.at('ledger.key')).equals(before)).toBe(false);
  });

  it('that was cut off is finished by the next command, or never happened', async () => {
    const space = await workspace();
    const old = readFileSync(space.at('ledger.key'));
    // Cut off before the ledger took its place: the next key is of no ledger.
    writeFileSync(space.at('ledger.key.next'), Buffer.alloc(32, 3), { mode: 0o600 });
    expect(await entriesOf(space, ERASED)).toEqual(['erasure']);
    expect(readFileSync(space.at('ledger.key')).equals(old)).toBe(true);
    // Cut off after it: the key is still the old one.
    await space.run(ROTATE);
    copyFileSync(space.at('ledger.key'), space.at('ledger.key.next'));
    writeFileSync(space.at('ledger.key'), old);
    expect(await entriesOf(space, ERASED)).toEqual(['erasure']);
    expect(readFileSync(space.at('ledger.key')).equals(old)).toBe(false);
    expect(existsSync(space.at('ledger.key.next'))).toBe(false);
  });
});
