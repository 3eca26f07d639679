import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { BugError } from '../../src/errors.js';
import { type RowProblem, openTable } from '../../src/files/table.js';
import { openDescriptors, readWhole, rowsOf, temporaryFolder, writtenFile } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const file = (content: string | Buffer): string => writtenFile(folder.path, content);

describe('openTable: layout', () => {
  it.each([
    ['semicolon, CRLF', 'téléphone;prénom\r\n0639980001;Zoé\r\n', ';'],
    ['comma, LF', 'téléphone,prénom\n0639980001,Zoé\n', ','],
    ['tab, CR alone', 'téléphone\tprénom\r0639980001\tZoé\r', '\t'],
    ['bar, no final line break', 'téléphone|prénom\n0639980001|Zoé', '|'],
    ['mixed line breaks', 'téléphone;prénom\n0639980001;Zoé\r\n', ';'],
    ['quotes around all', '"téléphone";"prénom"\r\n"0639980001";"Zoé"\r\n', ';'],
    ['white space around quotes', 'téléphone; "prénom"\r\n0639980001 ;\t"Zoé" \r\n', ';'],
    ['a no-break space around a cell', 'téléphone;prénom\r\n\u00a00639980001\u202f;Zoé\r\n', ';'],
    ['empty columns at the end', 'téléphone;prénom;;\r\n0639980001;Zoé;;;;\r\n', ';'],
  ])('reads %s', async (_, content, delimiter) => {
    const { table, rows } = await readWhole(file(content));
    expect(table).toMatchObject({ headers: ['téléphone', 'prénom'], delimiter, encoding: 'utf-8' });
    expect(rows).toEqual([{ line: 2, cells: ['0639980001', 'Zoé'] }]);
  });

  it.each([
    ['commas in every other cell', 'phone;note\n0639980001;a, b, c\n0639980002;d, e\n', ';'],
    ['French decimals', 'phone;prix;rabais\n0639980001;12,50;1,00\n0639980002;3,20;0,50\n', ';'],
    ['semicolons in quotes', 'phone,note\n0639980001,"a;b;c;d"\n0639980002,"e;f;g;h"\n', ','],
    ['a title without delimiter', 'Liste, 2025\nphone;nom\n0639980001;A\n0639980002;B\n', ';'],
  ])('detects the delimiter among %s', async (_, content, delimiter) => {
    expect((await readWhole(file(content))).table.delimiter).toBe(delimiter);
  });

  it('reads a single column', async () => {
    const { table, rows } = await readWhole(file('phone\n0639980001\n0639980002\n'));
    expect(table.headers).toEqual(['phone']);
    expect(rows.map((row) => row.cells)).toEqual([['0639980001'], ['0639980002']]);
  });

  it('takes the delimiter of the operator', async () => {
    const path = file('phone;a,b\n0639980001;x,y\n');
    expect((await openAndClose(path, { delimiter: ',' })).headers).toEqual(['phone;a', 'b']);
    expect((await openAndClose(path, { delimiter: 'tab' })).headers).toEqual(['phone;a,b']);
  });

  it.each(['sep=;\r\n', '"sep=;"\r\n', 'SEP=;\n', '\ufeffsep=;\r\n'])(
    'consumes the line %j but counts it',
    async (line) => {
      const { table, rows } = await readWhole(file(`${line}phone;note, long\r\n0639980001;a, b\r\n`));
      expect(table).toMatchObject({ headers: ['phone', 'note, long'], delimiter: ';' });
      expect(rows).toEqual([{ line: 3, cells: ['0639980001', 'a, b'] }]);
    },
  );

  it('tells of blank rows below the column names, not of those above', async () => {
    const blank: number[] = [];
    const path = file('\n;\nphone;note\n\n0639980001;x\n ; \n"";""\n0639980002;y\n\n');
    const { rows } = await readWhole(path, { onBlankRow: (line) => blank.push(line) });
    expect(rows.map(({ line }) => line)).toEqual([5, 8]);
    expect(blank).toEqual([4, 6, 7, 9]);
  });

  it.each(['\n', '\r\n', '\r'])('counts physical lines, quoted ones and blank ones too (%j)', async (eol) => {
    const lines = [
      'phone;note',
      '0639980001;"two',
      'lines ""quoted"""',
      '',
      ';',
      '0639980002;x',
      '',
      '0639980003;y',
      '',
    ];
    const { rows } = await readWhole(file(lines.join(eol)));
    expect(rows).toEqual([
      { line: 2, cells: ['0639980001', `two${eol}lines "quoted"`] },
      { line: 6, cells: ['0639980002', 'x'] },
      { line: 8, cells: ['0639980003', 'y'] },
    ]);
  });

  it('fills short rows', async () => {
    const { rows } = await readWhole(file('phone;a;b\n0639980001\n0639980002;x\n'));
    expect(rows.map((row) => row.cells)).toEqual([
      ['0639980001', '', ''],
      ['0639980002', 'x', ''],
    ]);
  });
});

describe('openTable: header', () => {
  it.each([
    ['below a title', 'Les Amis du Parc;;\nTéléphone;Nom\n0639980001;A\n', ['Téléphone', 'Nom'], 3],
    [
      'below blank rows and titles',
      '\n;;\nListe 2025\n\nexport du 01/03/2025\nNom;Portable\nA;0639980001\n',
      ['Nom', 'Portable'],
      7,
    ],
    ['the first row if no name is known', 'colonne A;colonne B\nx;0639980001\n', ['colonne A', 'colonne B'], 2],
    [
      'not a cell of a row with a number',
      'contact;genre\n0639980001;mobile\n0639980002;portable\n',
      ['contact', 'genre'],
      2,
    ],
  ])('finds it %s', async (_, content, headers, firstRow) => {
    const { table, rows } = await readWhole(file(content));
    expect(table.headers).toEqual(headers);
    expect(rows[0]?.line).toBe(firstRow);
  });

  it('keeps doubled and unnamed columns apart', async () => {
    const { table, rows } = await readWhole(file('Tél;Nom;;Tél;Tél (2);Tél\n1;2;3;4;5;6\n'));
    expect(table.headers).toEqual(['Tél', 'Nom', '', 'Tél (2)', 'Tél (2) (2)', 'Tél (3)']);
    expect(rows[0]?.cells).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('does not look for it beyond ten rows', async () => {
    const titles = Array.from({ length: 10 }, (_, index) => `titre ${index}`);
    expect((await openAndClose(file([...titles, 'phone', '0639980001'].join('\n')))).headers).toEqual(['titre 0']);
  });
});

describe('openTable: encodings', () => {
  const text = 'téléphone;prénom\r\n0639980001;Hélène\r\n0639980002;François\r\n0639980003;Noël\r\n';
  const utf16be = (content: string): Buffer => Buffer.from(content, 'utf16le').swap16();

  it.each([
    ['utf-8', Buffer.from(text), 'utf-8'],
    ['utf-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['utf-16le with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['utf-16le', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['utf-16be with a mark', utf16be(`\ufeff${text}`), 'utf-16be'],
    ['utf-16be', utf16be(text), 'utf-16be'],
    ['windows-1252', iconv.encode(text, 'windows-1252'), 'windows-1252'],
    ['macintosh', iconv.encode(text, 'macintosh'), 'macintosh'],
    ['cp850', iconv.encode(text, 'cp850'), 'cp850'],
  ])('detects %s', async (_, bytes, encoding) => {
    const { table, rows } = await readWhole(file(bytes));
    expect(table).toMatchObject({ encoding, headers: ['téléphone', 'prénom'], sizeBytes: bytes.length });
    expect(rows.map((row) => row.cells[1])).toEqual(['Hélène', 'François', 'Noël']);
  });

  it.each([
    ['one name alone', 'phone;nom\n0639980001;René\n'],
    ['capitals', 'TÉLÉPHONE;NOM\n0639980001;LEFÈVRE\n'],
    ['typographic signs and the euro', 'phone;texte\n0639980001;« L’été » – 5 €\n'],
    ['Slavic names', 'phone;nom\n0639980001;Žiga Šuštar\n0639980002;Škoda\n'],
    ['German names', 'phone;name\n0639980001;Müller\n0639980002;Groß\n'],
  ])('stays with Windows-1252 for %s', async (_, content) => {
    const { table, rows } = await readWhole(file(iconv.encode(content, 'windows-1252')));
    expect(table.encoding).toBe('windows-1252');
    expect(rows[0]?.cells[1]).toBe(content.split('\n')[1]?.split(';')[1]);
  });

  it('asks chardet for other alphabets', async () => {
    const bytes = iconv.encode('phone;имя\n0639980001;Иван Петров\n0639980002;Анна Смирнова\n', 'windows-1251');
    const { table, rows } = await readWhole(file(bytes));
    expect(table.encoding).toBe('windows-1251');
    expect(rows[0]?.cells[1]).toBe('Иван Петров');
  });

  it('looks at the whole file: the first accent may come late', async () => {
    const plain = '0639980001;Anna\r\n'.repeat(30_000);
    const { table, rows } = await readWhole(
      file(iconv.encode(`phone;nom\r\n${plain}0639980002;Zoé\r\n`, 'windows-1252')),
    );
    expect(table.encoding).toBe('windows-1252');
    expect(rows.at(-1)).toEqual({ line: 30_002, cells: ['0639980002', 'Zoé'] });
  });

  it.each(['', 'x', 'xx', 'xxx'])('cuts no character between two chunks (%j)', async (shift) => {
    const names = 'é€😀'.repeat(50_000);
    const content = `phone;${shift}nom\n0639980001;${names}\n`;
    for (const bytes of [
      Buffer.from(content),
      Buffer.from(`\ufeff${content}`, 'utf16le'),
      utf16be(`\ufeff${content}`),
    ]) {
      expect((await readWhole(file(bytes))).rows[0]?.cells[1]).toBe(names);
    }
  });

  it('takes the encoding of the operator', async () => {
    const bytes = iconv.encode('phone;nom\n0639980001;Łukasz\n', 'windows-1250');
    const { table, rows } = await readWhole(file(bytes), { encoding: 'Windows-1250' });
    expect(table.encoding).toBe('windows-1250');
    expect(rows[0]?.cells[1]).toBe('Łukasz');
    expect((await openAndClose(file(Buffer.from(`\ufeff${text}`, 'utf16le')), { encoding: 'utf-16' })).encoding).toBe(
      'utf-16le',
    );
  });
});

describe('openTable: sources', () => {
  const content = 'phone;nom\n0639980001;Zoé\n0639980002;René\n';

  it.each([1, 7, 1000])('reads standard input in pieces of %i bytes', async (size) => {
    const bytes = Buffer.from(content);
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    );
    const { table, rows } = await readWhole('-', { stdin: Readable.from(pieces, { objectMode: false }) });
    expect(table).toMatchObject({ name: '-', sizeBytes: null });
    expect(rows.map((row) => row.cells[1])).toEqual(['Zoé', 'René']);
    expect(table.sha256()).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('destroys standard input that is not wanted to its end', async () => {
    const stdin = Readable.from(
      Array.from({ length: 10_000 }, () => Buffer.from(content)),
      { objectMode: false },
    );
    const table = await openTable('-', { stdin });
    for await (const batch of table.batches(1)) {
      expect(batch).toHaveLength(1);
      break;
    }
    expect(stdin.destroyed).toBe(true);
  });

  it('follows a link to a file, and tells name and hash', async () => {
    const path = file(content);
    const link = join(folder.path, 'link.csv');
    symlinkSync(path, link);
    const { table } = await readWhole(link);
    expect(table.name).toBe(link);
    expect(table.sha256()).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('hands out batches of the size asked for', async () => {
    const table = await openTable(file(`phone\n${'0639980001\n'.repeat(25)}`), {});
    const sizes: number[] = [];
    for await (const batch of table.batches(10)) sizes.push(batch.length);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('is read once, and hashed at its end', async () => {
    const table = await openTable(file(`phone\n${'0639980001\n'.repeat(100_000)}`), {});
    expect(() => table.sha256()).toThrow(BugError);
    await rowsOf(table);
    await expect(rowsOf(table)).rejects.toThrow(BugError);
  });

  it.runIf(openDescriptors(folder.path) !== null)('leaves no file open, whatever happens', async () => {
    const many = file(`phone\n${'0639980001\n'.repeat(200_000)}`);
    const table = await openTable(many, {});
    expect(openDescriptors(many)).toBe(1);
    for await (const batch of table.batches(10)) {
      expect(batch).toHaveLength(10);
      break;
    }
    expect(openDescriptors(many)).toBe(0);

    const headerOnly = file('phone;nom\n');
    await expect(readWhole(headerOnly)).rejects.toThrow();
    expect(openDescriptors(headerOnly)).toBe(0);

    const broken = file('phone;nom\n0639980001;"x');
    await expect(readWhole(broken)).rejects.toThrow();
    expect(openDescriptors(broken)).toBe(0);

    const headless = file('0639980001;x\n');
    await expect(openTable(headless, {})).rejects.toThrow();
    expect(openDescriptors(headless)).toBe(0);

    const unread = file(content);
    await (await openTable(unread, {})).close();
    expect(openDescriptors(unread)).toBe(0);
    mkdirSync(join(folder.path, 'sub'));
    await expect(openTable(join(folder.path, 'sub'), {})).rejects.toThrow();
    expect(openDescriptors(join(folder.path, 'sub'))).toBe(0);
  });
});

describe('openTable: rows that can not be taken apart', () => {
  it('hands them over and goes on', async () => {
    const problems: RowProblem[] = [];
    const content = 'phone;nom\n0639980001;Dupont;Jean\n0639980002;A;;\n0639980003;B\n';
    const { rows } = await readWhole(file(content), { onRowProblem: (problem) => problems.push(problem) });
    expect(problems).toEqual([{ line: 2, kind: 'too_many_columns', cells: ['0639980001', 'Dupont', 'Jean'] }]);
    expect(rows.map((row) => row.line)).toEqual([3, 4]);
  });

  it('does not call a table empty whose every row is such a one', async () => {
    const { rows } = await readWhole(file('phone\n0639980001;x\n'), { onRowProblem: () => {} });
    expect(rows).toEqual([]);
  });
});

async function openAndClose(...[path, options = {}]: [string, Parameters<typeof openTable>[1]?]) {
  const table = await openTable(path, options);
  await table.close();
  return table;
}
