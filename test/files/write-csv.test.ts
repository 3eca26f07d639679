import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { withoutRoot } from '../support/unprivileged.js';
import { BugError } from '../../src/errors.js';
import { addCsvLine, csvDialectFor, csvLine, openCsvFile, undoFormulaGuard } from '../../src/files/write-csv.js';
import { refusal, temporaryFolder, writtenFile } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const en = csvDialectFor('en');
const fr = csvDialectFor('fr');

describe('csvLine', () => {
  it.each([
    [['a', 'b', null, 3], 'a,b,,3\r\n'],
    [['a,b', 'say "hi"', 'x\ny'], '"a,b","say ""hi""","x\ny"\r\n'],
    [['a;b', 'c\td', 'e|f', ' g'], '"a;b","c\td","e|f"," g"\r\n'],
    [['=1+1', '+33639980001', '-x', '@y'], "'=1+1,'+33639980001,'-x,'@y\r\n"],
    [['\tx', '\rx', '＝1'], '"\'\tx","\'\rx",\'＝1\r\n'],
    [["'=x", "'hello", "l'été"], "''=x,'hello,l'été\r\n"],
    [[-5, 0.5], '-5,0.5\r\n'],
    [['007', '123456789', '4.50', '12E5'], "'007,'123456789,'4.50,'12E5\r\n"],
    [['3/4', '2026-03', '2026-03-02', 'mars 2026'], "'3/4,'2026-03,'2026-03-02,'mars 2026\r\n"],
    [['12:30', 'TRUE', 'vrai', "'007"], "'12:30,'TRUE,'vrai,''007\r\n"],
    [['0', '12345678', '06 39 98 00 01', '10.0.0.1'], '0,12345678,06 39 98 00 01,10.0.0.1\r\n'],
    [['feuille 3/4', 'mars', '2026-03-02T09:00:00.000Z', 'n°7'], 'feuille 3/4,mars,2026-03-02T09:00:00.000Z,n°7\r\n'],
    [[{ day: '2026-03-02' }, { day: '=1' }, { day: "'2026-03-02" }], "2026-03-02,'=1,''2026-03-02\r\n"],
  ])('writes %j', (cells, line) => {
    expect(csvLine(cells, en)).toBe(line);
  });

  it('leaves a hash as it is, but for one that a spreadsheet could take for a number', () => {
    const figures = '12'.repeat(32);
    const power = `${'1'.repeat(30)}e${'2'.repeat(33)}`;
    for (const hash of ['0a'.repeat(32), 'f'.repeat(64), figures, power, '5a', '=']) {
      expect(csvLine([{ hash }], en)).toBe(csvLine([hash], en));
    }
    expect(csvLine([{ hash: '0a'.repeat(32) }, { hash: figures }], en)).toBe(`${'0a'.repeat(32)},'${figures}\r\n`);
  });

  it('is the same word by word', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        let line = '';
        addCsvLine(cells, fr, (text) => (line += text));
        expect(line).toBe(csvLine(cells, fr));
      }),
    );
  });

  it('writes semicolons in French', () => {
    expect(csvLine(['a', 'b,c'], fr)).toBe('a;"b,c"\r\n');
  });

  it('no text starts as a formula, and each comes back as it was', () => {
    const risky = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', '＝', ' ') });
    const figures = fc.string({ unit: fc.constantFrom(..."'01239 ./-:,E€".split('')) });
    fc.assert(
      fc.property(fc.oneof(risky, figures, fc.string()), fc.boolean(), (cell, isDay) => {
        const written = csvLine([isDay ? { day: cell } : cell], en)
          .slice(0, -2)
          .replace(/^"([^]*)"$/, '$1')
          .replaceAll('""', '"');
        expect(written).not.toMatch(/^[=+\-@\t\r]/);
        expect(undoFormulaGuard(written)).toBe(cell);
      }),
    );
  });
});

describe('undoFormulaGuard', () => {
  it.each([
    ["'+33 6 39 98 00 01", '+33 6 39 98 00 01'],
    ["'=A1", '=A1'],
    ["'007", '007'],
    ["''007", "'007"],
    ["'s-Gravenhage", "'s-Gravenhage"],
    ["l'été", "l'été"],
    ['+33', '+33'],
    ["'", "'"],
    ['', ''],
  ])('%j becomes %j', (cell, undone) => {
    expect(undoFormulaGuard(cell)).toBe(undone);
  });
});

describe('openCsvFile', () => {
  it('makes a file of the owner alone, complete under its name or not at all', async () => {
    const path = join(folder.path, 'out.csv');
    const out = await openCsvFile(path, ['numéro', 'raison'], fr);
    for (let row = 0; row < 20_000; row++) await out.write([row, 'à revoir']);
    expect(existsSync(path)).toBe(false);
    await out.close();
    expect(out.rows).toBe(20_000);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
    const lines = readFileSync(path, 'utf8').split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['\ufeffnuméro;raison', '0;à revoir']);
    expect(lines).toHaveLength(20_002);
    expect(parts()).toEqual([]);
  });

  it('writes a header alone, without a mark in English', async () => {
    const path = join(folder.path, 'empty.csv');
    await (await openCsvFile(path, ['phone', 'reason'], en)).close();
    expect(readFileSync(path, 'utf8')).toBe('phone,reason\r\n');
  });

  it('leaves nothing behind when given up', async () => {
    const path = join(folder.path, 'given-up.csv');
    const out = await openCsvFile(path, ['a'], en);
    await out.write(['x']);
    await out.abort();
    await out.abort();
    expect(existsSync(path)).toBe(false);
    expect(parts()).toEqual([]);
    await expect(out.write(['y'])).rejects.toThrow(BugError);
  });

  it('overwrites nothing unless told to', async () => {
    const path = writtenFile(folder.path, 'precious');
    expect(await refusal(openCsvFile(path, ['a'], en))).toMatchObject({ kind: 'usage', key: 'files.outputExists' });
    const open = openCsvFile(path, ['a'], en, { replaces: ['a'] });
    expect(await refusal(open)).toMatchObject({ kind: 'usage', key: 'files.outputExists' });
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it.each(['line,reason,phone\r\n', '\ufeffline;reason;phone\r\n', '"line"\t"reason"\n1\tx\n'])(
    'replaces an older one of its kind, and no other: %j',
    async (older) => {
      const path = writtenFile(folder.path, older);
      const columns = ['line', 'reason', 'number'];
      const open = openCsvFile(path, columns, en, { replaces: ['line', 'cause'] });
      expect(await refusal(open)).toMatchObject({ kind: 'usage', key: 'files.outputExists' });
      await (await openCsvFile(path, columns, en, { replaces: ['line', 'reason'] })).close();
      expect(readFileSync(path, 'utf8')).toBe('line,reason,number\r\n');
    },
  );

  it('keeps what came in the place of the older one meanwhile', async () => {
    const path = writtenFile(folder.path, 'a\r\n', 'older.csv');
    const out = await openCsvFile(path, ['a'], en, { replaces: ['a'] });
    writtenFile(folder.path, 'precious', 'older.csv');
    expect(await refusal(out.close())).toMatchObject({ kind: 'usage' });
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('does not overwrite what came meanwhile', async () => {
    const path = join(folder.path, 'meanwhile.csv');
    const out = await openCsvFile(path, ['a'], en);
    writtenFile(folder.path, 'precious', 'meanwhile.csv');
    expect(await refusal(out.close())).toMatchObject({ kind: 'usage' });
    expect(readFileSync(path, 'utf8')).toBe('precious');
    expect(parts()).toEqual([]);
  });

  it('never writes through a link, even one that leads nowhere', async () => {
    const target = writtenFile(folder.path, 'precious');
    for (const [name, to] of [
      ['link.csv', target],
      ['dangling.csv', join(folder.path, 'nowhere')],
    ] as const) {
      symlinkSync(to, join(folder.path, name));
      const open = openCsvFile(join(folder.path, name), ['a'], en, { replaces: ['a'] });
      expect(await refusal(open)).toMatchObject({ kind: 'usage', key: 'files.outputNoFile' });
    }
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(existsSync(join(folder.path, 'nowhere'))).toBe(false);
  });

  it('names a folder that is not there', async () => {
    const open = openCsvFile(join(folder.path, 'no', 'out.csv'), ['a'], en);
    expect(await refusal(open)).toMatchObject({ kind: 'usage', key: 'files.noFolder' });
  });

  it('names a folder that may not be written', async () => {
    mkdirSync(join(folder.path, 'closed'));
    chmodSync(join(folder.path, 'closed'), 0o500);
    const refused = await withoutRoot(() => refusal(openCsvFile(join(folder.path, 'closed', 'out.csv'), ['a'], en)));
    expect(refused).toMatchObject({ kind: 'storeFailure', key: 'files.cannotWrite' });
  });

  it('refuses a row of another width', async () => {
    const out = await openCsvFile(join(folder.path, 'width.csv'), ['a', 'b'], en);
    await expect(out.write(['x'])).rejects.toThrow(BugError);
    await out.abort();
  });

  function parts(): string[] {
    return readdirSync(folder.path).filter((name) => name.endsWith('.part'));
  }
});
