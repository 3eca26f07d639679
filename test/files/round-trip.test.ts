import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { csvDialectFor, openCsvFile, undoFormulaGuard } from '../../src/files/write-csv.js';
import { readWhole, temporaryFolder, writtenFile } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Characters that try the reader, all of them in Windows-1252 and Mac Roman. */
const character = fc.constantFrom(...'abcXYZ 019.éèàçùôïüÉÀ’«»";,|=+-@\''.split(''), '\n', '\t', '""');
/** `="0639980001"` and `=""` are a spreadsheet's way to write a number as a text: read without their wrapping. */
const wrapped = /^="[\d\s+()./-]*"$/;
const cell = fc
  .string({ unit: character, maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => !wrapped.test(text));

/** A first column that is never blank, as a phone column is, and some more. */
const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
  }),
);

const encodings = [
  ...(['utf-8', 'utf-8 bom', 'utf-16le', 'utf-16le bom', 'utf-16be', 'utf-16be bom'] as const),
  ...(['windows-1252', 'macintosh', 'cp850'] as const),
];

/** `all` as databases quote, `needed` for any usual delimiter, `own` for the file's own alone, as spreadsheets do. */
type Quoting = 'all' | 'needed' | 'own';

interface Dialect {
  readonly delimiter: string;
  readonly eol: string;
  readonly quoting: Quoting;
  readonly endsWithBreak: boolean;
  readonly separatorLine: 'none' | 'bare' | 'quoted';
  readonly title: boolean;
  /** Empty columns at the end of each row. */
  readonly emptyColumns: number;
  /** Empty rows at the end. */
  readonly emptyRows: number;
  readonly encoding: (typeof encodings)[number];
}

const dialect: fc.Arbitrary<Dialect> = fc.record({
  delimiter: fc.constantFrom(';', ',', '\t', '|'),
  eol: fc.constantFrom('\n', '\r\n', '\r'),
  quoting: fc.constantFrom('all', 'needed', 'own'),
  endsWithBreak: fc.boolean(),
  separatorLine: fc.constantFrom('none', 'bare', 'quoted'),
  title: fc.boolean(),
  emptyColumns: fc.nat(2),
  emptyRows: fc.nat(2),
  encoding: fc.constantFrom(...encodings),
});

/** A table as a program of that dialect writes it, and the line on which its header stands. */
function written(all: readonly (readonly string[])[], dialect: Dialect): { bytes: Buffer; headerLine: number } {
  const { delimiter, eol, quoting, separatorLine, title, emptyColumns, emptyRows, endsWithBreak, encoding } = dialect;
  const special = quoting === 'own' ? new RegExp(`["${delimiter}\r\n]`) : /[";,\t|\r\n]/;
  const write = (text: string): string =>
    quoting === 'all' || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const width = (all[0]?.length ?? 0) + emptyColumns;
  const line = (cells: readonly string[]): string =>
    Array.from({ length: width }, (_, at) => cells[at])
      .map((text) => (text === undefined ? '' : write(text.replaceAll('\n', eol))))
      .join(delimiter);
  const above = [
    ...(separatorLine === 'none' ? [] : [separatorLine === 'bare' ? `sep=${delimiter}` : `"sep=${delimiter}"`]),
    ...(title ? [line(['Les Amis du Parc'])] : []),
  ];
  const below = Array.from({ length: emptyRows }, () => line([]));
  const text = [...above, ...all.map(line), ...below].join(eol) + (endsWithBreak ? eol : '');
  const [name = '', mark] = encoding.split(' ');
  return { bytes: iconv.encode(text, name, { addBOM: mark !== undefined }), headerLine: above.length + 1 };
}

describe('a table that is written and read again', () => {
  it('has the same cells and lines in every dialect and encoding', async () => {
    await fc.assert(
      fc.asyncProperty(table, dialect, async ({ width, rows }, dialect) => {
        const { delimiter, eol, quoting, separatorLine, encoding } = dialect;
        // The alphabet of MS-DOS has no typographic apostrophe.
        const fitting = (cell: string): string => (encoding === 'cp850' ? cell.replaceAll('’', "'") : cell);
        const people = rows.map((cells, index) => [`063998${String(index).padStart(4, '0')}`, ...cells.map(fitting)]);
        const all = [['téléphone', ...Array.from({ length: width }, (_, n) => `prénom né à ${n}`)], ...people];
        const { bytes, headerLine } = written(all, dialect);
        const path = writtenFile(folder.path, bytes, 'round-trip.csv');

        const [name = ''] = encoding.split(' ');
        const read = await readWhole(path, {
          // Random signs are too little to go by; names are, below.
          ...(name.startsWith('utf') ? {} : { encoding: name }),
          // Commas in cells of a file of semicolons may be as regular as its semicolons: then somebody has to say.
          ...(quoting === 'own' && separatorLine === 'none' ? { delimiter } : {}),
        });
        expect(read.table).toMatchObject({ headers: all[0], layout: { delimiter, encoding: name } });
        expect(read.rows.map((row) => row.cells)).toEqual(
          people.map((cells) => cells.map((text) => text.replaceAll('\n', eol))),
        );
        let line = headerLine + 1;
        for (const [index, cells] of people.entries()) {
          expect(read.rows[index]?.line).toBe(line);
          line += 1 + cells.join('').split('\n').length - 1;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('needs no word of the operator where it holds names of people', async () => {
    const name = fc.constantFrom('Hélène', 'François', 'Noël', 'Zoé', 'André', 'Benoît', 'Loïc', 'Agnès', 'Irène');
    const city = fc.constantFrom('Paris', 'Saint-Étienne', 'Besançon', 'Orléans', 'Châteauroux', 'Nîmes');
    const person = fc.tuple(name, city, fc.constantFrom('12,50', '8,00', '', '1250,00', 'à rappeler ; le soir'));
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 3, maxLength: 12 }), dialect, async (rows, dialect) => {
        const people = rows.map((cells, index) => [`06 39 98 00 ${String(index).padStart(2, '0')}`, ...cells]);
        const all = [['Téléphone', 'Prénom', 'Ville', 'Cotisation réglée'], ...people];
        const path = writtenFile(folder.path, written(all, { ...dialect, quoting: 'needed' }).bytes, 'named.csv');
        const { table, rows: read } = await readWhole(path);
        const encoding = dialect.encoding.replace(' bom', '');
        expect(table).toMatchObject({ headers: all[0], layout: { delimiter: dialect.delimiter, encoding } });
        expect(read.map((row) => row.cells)).toEqual(people);
      }),
      { numRuns: 500 },
    );
  });

  it('accounts for every physical line: a row, a problem, or blank', async () => {
    const cell = fc.constantFrom('', ' ', 'x', '0639980001', '"a;b"', '"two\nlines"', '5"');
    const record = fc.array(cell, { maxLength: 5 }).map((cells) => cells.join(';'));
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 12 }), async (records) => {
        const path = writtenFile(folder.path, `phone;a;b\nx;y;z\n${records.join('\n')}\n`, 'lines.csv');
        const problems: number[] = [];
        const { rows } = await readWhole(path, { onRowProblem: ({ line }) => problems.push(line) });
        let line = 3;
        const filled = records.flatMap((text) => {
          const start = line;
          line += text.split('\n').length;
          return /[^;\s]/.test(text) ? [start] : [];
        });
        expect([...rows.map((row) => row.line), ...problems].sort((a, b) => a - b)).toEqual([2, ...filled]);
      }),
      { numRuns: 200 },
    );
  });

  it('loses no quotation mark that a program left unquoted', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '"', '""', "'", '='), maxLength: 8 });
    const unquoted = text.map((any) => `x${any}`.trim());
    await fc.assert(
      fc.asyncProperty(fc.array(unquoted, { minLength: 1, maxLength: 6 }), async (cells) => {
        const lines = cells.map((cell, at) => `063998000${at};${cell}\n`);
        const path = writtenFile(folder.path, `phone;note\n${lines.join('')}`, 'unquoted.csv');
        expect((await readWhole(path)).rows.map((row) => row.cells[1])).toEqual(cells);
      }),
      { numRuns: 200 },
    );
  });

  it('has the same cells after our own export, formulas and all', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('fr' as const, 'en' as const), async ({ width, rows }, locale) => {
        const path = `${folder.path}/export-${++run}.csv`;
        const out = await openCsvFile(
          path,
          ['phone', ...Array.from({ length: width }, (_, n) => `c${n}`)],
          csvDialectFor(locale),
        );
        for (const cells of rows) await out.write(['+33639980001', ...cells]);
        await out.close();
        const read = await readWhole(path);
        expect(read.table.layout).toMatchObject({ delimiter: csvDialectFor(locale).delimiter });
        expect(read.rows.map((row) => row.cells.map(undoFormulaGuard))).toEqual(
          rows.map((cells) => ['+33639980001', ...cells]),
        );
      }),
      { numRuns: 100 },
    );
  });
});
