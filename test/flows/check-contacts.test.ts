import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { traitsOf } from '../../src/core/contact/list-problem.js';
import { Interrupted, OperatorError } from '../../src/errors.js';
import { openTable, type RawRow } from '../../src/files/table.js';
import { undoFormulaGuard } from '../../src/files/write-csv.js';
import { checkContacts, type ContactsCheck, type ContactsCheckRequest } from '../../src/flows/check-contacts.js';
import { fictionNumber } from '../support/temp-ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'smsctl-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
/** A name in the folder that no file has yet. */
const unused = (): string => join(folder, `${++made}.csv`);

/** Reads numbers kept for films as people’s, as a rehearsal does. */
function check(
  file: string,
  differing: Partial<ContactsCheckRequest> = {},
  signal = new AbortController().signal,
): Promise<ContactsCheck> {
  const request: ContactsCheckRequest = {
    file,
    phoneColumn: null,
    encoding: null,
    delimiter: null,
    sheet: null,
    rejects: null,
    fixed: null,
    locale: 'fr',
    stdin: process.stdin,
    country: 'FR',
    allowFictional: true,
    reveal: false,
    ...differing,
  };
  return checkContacts(request, () => undefined, signal);
}

function written(text: string): string {
  const file = unused();
  writeFileSync(file, text);
  return file;
}

const checkText = (text: string, differing: Partial<ContactsCheckRequest> = {}): Promise<ContactsCheck> =>
  check(written(text), differing);

/** The rows of a file that was written, as a spreadsheet shows them; none when there is no file. */
async function rowsOf(file: string | null): Promise<readonly RawRow[]> {
  if (file === null) return [];
  const rows: RawRow[] = [];
  // Rejects keep a cell too many.
  const onRowProblem = (row: RawRow): unknown => rows.push(row);
  for await (const batch of (await openTable(file, { onRowProblem })).batches(1000)) rows.push(...batch);
  return rows.map(({ line, cells }) => ({ line, cells: cells.map(undoFormulaGuard) }));
}

const countsOf = ({ problems }: ContactsCheck): unknown =>
  problems.map(({ problem, count, lines }) => [problem, count, lines]);

describe('checkContacts', () => {
  it('tells each problem with its rows and lines, the gravest first', async () => {
    const result = await checkText(
      [
        'Nom;Portable;Pays;Code postal;Fuseau;Religion',
        'Ana;06 39 98 00 01;France;75001;Europe/Paris;x',
        'Bob;639980002;;;;',
        'Col;6.39980003E+8;Atlantis;1;Mars;',
        'Dan;3,36399E+10;;;;',
        '',
        'Eve;+33639980001;;;;',
        'Fay;bonjour;;;;',
        'Gus;01 99 00 12 34;;;;',
        'Hal;;;;;',
        'Ian;06 39 98 00 04 (travail);;;;;trop',
        'Jon;06 39 98 00 05 maman;;;;',
        'Kim;06 39 98 00 06;;;;',
        ';;;;;',
      ].join('\n'),
    );
    expect(result).toMatchObject({
      encoding: 'utf-8',
      delimiter: ';',
      phoneColumn: 'Portable',
      rows: 11,
      usable: 6,
      distinct: 5,
      duplicates: 1,
      rejected: 5,
      blank: 2,
      fixedFile: null,
      rejectsFile: null,
      signs: [],
    });
    expect(countsOf(result)).toEqual([
      ['scientific-notation', 1, [5]],
      ['not-a-number', 1, [8]],
      ['fixed-line', 1, [9]],
      ['empty', 1, [10]],
      ['malformed_row', 1, [11]],
      ['unreadable-country', 1, [4]],
      ['unreadable-time-zone', 1, [4]],
      ['unreadable-postal-code', 1, [4]],
      ['sensitive-column', 1, []],
      ['blank-row', 2, [6, 14]],
      ['duplicate', 1, [7]],
      ['missing-trunk-zero', 2, [3, 4]],
      ['notation-undone', 1, [4]],
      ['extra-text', 1, [12]],
    ]);
    const byName = new Map(result.problems.map((one) => [one.problem, one]));
    expect(byName.get('duplicate')).toMatchObject({ firstLines: [2] });
    expect(byName.get('missing-trunk-zero')?.example).toEqual({
      line: 3,
      value: '•••••••02',
      number: '+33 6 •• •• •• 02',
    });
    expect(byName.get('empty')?.example).toBeNull();
    expect(result.sensitiveColumns).toMatchObject([{ column: 'Religion' }]);
  });

  it('keeps twenty lines of a problem, and counts them all', async () => {
    const text = ['phone', ...Array.from({ length: 3000 }, () => 'rien')].join('\n');
    const { problems, rows } = await checkText(text);
    expect(rows).toBe(3000);
    expect(problems).toMatchObject([{ problem: 'not-a-number', count: 3000 }]);
    expect(problems[0]?.lines).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });

  it('counts blank rows wherever they stand, but none above the column names', async () => {
    const text = `\n;\nphone;nom\n\n0639980001;A\n${';\n'.repeat(30_000)}0639980002;B\n\n`;
    expect(await checkText(text)).toMatchObject({ rows: 2, distinct: 2, blank: 30_002 });
  });

  it('refuses numbers kept for films for a real provider', async () => {
    const { problems } = await checkText('phone\n0639980001\n', { allowFictional: false });
    expect(problems).toMatchObject([{ problem: 'reserved-fictional', count: 1 }]);
  });

  it('tells what the list as a whole looks like', async () => {
    const neighbours = [5, 3, 900, 1, 4, 2].map((place) => fictionNumber(place));
    const same = Array.from({ length: 6 }, () => fictionNumber(500));
    const odd = Array.from({ length: 3 }, (_, index) => `06 00 00 00 0${index}`);
    const { signs } = await checkText(['phone', ...neighbours, ...same, ...odd].join('\n'));
    expect(signs).toEqual([
      { kind: 'neighbours', runs: 1, numbers: 5, longest: 5, first: '+33 6 •• •• •• 01' },
      { kind: 'identical', repeats: 5, number: '+33 6 •• •• •• 00', rows: 6, firstLine: 8 },
      { kind: 'placeholders', rows: 3 },
    ]);
    const wrong = await checkText('Tél fixe;Nom;Portable\n0199001234;A;0639980001\n0199001235;B;\n;C;0639980002\n', {
      phoneColumn: 'Tél fixe',
    });
    expect(wrong.signs).toEqual([
      { kind: 'mostly-unusable', rows: 3, unusable: 3, columns: ['Portable'], countries: [] },
    ]);
  });

  it('takes the first of several columns, and names the others', async () => {
    const text = 'Portable;Mobile\n0639980001;0639980002\n';
    expect(await checkText(text)).toMatchObject({ phoneColumn: 'Portable', otherPhoneColumns: ['Mobile'] });
    expect(await checkText(text, { phoneColumn: 'mobile' })).toMatchObject({
      phoneColumn: 'Mobile',
      otherPhoneColumns: [],
    });
  });

  it('leaves no file behind when the operator interrupts, or the file turns out to be broken', async () => {
    const [fixed, rejects] = [unused(), unused()];
    const before = readdirSync(folder).length;
    await expect(
      check(written('phone\n0639980001\nx\n'), { fixed, rejects }, AbortSignal.abort()),
    ).rejects.toBeInstanceOf(Interrupted);
    await expect(checkText('phone;nom\n0639980001;A\nx;"B\n', { fixed, rejects })).rejects.toMatchObject({
      kind: 'badInput',
    });
    expect(readdirSync(folder)).toHaveLength(before + 2);
  });

  it('overwrites nothing', async () => {
    const file = written('phone\n0639980001\nx\n');
    const taken = written('dear old file');
    const link = written('phone\n0639980001\n');
    for (const outputs of [
      { fixed: taken },
      { rejects: taken },
      { fixed: file },
      { rejects: file },
      { fixed: '-' },
      { rejects: '-' },
      { fixed: link, rejects: link },
      { fixed: join(folder, 'no', 'where.csv') },
    ]) {
      const refused = check(file, outputs);
      await expect(refused).rejects.toBeInstanceOf(OperatorError);
      await expect(refused).rejects.toMatchObject({ kind: 'usage' });
    }
    const same = unused();
    await expect(check(file, { fixed: same, rejects: same })).rejects.toMatchObject({ kind: 'usage' });
    expect(existsSync(same)).toBe(false);
    expect(readFileSync(taken, 'utf8')).toBe('dear old file');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('the corrected file', () => {
  const text = 'Nom,Portable,=note\n"Ana, dite ""Nana""",639980001,=1+1\nBob,06 39 98 00 01,\nCol,rien,\n';

  it('is written for the spreadsheets of the language, with every column', async () => {
    const fixed = unused();
    expect(await checkText(text, { fixed })).toMatchObject({ fixedFile: fixed, duplicates: 1, rejected: 1 });
    expect(readFileSync(fixed, 'utf8')).toBe(
      '\ufeffNom;Portable;\'=note\r\n"Ana, dite ""Nana""";\'+33639980001;\'=1+1\r\n',
    );
    const english = unused();
    await checkText(text, { fixed: english, locale: 'en' });
    expect(readFileSync(english, 'utf8')).toBe(
      'Nom,Portable,\'=note\r\n"Ana, dite ""Nana""",\'+33639980001,\'=1+1\r\n',
    );
  });

  it('is not made without a row', async () => {
    const fixed = unused();
    expect(await checkText('phone\nrien\n', { fixed })).toMatchObject({ fixedFile: null });
    expect(existsSync(fixed)).toBe(false);
  });
});

describe('the rows that a person must mend', () => {
  it('keep their line and reason, and are used again once they are mended', async () => {
    const text = 'Nom;Portable;line\nAna;0639980001;x\n\nBob;06 39 98 00;y\nCol;06 39 98 00 03;z;trop\n';
    const rejects = unused();
    expect(await checkText(text, { rejects })).toMatchObject({ rejectsFile: rejects, rejected: 2 });
    expect(readFileSync(rejects, 'utf8')).toBe(
      '\ufeffline;reason;value;Nom;Portable;line\r\n' +
        '4;invalid-length;06 39 98 00;Bob;06 39 98 00;y\r\n' +
        '5;malformed_row;trop;Col;06 39 98 00 03;z;trop\r\n',
    );
    const kept = readFileSync(rejects, 'utf8').replace('Bob;06 39 98 00;', 'Bob;06 39 98 00 02;');
    // A row that is left as it is is refused again, however often: it is nowhere cut to what fits.
    const still = unused();
    expect(await check(written(kept), { rejects: still })).toMatchObject({ rows: 2, distinct: 1, rejected: 1 });
    expect(readFileSync(still, 'utf8')).toMatch(/\r\n3;malformed_row;trop;Col;06 39 98 00 03;z;trop\r\n$/);
    const mended = written(kept.replace('z;trop', 'z'));
    const fixed = unused();
    expect(await check(mended, { fixed })).toMatchObject({ rows: 2, distinct: 2, rejected: 0 });
    expect(readFileSync(fixed, 'utf8')).toBe(
      "\ufeffNom;Portable;line\r\nBob;'+33639980002;y\r\nCol;'+33639980003;z\r\n",
    );
  });
});

describe('any file', () => {
  const place = fc.integer({ min: 0, max: 15 });
  const number = fc.tuple(place, fc.constantFrom('0', '+33', '0033', '', '33', '+33 (0)')).map(([at, prefix]) => {
    const national = fictionNumber(at).slice(3);
    return prefix + national;
  });
  const phone = fc.oneof(
    { weight: 4, arbitrary: number },
    number.map((text) => `${text} (bureau)`),
    number.map((text) => `"${text}"`),
    number.map((text) => `${text}.0`),
    fc.constantFrom('', ' ', 'rien', '3,36E+10', '01 99 00 12 34', '06 39 98', '0639980001 / 0639980002', '=1', '112'),
  );
  const note = fc.string({ unit: fc.constantFrom(...'abé ;,|"\'=+@-\n\t0'.split('')), maxLength: 6 });
  const row = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(phone, note, fc.constantFrom('', '', '', 'de trop')) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const dialect = fc.record({ delimiter: fc.constantFrom(';', ','), locale: fc.constantFrom('fr', 'en') });
  const headers = ['id', 'téléphone', '=note'];
  /** Doubts about numbers that are used all the same stay doubts. */
  const isDoubt = (result: ContactsCheck): boolean =>
    result.problems.every(({ problem }) => traitsOf(problem).recoverable === 'person');

  it('has each row in one place, and a corrected file in which nothing is left to correct', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 18 }), dialect, async (rows, { delimiter, locale }) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const last = ['id-last', fictionNumber(99), ''];
        const all = [...rows.map((one, index) => (one === null ? null : [`id${index}`, ...one])), last];
        const lines = [headers, ...all].map((cells) => (cells ?? ['', '', '']).map(quote).join(delimiter));
        const file = written(`${lines.join('\n')}\n`);
        const outputs = { fixed: unused(), rejects: unused(), locale, delimiter } as const;
        const result = await check(file, outputs);

        const fixed = await rowsOf(result.fixedFile);
        const rejects = await rowsOf(result.rejectsFile);
        const blank = all.filter((cells) => cells === null).length;
        expect(result.blank).toBe(blank);
        expect(fixed.length).toBe(result.distinct);
        expect(rejects.length).toBe(result.rejected);
        expect(fixed.length + rejects.length + result.duplicates + result.blank).toBe(all.length);

        // The places of the rows in the file, from the file itself.
        const table = await openTable(file, { delimiter, onRowProblem: () => undefined });
        const idOfLine = new Map<number, string>();
        for await (const batch of table.batches(1000)) {
          for (const { line, cells } of batch) idOfLine.set(line, cells[0] ?? '');
        }
        const doubles = result.problems.find(({ problem }) => problem === 'duplicate')?.lines ?? [];
        const ids = [
          ...fixed.map(({ cells }) => cells[0]),
          ...rejects.map(({ cells }) => cells[3]),
          ...doubles.map((line) => idOfLine.get(line)),
        ];
        expect(ids.sort()).toEqual(all.flatMap((cells) => (cells === null ? [] : [cells[0]])).sort());
        for (const { cells } of rejects) {
          const id = idOfLine.get(Number(cells[0]));
          if (cells[1] !== 'malformed_row') expect(id).toBe(cells[3]);
        }

        const again = { fixed: unused(), rejects: unused(), locale };
        const recheck = await check(outputs.fixed, again);
        expect(isDoubt(recheck)).toBe(true);
        expect(recheck).toMatchObject({ rows: fixed.length, distinct: fixed.length, rejected: 0, rejectsFile: null });
        expect(readFileSync(again.fixed, 'utf8')).toBe(readFileSync(outputs.fixed, 'utf8'));
      }),
      { numRuns: 80 },
    );
  });
});
