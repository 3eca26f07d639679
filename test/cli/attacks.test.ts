import { chownSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { isWindows } from '../../src/files/host.js';
import { cliWorkspace, memberNumber, members, TERMS, type CliWorkspace, type Ran } from '../support/cli.js';
import { runProgram } from './in-process.js';

/** Sets a title, clears the screen, colours by a C1 control, turns the writing round. */
const EVIL = '\u001b]0;pwned\u0007\u001b[2J\u009b31m\u202eLIVE\u2066';
/** What a terminal obeys, line feeds and tabs aside. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const HEADER = 'phone;purpose;basis;given_at;method;wording;source;evidence';
const optIn = (number: string, text: string): string =>
  `${number};association;opt_in;2025-01-02T10:00:00Z;web_form;"${text}";"${text}";"${text}"`;

/** A workspace in which every text that a file can bring in is `text`. */
async function spaceWith(...texts: readonly string[]): Promise<CliWorkspace> {
  const [text = ''] = texts;
  const space = await cliWorkspace({ numbers: [memberNumber(30)] });
  space.write(
    'optins.csv',
    [HEADER, ...texts.flatMap((one, index) => [optIn(memberNumber(index), one), optIn('0639', one)]), ''].join('\n'),
  );
  await space.run(['consent', 'import', 'optins.csv', '--operator', text]);
  await space.run(['suppress', 'add', memberNumber(20), '--operator', text]);
  space.write(
    'members.csv',
    ['phone;prenom', ...texts.flatMap((one, index) => [`${memberNumber(index)};"${one}"`, `06;"${one}"`]), ''].join(
      '\n',
    ),
  );
  return space;
}

describe.concurrent('escape sequences', () => {
  it('in what files and arguments hold reach no screen, neither in answers nor in errors', async () => {
    const space = await spaceWith(EVIL);
    const person = memberNumber(0);
    const plan = ['plan', 'members.csv', ...TERMS];
    const shown: readonly (readonly string[])[] = [
      ['consent', 'show', person],
      ['consent', 'show', person, '--json'],
      ['suppress', 'list'],
      ['audit', 'list'],
      ['audit', 'export', '--format', 'jsonl'],
      [...plan, '--campaign', 'fete'],
      ['preview', 'fete'],
      ['preview', 'fete', '--json'],
      ['send', '--campaign', 'fete', '--yes', '--clock', TERMS[5]],
      ['status', 'fete'],
      ['why', person],
      ['why', person, '--campaign', 'fete'],
      ['check', 'contacts', 'members.csv'],
      ['check', 'text', EVIL],
      ['check', 'number', EVIL],
      ['check', 'hours', '--zone', EVIL],
      [EVIL],
      ['status', EVIL],
      ['status', EVIL, '--json'],
      ['plan', EVIL, '--campaign', 'x', ...TERMS],
      [...plan, '--campaign', 'x', '--where', EVIL],
      [...plan, '--campaign', 'x', '--phone-column', EVIL],
      [...plan, '--campaign', 'x', `--${EVIL}`],
      ['plan', 'members.csv', '--campaign', 'x', ...TERMS.slice(0, 2), '--text', `{{ ${EVIL} }}`],
    ];
    for (const args of shown) {
      const { stdout, stderr } = await space.run(args);
      expect([args, stdout + stderr]).toEqual([args, expect.not.stringMatching(OBEYED)]);
      expect(stdout + stderr).not.toBe('');
    }
    // In JSON the value is what it was.
    const [event] = (await space.run(['consent', 'show', person, '--json'])).json()['events'] as { wording: string }[];
    expect(event?.wording).toBe(EVIL);
    space.write('smsctl.toml', `[organisation]\nname = "${EVIL.replace(/[\u0000-\u001f]/g, '')}"\n["\\u001b[2J"]\n`);
    for (const json of [[], ['--json']]) {
      const { exitCode, stdout, stderr } = await space.run(['config', 'show', ...json]);
      expect([exitCode, stdout + stderr]).toEqual([78, expect.not.stringMatching(OBEYED)]);
    }
  });

  it('do not reach a terminal in an export either; in a pipe it is data, to the byte', async () => {
    const space = await spaceWith(EVIL);
    const exported = (isTerminal: boolean): Promise<{ readonly stdout: string }> => {
      let written = '';
      const stdout = { isTerminal, isRead: true, write: (text: string) => void (written += text) };
      const change = (app: Parameters<NonNullable<Parameters<typeof runProgram>[1]['change']>>[0]): typeof app => ({
        ...app,
        world: { ...app.world, stdout },
      });
      return runProgram(['consent', 'export'], { cwd: space.folder, change }).then(() => ({ stdout: written }));
    };
    expect((await exported(true)).stdout).not.toMatch(OBEYED);
    expect((await exported(true)).stdout).toContain('LIVE');
    expect((await exported(false)).stdout).toContain(EVIL);
  });
});

describe.concurrent('formulas', () => {
  it('in what files hold are none in any table that is written, and are read back as what they were', async () => {
    const formulas = ['=cmd|/C calc!A0', '+1+1', '-2+3', '@SUM(A1)', '\t=1', "'=1"];
    const space = await spaceWith(...formulas);
    const tables: Record<string, string> = {};
    for (const command of ['consent', 'suppress', 'audit']) {
      tables[command] = (await space.run([command, 'export', '--reveal'])).stdout;
    }
    await space.run(['consent', 'import', 'optins.csv', '--rejects', 'rejects.csv']);
    await space.run(['check', 'contacts', 'members.csv', '--fixed', 'fixed.csv', '--rejects', 'mend.csv']);
    // The rejects are imported again, and refused again.
    expect((await space.run(['consent', 'import', 'rejects.csv', '--rejects', 'again.csv'])).exitCode).toBe(65);
    for (const name of ['rejects.csv', 'again.csv', 'fixed.csv', 'mend.csv']) tables[name] = space.read(name);
    for (const [name, table] of Object.entries(tables)) {
      const rows: string[][] = parse(table, { bom: true });
      expect([name, rows.length > 1]).toEqual([name, true]);
      expect([name, rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))]).toEqual([name, []]);
    }
    // But for the column of the line, nothing was added on the way.
    const withoutLine = (table: string): string => table.replace(/^\d+,/gm, '');
    expect(withoutLine(tables['again.csv'] ?? '')).toBe(withoutLine(tables['rejects.csv'] ?? ''));
  });
});

describe.concurrent('the place of an output', () => {
  const inputs = [
    ['consent', 'import', 'optins.csv', '--rejects'],
    ['consent', 'export', '--out'],
    ['audit', 'export', '--out'],
    ['check', 'contacts', 'members.csv', '--fixed'],
    ['check', 'contacts', 'members.csv', '--rejects'],
  ];

  it('is never a file that is there, nor one of smsctl’s own names: 64, and nothing is changed', async () => {
    const space = await spaceWith('x');
    const kept = ['smsctl.toml', 'ledger.key', 'optins.csv', 'members.csv'];
    const before = kept.map((name) => space.read(name));
    const head = await space.head();
    const journals = ['./ledger.db', 'ledger.db-wal', 'ledger.db-journal'];
    const own = [...kept, ...journals, 'ledger.last-run', 'ledger.erasures', 'ledger.copying', 'smsctl.toml.new', '.'];
    for (const [index, command] of inputs.entries()) {
      for (const place of index === 0 ? own : ['smsctl.toml', 'ledger.db-wal']) {
        const { exitCode } = await space.run([...command, place]);
        expect([command, place, exitCode]).toEqual([command, place, 64]);
      }
    }
    expect(kept.map((name) => space.read(name))).toEqual(before);
    expect(await space.head()).toBe(head);
    expect((await space.run(['audit', 'verify'])).exitCode).toBe(0);
  });

  // Making links needs rights there that tests do not have.
  it.skipIf(isWindows)('is never behind a symbolic link', async () => {
    const space = await spaceWith('x');
    space.write('victim.txt', 'mine');
    symlinkSync(space.at('victim.txt'), space.at('link.csv'));
    symlinkSync(space.at('nowhere'), space.at('dangling.csv'));
    for (const [index, command] of inputs.entries()) {
      const place = index % 2 === 0 ? 'link.csv' : 'dangling.csv';
      expect((await space.run([...command, place])).exitCode).toBe(64);
    }
    mkdirSync(space.at('rehearsals'));
    symlinkSync(space.at('victim.txt'), space.at('rehearsals/fete.outbox.jsonl'));
    const sent = await space.run(['send', 'members.csv', '--campaign', 'fete', '--yes', ...TERMS, '--json']);
    expect(sent.exitCode).toBe(74);
    expect(sent.error()['message']).toContain('fete.outbox.jsonl is a symbolic link');
    expect(readFileSync(space.at('victim.txt'), 'utf8')).toBe('mine');
    expect((await space.run(['consent', 'export', '--out', 'nowhere'])).exitCode).toBe(0);
  });
});

describe.concurrent('a name of a campaign', () => {
  it('is no path', async () => {
    const space = await cliWorkspace({ numbers: [memberNumber(30)] });
    space.write('members.csv', members(1));
    for (const name of ['../x', '..', 'a/b', 'a\\b', '/etc/x', 'a\nb', '', 'a'.repeat(65)]) {
      const ran = await space.run(['plan', 'members.csv', `--campaign=${name}`, ...TERMS]);
      expect([name, ran.exitCode]).toEqual([name, 64]);
    }
    expect(space.rehearsals()).toEqual([]);
  });
});

/** Whoever is not root gives nothing away. */
describe.runIf(process.getuid?.() === 0)('a key that belongs to another user', () => {
  it('is refused with the command that mends it, by doctor too', async () => {
    const space = await cliWorkspace({ numbers: [memberNumber(30)] });
    chownSync(space.at('ledger.key'), 65_534, 65_534);
    const refusal: Ran = await space.run(['suppress', 'list', '--json']);
    expect(refusal.exitCode).toBe(77);
    expect(refusal.error()).toMatchObject({
      message: `${space.at('ledger.key')} belongs to another user of this computer (number 65534)`,
      hint: expect.stringContaining(`chown "$(id -u)" ${space.at('ledger.key')}`) as unknown,
    });
    const { exitCode, stdout } = await space.run(['doctor']);
    expect(exitCode).toBe(77);
    expect(stdout).toContain('belongs to another user');
    chownSync(space.at('ledger.key'), 0, 0);
    expect((await space.run(['suppress', 'list'])).exitCode).toBe(0);
  });
});
