import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { csvDialectFor, openCsvFile, undoFormulaGuard } from '../../src/files/write-csv.js';
import { readWhole, temporaryFolder, writtenFile } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Characters that try the reader, all of them in Windows-1252 and Mac Roman. */
const character = fc.constantFrom(...'abcXYZ 019.éèàçùôïüÉÀ’«»";,|=+-@\''.split(''), '\n', '\t', '""');
const cell = fc.string({ unit: character, maxLength: 12 }).map((text) => text.trim());

/** A first column that is never blank, as a phone column is, and some more. */
const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
  }),
);

const dialect = fc.record({
  delimiter: fc.constantFrom(';', ',', '\t', '|'),
  eol: fc.constantFrom('\n', '\r\n', '\r'),
  quoting: fc.constantFrom('all', 'needed'),
  endsWithBreak: fc.boolean(),
  separatorLine: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-8 bom', 'utf-16le bom', 'utf-16be bom', 'windows-1252', 'macintosh'),
});

describe('a table that is written and read again', () => {
  it('has the same cells and lines in every dialect and encoding', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        dialect,
        async ({ width, rows }, { delimiter, eol, quoting, endsWithBreak, separatorLine, encoding }) => {
          const people = rows.map((cells, index) => [`063998${String(index).padStart(4, '0')}`, ...cells]);
          // Names that fix the Latin alphabet, as every list of some length has them; too little to go by is not the point here.
          const all = [['téléphone', ...Array.from({ length: width }, (_, n) => `prénom né à ${n}`)], ...people];
          const write = (text: string): string =>
            quoting === 'all' || /[";,\t|\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
          const lines = all.map((cells) => cells.map((text) => write(text.replaceAll('\n', eol))).join(delimiter));
          const text = (separatorLine ? [`sep=${delimiter}`, ...lines] : lines).join(eol) + (endsWithBreak ? eol : '');
          const [name = '', mark] = encoding.split(' ');
          const path = writtenFile(
            folder.path,
            iconv.encode(text, name, { addBOM: mark !== undefined }),
            'round-trip.csv',
          );

          const read = await readWhole(path, name === 'macintosh' || name === 'windows-1252' ? { encoding: name } : {});
          expect(read.table).toMatchObject({ headers: all[0], layout: { delimiter, encoding: name } });
          expect(read.rows.map((row) => row.cells)).toEqual(
            people.map((cells) => cells.map((text) => text.replaceAll('\n', eol))),
          );
          let line = separatorLine ? 3 : 2;
          for (const [index, cells] of people.entries()) {
            expect(read.rows[index]?.line).toBe(line);
            line += 1 + cells.join('').split('\n').length - 1;
          }
        },
      ),
      { numRuns: 300 },
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
