import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openTable, type RowProblem, type TableOptions } from '../../src/files/table.js';
import { rowsXml, workbookFiles, workbookOf, zipOf, type WrittenWorkbook } from '../support/workbook.js';
import { openDescriptors, readWhole, refusal, temporaryFolder, writtenFile } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const file = (content: Buffer, name?: string): string => writtenFile(folder.path, content, name);
const read = (workbook: WrittenWorkbook, options: TableOptions = {}): ReturnType<typeof readWhole> =>
  readWhole(file(workbookOf(workbook)), options);

/** A table of one person whose note is the given cell of a workbook. */
async function noteOf(cell: string, workbook: Partial<WrittenWorkbook> = {}): Promise<string | undefined> {
  const head = rowsXml([['Portable', 'Note']]);
  const row = `<row r="2"><c r="A2"><v>33639980001</v></c>${cell}</row>`;
  const { rows } = await read({ ...workbook, sheets: [{ name: 'Feuil1', rows: head + row }] });
  return rows[0]?.cells[1];
}

const people = rowsXml([
  ['Nom', 'Portable'],
  ['Zoé', 639980001],
]);

describe('a workbook that LibreOffice wrote', () => {
  const path = join(import.meta.dirname, '..', '..', 'fixtures', 'workbooks', 'members.libreoffice.xlsx');

  it('is read as it shows itself, from the first sheet with rows on', async () => {
    const { table, rows } = await readWhole(path);
    expect(table.layout).toEqual({
      kind: 'workbook',
      sheet: 'Membres & amis',
      others: ['Vide', 'Bureau'],
      hiddenRows: 1,
    });
    expect(table.headers).toEqual([
      ...['Prénom', 'Portable', 'Code postal', 'Né le', 'Vu le', 'Heure', 'À jour', 'Remise', 'Prix', 'Formule'],
    ]);
    const blank = ['', '', '', '', '', '', '', ''];
    expect(rows).toEqual([
      {
        line: 4,
        cells: [
          ...['L’Hélène', '33639980001', '01000', '1985-03-07', '2025-09-06T14:30', '08:05', 'TRUE', '15%', '12.5'],
          'L’Hélène !',
        ],
      },
      { line: 5, cells: ['Zoé', '639980002', '75011', '', '', '', '', '', '0.3', '#N/A'] },
      { line: 6, cells: ['deux\nlignes', '06 39 98 00 03', ...blank] },
      { line: 8, cells: ['Texte', '06 39 98 00 04', ...blank] },
    ]);
    const bytes = readFileSync(path);
    expect(table.sizeBytes).toBe(bytes.length);
    expect(table.sha256()).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('is read from standard input too', async () => {
    const stdin = Readable.from([readFileSync(path)], { objectMode: false });
    expect((await readWhole('-', { stdin })).rows.map(({ line }) => line)).toEqual([4, 5, 6, 8]);
  });

  it('leaves no file open', async () => {
    const table = await openTable(path, {});
    await table.close();
    expect(openDescriptors(path) ?? 0).toBe(0);
  });

  it('is damaged when it is cut off, wherever', async () => {
    const bytes = readFileSync(path);
    for (const length of [5, 100, 4000, bytes.length - 30, bytes.length - 1]) {
      const error = await refusal(readWhole(file(bytes.subarray(0, length))));
      expect(error).toMatchObject({ kind: 'badInput' });
      expect(['workbook.damaged', 'files.container', 'files.binary']).toContain(error.key);
    }
  });

  it('never crashes and never half passes with a damaged byte', async () => {
    const bytes = readFileSync(path);
    const whole = JSON.stringify((await readWhole(path)).rows);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const path = writtenFile(folder.path, damaged, 'damaged.xlsx');
        const read = await readWhole(path).catch((error: unknown) => error);
        if (read instanceof Error) expect(read.name).toBe('OperatorError');
        else expect(JSON.stringify((read as { rows: unknown }).rows)).toBe(whole);
      }),
      { numRuns: 150 },
    );
  });
});

describe('cells', () => {
  it.each([
    ['a number without its zero', '<c r="B2"><v>639981234</v></c>', '639981234'],
    ['a number in international form', '<c r="B2"><v>33639981234</v></c>', '33639981234'],
    ['a number in scientific notation', '<c r="B2"><v>3.3639981234E10</v></c>', '33639981234'],
    ['a number of nineteen digits', '<c r="B2"><v>1234567890123456789</v></c>', '1234567890123456768'],
    ['what adding made of 0.3', '<c r="B2"><v>0.30000000000000004</v></c>', '0.3'],
    ['a small number', '<c r="B2"><v>1.5E-7</v></c>', '0.00000015'],
    ['a price', '<c r="B2"><v>-12.5</v></c>', '-12.5'],
    ['a number stored as text', '<c r="B2" t="str"><v>0639980001</v></c>', '0639980001'],
    ['yes', '<c r="B2" t="b"><v>1</v></c>', 'TRUE'],
    ['no', '<c r="B2" t="b"><v>0</v></c>', 'FALSE'],
    ['an ISO date', '<c r="B2" t="d"><v>2025-09-06T00:00:00</v></c>', '2025-09-06'],
    ['an ISO instant', '<c r="B2" t="d"><v>2025-09-06T14:30:00Z</v></c>', '2025-09-06T14:30:00Z'],
    ['an error', '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '#DIV/0!'],
    ['a formula with a text', '<c r="B2" t="str"><f>A1&amp;"&lt;"</f><v>a &lt; b</v></c>', 'a < b'],
    ['a formula with an empty text', '<c r="B2" t="str"><f>""</f><v></v></c>', ''],
    ['a formula with a number', '<c r="B2"><f>A2*2</f><v>67279960002</v></c>', '67279960002'],
    ['a shared formula', '<c r="B2"><f t="shared" si="0"/><v>7</v></c>', '7'],
    ['an inline text', '<c r="B2" t="inlineStr"><is><t>Zoé</t></is></c>', 'Zoé'],
    [
      'runs of an inline text',
      '<c r="B2" t="inlineStr"><is><r><t>Z</t></r><r><rPr><b/></rPr><t>oé</t></r></is></c>',
      'Zoé',
    ],
    ['CDATA', '<c r="B2" t="inlineStr"><is><t><![CDATA[a < b & c]]></t></is></c>', 'a < b & c'],
    ['a comment within a text', '<c r="B2" t="inlineStr"><is><t>a<!-- <c r="C2"/> -->b</t></is></c>', 'ab'],
    ['a character by its number', '<c r="B2" t="str"><v>&#233;&#x1F600;&#128512;</v></c>', 'é😀😀'],
    ['an escaped line break', '<c r="B2" t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', 'a\r\nb'],
    ['prefixed names', '<x:c r="B2" t="inlineStr"><x:is><x:t>Zoé</x:t></x:is></x:c>', 'Zoé'],
    ['a cell without an address', '<c t="inlineStr"><is><t>Zoé</t></is></c>', 'Zoé'],
    ['an empty cell', '<c r="B2" s="0"/>', ''],
  ])('%s', async (_, cell, text) => {
    expect(await noteOf(cell)).toBe(text);
  });

  it('shared texts: plain, in runs, with phonetic hints', async () => {
    const strings =
      '<si><t xml:space="preserve"> Zoé </t></si><si><r><t>Hé</t></r><r><t>lène</t></r></si>' +
      '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>';
    const cell = (index: number): string => `<c r="B2" t="s"><v>${index}</v></c>`;
    expect(await noteOf(cell(0), { strings })).toBe('Zoé');
    expect(await noteOf(cell(1), { strings })).toBe('Hélène');
    expect(await noteOf(cell(2), { strings })).toBe('東京');
  });

  it.each([
    ['dd/mm/yyyy', 45906, '2025-09-06'],
    ['dd/mm/yyyy\\ hh:mm', 45906.6041666667, '2025-09-06T14:30'],
    ['yyyy-mm-dd hh:mm:ss', 45906.604178240741, '2025-09-06T14:30:01'],
    ['[$-40C]d mmmm yyyy;@', 31113, '1985-03-07'],
    ['hh:mm', 0.336805555555556, '08:05'],
    ['dd/mm/yyyy', 639981234, '639981234'],
    ['dd/mm/yyyy', -1, '-1'],
    ['00000', 1000, '01000'],
    ['00000', 75011, '75011'],
    ['0#" "##" "##" "##" "##', 639980001, '06 39 98 00 01'],
    ['0#\\.##\\.##\\.##\\.##', 639980001, '06.39.98.00.01'],
    ['[$-40C]0000000000', 639980001, '0639980001'],
    ['"+33 "0 00 00 00 00', 639980001, '+33 6 39 98 00 01'],
    ['00\\ 00', 12345, '123 45'],
    ['0%', 0.15, '15%'],
    ['0.00%', 0.155, '15.5%'],
    ['#,##0.00\\ "€"', 1250.5, '1250.5'],
    ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', 2025550123, '2025550123'],
    ['0.00E+00', 33639980001, '33639980001'],
    ['@', 639980001, '639980001'],
    ['General', 639980001, '639980001'],
  ])('the format %s shows %d as %s', async (format, value, text) => {
    expect(await noteOf(`<c r="B2" s="1"><v>${value}</v></c>`, { formats: [format] })).toBe(text);
  });

  it('counts days from 1904 where the workbook says so', async () => {
    const cell = '<c r="B2" s="1"><v>44444</v></c>';
    expect(await noteOf(cell, { formats: ['dd/mm/yyyy'], is1904: true })).toBe('2025-09-06');
  });

  it('does without styles and shared texts', async () => {
    const files = workbookFiles({ sheets: [{ name: 'A', rows: people.replace('<c r="B2">', '<c r="B2" s="7">') }] });
    const bare = files.flatMap((one) =>
      /styles|sharedStrings/.test(one.path)
        ? []
        : [{ ...one, content: String(one.content).replace(/<Relationship Id="rId[ST]"[^>]*>/g, '') }],
    );
    expect((await readWhole(file(zipOf(bare)))).rows).toEqual([{ line: 2, cells: ['Zoé', '639980001'] }]);
  });

  it('reads back any text and any whole number', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((any) => any.replace(/[\p{Cc}\ufffe\uffff]|_x/gu, ''));
    const cell = fc.oneof(text, fc.nat(2 ** 53 - 1), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (pairs) => {
        const all = [['phone', 'a', 'b'], ...pairs.map((pair, at) => [33639980000 + at, ...pair])];
        const path = file(workbookOf({ sheets: [{ name: 'A', rows: rowsXml(all) }] }), 'any.xlsx');
        const { rows } = await readWhole(path);
        expect(rows.map(({ cells }) => cells)).toEqual(
          all.slice(1).map((cells) => cells.map((value) => String(value ?? '').trim())),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('rows', () => {
  it('keep the numbers that the sheet gives them, and blank ones are left out', async () => {
    const rows =
      rowsXml([['Portable']]) +
      '<row r="2"/><row r="3"><c r="A3" s="0"/></row><row r="4"><c r="A4"><v>639980001</v></c></row>' +
      '<row r="1048576"><c r="A1048576"><v>639980002</v></c></row>';
    expect((await read({ sheets: [{ name: 'A', rows }] })).rows).toEqual([
      { line: 4, cells: ['639980001'] },
      { line: 1_048_576, cells: ['639980002'] },
    ]);
  });

  it('are counted where the sheet does not number them', async () => {
    const rows =
      '<row><c t="inlineStr"><is><t>Portable</t></is></c></row><row/><row><c><v>639980001</v></c></row>' +
      '<row><c r="A7"><v>639980002</v></c></row>';
    expect((await read({ sheets: [{ name: 'A', rows }] })).rows.map(({ line }) => line)).toEqual([3, 7]);
  });

  it('follow the same rules as those of a text: title, empty and doubled columns, too many cells', async () => {
    const problems: RowProblem[] = [];
    const rows = rowsXml([
      ['Les Amis du Parc'],
      [],
      ['Tél', 'Nom', null, 'Tél', ''],
      ['0639980001', 'A', null, 'x'],
      ['0639980002', 'B', 'c', 'd', 'e'],
    ]);
    const { table, rows: taken } = await read(
      { sheets: [{ name: 'A', rows }] },
      { onRowProblem: (problem) => problems.push(problem) },
    );
    expect(table.headers).toEqual(['Tél', 'Nom', '', 'Tél (2)']);
    expect(taken).toEqual([{ line: 4, cells: ['0639980001', 'A', '', 'x'] }]);
    expect(problems).toEqual([{ line: 5, kind: 'too_many_columns', cells: ['0639980002', 'B', 'c', 'd', 'e'] }]);
    const error = await refusal(read({ sheets: [{ name: 'A', rows }] }));
    expect(error).toMatchObject({ key: 'files.tooManyColumns', details: { line: 5 } });
    expect(error.hint).toBe('name every column that holds something, or empty the cells right of the last name');
  });

  it('that are hidden are read, and told', async () => {
    const rows = people.replace('<row r="2"', '<row hidden="1" r="2"');
    const { table, rows: taken } = await read({ sheets: [{ name: 'A', rows }] });
    expect(taken).toHaveLength(1);
    expect(table.layout).toMatchObject({ hiddenRows: 1 });
  });

  it('may be a bare list of numbers', async () => {
    const { table, rows } = await read({ sheets: [{ name: 'A', rows: rowsXml([[639980001], [639980002]]) }] });
    expect(table).toMatchObject({ headers: ['phone'], hasHeader: false });
    expect(rows.map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe('sheets', () => {
  const sheet = (name: string, phone: number): { name: string; rows: string } => ({
    name,
    rows: rowsXml([['Portable'], [phone]]),
  });
  const workbook: WrittenWorkbook = {
    sheets: [
      { ...sheet('Brouillon', 1), state: 'hidden' },
      { ...sheet('Secret', 2), state: 'veryHidden' },
      { name: 'Vide', rows: '' },
      sheet('Été "24" & <co>', 4),
      sheet('2', 5),
    ],
  };
  const phoneOn = async (named?: string): Promise<string | undefined> =>
    (await read(workbook, named === undefined ? {} : { sheet: named })).rows[0]?.cells[0];

  it('are chosen: the first one that is visible and not empty', async () => {
    const { table, rows } = await read(workbook);
    expect(table.layout).toMatchObject({ sheet: 'Été "24" & <co>', others: ['Vide', '2'] });
    expect(rows[0]?.cells).toEqual(['4']);
  });

  it('are named: by name first, without regard to case, then by place; a hidden one too', async () => {
    expect(await phoneOn('Brouillon')).toBe('1');
    expect(await phoneOn(' été "24" & <CO> ')).toBe('4');
    expect(await phoneOn('2')).toBe('5');
    expect(await phoneOn('4')).toBe('4');
  });

  it('are listed when none has that name', async () => {
    for (const named of ['Membres', '0', '6', '']) {
      const error = await refusal(phoneOn(named));
      expect(error).toMatchObject({ kind: 'badInput', key: 'workbook.noSuchSheet' });
      expect(error.hint).toContain('Brouillon, Secret, Vide');
    }
  });

  it('may all be empty', async () => {
    const empty = {
      sheets: [
        { name: 'A', rows: '' },
        { ...sheet('B', 1), state: 'hidden' as const },
      ],
    };
    expect(await refusal(read(empty))).toMatchObject({ kind: 'badInput', key: 'files.empty' });
    expect(await refusal(read({ sheets: [{ name: 'A', rows: rowsXml([['Portable']]) }] }))).toMatchObject({
      key: 'files.noRows',
    });
  });

  it('of charts are none', async () => {
    const files = workbookFiles({ sheets: [sheet('Graphique', 1), sheet('B', 2)] }).map((one) =>
      one.path === 'xl/_rels/workbook.xml.rels'
        ? { ...one, content: String(one.content).replace('/worksheet"', '/chartsheet"') }
        : one,
    );
    const { table } = await readWhole(file(zipOf(files)));
    expect(table.layout).toMatchObject({ sheet: 'B', others: [] });
  });

  it('are found wherever the workbook says they are', async () => {
    const files = workbookFiles({ sheets: [sheet('A', 7)] }).map(({ path, content }) => ({
      path: path
        .replace('xl/workbook.xml', 'xl/workbook2.xml')
        .replace('workbook.xml.rels', 'workbook2.xml.rels')
        .replaceAll('/', '\\'),
      content: String(content)
        .replace('xl/workbook.xml', '/xl/workbook2.xml')
        .replace('Target="worksheets/', 'Target="/xl/worksheets/'),
    }));
    expect((await readWhole(file(zipOf(files)))).rows[0]?.cells).toEqual(['7']);
  });
});

describe('workbooks that can not be read', () => {
  const files = workbookFiles({ sheets: [{ name: 'A', rows: people }] });
  const withPart = (path: string, change: Partial<(typeof files)[number]>): Buffer =>
    zipOf(files.map((one) => (one.path === path ? { ...one, ...change } : one)));
  const sheetPath = 'xl/worksheets/sheet1.xml';
  const without = (path: string): Buffer => zipOf(files.filter((one) => one.path !== path));

  it.each([
    ['no workbook in it', without('xl/workbook.xml')],
    ['no sheet in it', without(sheetPath)],
    ['no styles where it names some', without('xl/styles.xml')],
    ['no texts where it names some', without('xl/sharedStrings.xml')],
    ['a sheet that says it is shorter than it is', withPart(sheetPath, { claimedBytes: 10 })],
    ['a sheet that says it is longer than it is', withPart(sheetPath, { claimedBytes: 100_000 })],
    [
      'a row without its end',
      withPart(sheetPath, { content: '<worksheet><sheetData><row r="1"><c r="A1"/></sheetData>' }),
    ],
    [
      'a cell without its end',
      withPart(sheetPath, { content: '<worksheet><sheetData><row r="1"><c r="A1"></row></sheetData>' }),
    ],
    ['cells without their end', withPart(sheetPath, { content: '<worksheet><sheetData>' })],
    ['a sheet that is none', withPart(sheetPath, { content: 'hello' })],
    [
      'a row without a number',
      withPart(sheetPath, { content: `<worksheet><sheetData>${people.replace('r="2"', 'r="x"')}</sheetData>` }),
    ],
    [
      'a column beyond the last',
      withPart(sheetPath, { content: `<worksheet><sheetData>${people.replace('"B2"', '"ZZZ2"')}</sheetData>` }),
    ],
    [
      'a text that is not there',
      withPart(sheetPath, {
        content: '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>',
      }),
    ],
    [
      'two cells in one place',
      withPart(sheetPath, { content: `<worksheet><sheetData>${people.replace('"B2"', '"A2"')}</sheetData>` }),
    ],
    [
      'bytes that are no UTF-8',
      withPart(sheetPath, { content: Buffer.from(`<worksheet><sheetData>${people}</sheetData>`, 'latin1') }),
    ],
    ['no tabs', withPart('xl/workbook.xml', { content: '<workbook/>' })],
  ])('%s', async (_, bytes) => {
    const error = await refusal(readWhole(file(bytes)));
    expect(error).toMatchObject({ kind: 'badInput', key: 'workbook.damaged' });
  });

  it('formulas that were never computed, rather than empty cells', async () => {
    for (const cell of ['<c r="B2"><f>A2</f></c>', '<c r="B2"><f>A2</f><v/></c>', '<c r="B2" t="str"><f>A2</f></c>']) {
      const error = await refusal(noteOf(cell));
      expect(error).toMatchObject({ kind: 'badInput', key: 'workbook.uncalculated' });
      expect(error.says).toMatch(/sheet “Feuil1”: cell B2 holds a formula without its result$/);
    }
  });

  it('a bomb: small when packed, without end unpacked', async () => {
    const bomb = Buffer.alloc(65 * 1024 * 1024, ' ');
    const error = await refusal(readWhole(file(withPart(sheetPath, { content: bomb }))));
    expect(error).toMatchObject({ kind: 'badInput', key: 'workbook.tooLarge' });
    expect(error.says).toContain('64 MiB');
    // The same, when the archive tells another size.
    const lying = withPart(sheetPath, { content: bomb, claimedBytes: 1000 });
    expect(await refusal(readWhole(file(lying)))).toMatchObject({ key: 'workbook.tooLarge' });
  });

  it.each(['<row>', '<c r="A1">', '<f>', '<f ', '<!--', '<![CDATA[', '<v>'])(
    'millions of %s that nobody closes, at once',
    async (tag) => {
      const content = `<worksheet><sheetData><row r="1">${tag.repeat(2_000_000)}</row></sheetData></worksheet>`;
      expect(await refusal(readWhole(file(withPart(sheetPath, { content }))))).toMatchObject({ kind: 'badInput' });
      const workbook = withPart('xl/workbook.xml', { content: '<sheet a="'.repeat(1_000_000) });
      expect(await refusal(readWhole(file(workbook)))).toMatchObject({ key: 'workbook.damaged' });
    },
  );

  it('a cell far right that makes every row as wide', async () => {
    const wide = people.replace('</row>', '<c r="XFD1"><v>1</v></c></row>');
    const many = Array.from(
      { length: 300 },
      (_, at) => `<row r="${at + 3}"><c r="B${at + 3}"><v>639980001</v></c></row>`,
    );
    const error = await refusal(read({ sheets: [{ name: 'A', rows: wide + many.join('') }] }));
    expect(error).toMatchObject({ kind: 'badInput', key: 'workbook.tooWide' });
    expect(error.says).toContain('column XFD');
  });

  it('one that is locked, whole or in part', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(300_000)]);
    const stream = Buffer.from('EncryptedPackage', 'utf16le');
    for (const at of [1000, 262_130, 299_000]) {
      const locked = Buffer.from(old);
      stream.copy(locked, at);
      const error = await refusal(readWhole(file(locked)));
      expect(error.says).toMatch(/is an Excel workbook locked with a password, /);
      expect(error.hint).toContain('password');
    }
    expect((await refusal(readWhole(file(old)))).says).toMatch(/is an Excel workbook of the old format, /);
    const error = await refusal(readWhole(file(withPart(sheetPath, { flags: 1 }))));
    expect(error).toMatchObject({ key: 'files.container', details: { container: 'locked' } });
  });

  it.each([
    ['xlsb', 'xl/workbook.bin'],
    ['docx', 'word/document.xml'],
    ['numbers', 'Index/Document.iwa'],
    ['zip', 'photo.jpg'],
  ])('an archive of another kind: %s', async (container, path) => {
    const types = container === 'zip' ? [] : [{ path: '[Content_Types].xml', content: '<Types/>' }];
    const error = await refusal(readWhole(file(zipOf([...types, { path, content: 'x' }]))));
    expect(error).toMatchObject({ kind: 'badInput', key: 'files.container', details: { container } });
  });

  it('options that say nothing of it, and --sheet of a text', async () => {
    const path = file(workbookOf({ sheets: [{ name: 'A', rows: people }] }), 'members.csv');
    for (const options of [{ encoding: 'utf-8' }, { delimiter: ';' }]) {
      const error = await refusal(openTable(path, options));
      expect(error).toMatchObject({ kind: 'usage', key: 'workbook.idleOption' });
    }
    const text = writtenFile(folder.path, 'phone\n0639980001\n');
    expect((await refusal(openTable(text, { sheet: 'A' }))).says).toBe(
      `${text} is a text, and --sheet says nothing of it`,
    );
  });
});
