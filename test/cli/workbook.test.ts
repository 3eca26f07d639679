import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, MORNING, TERMS, type CliWorkspace } from '../support/cli.js';
import { rowsXml, workbookOf } from '../support/workbook.js';

/** A number as a spreadsheet keeps it: without the plus, or without the zero. */
const international = (index: number): number => Number(memberNumber(index).slice(1));
const national = (index: number): number => Number(memberNumber(index).slice(3));

/** What a secretary keeps: a title, a second sheet, a row that a filter hides, an error in a cell. */
function membership(): Buffer {
  const rows = rowsXml([
    ['Les Amis du Parc – 2025'],
    [],
    ['Prénom', 'Portable', 'Ville'],
    ['Ana', international(0), 'Lyon'],
    ['Loïc', national(1), 'Nice'],
    ['Éve', '06 39 98 00 03', 'Lyon'],
    [null, international(3), 'Lyon'],
  ])
    .replace('<row r="5"', '<row hidden="1" r="5"')
    .replace('<c r="B7">', '<c r="A7" t="e"><v>#N/A</v></c><c r="B7">');
  return workbookOf({
    sheets: [
      { name: 'Membres', rows },
      {
        name: 'Bureau',
        rows: rowsXml([
          ['Portable', 'Prénom'],
          [national(4), 'Zoé'],
        ]),
      },
    ],
  });
}

async function withWorkbook(): Promise<CliWorkspace> {
  const space = await cliWorkspace();
  space.write('membres.xlsx', membership());
  return space;
}

const plan = (...more: readonly string[]): readonly string[] => ['plan', ...more, '--campaign', 'fete', ...TERMS];

describe.concurrent('a workbook as contacts', () => {
  it('is planned row by row; an error in a cell is no first name', async () => {
    const space = await withWorkbook();
    const ran = await space.run([...plan('membres.xlsx'), '--json']);
    expect(ran.json()).toMatchObject({ rows: 4, planned: 3, excluded: { missing_field: 1 } });
    const text = await space.run([...plan('membres.xlsx'), '--where', 'ville = "Nice"', '--fresh']);
    expect(text.stderr).toContain(
      'membres.xlsx: Excel workbook, sheet “Membres” (not “Bureau”: --sheet), 1 hidden row too, number in “Portable”\n',
    );
    expect(text.stdout).toContain('Bonjour Loïc');
  });

  it('is told in French', async () => {
    const space = await withWorkbook();
    const { stderr } = await space.run([...plan('membres.xlsx'), '--locale', 'fr']);
    expect(stderr.replace(/[\u00a0\u202f]/g, ' ')).toContain(
      'membres.xlsx : classeur Excel, feuille « Membres » (pas « Bureau » : --sheet), avec 1 ligne masquée, numéro dans « Portable »\n',
    );
  });

  it('is read from another sheet, and from standard input', async () => {
    const space = await withWorkbook();
    expect((await space.run([...plan('membres.xlsx', '--sheet', 'bureau'), '--json'])).json()).toMatchObject({
      rows: 1,
    });
    const piped = await space.run([...plan('-', '--sheet', '1'), '--fresh', '--json'], { input: membership() });
    expect(piped.json()).toMatchObject({ rows: 4, planned: 3 });
  });

  it('is sent, once', async () => {
    const space = await withWorkbook();
    const send = ['send', 'membres.xlsx', '--campaign', 'fete', ...TERMS, '--sheet', 'Membres', '--yes', '--json'];
    expect((await space.run(send)).exitCode).toBe(0);
    expect((await space.run(send)).exitCode).toBe(0);
    expect(
      space
        .outbox('fete')
        .map(({ to }) => to)
        .sort(),
    ).toEqual([0, 1, 2].map(memberNumber));
  });

  it('is tested with one of its rows', async () => {
    const space = await withWorkbook();
    const line = ['test-send', 'membres.xlsx', '--text', 'Bonjour {{ prenom }}', '--to', memberNumber(70)];
    const ran = await space.run([
      ...line,
      '--sheet',
      'Bureau',
      '--purpose',
      'association',
      '--clock',
      MORNING,
      '--json',
    ]);
    expect(ran.json()).toMatchObject({ results: [{ text: 'Bonjour Zoé\nSTOP au 36184' }] });
  });

  it.each([
    ['a sheet that is not there', ['membres.xlsx', '--sheet', 'Amis'], 65, 'this workbook has: Membres, Bureau'],
    ['an encoding', ['membres.xlsx', '--encoding', 'utf-8'], 64, 'leave --encoding out'],
    ['a sheet of a text', ['membres.csv', '--sheet', 'A'], 64, 'leave --sheet out'],
  ])('is refused with %s', async (_, args, exitCode, hint) => {
    const space = await withWorkbook();
    space.write('membres.csv', `phone;prenom\n${memberNumber(0)};Ana\n`);
    const ran = await space.run(plan(...args));
    expect(ran).toMatchObject({ exitCode, stdout: '' });
    expect(ran.stderr).toContain(hint);
  });

  it('needs its sheet named only with a file', async () => {
    const space = await withWorkbook();
    const ran = await space.run(['send', '--campaign', 'fete', '--sheet', 'A', '--yes']);
    expect(ran).toMatchObject({ exitCode: 64 });
    expect(ran.stderr).toContain('--sheet');
  });
});

describe.concurrent('a workbook that is imported', () => {
  it('yields consents, with its dates as days', async () => {
    const space = await cliWorkspace();
    const rows = rowsXml([
      ['Portable', 'Date du consentement', 'Mode de recueil'],
      [national(60), null, 'paper_form'],
    ]).replace('<c r="C2"', '<c r="B2" s="1"><v>45306</v></c><c r="C2"');
    space.write('optins.xlsx', workbookOf({ sheets: [{ name: 'Accords', rows }], formats: ['dd/mm/yyyy'] }));
    const flags = ['--purpose', 'association', '--basis', 'opt_in', '--source', 'stand', '--wording', 'oui'];
    const ran = await space.run(['consent', 'import', 'optins.xlsx', '--sheet', 'Accords', ...flags, '--json']);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.json()).toMatchObject({ rows: 1, recorded: 1 });
    const shown = await space.run(['consent', 'show', memberNumber(60), '--json']);
    expect(shown.stdout).toContain('2024-01-15');
  });

  it('puts a bare list of numbers on the never-list, and says that there was no header', async () => {
    const space = await cliWorkspace();
    space.write(
      'stop.xlsx',
      workbookOf({ sheets: [{ name: 'Feuil1', rows: rowsXml([[national(0)], [national(1)]]) }] }),
    );
    const ran = await space.run(['suppress', 'import', 'stop.xlsx', '--sheet', '1']);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stderr).toContain('stop.xlsx: Excel workbook, sheet “Feuil1”, a list of numbers without column names');
    space.write('stop.csv', `${memberNumber(2)}\r\n`);
    const text = await space.run(['suppress', 'import', 'stop.csv', '--locale', 'fr']);
    expect(text.stderr.replace(/[\u00a0\u202f]/g, ' ')).toContain('une liste de numéros sans nom de colonne');
    for (const index of [0, 1, 2]) {
      const shown = await space.run(['suppress', 'check', memberNumber(index), '--json']);
      expect(shown.json()).toMatchObject({ suppressed: true });
    }
  });
});
