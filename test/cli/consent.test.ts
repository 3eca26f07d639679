import { existsSync, lstatSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
});
afterEach(() => workspace.remove());

const header = 'phone,purpose,basis,given_at,method,wording,source';
const row = (number: string, rest = 'marketing,opt_in,2026-01-05,web_form,I agree,https://x.example/f'): string =>
  `${number},${rest}`;
const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/association', name);

describe('consent import', () => {
  it('reads the file of the association: French names, two refused rows, each with its reason', async () => {
    workspace.setNow('2026-11-20T10:00:00.000Z');
    expect(await workspace.json('consent', 'import', fixture('optins.csv'))).toEqual({
      type: 'consent_import',
      rows: 309,
      recorded: 307,
      unchanged: 0,
      rejected: { missing_given_at: 1, future_date: 1 },
      rejectsFile: null,
      dryRun: false,
      pending: 0,
      warnings: [],
    });
    const again = await workspace.run('consent', 'import', fixture('optins.csv'), '--json');
    expect(again.exit).toBe(80);
    expect(JSON.parse(again.out)).toMatchObject({ rows: 309, recorded: 0, unchanged: 307 });
  });

  it('says so when the same file changes nothing', async () => {
    const file = workspace.write('c.csv', [header, row('0639980001'), row('06 39 98 00 01')].join('\n'));
    const first = await workspace.run('consent', 'import', file);
    expect(first.exit).toBe(0);
    expect(first.out).toMatch(/2 rows\n +1 {2}recorded\n +1 {2}recorded before/);
    expect(first.err).toContain('number in “phone”');
    expect(first.err).toContain('date of consent in “given_at”');
    const second = await workspace.run('consent', 'import', file);
    expect(second.exit).toBe(0);
    expect(second.out).toContain('nothing new');
  });

  it('says of what is recorded that it is unchanged, whatever the configuration would make of it as news', async () => {
    const member = row('0639980002', 'association,member,2026-01-05,membership,Told of it,');
    const file = workspace.write('c.csv', [header, row('0639980001'), member].join('\n'));
    expect(await workspace.json('consent', 'import', file)).toMatchObject({ recorded: 2 });
    const toml = workspace.read('smsctl.toml');
    const stricter = toml.replace('use = "simulator"', 'use = "vonage"');
    expect(stricter).not.toBe(toml);
    workspace.write('smsctl.toml', `${stricter}[purposes.association]\nbases = ["opt_in"]\n`);
    const again = { recorded: 0, unchanged: 2, rejected: {} };
    expect(await workspace.json('consent', 'import', file, '--dry-run')).toMatchObject(again);
    expect(await workspace.json('consent', 'import', file)).toMatchObject(again);
    const fresh = [header, row('0639980003'), member.replace('01-05', '01-06').replace('80002', '80004')].join('\n');
    const refused = await workspace.run('consent', 'import', workspace.write('d.csv', fresh), '--json');
    expect(JSON.parse(refused.out)).toMatchObject({ recorded: 0, rejected: { fictional_number: 2 } });
    workspace.write('smsctl.toml', `${toml}[purposes.association]\nbases = ["opt_in"]\n`);
    const unwelcome = await workspace.run('consent', 'import', workspace.at('d.csv'), '--json');
    expect(JSON.parse(unwelcome.out)).toMatchObject({ recorded: 1, rejected: { basis_not_accepted: 1 } });
  });

  it('counts in a dry run what an import would do, and records nothing', async () => {
    const file = workspace.write('c.csv', [header, row('0639980001'), row('0639980001'), row('0639980002')].join('\n'));
    const dry = await workspace.json('consent', 'import', file, '--dry-run');
    expect(dry).toMatchObject({ recorded: 2, unchanged: 1, dryRun: true });
    const real = await workspace.json('consent', 'import', file);
    expect({ ...real, dryRun: true }).toEqual(dry);
  });

  it('takes what no column says from flags, tells that this is the weaker proof, and lets the column win', async () => {
    const file = workspace.write(
      'c.csv',
      'phone;date;basis\n0639980001;05/01/2026;\n0639980002;05/01/2026;double_opt_in',
    );
    const flags = ['--purpose', 'marketing', '--basis', 'opt_in', '--method', 'paper_form', '--source', 'stand 4'];
    const answer = await workspace.run('consent', 'import', file, ...flags, '--wording', 'I agree');
    expect(answer.exit).toBe(0);
    expect(answer.err).toContain('--purpose, --method, --wording and --source say');
    const show = async (number: string): Promise<unknown> =>
      ((await workspace.json('consent', 'show', number))['purposes'] as Record<string, unknown>)['marketing'];
    const bulk = { state: 'valid', suppressed: false, proof: 'bulk_attested', givenAt: '2026-01-05' };
    expect(await show('0639980001')).toEqual({ ...bulk, basis: 'opt_in' });
    expect(await show('0639980002')).toEqual({ ...bulk, basis: 'double_opt_in' });
  });

  it('tells how many rows leave to a flag what their column has for the others', async () => {
    const without = 'marketing,opt_in,2026-01-05,,I agree,https://x.example/f';
    const file = workspace.write('c.csv', [header, row('0639980001'), row('0639980002', without)].join('\n'));
    expect(await workspace.json('consent', 'import', file)).toMatchObject({ recorded: 1, warnings: [] });
    const flagged = await workspace.json('consent', 'import', file, '--method', 'paper_form');
    expect(flagged).toMatchObject({ recorded: 1, unchanged: 1 });
    expect(flagged['warnings']).toEqual([expect.stringMatching(/^1 row leaves empty what --method says instead/)]);
  });

  it('takes no date for the day of the consent whose remark may make another of it', async () => {
    const rows = (other: string): string =>
      `phone;${other};date\n0639980001;2025-12-01;2026-01-05\n0639980002;2025-12-01;2026-01-05\n`;
    const flags = ['--purpose', 'marketing', '--basis', 'opt_in', '--method', 'paper_form', '--source', 'stand 4'];
    for (const [place, other] of ['Date du consentement (photo)', 'Date du consentement (SMS)'].entries()) {
      const file = workspace.write('c.csv', rows(other));
      await workspace.json('consent', 'import', file, ...flags, '--wording', `I agree ${place}`);
    }
    const { events } = await workspace.json('consent', 'show', '0639980001');
    expect(events).toMatchObject([{ givenAt: '2026-01-05' }, { givenAt: '2026-01-05' }]);

    const alone = workspace.write('c.csv', 'phone;Date du consentement (photo)\n0639980003;2025-12-01\n');
    const answer = await workspace.run('consent', 'import', alone, ...flags, '--wording', 'I agree', '--json');
    expect(answer.exit).toBe(65);
    expect(JSON.parse(answer.out)).toMatchObject({ recorded: 0, rejected: { missing_given_at: 1 } });
    expect(answer.out).toContain('“Date du consentement (photo)” is not read');
  });

  it('reads the words that were shown from a file', async () => {
    const file = workspace.write(
      'c.csv',
      'phone,purpose,basis,given_at,method\n0639980001,association,member,2026-01-05,membership',
    );
    const wording = workspace.write('w.txt', 'Nous vous écrirons.\n');
    await workspace.run('consent', 'import', file, '--wording', `@${wording}`);
    const { events } = await workspace.json('consent', 'show', '0639980001');
    expect(events).toMatchObject([{ wording: 'Nous vous écrirons.', fileName: 'c.csv', line: 2 }]);
  });

  it('takes standard input', async () => {
    workspace.pipe([header, row('0639980001')].join('\r\n'));
    expect(await workspace.json('consent', 'import', '-')).toMatchObject({ rows: 1, recorded: 1 });
  });

  it('writes the refused rows where they can be mended and imported again', async () => {
    const refused = row('0639980002', 'marketing,opt_in,,web_form,I agree,=here');
    const file = workspace.write('c.csv', [header, row('0639980001'), refused, row('0199001234')].join('\n'));
    const answer = await workspace.run('consent', 'import', file, '--rejects', workspace.at('r.csv'), '--json');
    expect(answer.exit).toBe(80);
    expect(JSON.parse(answer.out)).toMatchObject({ rejectsFile: workspace.at('r.csv') });
    expect(lstatSync(workspace.at('r.csv')).mode & 0o777).toBe(0o600);
    const lines = workspace.read('r.csv').split('\r\n');
    expect(lines[0]).toBe(`line,reason,value,${header}`);
    expect(lines[1]).toBe("3,missing_given_at,,'0639980002,marketing,opt_in,,web_form,I agree,'=here");
    expect(lines[2]).toMatch(/^4,not_mobile,'0199001234,'0199001234,/);
    workspace.write('r.csv', workspace.read('r.csv').replace('opt_in,,', 'opt_in,2026-01-06,'));
    expect(await workspace.json('consent', 'import', workspace.at('r.csv'))).toMatchObject({ recorded: 1 });
    const { events } = await workspace.json('consent', 'show', '0639980002');
    expect(events).toMatchObject([{ source: '=here', givenAt: '2026-01-06', line: 2 }]);
  });

  it('leaves no file of rejects when none was refused, and never writes over the input or through a link', async () => {
    const file = workspace.write('c.csv', [header, row('0639980001')].join('\n'));
    expect(await workspace.json('consent', 'import', file, '--rejects', workspace.at('r.csv'))).toMatchObject({
      rejectsFile: null,
    });
    expect(readdirSync(workspace.folder).filter((name) => name.includes('r.csv'))).toEqual([]);
    expect((await workspace.run('consent', 'import', file, '--rejects', file)).exit).toBe(64);
    symlinkSync(file, workspace.at('link.csv'));
    expect((await workspace.run('consent', 'import', file, '--rejects', workspace.at('link.csv'))).exit).toBe(64);
    expect(workspace.read('c.csv')).toContain('0639980001');
  });

  it('answers 65 when no row could be used', async () => {
    const file = workspace.write('c.csv', [header, row('0199001234')].join('\n'));
    const answer = await workspace.run('consent', 'import', file);
    expect(answer.exit).toBe(65);
    expect(answer.out).toContain('no row could be used');
  });

  it.each([
    [['--purpose', 'picnic'], 'marketing, association, survey, information, partners'],
    [['--basis', 'opt_out_active'], 'a yes of their own'],
    [['--basis', 'case pré-cochée'], 'a yes of their own'],
    [['--basis', 'oui'], 'opt_in'],
    [['--method', 'telepathy'], 'web_form'],
    [['--method', 'formulaire'], '“paper” (paper_form)'],
    [['--given-at', 'yesterday'], '2026-03-10'],
    [['--given-at', '2031-01-01'], 'future'],
  ])('refuses %j as a usage mistake', async (flags, told) => {
    const file = workspace.write('c.csv', [header, row('0639980001')].join('\n'));
    const answer = await workspace.run('consent', 'import', file, ...flags);
    expect(answer.exit).toBe(64);
    expect(answer.err).toContain(told);
  });

  it('takes no consent from a row whose remark says no, and repeats no remark', async () => {
    const remarks = ['Spielerin;keine SMS bitte, Knie operiert', 'kann nicht am Montag;', ';'];
    const rows = remarks.map((remark, index) => `06 39 98 00 0${index};${remark}`);
    const file = workspace.write('c.csv', ['Handy;Bemerkungen;Notizen', ...rows].join('\n'));
    const terms = ['--purpose', 'association', '--basis', 'member', '--method', 'membership'];
    terms.push('--given-at', '2026-01-05', '--wording', 'Statuten');
    const answer = await workspace.run('consent', 'import', file, ...terms);
    expect(answer.exit).toBe(80);
    expect(answer.out).toMatch(/ 2 {2}recorded\n[^]* 1 {2}did not say yes\n +→ line 2\n/);
    expect(answer.out + answer.err).not.toContain('Knie');
  });

  it('honours a column that asks for a yes, and tells who did not say it', async () => {
    const french = testWorkspace('fr');
    try {
      const columns = 'Portable;Finalité;Accepte les SMS;Date;Méthode;Texte;Source';
      const rest = '12 mars 2025;bulletin papier;J’accepte;fiche 7';
      const rows = [
        '06 39 98 00 01;prospection;oui',
        '06 39 98 00 02;prospection;non',
        '06 39 98 00 03;prospection;bof',
      ];
      const file = french.write('c.csv', [columns, ...rows.map((one) => `${one};${rest}`)].join('\n'));
      const answer = await french.run('consent', 'import', file, '--dry-run');
      expect(answer.exit).toBe(80);
      expect(answer.err).toContain('oui ou non dans «\u00a0Accepte les SMS\u00a0»');
      expect(answer.out).toMatch(/1 {2}n’a pas dit oui\n/);
      expect(answer.out).toMatch(
        /1 {2}ni oui ni non dans la colonne de l’accord\n +→ ligne 4\u00a0: «\u00a0bof\u00a0»\n/,
      );
      expect(await french.json('consent', 'import', file)).toMatchObject({
        recorded: 1,
        rejected: { declined: 1, unknown_answer: 1 },
      });
      expect((await french.json('consent', 'show', '0639980001'))['events']).toMatchObject([
        { purpose: 'marketing', basis: 'opt_in', method: 'paper_form', givenAt: '2025-03-12', proof: 'individual' },
      ]);
    } finally {
      french.remove();
    }
  });

  it('takes the answers to a form as they come', async () => {
    const french = testWorkspace('fr');
    try {
      const question = 'Acceptez-vous de recevoir des SMS ? (désinscription à tout moment)';
      const file = french.write(
        'reponses.csv',
        [
          `"Horodateur","Prénom","Votre numéro de portable","${question}"`,
          '"2025/04/03 2:05:33 PM UTC+2","Anne","06 39 98 00 01","Oui"',
          '"2025/04/03 3:05:33 PM UTC+2","Bernard","06 39 98 00 02","Non"',
          '"2025/04/03 3:06:33 PM UTC+2","Chloé","06 39 98 00 03",""',
        ].join('\n'),
      );
      const stated = [
        '--purpose',
        'association',
        '--method',
        'web_form',
        '--wording',
        question,
        '--source',
        'formulaire',
      ];
      const { exit, err } = await french.run('consent', 'import', file, ...stated);
      expect(exit).toBe(80);
      expect(err).toContain('date de l’accord dans «\u00a0Horodateur\u00a0»');
      expect((await french.json('consent', 'show', '0639980001'))['events']).toMatchObject([
        { basis: 'opt_in', givenAt: '2025-04-03T12:05:33.000Z' },
      ]);
      for (const other of ['0639980002', '0639980003']) {
        expect((await french.json('consent', 'show', other))['events']).toEqual([]);
      }
    } finally {
      french.remove();
    }
  });

  it('tells which column may say either, and how to name it', async () => {
    const french = testWorkspace('fr');
    try {
      const row = '06 39 98 00 01;prospection;oui;12 mars 2025;bulletin papier;J’accepte;fiche 7';
      const header = 'Portable;Finalité;Souhaite se désabonner des SMS;Date;Méthode;Texte;Source';
      const file = french.write('c.csv', `${header}\n${row}`);
      const { exit, err } = await french.run('consent', 'import', file);
      expect(exit).toBe(65);
      expect(err).toContain('« Souhaite se désabonner des SMS »'.replace(/(?<=«) | (?=»)/g, '\u00a0'));
      expect(err).toContain('nommez la colonne');
      for (const [name, recorded] of [
        ['refus SMS', 0],
        ['accord SMS', 1],
      ] as const) {
        const renamed = french.write('d.csv', `${header.replace('Souhaite se désabonner des SMS', name)}\n${row}`);
        expect(await french.json('consent', 'import', renamed, '--dry-run')).toMatchObject({ recorded, warnings: [] });
      }
    } finally {
      french.remove();
    }
  });

  it('has no default purpose', async () => {
    const file = workspace.write('c.csv', 'phone,basis\n0639980001,opt_in');
    const answer = await workspace.run('consent', 'import', file);
    expect(answer.exit).toBe(64);
    expect(answer.err).toContain('--purpose');
  });

  it('asks for the number’s column where it can not tell', async () => {
    const none = await workspace.run('consent', 'import', workspace.write('a.csv', 'contact,basis\nx,opt_in'));
    expect(none).toMatchObject({ exit: 65 });
    expect(none.err).toContain('this file has: contact, basis');
    const file = workspace.write(
      'b.csv',
      `Portable,Mobile,${header.slice(6)}\n0639980001,0639980002,${row('').slice(1)}`,
    );
    const two = await workspace.run('consent', 'import', file);
    expect(two).toMatchObject({ exit: 65 });
    expect(two.err).toContain('Portable and Mobile');
    expect((await workspace.run('consent', 'import', file, '--phone-column', 'mobile')).exit).toBe(0);
    expect((await workspace.json('consent', 'show', '0639980002'))['events']).toHaveLength(1);
    expect((await workspace.run('consent', 'import', file, '--phone-column', 'natel')).exit).toBe(65);
  });

  it('tells of consents that are about to grow too old, or are', async () => {
    const rest = (day: string): string => `marketing,opt_in,${day},web_form,I agree,https://x.example/f`;
    const rows = [row('0639980001', rest('2024-02-01')), row('0639980002', rest('2023-02-01')), row('0639980003')];
    const answer = await workspace.run('consent', 'import', workspace.write('c.csv', [header, ...rows].join('\n')));
    expect(answer.exit).toBe(0);
    expect(answer.err).toContain('1 is older than 24 months');
    expect(answer.err).toContain('1 is older than 36 months and will not count');
  });

  it('tells of memberships whose term is over already, also in a dry run', async () => {
    const member = (number: string, until: string): string =>
      `${row(number, 'association,member,2023-09-01,membership,Told of it,')},${until}`;
    const rows = [member('0639980001', '2025-08-31'), member('0639980002', '2026-03-10'), row('0639980003')];
    rows.push(member('0639980004', '2025-08-31'));
    const file = workspace.write('c.csv', [`${header},valid_until`, ...rows].join('\n'));
    for (const more of [['--dry-run'], []]) {
      const answer = await workspace.run('consent', 'import', file, ...more);
      expect([answer.exit, answer.err.split('warning: ').slice(1)]).toEqual([
        0,
        [
          '1 is older than 24 months: ask again before 36 months are over\n',
          '2 will not count: their terms are over\n',
        ],
      ]);
    }
  });

  it('speaks French', async () => {
    const french = testWorkspace('fr');
    try {
      const file = french.write('c.csv', 'téléphone;finalité\n0639980001;marketing');
      const answer = await french.run('consent', 'import', file);
      expect(answer.out).toContain('sans base légale');
      expect(answer.err).toContain('numéro dans «\u00a0téléphone\u00a0»');
    } finally {
      french.remove();
    }
  });
});

const individual = ['--basis', 'opt_in', '--method', 'in_person', '--wording', 'I agree', '--source', 'stand 4'];

describe('consent add, withdraw and show', () => {
  const add = (...more: readonly string[]) =>
    workspace.run('consent', 'add', '06 39 98 00 01', '--purpose', 'marketing', ...individual, ...more);
  const stateOf = async (): Promise<unknown> => (await workspace.json('consent', 'show', '+33639980001'))['purposes'];

  it('takes no proof from an address that is none', async () => {
    const odd = await add('--given-at', '2026-03-09', '--ip', '999.1.1.1');
    expect([odd.exit, odd.err]).toEqual([64, expect.stringContaining('--ip is no IP address: 999.1.1.1')]);
  });

  it('takes the usual words for a basis, a method and a purpose, as columns do', async () => {
    const said = ['--basis', 'Adhésion', '--method', 'bulletin papier', '--purpose', 'vie associative'];
    const note = ['--wording', 'one may refuse at any time', '--given-at', '2026-03-09'];
    expect((await workspace.run('consent', 'add', '0639980002', ...said, ...note)).exit).toBe(0);
    expect(await workspace.json('consent', 'show', '0639980002')).toMatchObject({
      purposes: { association: { state: 'valid', basis: 'member' } },
      events: [{ basis: 'member', method: 'paper_form' }],
    });
  });

  it('names all that is missing at once, also what this basis alone needs', async () => {
    const missing = async (...said: readonly string[]): Promise<string> => {
      const { exit, err } = await workspace.run('consent', 'add', '0639980002', ...said);
      expect([exit, err]).toEqual([64, expect.stringContaining('for instance: smsctl consent add NUMBER --purpose')]);
      return err.split('\n')[0] ?? '';
    };
    expect(await missing()).toBe('--purpose, --basis, --given-at, --method, --wording and --source are needed');
    expect(await missing('--basis', 'member', '--purpose', 'survey')).toBe(
      '--given-at, --method and --wording are needed',
    );
    expect(await missing('--basis', 'contract', '--purpose', 'information', '--method', 'contract')).toBe(
      '--given-at is needed',
    );
  });

  it('records one person with individual proof, once', async () => {
    const first = await add(
      '--given-at',
      '2026-03-09',
      '--evidence',
      'sheet 4',
      '--ip',
      '192.0.2.7',
      '--collected-by',
      'Ana',
    );
    expect(first).toMatchObject({ exit: 0, out: 'recorded: +33 6 •• •• •• 01, marketing\n' });
    const again = await add(
      '--given-at',
      '2026-03-09',
      '--evidence',
      'sheet 4',
      '--ip',
      '192.0.2.7',
      '--collected-by',
      'Ana',
    );
    expect(again.out).toContain('recorded before');
    const shown = await workspace.run('consent', 'show', '0639980001');
    for (const text of ['+33 6 •• •• •• 01', 'valid, opt_in, 9 March 2026, individual', 'Ana', 'by claire']) {
      expect(shown.out).toContain(text);
    }
    expect(shown.out).not.toContain('98 00');
    const revealed = await workspace.run('consent', 'show', '0639980001', '--reveal');
    for (const text of ['+33 6 39 98 00 01', 'sheet 4', '192.0.2.7']) {
      expect([text, shown.out.includes(text), revealed.out.includes(text)]).toEqual([text, false, true]);
    }
    const log = (await workspace.run('audit', 'export', '--format', 'jsonl')).out;
    expect(log.match(/"kind":"revealed".*/g)).toEqual([expect.stringContaining('"what":"consent"')]);
  });

  it('counts again after a withdrawal when it was given later, and not when it was not', async () => {
    await add('--given-at', '2026-03-01');
    expect((await workspace.run('consent', 'withdraw', '0639980001', '--purpose', 'marketing')).exit).toBe(0);
    expect(await stateOf()).toMatchObject({ marketing: { state: 'withdrawn' } });
    expect((await workspace.run('consent', 'withdraw', '0639980001', '--purpose', 'marketing')).out).toContain(
      'withdrawn before',
    );

    workspace.setNow('2026-03-10T12:00:00.000Z');
    const sameDay = await add('--given-at', '2026-03-10');
    expect(sameDay.exit).toBe(65);
    expect(sameDay.err).toMatch(
      /the consent of 10 March 2026 is not later than the withdrawal \(Tuesday 10 March 2026 at /,
    );
    expect(sameDay.err).toContain('give the instant with its time');
    expect((await add('--given-at', '2026-03-10T11:30:00Z')).exit).toBe(0);
    expect(await stateOf()).toMatchObject({ marketing: { state: 'valid' }, association: { state: 'none' } });
  });

  it('says that a consent which is there already leaves somebody withdrawn, since when, and the way out', async () => {
    await add('--given-at', '2026-03-09T08:00:00Z');
    const history = workspace.write(
      'h.csv',
      'phone,purpose,kind,given_at\n0639980001,marketing,withdrawn,2026-02-01\n',
    );
    expect(await workspace.json('consent', 'import', history)).toMatchObject({ recorded: 1 });
    const again = await add('--given-at', '2026-03-09T08:00:00Z');
    expect(again).toMatchObject({ exit: 0, out: 'recorded before: +33 6 •• •• •• 01, marketing\n' });
    expect(again.err).toContain(
      'the withdrawal (Sunday 1 February 2026) was recorded after this consent and still holds',
    );
    expect(again.err).toContain('once it is recorded with its own, later date (--given-at)');
    expect(JSON.parse((await add('--given-at', '2026-03-09T08:00:00Z', '--json')).out)).toMatchObject({
      ...{ verdict: 'unchanged', withdrawnSince: '2026-02-01T22:59:59.999Z', suppressedBy: [] },
      warnings: [expect.stringContaining('this changes nothing')],
    });
    expect(JSON.parse((await add('--given-at', '2026-03-09T09:00:00Z', '--json')).out)).toMatchObject({
      ...{ verdict: 'recorded', withdrawnSince: null, suppressedBy: [], warnings: [] },
    });
    expect(await stateOf()).toMatchObject({ marketing: { state: 'valid' } });
    expect((await add('--given-at', '2026-03-09T08:00:00Z')).err).toBe('');
    await workspace.run('suppress', 'add', '0639980001', '--reason', 'stop');
    const listed = await add('--given-at', '2026-03-09T09:00:00Z');
    expect(listed.err).toContain('this changes nothing: the number is on the never-list (');
  });

  it('says that what was agreed to is too old or over, will be soon, or was ended by a list of members', async () => {
    const told = async (...said: readonly string[]): Promise<unknown> => {
      const { exit, out } = await add(...said, '--json');
      const { verdict, due, endedAt, warnings } = JSON.parse(out) as Record<string, unknown>;
      return [exit, verdict, due, endedAt, warnings];
    };
    const old = expect.stringContaining('does not count: it is older than 36 months') as unknown;
    expect(await told('--given-at', '2023-01-15')).toEqual([0, 'recorded', 'expired', null, [old]]);
    expect(await told('--given-at', '2023-01-15')).toEqual([0, 'unchanged', 'expired', null, [old]]);
    const ageing = expect.stringContaining('is older than 24 months: ask again before 36 months are over') as unknown;
    expect(await told('--given-at', '2024-01-15')).toEqual([0, 'recorded', 'ageing', null, [ageing]]);
    const member = ['--purpose', 'association', '--basis', 'member', '--given-at', '2025-09-01'];
    const over = expect.stringContaining('does not count: its term is over (last day: 31 August 2020)') as unknown;
    expect(await told(...member, '--valid-until', '2020-08-31')).toEqual([0, 'recorded', 'ended', null, [over]]);
    // Another basis counts, whatever became of this one.
    expect(await told(...member)).toEqual([0, 'recorded', null, null, []]);
    expect(await told(...member, '--valid-until', '2021-08-31')).toEqual([0, 'recorded', null, null, []]);

    const list = workspace.write(
      'm.csv',
      `${header}\n${row('0639980002', 'association,member,2026-01-05,membership,x,')}`,
    );
    expect(
      (await workspace.run('consent', 'import', list, '--sync', '--purpose', 'association', '--confirm', '1')).exit,
    ).toBe(0);
    const left = expect.stringMatching(
      /^this changes nothing: a list of members ended this membership \(Tuesday 10 March/,
    ) as unknown;
    const ended = expect.stringMatching(/^2026-03-10T/) as unknown;
    expect(await told(...member)).toEqual([0, 'unchanged', null, ended, [left]]);
    expect(await told(...member.with(-1, '2026-03-01'))).toEqual([0, 'recorded', null, null, []]);
  });

  it('tells that --campaign limits rented lists alone: an opt-in counts for every campaign', async () => {
    const limits = 'warning: --campaign limits rented lists alone';
    const added = await add('--given-at', '2026-03-09', '--campaign', 'party');
    expect([added.exit, added.err]).toEqual([0, expect.stringContaining(limits)]);
    const file = workspace.write('c.csv', `${header}\n${row('0639980002')}`);
    for (const recorded of [true, false]) {
      const imported = await workspace.run('consent', 'import', file, '--campaign', 'party');
      expect([imported.exit, imported.err.includes(limits)]).toEqual([0, recorded]);
    }
  });

  it('is taken back from all purposes also in the moment in which it was from one', async () => {
    const withdraw = (...purpose: readonly string[]) => workspace.json('consent', 'withdraw', '0639980001', ...purpose);
    await add('--given-at', '2026-03-01');
    expect(await withdraw('--purpose', 'survey')).toMatchObject({ verdict: 'recorded' });
    expect(await withdraw()).toMatchObject({ verdict: 'recorded' });
    expect(await stateOf()).toMatchObject({ marketing: { state: 'withdrawn' } });
    // With all of them the one is withdrawn too.
    expect(await withdraw('--purpose', 'marketing')).toMatchObject({ verdict: 'unchanged' });
    expect(await withdraw()).toMatchObject({ verdict: 'unchanged' });
  });

  it('is taken back though the clock was set back to before they withdrew an earlier one', async () => {
    await workspace.run('consent', 'withdraw', '0639980001');
    workspace.setNow('2026-03-10T14:00:00.000Z');
    expect(await add('--given-at', '2026-03-10T13:00:00Z')).toMatchObject({ exit: 0 });
    workspace.setNow('2026-03-10T09:00:00.000Z');
    expect(await workspace.json('consent', 'withdraw', '0639980001')).toMatchObject({ verdict: 'recorded' });
    workspace.setNow('2026-03-10T15:00:00.000Z');
    expect(await stateOf()).toMatchObject({ marketing: { state: 'withdrawn' } });
  });

  it('names the last of several withdrawals where a consent is not later than all of them', async () => {
    await workspace.run('consent', 'withdraw', '0639980001', '--purpose', 'marketing');
    workspace.setNow('2026-03-12T12:00:00.000Z');
    await workspace.run('consent', 'withdraw', '0639980001');
    expect((await add('--given-at', '2026-03-11')).err).toContain('the withdrawal (Thursday 12 March 2026 at ');
    // However late an earlier one becomes known.
    const old = workspace.write('old.csv', 'phone,purpose,kind,given_at\n0639980001,marketing,withdrawn,2026-02-01\n');
    expect(await workspace.json('consent', 'import', old)).toMatchObject({ recorded: 1 });
    expect((await add('--given-at', '2026-03-11')).err).toContain('the withdrawal (Thursday 12 March 2026 at ');
  });

  it.each([[['--purpose', 'marketing']], [[]]])(
    'counts only from after the last withdrawal, also where the same one was said before: withdraw %j',
    async (again) => {
      await workspace.run('consent', 'withdraw', '0639980001');
      workspace.setNow('2026-04-10T10:00:00.000Z');
      expect(await workspace.json('consent', 'withdraw', '0639980001', ...again)).toMatchObject({
        verdict: 'recorded',
      });
      expect((await add('--given-at', '2026-03-20')).exit).toBe(65);
      expect(await stateOf()).toMatchObject({ marketing: { state: 'withdrawn' } });
    },
  );

  it('withdraws from every purpose, also for a number that the ledger does not know yet', async () => {
    expect(await workspace.json('consent', 'withdraw', '0639980001')).toMatchObject({
      purpose: null,
      verdict: 'recorded',
    });
    const file = workspace.write('c.csv', [header, row('0639980001')].join('\n'));
    expect(await workspace.json('consent', 'import', file)).toMatchObject({ recorded: 0, rejected: { withdrawn: 1 } });
    expect((await workspace.json('consent', 'withdraw', '0639980001', '--purpose', 'survey'))['verdict']).toBe(
      'unchanged',
    );
  });

  it('is forbidden by the never-list', async () => {
    await workspace.run('suppress', 'add', '0639980001', '--reason', 'stop');
    const answer = await add('--given-at', '2026-03-09');
    expect(answer.exit).toBe(77);
    expect(answer.err).toContain('+33 6 •• •• •• 01 is on the never-list');
    expect(await stateOf()).toMatchObject({
      marketing: { state: 'none', suppressed: true },
      information: { suppressed: false },
    });
  });

  it.each([
    [['--given-at', '2027-01-01'], 65, 'date in the future'],
    [['--given-at', 'soon'], 64, '--given-at'],
    [
      ['--given-at', '2026-03-01', '--purpose', 'information', '--basis', 'rented_list'],
      65,
      'not accepted for the purpose',
    ],
    [['--given-at', '2026-03-01', '--purpose', 'partners', '--basis', 'rented_list'], 65, 'without its campaign'],
  ])('refuses %j with %i', async (flags, exit, told) => {
    const answer = await workspace.run(
      'consent',
      'add',
      '0639980001',
      '--purpose',
      'marketing',
      ...individual,
      ...flags,
    );
    expect(answer.exit).toBe(exit);
    expect(answer.err).toContain(told);
  });

  it('needs a purpose, a basis, a date and a method', async () => {
    expect((await workspace.run('consent', 'add', '0639980001', ...individual, '--given-at', '2026-03-01')).exit).toBe(
      64,
    );
    expect((await workspace.run('consent', 'add', '0639980001', '--purpose', 'marketing')).exit).toBe(64);
  });

  it('never repeats a number that it can not use', async () => {
    const answer = await workspace.run(
      'consent',
      'add',
      '01 99 00 12 34',
      '--purpose',
      'marketing',
      ...individual,
      '--given-at',
      '2026-03-01',
    );
    expect(answer.exit).toBe(65);
    expect(answer.err).not.toMatch(/00 ?12/);
    expect((await workspace.run('consent', 'show', '06 39')).err).toContain('•• 39');
  });

  it('takes dates as people write them, and refuses by name a day that does not exist', async () => {
    expect((await add('--given-at', '9 mars 2026', '--valid-until', '31/12/26')).exit).toBe(0);
    const { events } = await workspace.json('consent', 'show', '0639980001');
    expect(events).toMatchObject([{ givenAt: '2026-03-09', validUntil: '2026-12-31T23:00:00.000Z' }]);
    for (const [flag, value] of [
      ['--given-at', '31/02/2026'],
      ['--valid-until', '31 juin 2026'],
    ] as const) {
      const answer = await add('--given-at', '2026-03-09', flag, value);
      expect(answer.exit).toBe(64);
      expect(answer.err).toContain(`${flag} is neither a date nor an instant: ${value}`);
    }
  });

  it('keeps a membership until the end of its last day, local time', async () => {
    const member = ['--basis', 'member', '--method', 'membership', '--wording', 'note'];
    // The clocks of France go forward on 29 March 2026: that day has 23 hours.
    await workspace.run(
      'consent',
      'add',
      '0639980001',
      '--purpose',
      'association',
      ...member,
      '--given-at',
      '2026-01-01',
      '--valid-until',
      '2026-03-29',
    );
    workspace.setNow('2026-03-29T21:59:59.000Z');
    expect(await stateOf()).toMatchObject({ association: { state: 'valid' } });
    // The date that was given, on screens and in a table, which is read back as the same term.
    expect((await workspace.run('consent', 'show', '0639980001')).out).toMatch(/valid until:? 29 March 2026$/m);
    const why = await workspace.run('why', '0639980001', '--purpose', 'association');
    expect(why.out).toContain('recorded as valid until 29 March 2026\n');
    expect(why.out).not.toMatch(/\d{4}-\d\d-\d\dT/);
    const exported = await workspace.run('consent', 'export', '--reveal', '--format', 'csv');
    expect(exported.out).toContain(',2026-01-01,2026-03-29,membership,');
    const again = await workspace.json('consent', 'import', workspace.write('again.csv', exported.out));
    expect(again).toMatchObject({ recorded: 0, unchanged: 1 });
    workspace.setNow('2026-03-29T22:00:00.000Z');
    expect(await stateOf()).toMatchObject({ association: { state: 'expired' } });
  });
});

describe('consent export', () => {
  beforeEach(async () => {
    const file = workspace.write('c.csv', [header, row('0639980001'), row('0639980002')].join('\n'));
    await workspace.run('consent', 'import', file);
  });

  it('writes one row an event, masked', async () => {
    const { out, exit } = await workspace.run('consent', 'export');
    expect(exit).toBe(0);
    expect(out.trimEnd().split('\r\n')).toHaveLength(3);
    expect(out).toContain("'+33 6 •• •• •• 01");
    expect(out).not.toContain('33639980001');
    const lines = (await workspace.run('consent', 'export', '--format', 'jsonl')).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'consent_event', seq: 1, number: '+33 6 •• •• •• 01', proof: 'individual', fileName: 'c.csv', line: 2 },
      { type: 'consent_event', seq: 2, line: 3 },
    ]);
  });

  it('writes whole numbers on demand, after the log said so, in a form that imports as unchanged', async () => {
    const answer = await workspace.run('consent', 'export', '--reveal', '--out', workspace.at('all.csv'));
    expect(answer).toMatchObject({ exit: 0, out: '' });
    expect(lstatSync(workspace.at('all.csv')).mode & 0o777).toBe(0o600);
    expect(await workspace.json('consent', 'import', workspace.at('all.csv'))).toMatchObject({ rows: 2, unchanged: 2 });
    expect((await workspace.run('audit', 'list')).out).toMatch(/numbers shown .*what=consents/);
  });

  it('is read by another workspace as the same history: what was taken back stays so, and no proof grows stronger', async () => {
    await workspace.run('consent', 'withdraw', '06 39 98 00 01');
    const loose = ['phone,purpose,basis,given_at', '0639980003,marketing,opt_in,2026-01-05', ''].join('\n');
    workspace.write('loose.csv', loose);
    const stated = ['--method', 'web_form', '--wording', 'I agree', '--source', 'form'];
    await workspace.run('consent', 'import', workspace.at('loose.csv'), ...stated);
    await workspace.run('consent', 'export', '--reveal', '--out', workspace.at('history.csv'));
    const other = testWorkspace();
    try {
      other.write('history.csv', workspace.read('history.csv'));
      const flags = ['--purpose', 'marketing', '--basis', 'opt_in', ...stated];
      expect(await other.json('consent', 'import', other.at('history.csv'), ...flags)).toMatchObject({
        rows: 4,
        recorded: 4,
        rejected: {},
      });
      expect(await other.json('consent', 'show', '0639980001')).toMatchObject({
        purposes: { marketing: { state: 'withdrawn' } },
      });
      expect(await other.json('consent', 'show', '0639980003')).toMatchObject({
        purposes: { marketing: { state: 'valid', proof: 'bulk_attested' } },
      });
      expect(await other.json('consent', 'import', other.at('history.csv'), ...flags)).toMatchObject({ unchanged: 4 });
    } finally {
      other.remove();
    }
  });

  it('reads withdrawals without a purpose as withdrawals from all, and refuses a consent that names none', async () => {
    const file = workspace.write(
      'w.csv',
      'phone,kind,given_at\n0639980001,withdrawn,2026-02-01\n0639980002,given,2026-02-01\n',
    );
    expect(await workspace.json('consent', 'import', file)).toMatchObject({
      recorded: 1,
      rejected: { missing_purpose: 1 },
    });
    expect((await workspace.run('consent', 'show', '0639980001')).out).toContain('every purpose');
    const consents = workspace.write('c.csv', 'phone,basis,given_at\n0639980003,opt_in,2026-02-01\n');
    expect(await workspace.run('consent', 'import', consents)).toMatchObject({
      exit: 64,
      err: expect.stringContaining('a consent needs a purpose') as unknown,
    });
  });

  it('says that --purpose narrows no withdrawal, and attests nothing where there is no consent', async () => {
    const withdrawn = 'phone,kind,given_at\n0639980001,withdrawn,2026-02-01\n0639980002,withdrawn,2026-02-01\n';
    const file = workspace.write('w.csv', withdrawn);
    const fromAll = expect.stringMatching(/^2 withdrawals name no purpose and count for all of them: --purpose/);
    for (const dryRun of [['--dry-run'], []]) {
      const answer = await workspace.json('consent', 'import', file, '--purpose', 'marketing', ...dryRun);
      expect(answer).toMatchObject({ recorded: 2, warnings: [fromAll] });
    }
    const again = await workspace.json('consent', 'import', file, '--purpose', 'marketing');
    expect(again).toMatchObject({ unchanged: 2, warnings: [] });

    const given = '0639980003,given,2026-02-01,opt_in,web_form,I agree,form 3';
    const both = `phone,kind,given_at,basis,method,wording,source\n0639980004,withdrawn,2026-02-01,,,,\n${given}\n`;
    const answer = await workspace.json('consent', 'import', workspace.write('b.csv', both), '--purpose', 'marketing');
    const attested = expect.stringMatching(/^what --purpose says is attested/) as unknown;
    expect(answer).toMatchObject({ recorded: 2, warnings: [attested, expect.stringMatching(/^1 withdrawal names/)] });
  });

  it('makes no consent of a row in quotation marks as a whole whose column of refusals says yes', async () => {
    const flags = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'Told'];
    const file = workspace.write('m.csv', 'phone;désinscrit\n"0639980001;oui"\n"0639980002;non"\n');
    const answer = await workspace.run('consent', 'import', file, ...flags, '--given-at', '2026-01-05', '--json');
    expect(JSON.parse(answer.out)).toMatchObject({ recorded: 1, rejected: { declined: 1 } });
  });

  it('takes the day on which somebody joined for no consent, and says so with the way out', async () => {
    const rows = (day: string): string =>
      `Téléphone;${day};Date de naissance\n0639980001;12/09/2025;01/02/1980\n0639980002;12/09/2025;\n`;
    const flags = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'Told'];
    const imported = async (day: string, ...more: readonly string[]): Promise<Record<string, unknown>> => {
      const file = workspace.write('a.csv', rows(day));
      return JSON.parse((await workspace.run('consent', 'import', file, ...flags, '--json', ...more)).out) as never;
    };
    const unread = await imported("Date d'adhésion", '--dry-run');
    const told = expect.stringMatching(/“Date d'adhésion” looks like a date and is not read.*“date of consent”$/);
    expect(unread).toMatchObject({ rejected: { missing_given_at: 2 }, warnings: [told] });
    const stated = await imported("Date d'adhésion", '--given-at', '2025-09-20', '--dry-run');
    expect(stated).toMatchObject({ recorded: 2, warnings: [expect.stringContaining('--given-at')] });
    expect(await imported("date de l'accord")).toMatchObject({ recorded: 2, warnings: [expect.anything()] });
  });

  it('warns of a delimiter too many, and so do a plan, the never-list and the check', async () => {
    const file = workspace.write('d.csv', `phone;nom;note\n0639980001;A;\n0639980002;Du;pont;\n`);
    const told = expect.stringMatching(/^1 row has one delimiter more than the others \(first: line 3\)/) as unknown;
    const flags = ['--purpose', 'association', '--basis', 'member', '--method', 'membership', '--wording', 'Told'];
    const text = ['--campaign', 'fete', '--text', 'x', '--purpose', 'information'];
    for (const args of [
      ['consent', 'import', file, ...flags, '--given-at', '2026-01-05'],
      ['suppress', 'import', file, '--dry-run'],
      ['check', 'contacts', file],
      ['plan', file, ...text],
    ]) {
      expect([args, (await workspace.json(...args))['warnings']]).toEqual([args, expect.arrayContaining([told])]);
    }
  });

  it('tells of numbers that can not be read why, where and what to do', async () => {
    const cells = ['0639980001 / 0639980002', '3.36639E+10', '3.36639E+10', '0639980003'];
    const file = workspace.write('n.csv', [header, ...cells.map((cell) => row(cell))].join('\n'));
    for (const command of ['consent', 'suppress']) {
      const answer = await workspace.run(command, 'import', file, '--dry-run');
      expect(answer.out).toContain('1  would be recorded');
      const lost = '→ 2 rows (first: line 3): the spreadsheet has dropped digits for good; go back to the original';
      expect(answer.out).toContain(lost);
      expect(answer.out).toMatch(/original.*\n +→ line 2: there are several numbers; write a row for each\n/);
    }
  });

  it('takes no row for a consent whose kind it does not know', async () => {
    workspace.write('odd.csv', `${header},kind\n${row('0639980009')},revoked\n`);
    expect(await workspace.json('consent', 'import', workspace.at('odd.csv'))).toMatchObject({
      rejected: { not_a_consent: 1 },
    });
  });

  it('never writes over a file, and notes nothing then', async () => {
    workspace.write('old.csv', 'old');
    expect((await workspace.run('consent', 'export', '--reveal', '--out', workspace.at('old.csv'))).exit).toBe(64);
    expect(workspace.read('old.csv')).toBe('old');
    expect((await workspace.run('audit', 'list')).out).not.toContain('numbers shown');
    expect((await workspace.run('consent', 'export', '--out', workspace.at('none/x.csv'))).exit).toBe(64);
    expect(existsSync(workspace.at('none'))).toBe(false);
  });
});
