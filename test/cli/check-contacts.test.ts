import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliWorkspace, tempFolder, workspaceIn } from '../support/cli.js';
import { kindOf, runProgram, temporaryFolders, type Ran, type Surroundings } from './in-process.js';

const newFolder = temporaryFolders();
const outside = newFolder();
let files = 0;

function written(text: string): string {
  const file = join(outside, `liste-${++files}.csv`);
  writeFileSync(file, text);
  return file;
}

function check(args: readonly string[], around: Partial<Surroundings> = {}): Promise<Ran> {
  return runProgram(['check', 'contacts', ...args], { cwd: outside, ...around });
}

async function answer(args: readonly string[], around: Partial<Surroundings> = {}): Promise<Record<string, unknown>> {
  const ran = await check(args, { ...around, globals: ['--json'] });
  expect(ran).toMatchObject({ stderr: '', code: null, error: null });
  return JSON.parse(ran.stdout) as Record<string, unknown>;
}

/** A workspace that rehearses: numbers kept for films are people there. */
async function rehearsing(): Promise<string> {
  const cwd = newFolder();
  await runProgram(['init', '--organisation', 'Les Amis', '--sender', 'LESAMIS', '--country', 'FR'], { cwd });
  return cwd;
}

const list = [
  'Nom;Portable;Religion',
  'Ana;0639980001;',
  'Bob;639980003;x',
  'Col;+33639980001;',
  'Dan;3,36399E+10;',
  'Eve;01 99 00 12 34;',
].join('\n');

describe('check contacts', () => {
  it('answers with one document that holds no number in full', async () => {
    const file = written(list);
    const cwd = await rehearsing();
    const said = await answer([file], { cwd });
    expect(said).toEqual({
      type: 'check_contacts',
      file,
      encoding: 'utf-8',
      delimiter: ';',
      sheet: null,
      phoneColumn: 'Portable',
      otherPhoneColumns: [],
      country: 'FR',
      rows: 5,
      usable: 3,
      distinct: 2,
      duplicates: 1,
      rejected: 2,
      blank: 0,
      problems: [
        {
          problem: 'scientific-notation',
          count: 1,
          lines: [5],
          recoverable: 'no',
          rowsAre: 'refused',
          example: '•,•••••E+10',
          exampleNumber: null,
        },
        {
          problem: 'fixed-line',
          count: 1,
          lines: [6],
          recoverable: 'person',
          rowsAre: 'refused',
          example: '•• •• •• •• 34',
          exampleNumber: '+33 1 •• •• •• 34',
        },
        {
          problem: 'sensitive-column',
          count: 1,
          lines: [],
          recoverable: 'person',
          rowsAre: 'used',
          example: null,
          exampleNumber: null,
          columns: [{ column: 'Religion', category: 'religion', law: 'GDPR art. 9', level: 'block' }],
        },
        {
          problem: 'duplicate',
          count: 1,
          lines: [4],
          recoverable: 'yes',
          rowsAre: 'dropped',
          example: '+•••••••••01',
          exampleNumber: '+33 6 •• •• •• 01',
          firstLines: [2],
        },
        {
          problem: 'missing-trunk-zero',
          count: 1,
          lines: [3],
          recoverable: 'yes',
          rowsAre: 'used',
          example: '•••••••03',
          exampleNumber: '+33 6 •• •• •• 03',
        },
      ],
      warnings: [],
      signs: [],
      fixedFile: null,
      rejectsFile: null,
    });
  });

  it('judges as for a real provider outside a workspace, and in the country that is named', async () => {
    const file = written('phone\n07700 900123\n0639980001\n');
    expect(await answer([file])).toMatchObject({ country: 'FR', usable: 0, rejected: 2 });
    expect(await answer([file, '--country', 'gb'])).toMatchObject({
      country: 'GB',
      problems: [{ problem: 'reserved-fictional' }, { problem: expect.any(String) as string }],
    });
    expect(kindOf(await check([file, '--country', 'ZZ']))).toBe('usage');
    const cwd = await rehearsing();
    expect(await answer([file], { cwd })).toMatchObject({ usable: 1 });
    appendFileSync(join(cwd, 'smsctl.toml'), '[hours]\nFR = "FR/none"\n');
    expect(kindOf(await check([file], { cwd }))).toBe('config');
  });

  it('takes the words of the operator about encoding, delimiter and column', async () => {
    const file = written('Tél|Gsm, le sien\n01|06 39 98 00 01\n');
    const cwd = await rehearsing();
    const options = ['--delimiter', '|', '--encoding', 'windows-1252', '--phone-column', 'gsm le sien'];
    expect(await answer([file, ...options], { cwd })).toMatchObject({
      encoding: 'windows-1252',
      delimiter: '|',
      phoneColumn: 'Gsm, le sien',
      usable: 1,
    });
  });

  it('ends with 0 whatever the verdict, but not for a file that can not be read at all', async () => {
    expect(await answer([written('phone\nx\n')])).toMatchObject({ usable: 0, rejected: 1 });
    expect(kindOf(await check([join(outside, 'nowhere.csv')]))).toBe('noInput');
    for (const text of ['', 'phone\n', 'nom;prenom\nA;B\n', 'phone\n"x\n', '\u0000\u0001\u0000\u00ff'])
      expect([text, kindOf(await check([written(text)]))]).toEqual([text, 'badInput']);
    expect(kindOf(await check([written('phone\nx\n'), '--phone-column', 'gsm']))).toBe('badInput');
  });

  it('tells a person in French what to do, and shows no number', async () => {
    const cwd = await rehearsing();
    const { stdout: told, stderr, code } = await check([written(list)], { cwd, locale: 'fr' });
    expect(code).toBeNull();
    expect(told).toContain('rien à faire\u202f; pour ne plus le perdre');
    const stdout = told.replace(/[\u00a0\u202f]/g, ' ');
    expect(stdout).toContain('utf-8, points-virgules, numéro dans « Portable »');
    expect(stdout).toContain('5 lignes, dont 3 avec un numéro qui peut recevoir des SMS (pays de lecture : France)');
    expect(stdout).toContain('Perdu : les chiffres ne sont plus dans le fichier');
    expect(stdout).toContain('ligne 4 (déjà en 2)');
    expect(stdout).toContain('« Religion »');
    expect(stdout).toContain('par exemple, ligne 3 : « •••••••03 », lu +33 6 •• •• •• 03');
    expect(stdout).toContain('1  pas un mobile : ligne fixe (fixed-line)\n');
    expect(stdout + stderr).not.toMatch(/639\s?98/);
    expect(stderr).toContain('--fixed FICHIER');
    expect(stderr).toContain('--rejects FICHIER');
  });

  it('shows the first lines of a problem and how many more there are', async () => {
    const rows = Array.from({ length: 20 }, () => 'rien');
    const { stdout } = await check([written(['phone', ...rows].join('\n'))]);
    expect(stdout).toContain('       20  this is no number (not-a-number)\n');
    expect(stdout).toContain('lines 2, 3, 4, 5, 6, 7, 8, 9 and 12 more\n');
    expect(stdout).toContain('warning: 20 of 20 rows have no number that can be texted');
    const one = await check([written('phone\nrien\n')]);
    expect(one.stdout).toContain('           line 2\n');
  });

  it('says so when there is nothing to mend', async () => {
    const cwd = await rehearsing();
    const { stdout, stderr } = await check([written('phone\n+33639980001\n')], { cwd });
    expect(stdout).toContain('nothing to mend');
    expect(stderr).toBe('');
  });

  it('writes both files, and says where they are', async () => {
    const cwd = await rehearsing();
    const [fixed, rejects] = [join(cwd, 'corrige.csv'), join(cwd, 'a-corriger.csv')];
    const { stderr } = await check([written(list), '--fixed', fixed, '--rejects', rejects], { cwd, locale: 'fr' });
    expect(readFileSync(fixed, 'utf8')).toBe(
      "\ufeffNom;Portable;Religion\r\nAna;'+33639980001;\r\nBob;'+33639980003;x\r\n",
    );
    expect(readFileSync(rejects, 'utf8')).toContain('5;scientific-notation;"\'3,36399E+10";Dan;"\'3,36399E+10";\r\n');
    expect(stderr).toContain(`2 lignes utilisables sont dans ${fixed}`);
    expect(stderr).toContain(`2 lignes à corriger sont dans ${rejects}`);
    const again = await check([written(list), '--fixed', fixed], { cwd });
    expect(kindOf(again)).toBe('usage');
    expect(again.stderr).toContain('corrige.csv');
  });
});

it('reads standard input in the program itself, and writes only files that are asked for', async () => {
  const space = workspaceIn(tempFolder());
  const ran = await space.run(['check', 'contacts', '-', '--json', '--fixed', 'f.csv', '--rejects', 'r.csv'], {
    input: list,
  });
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ran.json()).toMatchObject({ file: '-', rows: 5, usable: 0, fixedFile: null, rejectsFile: 'r.csv' });
  expect(existsSync(space.at('f.csv'))).toBe(false);
  expect((await space.run(['check', 'contacts', 'r.csv', '--json'])).json()).toMatchObject({ rows: 5, rejected: 5 });
  expect((await space.run(['check', 'contacts', 'nowhere.csv'])).exitCode).toBe(66);
  expect((await space.run(['check', 'contacts', 'r.csv', '--fixed', 'r.csv'])).exitCode).toBe(64);
});

it('hides what may be numbers where column names were expected', async () => {
  const headerless = written('Marie 0639981234 ou;0639981235 (bur);x\nB;C;y\n');
  const { stderr } = await check([headerless]);
  expect(stderr).toContain('--phone-column');
  expect(stderr).not.toMatch(/063998/);
});

it('leaves a number as it is written where its country can not be read: with a calling code it would be certain', async () => {
  const space = await cliWorkspace();
  space.write('m.csv', 'phone;pays\n06 39 98 00 01;Suise\n06 39 98 00 02;France\n');
  const checked = await space.run(['check', 'contacts', 'm.csv', '--json', '--fixed', 'f.csv']);
  expect(checked.json()).toMatchObject({ rows: 2, fixedFile: 'f.csv' });
  expect(space.read('f.csv')).toContain("06 39 98 00 01,Suise\r\n'+33639980002,France\r\n");
  const terms = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--source', 's'];
  const stated = ['--given-at', '2025-01-01', '--wording', 'mot'];
  const imported = await space.run(['consent', 'import', 'f.csv', ...terms, ...stated, '--json']);
  expect(imported.json()).toMatchObject({ rejected: { unknown_country: 1 } });
});
