import { mkdirSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cliWorkspace, memberNumber, members, MORNING, TERMS, type Json } from '../support/cli.js';
import { confirmedCampaign, fictionNumbers } from '../support/temp-ledger.js';
import { openApp } from './in-process.js';

const instant = expect.stringMatching(/^2025-03-11T09:00:0\d\.\d{3}Z$/) as unknown;

function sum(counts: unknown): number {
  return Object.values(counts as Record<string, number>).reduce((total, count) => total + count, 0);
}

interface Case {
  readonly args: readonly string[];
  /** What the plan must say. */
  readonly plan: Json;
  /** The contacts, if they come from standard input. */
  readonly input?: string | Buffer;
}

describe.concurrent('the document of a plan', () => {
  it('tells rows, people, reasons, segments, cost, times and masked samples', async () => {
    const space = await cliWorkspace();
    space.write(
      'members.csv',
      `phone;prenom
${memberNumber(0)};Ana
06 39 98 00 02;Loïc
${memberNumber(2)};Éve
${memberNumber(0)};Ana again
01 99 00 12 34;Landline
${memberNumber(500)};Stranger
nonsense;Nobody
${memberNumber(3)};
`,
    );
    const before = await space.head();
    const ran = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json']);
    const plan = ran.json();
    expect(plan).toEqual({
      type: 'plan',
      campaign: 'fete',
      approval: null,
      purpose: 'association',
      rows: 8,
      planned: 3,
      already: 0,
      new: 3,
      unconfirmed: 3,
      excluded: { duplicate: 1, not_mobile: 1, no_consent: 1, invalid_number: 1, missing_field: 1 },
      segments: 3,
      distribution: { 1: 3 },
      encodings: { 'GSM-7': 2, 'UCS-2': 1 },
      cost: { amount: '0.195', currency: 'EUR' },
      unpricedCountries: [],
      newCost: { amount: '0.195', currency: 'EUR' },
      startsAt: instant,
      endsAt: instant,
      notAfter: '2025-03-11T18:50:00.000Z',
      legs: [{ startsAt: instant, endsAt: instant, count: 3 }],
      discouraged: [],
      late: 0,
      unplaced: 0,
      advised: {
        windows: ['11:00–12:30', '18:00–19:30'],
        force: 'advice',
        source: expect.stringContaining('no legal value') as unknown,
      },
      territories: { FR: 3 },
      ownHolidaysNotKnown: [],
      nationalCalendars: [],
      remarks: {},
      samples: [
        { to: '+33 6 •• •• •• 01', text: 'Bonjour Ana\nSTOP au 36184', segments: 1 },
        { to: '+33 6 •• •• •• 02', text: 'Bonjour Loïc\nSTOP au 36184', segments: 1 },
        { to: '+33 6 •• •• •• 03', text: 'Bonjour Éve\nSTOP au 36184', segments: 1 },
      ],
      ucs2: {
        texts: 1,
        extraSegments: 0,
        extraCost: { amount: '0.00', currency: 'EUR' },
        causes: [
          {
            char: 'ï',
            codePoint: 'U+00EF',
            texts: 1,
            from: 'contacts',
            examples: [{ field: 'prenom', value: 'Loïc', line: 3 }],
          },
        ],
        moreCauses: false,
        withGsm7: { changed: 0, segmentsSaved: 0, saved: { amount: '0.00', currency: 'EUR' } },
      },
      gsm7: null,
      appendedByProvider: [],
      warnings: [expect.stringContaining('STOP code 36184')],
      rehearsal: true,
    });
    expect(plan['rows']).toBe(Number(plan['planned']) + sum(plan['excluded']));
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await space.head()).toBe(before);
    expect(space.outbox('fete')).toEqual([]);
  });

  it('carries the warnings that a person would read', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', `phone;prenom;religion\n${memberNumber(0)};Ana;?\n`);
    const plan = (options: readonly string[]) => space.run(['plan', 'members.csv', ...options, '--clock', MORNING]);
    const terms = [
      '--campaign',
      'w',
      '--purpose',
      'information',
      '--text',
      '{prenom} : offre, -20 %',
      '--max-cost',
      '0,05',
    ];
    const { warnings } = (await plan([...terms, '--json'])).json();
    expect(warnings).toEqual([
      '“{prenom}” leaves as it stands, to everybody: a column is written {{ prenom }}',
      expect.stringContaining('religion'),
      expect.stringContaining('advertising'),
      'this run would cost €0.065; the limit is €0.05',
    ]);
    const { stderr } = await plan(terms);
    for (const warning of warnings as readonly string[]) expect(stderr).toContain(`warning: ${warning}\n`);
  });

  it('says that a promotional message keeps to its hours, however urgent it is', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const warningsOf = async (campaign: string, purpose: string): Promise<unknown> => {
      const terms = ['--campaign', campaign, '--purpose', purpose, '--text', 'Bonjour', '--urgent', '--clock', MORNING];
      return (await space.run(['plan', 'members.csv', ...terms, '--json'])).json()['warnings'];
    };
    const told = expect.stringContaining('--urgent changes nothing');
    expect(await warningsOf('fete', 'association')).toContainEqual(told);
    expect(await warningsOf('avis', 'information')).not.toContainEqual(told);
  });

  it('tells which of two columns of one plain form is printed, unless the text writes its header as it stands', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', `phone;Prénom;PRENOM;Ville\n${memberNumber(0)};Ana;ANA;Lyon\n`);
    const warningsOf = async (text: string): Promise<unknown> => {
      const terms = ['--campaign', 'w', '--purpose', 'information', '--text', text, '--fresh', '--clock', MORNING];
      const { warnings, samples } = (await space.run(['plan', 'members.csv', ...terms, '--json'])).json() as {
        readonly warnings: readonly string[];
        readonly samples: readonly { readonly text: string }[];
      };
      return [...warnings, samples[0]?.text];
    };
    expect(await warningsOf('Bonjour {{ prenom }}')).toEqual([
      '{{ prenom }} prints column “Prénom”, not “PRENOM”, which is written {{ prenom }} too: rename them where that is the wrong one',
      'Bonjour Ana',
    ]);
    expect(await warningsOf('Bonjour {{ PRENOM }} de {{ ville }}')).toEqual(['Bonjour ANA de Lyon']);
  });

  it('warns about neighbouring numbers and about a list of which most rows fail, before anything is sent', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(6));
    space.write('wrong.csv', `phone;portable\nx;${memberNumber(0)}\ny;${memberNumber(2)}\n`);
    const dryRun = (file: string, ...more: readonly string[]) =>
      space.run(['send', file, '--campaign', 'w', ...TERMS, '--text', 'Bonjour', '--dry-run', ...more]);
    const neighbours = await dryRun('members.csv', '--json');
    expect(neighbours.json()['warnings']).toEqual([
      expect.stringContaining('STOP code 36184'),
      expect.stringMatching(/^6 numbers stand in a sequence of 5 or more neighbours .*from \+33 6 •• •• •• 01 on/),
    ]);
    const wrong = await dryRun('wrong.csv', '--phone-column', 'phone');
    expect(wrong.stderr).toContain(
      'warning: 2 of 2 rows have no number that can be texted: “portable” would fit better',
    );
  });
});

describe.concurrent('the screen of a plan', () => {
  it('shows all of it in both languages, with no number in clear', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3) + `${memberNumber(99)};Zoé;Lyon\n`);
    const ran = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    expect(ran.stdout).toBe(`REHEARSAL: no SMS has left
Plan of fete (association, from AMISDUPARC)
4 rows, 3 people to text
Left out:
       1  no recorded legal basis
Real texts:
  +33 6 •• •• •• 01 · 1 segment
    Bonjour P1
    STOP au 36184
  +33 6 •• •• •• 02 · 1 segment
    Bonjour P2
    STOP au 36184
  +33 6 •• •• •• 03 · 1 segment
    Bonjour P3
    STOP au 36184
3 segments: 3 × 1; GSM-7 3, UCS-2 0
Cost: €0.195
When, at the given rate:
  3 today at 10:00
Nothing leaves after Tuesday 11 March 2025 at 19:50.
Advised, not law: 11:00–12:30, 18:00–19:30 local time (marketing advice, no legal value (industry article))
`);
    expect(ran.stderr).toMatch(
      /^warning: STOP code 36184: .*\nmembers\.csv: utf-8, semicolons, number in “phone”\nThe plan is frozen\. To send it: smsctl send --campaign fete --confirm 3\n$/,
    );
    expect(ran.stdout + ran.stderr).not.toContain('63998');

    space.write('members.csv', members(5));
    const again = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--locale', 'fr']);
    expect(again.stdout).toContain('RÉPÉTITION\u00A0: aucun SMS n’est parti\n');
    expect(again.stdout).toContain('3 déjà, 2 nouveaux\n');
    expect(again.stdout).toContain('  5 aujourd’hui à 10:00\n');
    expect(again.stderr).toContain('smsctl send --campaign fete --confirm 5\n');
  });

  it('takes the teeth out of what a cell tells the terminal to do', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', `phone;prenom\n${memberNumber(0)};"\u001b[2J\u0007Ana"\n`);
    const { stdout } = await space.run(['plan', 'members.csv', '--campaign', 'fete', ...TERMS]);
    expect(stdout).not.toMatch(/[\u001b\u0007]/);
    expect(stdout).toContain('Ana');
  });
});

describe.concurrent('the options of a plan', () => {
  const file = members(6);
  const cases: readonly Case[] = [
    { args: ['--where', 'ville = "Lyon"'], plan: { planned: 3, excluded: { filtered: 3 } } },
    { args: ['--limit', '4'], plan: { planned: 4, excluded: { filtered: 2 } } },
    { args: ['--limit', '1', '--where', 'ville = "Lyon"'], plan: { planned: 1, excluded: { filtered: 5 } } },
    { args: ['--phone-column', 'prenom'], plan: { planned: 0, excluded: { invalid_number: 6 } } },
    { args: ['--encoding', 'utf-16le'], plan: { rows: 1, planned: 1 }, input: Buffer.from(members(1), 'utf16le') },
    { args: ['--delimiter', '|'], plan: { planned: 1 }, input: `phone|prenom|a;b\n${memberNumber(0)}|A|x;y\n` },
    { args: [], plan: { planned: 2 }, input: members(2) },
    { args: ['--at', '2025-03-11T15:00'], plan: { startsAt: '2025-03-11T14:00:00.000Z' } },
    { args: ['--at', '2025-03-11T15:00:00-04:00'], plan: { startsAt: '2025-03-12T07:00:00.000Z' } },
    {
      args: [
        ...['--sender', 'PARC', '--again', '--fresh', '--urgent', '--not-after', '2025-03-11T12:00:00Z'],
        ...['--allow-sensitive', 'ville', '--allow-sensitive', 'prenom'],
      ],
      plan: { planned: 6, already: 0 },
    },
  ];

  it.each(cases)('$args', async ({ args, plan, input }) => {
    const space = await cliWorkspace();
    space.write('members.csv', file);
    const contacts = input === undefined ? 'members.csv' : '-';
    const line = ['plan', contacts, '--campaign', 'fete', ...TERMS, ...args, '--json'];
    expect((await space.run(line, input === undefined ? {} : { input })).json()).toMatchObject(plan);
  });

  it('takes the text from a file, from standard input, and the option that keeps it short', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    space.write('text.txt', '\uFEFFL’été « chaud »…\r\n');
    const plan = (args: readonly string[], input?: string) =>
      space.run(
        ['plan', 'members.csv', '--purpose', 'information', '--clock', MORNING, ...args, '--json'],
        input === undefined ? {} : { input },
      );
    const text = (ran: { json(): Json }): unknown => (ran.json()['samples'] as readonly Json[])[0];
    expect(text(await plan(['--campaign', 'a', '--template', 'text.txt']))).toMatchObject({ text: 'L’été « chaud »…' });
    expect(text(await plan(['--campaign', 'b', '--template', '-'], 'Bonjour\n'))).toMatchObject({ text: 'Bonjour' });
    const short = await plan(['--campaign', 'c', '--template', 'text.txt', '--gsm7']);
    expect(short.json()).toMatchObject({ encodings: { 'GSM-7': 1, 'UCS-2': 0 } });
    expect(text(short)).toMatchObject({ text: expect.stringContaining("L'été") as unknown });
  });

  it('--gsm7 counts before a text is called too long, and the rate tells when it ends', async () => {
    const space = await cliWorkspace({ limits: 'max_segments = 2' });
    space.write('members.csv', members(10));
    const terms = ['--purpose', 'information', '--clock', MORNING, '--text', '’'.repeat(200)];
    // A text too long for everybody leaves them out, and says that it is the text.
    const overlong = await space.run(['plan', 'members.csv', '--campaign', 'a', ...terms, '--json']);
    expect([overlong.exitCode, overlong.json()]).toMatchObject([
      0,
      {
        planned: 0,
        excluded: { too_long: 10 },
        warnings: expect.arrayContaining([
          expect.stringMatching(
            /^the text takes 3 segments even with the shortest names; 2 are allowed, so nobody .*, give --gsm7, or raise/,
          ),
        ]) as unknown,
      },
    ]);
    // What --gsm7 does not make fit is not proposed as a way out.
    for (const text of ['ê'.repeat(200), '’'.repeat(400)]) {
      const ran = await space.run(['plan', 'members.csv', '--campaign', 'a2', '--fresh', ...terms.slice(0, -1), text]);
      expect(ran.stderr).toContain('nobody would get it: shorten it, look at `smsctl check text`, or raise');
    }
    const plan = (
      await space.run(['plan', 'members.csv', '--campaign', 'b', ...terms, '--gsm7', '--rate', '1', '--json'])
    ).json();
    expect(plan).toMatchObject({ planned: 10, segments: 20 });
    // Ten turns of the pace, which keeps 1.5 in 100 in reserve.
    expect(Date.parse(String(plan['endsAt'])) - Date.parse(String(plan['startsAt']))).toBe(10_150);
  });
});

describe.concurrent('the same name again', () => {
  it('adds those not yet planned, and refuses another text, purpose or sender with the difference', async () => {
    const space = await cliWorkspace();
    space.write('few.csv', members(3));
    space.write('more.csv', members(5));
    const plan = (args: readonly string[]) => space.run(['plan', ...args, '--campaign', 'fete', '--json']);
    await plan(['few.csv', ...TERMS]);
    expect((await plan(['few.csv', ...TERMS])).json()).toMatchObject({
      planned: 3,
      already: 3,
      new: 0,
      unconfirmed: 3,
    });
    expect((await plan(['more.csv', ...TERMS])).json()).toMatchObject({
      rows: 5,
      planned: 5,
      already: 3,
      new: 2,
      unconfirmed: 5,
      newCost: { amount: '0.13', currency: 'EUR' },
    });
    const [, purpose, , text, ...clock] = TERMS;
    const changed = [
      [['--purpose', purpose, '--text', 'Salut'], text, 'Salut'],
      [['--purpose', 'survey', '--text', text], purpose, 'survey'],
      [['--purpose', purpose, '--text', text, '--sender', 'PARC'], 'AMISDUPARC', 'PARC'],
    ] as const;
    for (const [terms, kept, asked] of changed) {
      const refused = await plan(['more.csv', ...terms, ...clock]);
      expect(refused).toMatchObject({ exitCode: 65, stdout: '' });
      expect(refused.error()).toMatchObject({ type: 'error', kind: 'badInput', exit: 65 });
      expect(refused.error()['message']).toContain(`it was “${kept}”, now it is “${asked}”`);
    }
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'planned', planned: 5 });
    const anew = ['more.csv', '--purpose', 'association', '--text', 'Salut', '--fresh', ...clock];
    expect((await plan(anew)).json()).toMatchObject({ planned: 5, already: 0, new: 5 });
  });

  it('is never the rehearsal of another name, where a disk gives both one file (65)', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const line = ['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json'];
    await space.run(['plan', 'members.csv', '--campaign', 'Fete', ...TERMS]);
    // What `fete.db` opens on a disk that takes capitals and small letters for one.
    renameSync(space.at('rehearsals/Fete.db'), space.at('rehearsals/fete.db'));
    const commands = [
      line,
      [...line, '--fresh'],
      ...['status', 'resume', 'cancel'].map((verb) => [verb, 'fete', '--json']),
      ['why', memberNumber(0), '--campaign', 'fete', '--json'],
    ];
    for (const command of commands) {
      expect((await space.run(command)).error()).toMatchObject({
        exit: 65,
        message: expect.stringContaining('that is the rehearsal of Fete') as unknown,
        hint: expect.stringContaining('write Fete as it stands') as unknown,
      });
    }
    expect(space.rehearsals()).toContain('fete.db');
  });

  it.each(['fete.db', 'fete.outbox.jsonl'])(
    '--fresh leaves a rehearsal as it is where %s is a folder (74)',
    async (name) => {
      const space = await cliWorkspace();
      space.write('members.csv', members(1));
      const line = ['plan', 'members.csv', '--campaign', 'fete', ...TERMS, '--json'];
      if (name !== 'fete.db') await space.run(line);
      mkdirSync(space.at(`rehearsals/${name}`), { recursive: true });
      const before = space.rehearsals();
      const refused = await space.run([...line, '--fresh']);
      expect(refused.error()).toMatchObject({
        exit: 74,
        message: expect.stringContaining(`${name} is a folder`) as unknown,
        hint: expect.stringContaining('move it elsewhere') as unknown,
      });
      expect(space.rehearsals()).toEqual(before);
    },
  );

  it.each([
    ['plan', '--at', '2025-03-10T10:00:00Z', '--at is over'],
    ['send', '--not-after', '2025-03-10T10:00:00Z', '--not-after is over'],
  ])('--fresh leaves a rehearsal as it is where `%s %s` is over (64)', async (command, option, instant, told) => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const line = ['members.csv', '--campaign', 'fete', ...TERMS];
    await space.run(['plan', ...line]);
    const refused = await space.run([command, ...line, '--fresh', option, instant]);
    expect([refused.exitCode, refused.stderr]).toEqual([64, expect.stringContaining(told)]);
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'planned', planned: 1 });
  });
});

describe('rows whose text can not be made', () => {
  const file = [
    'phone;prenom;places',
    `${memberNumber(0)};Ana;2`,
    `${memberNumber(1)};Loïc;n.c.`,
    `${memberNumber(2)};Éve;`,
    `${memberNumber(3)};Max;99999999`,
    '',
  ].join('\n');
  const text = '{{ prenom }}, {{ places | times: 2 }} places {% for i in (1..places) %}*{% endfor %}';
  const asked = ['--purpose', 'association', '--text', text, '--clock', MORNING];

  it('are missing_field, and the plan says which of them hold something that does not fit', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', file);
    const plan = (await space.run(['plan', 'members.csv', '--campaign', 'fete', ...asked, '--json'])).json();
    expect(plan).toMatchObject({
      planned: 1,
      excluded: { missing_field: 3 },
      remarks: { 'field-unfit': { rows: 1, firstLine: 3 }, 'field-too-much-work': { rows: 1, firstLine: 5 } },
    });
    expect(plan['warnings']).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^1 row holds in a field what the text can not use, .* \(first in line 3\)$/),
        expect.stringMatching(/^1 row holds in a field what would take more work .* \(first in line 5\)$/),
      ]),
    );
  });

  it('are told by test-send, each for what it is', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', file);
    const test = async (row: string): Promise<string> =>
      (await space.run(['test-send', 'members.csv', ...asked, '--to', '0639980001', '--row', row])).stderr;
    expect(await test('2')).toContain('line 3: {{ places }} holds what the text can not use');
    expect(await test('3')).toContain('line 4: {{ places }} has no value');
    expect(await test('4')).toContain('line 5: {{ places }} would take more work than any message needs');
  });
});

describe('what a database has for nothing', () => {
  it('is nobody’s name', async () => {
    const space = await cliWorkspace();
    space.write(
      'members.csv',
      `phone,prenom\n${memberNumber(0)},NULL\n${memberNumber(1)},\\N\n${memberNumber(2)},Zoé\n`,
    );
    const asked = ['--campaign', 'fete', '--purpose', 'association', '--clock', MORNING, '--json'];
    const plan = (await space.run(['plan', 'members.csv', ...asked, '--text', 'Bonjour {{ prenom }}'])).json();
    expect(plan).toMatchObject({ planned: 1, excluded: { missing_field: 2 } });
  });
});

describe('rows that say no where somebody has a consent', () => {
  it('are planned, and the plan says so before anything leaves', async () => {
    const space = await cliWorkspace();
    const answers = ['Oui;;', 'Non;;', ';;', ';désinscrit le 3 mars;', ';non;', 'désabonné;;'];
    answers.push(';;ne veut pas de SMS', 'Oui;;pas le lundi');
    const rows = answers.map((answer, index) => `${memberNumber(index)};${answer}`);
    space.write('members.csv', ['phone;Accepte les SMS (oui/non);Désabonné;Remarques', ...rows, ''].join('\n'));
    const asked = ['--campaign', 'fete', '--purpose', 'association', '--text', 'Kermesse', '--clock', MORNING];
    const plan = (await space.run(['plan', 'members.csv', ...asked, '--json'])).json();
    expect(plan).toMatchObject({ planned: 8, remarks: { 'row-says-no': { rows: 4, firstLine: 3 } } });
    expect(plan['warnings']).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^4 rows say no in a column .*withdraw.*--where \(first in line 3\)$/),
      ]),
    );
  });
});

describe.concurrent('a campaign whose name begins with a hyphen', () => {
  const terms = ['--purpose', 'association', '--text', 'Bonjour {{ prenom }}', '--clock', MORNING];

  it('is not made, for no command could name it', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    const lines: readonly (readonly [command: string, name: string, ...more: readonly string[]])[] = [
      ...([
        ['plan', '-x'],
        ['plan', '--gsm7'],
        ['plan', '-x', '--fresh'],
      ] as const),
      ...([
        ['send', '-x', '--yes'],
        ['send', '-x', '--dry-run'],
      ] as const),
    ];
    for (const [command, name, ...more] of lines) {
      const ran = await space.run([command, 'members.csv', '--campaign', name, ...terms, ...more]);
      expect([ran.exitCode, ran.stdout]).toEqual([64, '']);
      expect(ran.stderr).toContain(`error: ${name} is no name for a campaign`);
      expect(ran.stderr).toContain('hint: begin the name with a letter or a digit');
    }
    expect(space.rehearsals()).toEqual([]);
  });

  it('made before, goes on behind two hyphens', async () => {
    const space = await cliWorkspace();
    const app = openApp({ cwd: space.folder }, { clock: MORNING });
    await app.withPlanning('-x', { fresh: false, keep: true }, ({ ledger }) =>
      confirmedCampaign(ledger, '-x', fictionNumbers(2)),
    );
    const named = await space.run(['resume', '-x', '--json']);
    expect([named.exitCode, named.error()]).toMatchObject([
      64,
      { message: 'unknown option -x', hint: expect.stringContaining('stands behind two hyphens: smsctl resume -- -x') },
    ]);
    const resumed = await space.run(['resume', '--json', '--clock', MORNING, '--', '-x']);
    expect(resumed.lines().at(-1)).toMatchObject({ type: 'summary', campaign: '-x', state: 'done' });
    expect((await space.run(['status', '--', '-x'])).stdout).toContain('-x: done');
  });
});
