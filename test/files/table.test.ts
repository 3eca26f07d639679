import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { BugError } from '../../src/errors.js';
import { phoneCandidates } from '../../src/files/columns.js';
import { type RowProblem, openTable } from '../../src/files/table.js';
import { openDescriptors, readWhole, refusal, rowsOf, temporaryFolder, writtenFile } from './written-file.js';

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
    expect(table).toMatchObject({ headers: ['téléphone', 'prénom'], layout: { delimiter, encoding: 'utf-8' } });
    expect(rows).toEqual([{ line: 2, cells: ['0639980001', 'Zoé'] }]);
  });

  it.each([
    ['commas in every other cell', 'phone;note\n0639980001;a, b, c\n0639980002;d, e\n', ';'],
    ['French decimals', 'phone;prix;rabais\n0639980001;12,50;1,00\n0639980002;3,20;0,50\n', ';'],
    ['semicolons in quotes', 'phone,note\n0639980001,"a;b;c;d"\n0639980002,"e;f;g;h"\n', ','],
    ['a title without delimiter', 'Liste, 2025\nphone;nom\n0639980001;A\n0639980002;B\n', ';'],
  ])('detects the delimiter among %s', async (_, content, delimiter) => {
    expect((await readWhole(file(content))).table.layout).toMatchObject({ delimiter });
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
      expect(table).toMatchObject({ headers: ['phone', 'note, long'], layout: { delimiter: ';' } });
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

describe('openTable: quotation marks that quote nothing', () => {
  it.each([
    ['within a cell', 'Jean "Jojo" Dupont', 'Jean "Jojo" Dupont'],
    ['at the end of a cell', '5"', '5"'],
    ['one alone', 'a" b', 'a" b'],
    ['typographic ones', '“Le Grand” «Paul»', '“Le Grand” «Paul»'],
    ['quoted and doubled', '"5"" x"', '5" x'],
    ['around a delimiter, behind a letter', 'a"b', 'a"b'],
  ])('%s', async (_, written, note) => {
    const { rows } = await readWhole(file(`phone;note;nom\n0639980001;${written};"Zoé; B"\n0639980002;x;y\n`));
    expect(rows).toEqual([
      { line: 2, cells: ['0639980001', note, 'Zoé; B'] },
      { line: 3, cells: ['0639980002', 'x', 'y'] },
    ]);
  });

  it('do not hide the delimiter of the rows below', async () => {
    const content = `phone,note\n0639980001,5" x\n${'0639980002,"a;b;c"\n'.repeat(3)}`;
    expect((await readWhole(file(content))).table.layout).toMatchObject({ delimiter: ',' });
  });

  it('nor a number in the formula that keeps its zero', async () => {
    const content = 'phone,cp,note\n="0639980001",="01000",=A1\n"=""0639980002""",="",="x"\n';
    expect((await readWhole(file(content))).rows.map(({ cells }) => cells)).toEqual([
      ['0639980001', '01000', '=A1'],
      ['0639980002', '', '="x"'],
    ]);
  });

  it.each([
    ['bare', 'phone;nom\r\n0639980001;A\r\n', '0639980002;B\r\n'],
    ['quoted', '"phone";"nom"\r\n"0639980001";"A"\r\n', '"0639980002";"B"\r\n'],
  ])('files that were joined with their marks, %s', async (_, one, other) => {
    const { rows } = await readWhole(file(`\ufeff${one}\ufeff${other}`));
    expect(rows).toEqual([
      { line: 2, cells: ['0639980001', 'A'] },
      { line: 3, cells: ['0639980002', 'B'] },
    ]);
  });
});

describe('openTable: a bare list of numbers', () => {
  it.each([
    ['national', '0639980001'],
    ['spaced', '06 39 98 00 01'],
    ['with no-break spaces', '06\u00a039\u00a098\u00a000\u00a001'],
    ['dotted', '06.39.98.00.01'],
    ['international', '+33 (0)6 39 98 00 01'],
    ['with 00', '0033639980001'],
    ['without its zero', '639980001'],
    ['as a decimal', '639980001.0'],
    ['as a link', 'tel:+33639980001'],
    ['in a formula', '="0639980001"'],
    ['as a text of Excel', "'0639980001"],
    ['spoilt by Excel', '3.36E+10'],
    ['with a letter O', 'O639980001'],
    ['between marks of direction', '\u202a+33639980001\u202c'],
    ['two in a cell', '0639980001 / 0639980002'],
  ])('begins with a number and not with a name: %s', async (_, written) => {
    const { table, rows } = await readWhole(file(`${written}\r\n\r\n0639980009\r\n`));
    expect(table).toMatchObject({ headers: ['phone'], hasHeader: false });
    expect(rows.map(({ line }) => line)).toEqual([1, 3]);
  });

  it.each(['téléphone', 'Liste', '20250301', '123 456 789 00012'])('%s above it is a header', async (name) => {
    const { table, rows } = await readWhole(file(`${name}\n0639980001\n`));
    expect(table).toMatchObject({ headers: [name], hasHeader: true });
    expect(rows).toEqual([{ line: 2, cells: ['0639980001'] }]);
  });

  it('is not one as soon as a second column holds something', async () => {
    expect(await refusal(openTable(file('0639980001\n0639980002;B\n'), {}))).toMatchObject({ key: 'files.noHeader' });
    const later = `${'0639980001\n'.repeat(20)}0639980002;B\n`;
    expect(await refusal(readWhole(file(later)))).toMatchObject({ key: 'files.tooManyColumns', details: { line: 21 } });
  });
});

describe('openTable: what programs export', () => {
  const windows = (text: string): Buffer => iconv.encode(text, 'windows-1252');
  const mac = (text: string): Buffer => iconv.encode(text, 'macintosh');

  it.each([
    [
      'Excel in French, with empty columns and rows at the end',
      windows('Nom;Téléphone portable;Montant;\r\nLefèvre;06 39 98 00 01;1\u00a0250,00 €;\r\n;;;\r\n;;;\r\n'),
      { encoding: 'windows-1252', delimiter: ';' },
      ['Lefèvre', '06 39 98 00 01', '1\u00a0250,00 €'],
    ],
    [
      'Excel for Mac, "CSV (Macintosh)"',
      mac('Nom;Téléphone;Prénom\rLefèvre;0639980001;Hélène\r'),
      { encoding: 'macintosh', delimiter: ';' },
      ['Lefèvre', '0639980001', 'Hélène'],
    ],
    [
      'Excel, "Unicode text"',
      Buffer.from('\ufeffNom\tPortable\r\nLefèvre\t0639980001\r\n', 'utf16le'),
      { encoding: 'utf-16le', delimiter: '\t' },
      ['Lefèvre', '0639980001'],
    ],
    [
      'LibreOffice with every text in quotes',
      Buffer.from('"Nom, prénom";"Portable"\n"Lefèvre, Hélène";"0639980001"\n'),
      { encoding: 'utf-8', delimiter: ';' },
      ['Lefèvre, Hélène', '0639980001'],
    ],
    [
      'Google Sheets',
      Buffer.from('Nom,Portable,Note\r\nLefèvre,0639980001,"a; b; c"\r\n'),
      { encoding: 'utf-8', delimiter: ',' },
      ['Lefèvre', '0639980001', 'a; b; c'],
    ],
    [
      'Google Contacts, two numbers in a cell',
      Buffer.from(
        'First Name,Last Name,Phone 1 - Label,Phone 1 - Value\nHélène,Lefèvre,* mobile,+33 6 39 98 00 01 ::: +33 6 39 98 00 02\n',
      ),
      { encoding: 'utf-8', delimiter: ',' },
      ['Hélène', 'Lefèvre', '* mobile', '+33 6 39 98 00 01 ::: +33 6 39 98 00 02'],
    ],
    [
      'Mailchimp',
      Buffer.from(
        'Email Address,Address,Phone Number,OPTIN_TIME\na@exemple.fr,"12 rue X  Paris  75011  FR",06 39 98 00 01,"2025-01-02 10:11:12"\n',
      ),
      { encoding: 'utf-8', delimiter: ',' },
      ['a@exemple.fr', '12 rue X  Paris  75011  FR', '06 39 98 00 01', '2025-01-02 10:11:12'],
    ],
    [
      'HelloAsso',
      Buffer.from(
        '\ufeffNuméro;"Montant adhésion";Nom adhérent;Téléphone (mobile);"Carte d\'adhérent"\r\n1234;20,00;Lefèvre;0639980001;\r\n',
      ),
      { encoding: 'utf-8', delimiter: ';' },
      ['1234', '20,00', 'Lefèvre', '0639980001', ''],
    ],
    [
      'a header on two lines',
      Buffer.from('Nom;"Téléphone\n(portable)"\r\nLefèvre;0639980001\r\n'),
      { encoding: 'utf-8', delimiter: ';' },
      ['Lefèvre', '0639980001'],
    ],
    [
      'sep= with a tab, over semicolons',
      Buffer.from('sep=\t\r\nNom\tPortable\r\na;b;c\t0639980001\r\n'),
      { encoding: 'utf-8', delimiter: '\t' },
      ['a;b;c', '0639980001'],
    ],
  ])('%s', async (_, bytes, layout, cells) => {
    const { table, rows } = await readWhole(file(bytes));
    expect(table.layout).toEqual({ kind: 'text', ...layout });
    expect(rows.map((row) => row.cells)).toEqual([cells]);
    expect(phoneCandidates(table.headers)).toHaveLength(1);
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

  it('reads a name that a spreadsheet broke over two lines as one line', async () => {
    const { table, rows } = await readWhole(file('Nom;"Téléphone \r\nportable";"Ville\n"\nZoé;1;"Ly\non"\n'));
    expect(table.headers).toEqual(['Nom', 'Téléphone portable', 'Ville']);
    expect(rows.map(({ cells }) => cells)).toEqual([['Zoé', '1', 'Ly\non']]);
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
    expect(table).toMatchObject({
      layout: { encoding },
      headers: ['téléphone', 'prénom'],
      sizeBytes: bytes.length,
    });
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
    expect(table.layout).toMatchObject({ encoding: 'windows-1252' });
    expect(rows[0]?.cells[1]).toBe(content.split('\n')[1]?.split(';')[1]);
  });

  it('asks chardet for other alphabets', async () => {
    const bytes = iconv.encode('phone;имя\n0639980001;Иван Петров\n0639980002;Анна Смирнова\n', 'windows-1251');
    const { table, rows } = await readWhole(file(bytes));
    expect(table.layout).toMatchObject({ encoding: 'windows-1251' });
    expect(rows[0]?.cells[1]).toBe('Иван Петров');
  });

  it('looks at the whole file: the first accent may come late', async () => {
    const plain = '0639980001;Anna\r\n'.repeat(30_000);
    const { table, rows } = await readWhole(
      file(iconv.encode(`phone;nom\r\n${plain}0639980002;Zoé\r\n`, 'windows-1252')),
    );
    expect(table.layout).toMatchObject({ encoding: 'windows-1252' });
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
    expect(table.layout).toMatchObject({ encoding: 'windows-1250' });
    expect(rows[0]?.cells[1]).toBe('Łukasz');
    const marked = file(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect((await openAndClose(marked, { encoding: 'utf-16' })).layout).toMatchObject({ encoding: 'utf-16le' });
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

describe('openTable: rows that stand in quotation marks as a whole', () => {
  const jo = '"""0639980001"",""Dupont, J. """"Jo"""""",""oui"""';
  it.each([
    ['as they stand', 'phone;nom;stop\n"0639980001;Dupont;oui"\n0639980002;A;\n', 'Dupont'],
    ['with a cell that is empty', 'nom;phone;stop\n";0639980001;oui"\nA;0639980002;\n', ''],
    ['with cells that were quoted', `phone,nom,stop\n${jo}\n0639980002,A,\n`, 'Dupont, J. "Jo"'],
    ['with tabs', 'phone\tnom\tstop\n"0639980001\tDupont\toui"\n0639980002\tA\t\n', 'Dupont'],
  ])('takes them apart: %s', async (_name, content, name) => {
    const { table, rows } = await readWhole(file(content));
    const [phone = -1, nom = -1, stop = -1] = ['phone', 'nom', 'stop'].map((header) => table.headers.indexOf(header));
    expect(rows.map(({ cells }) => [cells[phone], cells[nom], cells[stop]])).toEqual([
      ['0639980001', name, 'oui'],
      ['0639980002', 'A', ''],
    ]);
  });

  it('leaves a cell that holds the delimiter where it does not fill the columns', async () => {
    const { rows } = await readWhole(file('phone;nom;stop\n"0639980001;Dupont"\n"0639980002;A\nB;"\n'));
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['0639980001;Dupont', '', ''],
      ['0639980002;A\nB;', '', ''],
    ]);
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

  it('notices a delimiter more than the others have, be what stands last in its row empty', async () => {
    const strayIn = async (content: string): Promise<unknown> =>
      (await readWhole(file(content), { onRowProblem: () => {} })).table.strayDelimiters();
    const rows = '0639980001;A;\n0639980002;B;x\n0639980003;Du;pont;\n0639980004;Le;Roux;\n';
    expect(await strayIn(`phone;nom;note\n${rows}`)).toEqual({ rows: 2, firstLine: 4 });
    // Told as what it is already: something stands right of the last column.
    expect(await strayIn('phone;nom\n0639980001;A\n0639980002;Du;pont\n')).toBeNull();
    // A program that ends every row with a delimiter, or a sheet with columns that have no name.
    expect(await strayIn('phone;nom\n0639980001;A;\n0639980002;B;\n')).toBeNull();
    expect(await strayIn('phone;nom;;\n0639980001;A;;\n0639980002;B\n')).toBeNull();
    expect(await strayIn('phone;nom\n0639980001;A;\n0639980002;B;\n0639980003;Du;pont;\n')).toBeNull();
    expect(await strayIn('phone;nom;x\n0639980001;A;;\n0639980002;B;;\n0639980003;D;p;;\n')).toEqual({
      rows: 1,
      firstLine: 4,
    });
    expect(await strayIn('0639980001;\n0639980002\n')).toBeNull();
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
