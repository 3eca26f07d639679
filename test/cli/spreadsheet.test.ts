import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoFormulaGuard } from '../../src/files/write-csv.js';
import { cellsOf, openedAndSavedByExcel, shownByExcel, type SavedAs } from '../support/spreadsheet.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
let other: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace('fr');
  other = testWorkspace('fr');
});
afterEach(() => {
  workspace.remove();
  other.remove();
});

const header = 'phone;purpose;basis;given_at;method;wording;source;evidence;collected_by;valid_until';
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const line = (phone: string, cells: readonly string[]): string => [phone, ...cells].map(quoted).join(';');
const number = (index: number): string => `063998${String(index).padStart(4, '0')}`;

/** What a spreadsheet would run, or make a number, a date, a time or a truth of. */
const tempting = [
  ...['=1+1', '+33 1 99 00 12 34', '-5', '@x', '007', '0', '00', '12', '123456789', '407607123456', '4,5', '4,50'],
  ...['12E5', '1 250', '12,50 €', '50 %', '3/4', '2026-03', '03-2026', '2026-03-02', '12/03/2026', '12/03/26 14:30'],
  ...[
    'mars 2026',
    '12 mars 2026',
    '12-mars',
    '12:30',
    '9:05:01',
    'TRUE',
    'vrai',
    'Faux',
    "'=x",
    "'007",
    "''12",
    "'t Hof",
  ],
  ...[
    'feuille 3/4',
    'a;b',
    'dit « oui »',
    'say "yes"',
    'deux\nlignes',
    'formulaire-407607',
    'https://amis.example/?a=1',
  ],
];

async function throughExcel(from: TestWorkspace, what: 'consent' | 'suppress', as: SavedAs): Promise<Buffer> {
  const name = from.at(`${what}-${as}-${counter++}.csv`);
  expect((await from.run(what, 'export', '--reveal', '--out', name)).exit).toBe(0);
  return openedAndSavedByExcel(readFileSync(name), as);
}
let counter = 0;

const bookkeeping = new Set(['type', 'seq', 'fileName', 'fileSha256', 'line', 'recordedAt', 'operator', 'subject']);

async function historyOf(one: TestWorkspace, what: 'consent' | 'suppress'): Promise<readonly unknown[]> {
  const { out } = await one.run(what, 'export', '--reveal', '--format', 'jsonl');
  return out
    .split('\n')
    .filter((text) => text !== '')
    .map((text) =>
      Object.fromEntries(
        Object.entries(JSON.parse(text) as Record<string, unknown>).filter(([key]) => !bookkeeping.has(key)),
      ),
    );
}

describe('what Excel does', () => {
  it.each([
    ['2026-03-02', '02/03/2026'],
    ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    ['33639980001', '3,36E+10'],
    ['0639980001', '6,40E+08'],
    ['007', '7'],
    ['TRUE', 'VRAI'],
    ['3/4', '03-avr'],
    ['=1+1', '#NOM?'],
    ["'+33639980001", "'+33639980001"],
    ['feuille 3/4', 'feuille 3/4'],
  ])('%s becomes %s', (text, shown) => {
    expect(shownByExcel(text)).toBe(shown);
  });
});

describe.each<SavedAs>(['CSV UTF-8', 'CSV'])('a history that went through Excel as %s', (as) => {
  it('is unchanged in its own ledger, and in another one the same', async () => {
    const rest = ['marketing', 'opt_in', '2026-01-05', 'web_form', 'J’accepte,\r\nen deux lignes'];
    const rows = tempting.map((text, index) => line(number(index), [...rest, text, text, text, '']));
    rows.push(
      line(number(90), ['association', 'member', '2026-01-05', 'membership', 'note', '', '', '', '2026-12-31']),
    );
    rows.push(line(number(91), ['marketing', 'opt_in', '2026-03-02T09:00:00+01:00', 'email', '1', '2', '3', '4', '']));
    const file = workspace.write('optins.csv', [header, ...rows].join('\r\n'));
    expect(await workspace.json('consent', 'import', file)).toMatchObject({ recorded: rows.length, rejected: {} });
    await workspace.run('consent', 'withdraw', number(0));
    await workspace.run('consent', 'withdraw', number(1), '--purpose', 'marketing');
    const history = await historyOf(workspace, 'consent');

    const saved = await throughExcel(workspace, 'consent', as);
    expect(saved.toString('latin1')).toContain(';05/01/2026;');
    writeFileSync(workspace.at('saved.csv'), saved);
    expect(await workspace.json('consent', 'import', workspace.at('saved.csv'))).toMatchObject({
      rows: history.length,
      recorded: 0,
      unchanged: history.length,
    });

    writeFileSync(other.at('saved.csv'), saved);
    expect(await other.json('consent', 'import', other.at('saved.csv'))).toMatchObject({
      recorded: history.length,
      rejected: {},
    });
    expect(await historyOf(other, 'consent')).toEqual(history);
    for (const index of [0, 1, 2, 90]) {
      const states = await Promise.all([workspace, other].map((one) => one.json('consent', 'show', number(index))));
      expect(states[1]?.['purposes']).toEqual(states[0]?.['purposes']);
    }
  });

  it('is as good for the never-list', async () => {
    const file = workspace.write(
      'liste.csv',
      'téléphone;motif;finalité;date\n0639980001;STOP;;01/03/2026\n0639980002;injoignable;sondage;2 mars 2026\n0199001234;plainte;;\n',
    );
    expect(await workspace.json('suppress', 'import', file)).toMatchObject({ recorded: 3, adjusted: {} });
    const list = await historyOf(workspace, 'suppress');
    expect(list).toMatchObject([{ reason: 'stop' }, { reason: 'unreachable', purpose: 'survey' }, { scope: 'all' }]);
    const saved = await throughExcel(workspace, 'suppress', as);
    writeFileSync(workspace.at('saved.csv'), saved);
    writeFileSync(other.at('saved.csv'), saved);
    expect(await workspace.json('suppress', 'import', workspace.at('saved.csv'))).toMatchObject({ unchanged: 3 });
    expect(await other.json('suppress', 'import', other.at('saved.csv'))).toMatchObject({ recorded: 3, adjusted: {} });
    expect(await historyOf(other, 'suppress')).toEqual(list);
  });
});

describe('whatever stands in a proof', () => {
  it('comes back from Excel as it was', async () => {
    const figures = fc.string({
      unit: fc.constantFrom(...'0123456789 ,./-:E€%'.split('')),
      minLength: 1,
      maxLength: 14,
    });
    const signs = fc.string({ unit: fc.constantFrom(...'\'=+-@"; a1é\n'.split('')), minLength: 1, maxLength: 8 });
    const cell = fc.oneof(fc.constantFrom(...tempting), figures, signs, fc.string({ maxLength: 12 }));
    let index = 100;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 4, maxLength: 8 }), async (rows) => {
        const before = ['marketing', 'opt_in', '2026-01-05', 'web_form'];
        const lines = rows.map(([wording, source, by]) =>
          line(number(index++), [...before, `w${wording}`, `${source}.`, wording, by, '']),
        );
        const bare = rows.map(([wording, source, by]) =>
          line(number(index++), ['information', 'contract', '2026-01-05', 'contract', wording, source, by, '', '']),
        );
        const file = workspace.write('optins.csv', [header, ...lines, ...bare].join('\r\n'));
        await workspace.run('consent', 'import', file);
        const history = await historyOf(workspace, 'consent');
        writeFileSync(workspace.at('saved.csv'), await throughExcel(workspace, 'consent', 'CSV UTF-8'));
        const again = await workspace.json('consent', 'import', workspace.at('saved.csv'));
        expect(again).toMatchObject({ recorded: 0, unchanged: history.length, rejected: {} });
      }),
      { numRuns: 15 },
    );
  });
});

describe('refused rows', () => {
  it('lose nothing in Excel, where they are mended, and are then recorded', async () => {
    const columns = 'Téléphone;Finalité;Base;Date;Méthode;Texte;Source;Code postal;N° carte;Remarque';
    const rows = [
      '0639980001;prospection;opt-in;;formulaire web;Oui;=site;06000;007;3/4',
      '33639980002;prospection;opt-in;31/02/2026;formulaire web;Oui;stand;01000;123456789012;2026-03',
      "+33639980003;prospection;opt-in;;formulaire web;Oui;'+1;69001;0;VRAI",
    ];
    const file = workspace.write('optins.csv', [columns, ...rows].join('\n'));
    await workspace.run('consent', 'import', file, '--rejects', workspace.at('refus.csv'));
    const refused = readFileSync(workspace.at('refus.csv'));
    expect(refused.toString()).toMatch(/^\ufeffline;reason;value;Téléphone;.*\r\n/);
    const saved = openedAndSavedByExcel(refused);
    const cells = cellsOf(saved)
      .slice(1)
      .map((row) => row.slice(3).map(undoFormulaGuard));
    expect(cells.map((row) => [row[0], ...row.slice(7)])).toEqual([
      ['0639980001', '06000', '007', '3/4'],
      ['33639980002', '01000', '123456789012', '2026-03'],
      ['+33639980003', '69001', '0', 'VRAI'],
    ]);
    const mended = saved.toString().replaceAll('opt-in;;', 'opt-in;05/01/26;').replace(';31/02', ';28/02');
    writeFileSync(workspace.at('refus.csv'), mended);
    expect(await workspace.json('consent', 'import', workspace.at('refus.csv'))).toMatchObject({ recorded: 3 });
    expect(await historyOf(workspace, 'consent')).toMatchObject([
      { number: '+33639980001', givenAt: '2026-01-05', source: '=site' },
      { number: '+33639980002', givenAt: '2026-02-28' },
      { number: '+33639980003', source: '+1' },
    ]);
  });
});

describe('every export in French', () => {
  it('is a file that Excel opens: a mark, semicolons, CRLF, and nothing in it that it would run or change', async () => {
    const row = line(number(1), ['marketing', 'opt_in', '2026-01-05', 'web_form', '=1+1', '007', '3/4', '@x', '']);
    await workspace.run('consent', 'import', workspace.write('c.csv', [header, row].join('\n')));
    await workspace.run('suppress', 'add', number(2), '--operator', '-5');
    for (const what of ['consent', 'suppress', 'audit']) {
      const path = workspace.at(`${what}.csv`);
      expect((await workspace.run(what, 'export', '--reveal', '--out', path)).exit).toBe(0);
      const file = readFileSync(path);
      expect(file.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect(file.toString()).toMatch(/^\ufeffseq;.*\r\n/);
      expect(file.toString().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      const columns = cellsOf(file)[0] ?? [];
      const kept = (cells: readonly (readonly string[])[]): readonly (readonly string[])[] =>
        cells.map((one) => one.filter((_, index) => columns[index] !== 'given_at').map(undoFormulaGuard));
      expect(kept(cellsOf(openedAndSavedByExcel(file)))).toEqual(kept(cellsOf(file)));
    }
  });
});
