import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { withoutRoot } from '../support/unprivileged.js';
import { openTable } from '../../src/files/table.js';
import { phrase } from '../../src/words/phrase.js';
import { formatsOf } from '../../src/words/formats.js';
import { speak } from '../../src/words/speak.js';
import { filesEn, filesFr } from '../../src/words/files.js';
import { workbookEn, workbookFr } from '../../src/words/workbook.js';
import { readWhole, refusal, temporaryFolder, writtenFile } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const PEOPLE = 'phone;nom\n0639980001;Zoé\n';

describe('files that can not be opened', () => {
  it('a missing file', async () => {
    const path = join(folder.path, 'none.csv');
    expect(await refusal(openTable(path, {}))).toMatchObject({ kind: 'noInput', says: `${path} does not exist` });
    const below = join(writtenFile(folder.path, PEOPLE), 'below.csv');
    expect(await refusal(openTable(below, {}))).toMatchObject({ kind: 'noInput', key: 'files.missing' });
  });

  it.each(['NFC', 'NFD'])('but not one whose accents are spelt as another system does (%s)', async (form) => {
    const other = form === 'NFC' ? 'NFD' : 'NFC';
    mkdirSync(join(folder.path, `Été ${form}`.normalize('NFC')), { recursive: true });
    writeFileSync(join(folder.path, `Été ${form}`.normalize('NFC'), 'été.csv'.normalize(form)), PEOPLE);
    const table = await openTable(join(folder.path, `Été ${form}`.normalize('NFC'), 'été.csv'.normalize(other)), {});
    expect(table.headers).toEqual(['phone', 'nom']);
    await table.close();
  });

  it('a folder', async () => {
    mkdirSync(join(folder.path, 'list.csv'));
    expect(await refusal(openTable(join(folder.path, 'list.csv'), {}))).toMatchObject({
      kind: 'noInput',
      key: 'files.folder',
    });
  });

  it('a file that may not be read', async () => {
    const path = writtenFile(folder.path, PEOPLE);
    chmodSync(path, 0o000);
    const refused = await withoutRoot(() => refusal(openTable(path, {})));
    expect(refused).toMatchObject({ kind: 'noInput', key: 'files.noPermission' });
  });

  it('standard input that breaks off', async () => {
    function* breaking(): Generator<Buffer> {
      yield Buffer.from(PEOPLE);
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    }
    const work = readWhole('-', { stdin: Readable.from(breaking(), { objectMode: false }) });
    expect(await refusal(work)).toMatchObject({ kind: 'noInput', says: 'standard input cannot be read (EIO)' });
  });
});

describe('files that are no table', () => {
  const zip = (text: string): Buffer =>
    Buffer.concat([Buffer.from('PK\x03\x04\x14\x00', 'latin1'), Buffer.from(text), Buffer.alloc(64)]);

  it.each([
    ['nothing', '', 'files.empty'],
    ['a mark alone', '\ufeff', 'files.empty'],
    ['blank rows alone', '\n ; ;\n\n', 'files.empty'],
    ['a header alone', 'phone;nom\n', 'files.noRows'],
    ['a header and blank rows', 'phone;nom\n;\n\n', 'files.noRows'],
    ['people without a header', '0639980001;Zoé\n0639980002;René\n', 'files.noHeader'],
    ['people in international form', 'Zoé,"+33 6 39 98 00 01"\n', 'files.noHeader'],
    ['people as a spreadsheet marks them', '"=""0639980001""";Zoé\n"=""0639980002""";René\n', 'files.noHeader'],
    ['people in guillemets', '«\u202f0639980001\u202f»;Zoé\n«0639980002»;René\n', 'files.noHeader'],
    ['people behind dashes', '- 0639980001;Zoé\n-0639980002;René\n', 'files.noHeader'],
    ['people whose numbers are amounts', 'Zoé;639980001.0\nRené;639980002.0\n', 'files.noHeader'],
    ['the beginning of an Excel workbook', zip('[Content_Types].xml'), 'workbook.damaged'],
    ['an OpenDocument sheet', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'files.container'],
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'files.container'],
    ['a PDF', '%PDF-1.7\n', 'files.container'],
    ['a web page called a table', '<html><body><table><tr><td>phone</td></tr></table>', 'files.container'],
    ['the beginning of an archive', zip('photo.jpg'), 'workbook.damaged'],
    ['a list of JSON objects', '[\n  {"phone":"0639980001"}]', 'files.container'],
    ['JSON Lines', '{"phone":"0639980001"}\n{"phone":"0639980002"}\n', 'files.container'],
    ['an address book', 'BEGIN:VCARD\r\nTEL:0639980001\r\nEND:VCARD\r\n', 'files.container'],
    ['a formatted text', '{\\rtf1 phone', 'files.container'],
    ['compressed bytes', gzipSync(PEOPLE), 'files.binary'],
    ['NUL bytes', `phone;nom\n0639980001;A\0B\n`, 'files.binary'],
    ['NUL bytes far behind', `phone;nom\n${'0639980001;A\n'.repeat(50_000)}0639980001;A\0B\n`, 'files.binary'],
  ])('%s', async (_, content, key) => {
    expect(await refusal(readWhole(writtenFile(folder.path, content)))).toMatchObject({ kind: 'badInput', key });
  });

  it('a line of JSON that is no object, where nobody takes such rows', async () => {
    const path = writtenFile(folder.path, '{"phone":"0639980001"}\n{"phone":"0639980002"\n', 'list.jsonl');
    const { key, says } = await refusal(readWhole(path, { mayBeJson: true }));
    expect([key, says]).toEqual(['files.noObject', `${path}, line 2: no JSON object`]);
  });

  it('says how to make a table of a spreadsheet', async () => {
    const path = writtenFile(folder.path, zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'members.csv');
    const { says, hint } = await refusal(openTable(path, {}));
    expect(says).toBe(`${path} is an OpenDocument spreadsheet, which is not read here, whatever its name says`);
    expect(hint).toContain('CSV UTF-8');
  });
});

describe('quotes and sizes', () => {
  const long = 'x'.repeat(1024 * 1024 + 100);

  it.each([
    [
      'an open quote names the line where it opens',
      'phone;nom\r\n0639980001;"a\r\nb"\r\n0639980002;"open\r\n0639980003;x\r\n',
      'files.quoteNotClosed',
      4,
    ],
    [
      'an open quote behind a quoted line break',
      'phone;a;b\n0639980001;"two\nlines";"open\nx\n',
      'files.quoteNotClosed',
      3,
    ],
    [
      'an open quote that a later quote seems to close',
      'phone;nom\n0639980001;"open\n0639980002;x\n0639980003;"y"\n',
      'files.textAfterQuote',
      4,
    ],
    ['text after a quoted cell', 'phone;nom\n0639980001;"Zoé" B\n', 'files.textAfterQuote', 2],
    ['a long cell', `phone;nom\n0639980001;a\n0639980002;${long}\n`, 'files.tooLong', 3],
    ['a long row', `phone;nom\n0639980001;a\n0639980002${';x'.repeat(1024 * 1024)}\n`, 'files.tooLong', 3],
    [
      'an open quote in a large file',
      `phone;nom\n0639980001;"open\n${'0639980002;x\n'.repeat(100_000)}`,
      'files.quotedTooLong',
      2,
    ],
  ])('%s', async (_, content, key, line) => {
    const error = await refusal(readWhole(writtenFile(folder.path, content)));
    expect(error).toMatchObject({ kind: 'badInput', key, details: { line } });
    expect(error.says).toContain(`, line ${line}: `);
  });

  it('tells where the quote opened that swallowed the rows between', async () => {
    const path = writtenFile(folder.path, 'phone;nom\n0639980001;"open\n0639980002;x\n0639980003;"y"\n');
    expect((await refusal(readWhole(path))).says).toMatch(/line 4: text follows .*; it opened on line 2$/);
  });

  it('throws the row with too many columns if nobody takes it', async () => {
    const error = await refusal(readWhole(writtenFile(folder.path, 'phone;nom\n0639980001;Dupont;Jean\n')));
    expect(error).toMatchObject({ kind: 'badInput', key: 'files.tooManyColumns', details: { line: 2 } });
    expect(error.says).toMatch(/line 2: 3 cells, but only 2 named columns$/);
    expect(error.hint).toContain('semicolon');
  });
});

describe('bytes that can not be decoded', () => {
  const accents = '0639980001;Hélène Lefèvre\n'.repeat(30_000);
  const damaged = Buffer.concat([
    Buffer.from(`phone;nom\n${accents}0639980002;Ren`),
    Buffer.from([0xe9]),
    Buffer.from('\n'),
  ]);

  it('a damaged spot in a UTF-8 file is named, not mangled', async () => {
    const error = await refusal(readWhole(writtenFile(folder.path, damaged)));
    expect(error).toMatchObject({
      kind: 'badInput',
      key: 'files.undecodable',
      details: { line: 30_002, encoding: 'utf-8' },
    });
  });

  it.each([
    {
      told: 'UTF-8 first',
      pieces: ['phone;nom\n0639980001;Zoé\n', ['0639980002;Hélène\n']],
      line: 3,
      byte: 0xe9,
      utf8Line: 2,
    },
    {
      told: 'the other first',
      pieces: ['phone;nom\r\n', ['1;Hélène\r\n2;Inès\r\n3;Noé\r\n'], '4;Zoé'],
      line: 2,
      byte: 0xe9,
      utf8Line: 5,
    },
    {
      told: 'a large file',
      pieces: [`phone;nom\n${'1;Zoé\n'.repeat(90_000)}`, ['2;Inès\n'.repeat(90_000)]],
      line: 90_002,
      byte: 0xe8,
      utf8Line: 2,
    },
  ])('lines of two encodings are told, never mangled: $told', async ({ pieces, line, byte, utf8Line }) => {
    const bytes = pieces.map((piece) =>
      typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece[0]!, 'latin1'),
    );
    const error = await refusal(readWhole(writtenFile(folder.path, Buffer.concat(bytes))));
    expect(error).toMatchObject({ key: 'files.undecodable', details: { line, encoding: 'utf-8' } });
    expect(error.says).toMatch(
      new RegExp(`\\(byte 0x${byte.toString(16).toUpperCase()}\\), while line ${utf8Line} is UTF-8$`),
    );
    expect(error.hint).toContain('--encoding');
  });

  it('an encoding that is given is believed', async () => {
    const bytes = Buffer.concat([Buffer.from('phone;nom\n1;Zoé\n'), Buffer.from('2;Inès\n', 'latin1')]);
    const { rows } = await readWhole(writtenFile(folder.path, bytes), { encoding: 'windows-1252' });
    expect(rows.map(({ cells }) => cells[1])).toEqual(['ZoÃ©', 'Inès']);
  });

  it('a pipe whose first accent comes too late', async () => {
    const plain = Buffer.from(`phone;nom\n${'0639980001;Anna\n'.repeat(30_000)}`);
    const pieces = [plain, Buffer.from([0x5a, 0x6f, 0xe9, 0x0a])];
    const error = await refusal(readWhole('-', { stdin: Readable.from(pieces, { objectMode: false }) }));
    expect(error).toMatchObject({ key: 'files.undecodable', details: { line: 30_002 } });
  });

  it('half a character at the end', async () => {
    const utf8 = Buffer.concat([Buffer.from('phone;nom\n0639980001;Ren'), Buffer.from([0xc3])]);
    const open = readWhole(writtenFile(folder.path, utf8), { encoding: 'utf8' });
    expect(await refusal(open)).toMatchObject({ key: 'files.undecodable', details: { line: 2 } });
    const utf16 = Buffer.concat([Buffer.from('\ufeffphone;nom\n0639980001;Zoé', 'utf16le'), Buffer.from([0x41])]);
    expect(await refusal(readWhole(writtenFile(folder.path, utf16)))).toMatchObject({ details: { line: 2 } });
  });
});

describe('what the operator gave', () => {
  it.each(['klingon', 'base64', 'hex', ''])('an unknown encoding %j', async (encoding) => {
    const path = writtenFile(folder.path, PEOPLE);
    expect(await refusal(openTable(path, { encoding }))).toMatchObject({ kind: 'usage', key: 'files.unknownEncoding' });
  });

  it.each([':', ';;', ''])('an unknown delimiter %j', async (delimiter) => {
    const path = writtenFile(folder.path, PEOPLE);
    expect(await refusal(openTable(path, { delimiter }))).toMatchObject({
      kind: 'usage',
      key: 'files.unknownDelimiter',
    });
  });
});

describe('words', () => {
  it('no message shows a cell', async () => {
    for (const row of [
      '"0639980001',
      '"0639980001"5',
      '"0639980001"x',
      '0639980001;0639980002',
      '0639980001'.repeat(200_000),
    ]) {
      const { says, hint } = await refusal(readWhole(writtenFile(folder.path, `phone\n${row}\n`, 'people.csv')));
      expect(`${says} ${hint}`).not.toMatch(/063998/);
    }
  });

  it('puts standard input into words', () => {
    const empty = phrase('files.empty', { file: '-' });
    expect(speak(empty, formatsOf('en'))).toBe('standard input is empty');
    expect(speak(empty, formatsOf('fr'))).toBe('l’entrée standard ne contient rien');
    const hint = phrase('files.emptyHint', { file: '-' });
    expect(speak(hint, formatsOf('en'))).toBe('look at the command that fills it');
  });

  it('has every phrase in both languages, in lower case and without full stop', () => {
    const values = {
      file: 'a.csv',
      folder: 'd',
      line: 3,
      openedOn: 1,
      found: 3,
      named: 1,
      code: 'EIO',
      encoding: 'x',
      container: 'ods',
      delimiter: ';',
      limitKib: 64,
      limitMib: 64,
      sheet: 'A',
      sheets: ['A', 'B'],
      others: ['B'],
      hiddenRows: 2,
      column: 'XFD',
      countryColumn: null,
      cell: 'B2',
      kind: 'text' as const,
      option: '--sheet',
      place: { line: 2, column: 3 },
      isCut: false,
      byte: 0xe9,
      utf8Line: 3,
    };
    for (const [catalogue, formats] of [
      [{ ...filesEn, ...workbookEn }, formatsOf('en')],
      [{ ...filesFr, ...workbookFr }, formatsOf('fr')],
    ] as const) {
      for (const entry of Object.values(catalogue)) {
        const words = typeof entry === 'string' ? entry : entry(values, formats);
        expect(words).toMatch(/^\p{Ll}.*[^.]$/u);
        expect(words).not.toMatch(/undefined|NaN/);
      }
    }
  });
});
